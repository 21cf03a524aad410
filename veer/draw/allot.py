"""Who gets a place, in the order of a draw: nothing but the published list is needed to say it again.

An id of the list says everything that decides, so that the commitment holds it: chance, part, persons, tier, and `h`
where a household was passed over in the draw before: `k3v9q2mrtx.named.4.B` or `k3v9q2mrtx.named.4.Bh`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

IN, OUT, PASSED = "in", "out", "passed"
"""A place; none; none because the household is larger than what was left, while a smaller one after it fitted."""
BY_NEED = ("A", "B")
TIERS = (*BY_NEED, "C")


@dataclass(frozen=True, slots=True)
class Lot:
    """One household in the list: in which part of the places it takes part, how many persons, how urgent."""

    id: str
    part: str
    persons: int
    tier: str
    heads: bool = False

    @classmethod
    def read(cls, said: str) -> Lot:
        """From an id of the list. Raises ValueError that says what it lacks."""
        fields = said.split(".")
        if len(fields) != 4 or not fields[2].isascii() or not fields[2].isdigit() or int(fields[2]) < 1:
            raise ValueError(f"{said!r} is not chance.part.persons.tier")
        tier = fields[3].removesuffix("h")
        if tier not in TIERS:
            raise ValueError(f"{said!r} has no tier of {', '.join(TIERS)}")
        return cls(said, fields[1], int(fields[2]), tier, fields[3].endswith("h"))


def written(chance: str, part: str, persons: int, tier: str, heads: bool) -> str:
    """The id of a household in the list."""
    return f"{chance}.{part}.{persons}.{tier}{'h' if heads else ''}"


def allot(order: Iterable[str], places: Mapping[str, int], need: int) -> dict[str, str]:
    """What becomes of each id, in the order of the draw. `places`: persons by part; `need`: how many in a hundred of
    them go first to the tiers A, then B; the rest goes to all who are left, whoever was passed over before in front."""
    lots = [Lot.read(one) for one in order]
    found = dict.fromkeys((lot.id for lot in lots), OUT)
    for part in sorted({lot.part for lot in lots}):
        found |= _of_part([lot for lot in lots if lot.part == part], places.get(part, 0), need)
    return found


def _of_part(lots: Sequence[Lot], places: int, need: int) -> dict[str, str]:
    found: dict[str, str] = {}
    left = _serve([lot for lot in lots if lot.heads], places, found)
    by_need = min(left, places * need // 100)
    left -= by_need
    for tier in BY_NEED:
        by_need = _serve([lot for lot in lots if lot.tier == tier and lot.id not in found], by_need, found)
    rest = [lot for lot in lots if lot.id not in found]
    _serve(rest, left + by_need, found)
    last = max((place for place, lot in enumerate(rest) if found.get(lot.id) == IN), default=-1)
    for place, lot in enumerate(rest):
        if lot.id not in found:
            found[lot.id] = PASSED if place < last else OUT
    return found


def _serve(lots: Iterable[Lot], places: int, found: dict[str, str]) -> int:
    """Give places in order to each that fits whole; a household is never split. Gives what is left."""
    for lot in lots:
        if lot.persons <= places:
            found[lot.id] = IN
            places -= lot.persons
    return places
