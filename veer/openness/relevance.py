"""Which facts a piece of law reads, as the engine knows, and facts by their declared ids."""

from typing import Any

from veer.openness import words
from veer.rules import program
from veer.rules.questions import read_by


def view_of(pack: Any, route: Any, section: Any) -> Any:
    """A section of points as the engine reports it: its items as parts, and the facts that each rests on."""
    return next(view for view in program(pack, route.id).sections if view.name == section.id)


def facts_of(view: Any) -> list[str]:
    """The facts that a section or item rests on, through its parts, in the order in which its rules name them."""
    return list(dict.fromkeys([*view.facts, *(fact for part in view.parts for fact in facts_of(part))]))


def facts_of_route(pack: Any, route: Any) -> set[str]:
    """Every fact that the conditions and points of a route read, through whatever names.

    The rules that only hold two answers of the pack against each other are no part of any route.
    """
    made = program(pack, route.id)
    places = [made.names["conditions"], *(view.output for view in (*made.sections, *made.subtotals))]
    return {fact for place in places for slot in read_by(made, place) if (fact := made.layout.slots[slot].fact)}


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
