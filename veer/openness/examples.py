"""The worked cases of a pack, which a lawyer can read: on the score page anybody may look at one, or lay one beside another."""

from typing import Any

from veer import rules


def of(pack: Any, route: str) -> dict[str, dict[str, Any]]:
    """The examples of a route by id: title and facts."""
    return {one["id"]: one for one in rules.examples(pack, route)}
