"""Which facts a piece of law reads, as the engine knows, and facts by their declared ids."""

from typing import Any

from veer.openness import words
from veer.rules import program


def facts_of(pack: Any, route: Any, value: Any) -> list[str]:
    """The facts behind a section of points, in the order in which its rules name them."""
    views = (*program(pack, route.id).sections, *program(pack, route.id).subtotals)
    return next(list(view.facts) for view in views if view.name == value.id)


def facts_of_route(pack: Any, route: Any) -> set[str]:
    """Every fact that the conditions and points of a route read, through whatever names."""
    made = program(pack, route.id)
    return {fact for slot in made.read if (fact := made.layout.slots[slot].fact)}


def declared(pack: Any, name: str) -> str:
    """The longest beginning of a dotted name that the pack declares as a fact."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        if ".".join(parts[:cut]) in pack.facts:
            return ".".join(parts[:cut])
    return ""


def flattened(pack: Any, facts: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Facts by their declared ids, however nested they came."""
    flat: dict[str, Any] = {}
    for key, value in facts.items():
        name = f"{before}{key}"
        if name in pack.facts:
            flat[name] = value
        if isinstance(value, dict) and not words.is_unknown(value):
            flat.update(flattened(pack, value, f"{name}."))
    return flat
