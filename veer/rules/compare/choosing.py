"""Which nodes belong to a route, what came or went as a whole, and how a node is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ..load import Pack
from ..lower import program
from ..reading import reads
from .differences import CHANGED, Difference
from .nodes import nodes


def of_route(packs: Iterable[Pack], route: str) -> set[str]:
    """The nodes of a route, and the facts that it reads in any of the packs. Raises PackError."""
    wanted = set()
    for pack in packs:
        if route in pack.routes:
            program(pack, route)  # a law without meaning has no differences
            wanted |= {f"facts.{fact}" for fact in reads(pack, route)}
            wanted |= {name for name in nodes(pack) if name == route or name.startswith(f"{route}/")}
    return wanted


def wholes(found: Iterable[Difference]) -> list[tuple[Difference, int]]:
    """Differences with the number of parts that came or went with each; the parts themselves are left out."""
    found = list(found)
    whole = {one.id: one for one in found if one.what != CHANGED}
    tops = [_top(one, whole).id if one.id in whole else one.id for one in found]
    parts = Counter(tops)
    return [(one, parts[one.id] - 1) for one, top in zip(found, tops, strict=True) if top == one.id]


def called(packs: Iterable[Pack], node: str, language: str) -> str:
    """How a node is called by the first pack that has words for it in this language; '' for none."""
    for pack in packs:
        route, _, path = node.partition("/")
        if route in pack.routes:
            words = pack.text_in(route, path or "title") or ({} if path else pack.routes[route].title)
            if words.get(language):
                return words[language]
        fact = node.partition(".")[2]
        if node.startswith(("facts.", "types.")) and fact in pack.words:
            return pack.fact_text(fact, language).label
    return ""


def _top(one: Difference, whole: Mapping[str, Difference]) -> Difference:
    """The highest node above this one that came or went with it."""
    while one.parent in whole and whole[one.parent].what == one.what:
        one = whole[one.parent]
    return one
