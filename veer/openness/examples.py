"""The worked cases of a pack: on the score page anybody may look at one, or lay one beside another."""

import datetime
from decimal import Decimal
from typing import Any

from veer.rules.source import Scalar, Sequence


def of(pack: Any, route: str) -> dict[str, dict[str, Any]]:
    """The examples of a route by id: title and facts."""
    whole = plain(pack.examples[route]) if route in pack.examples else {}
    return {
        one["id"]: {"id": one["id"], "title": one.get("title") or one["id"], "facts": one["facts"]}
        for one in whole.get("cases", [])
    }


def plain(node: Any) -> Any:
    """What a file says, as the engine takes facts: dates and decimals as text."""
    if isinstance(node, Scalar):
        value = node.value
        return str(value) if isinstance(value, datetime.date | Decimal) else value
    if isinstance(node, Sequence):
        return [plain(one) for one in node]
    return {key: plain(one) for key, one in node.items()}
