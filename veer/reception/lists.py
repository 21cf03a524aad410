"""The list of those who wait, in the order of the law in force: one list a pack, whatever the route of a file.

Nothing of the order is kept: a place in the list follows from the needs written down, the day of asking and the law of
today, each time that somebody asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from veer.cases import law
from veer.journal import clock
from veer.reception.models import Need, Wait
from veer.reception.rules import NEEDS
from veer.rules import Pack
from veer.rules.model.reception import Reception
from veer.rules.waiting import class_of, classes_on

TEXTS = "reception"  # the file of a pack in which the law of places and its words stand
NEED = "need."  # a fact of the law for each word of `NEEDS`


class LawOfPlaces:
    """What a pack in force says of places, today."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._ranks: dict[frozenset[str], int] = {}

    @cached_property
    def today(self) -> date:
        return clock.today(self.pack.time_zone)

    @property
    def reception(self) -> Reception | None:
        return self.pack.reception

    @cached_property
    def classes(self) -> list[str]:
        return [one.id for one in classes_on(self.pack, self.today)]

    def title(self, rank: int) -> str:
        """What a class is called, in the language of the reader; nothing where the law has no classes."""
        return self.words(f"classes.{self.classes[rank]}", get_language() or "en") if self.classes else ""

    def sure(self, rank: int) -> bool:
        """Whether the class was checked against its source; where the law has no classes nothing is left to check."""
        found = classes_on(self.pack, self.today)
        return not found or found[rank].marks.confidence == "verified"

    @property
    def order_sure(self) -> bool:
        """Whether every class of the list was checked against its source."""
        return all(self.sure(rank) for rank in range(len(self.classes)))

    def words(self, path: str, lang: str) -> str:
        return law.words(self.pack, TEXTS, path, lang)

    def rank(self, needs: Iterable[str]) -> int:
        """The place of the class to which a household with these needs belongs; 0 where the law has no classes."""
        held = frozenset(needs)
        if held not in self._ranks:
            self._ranks[held] = self.classes.index(self._class(held)) if self.classes else 0
        return self._ranks[held]

    def _class(self, held: frozenset[str]) -> str:
        known = {f"{NEED}{word}": word in held for word in NEEDS}
        return class_of(self.pack, {fact: is_ for fact, is_ in known.items() if fact in self.pack.facts}, self.today)


@dataclass(frozen=True, slots=True)
class Row:
    """A household in the list: its number, the place of its class, how many persons, what it needs."""

    number: int
    wait: UUID
    rank: int
    persons: int
    needs: tuple[str, ...]


def law_of_places(pack_id: str) -> LawOfPlaces:
    """The law of places of the active version of a pack."""
    return LawOfPlaces(law.read(law.active(pack_id).pk))


def lists() -> list[str]:
    """The packs in force by which places are given, and those by which somebody still waits."""
    by_law = {pack.id for pack in law.in_force() if pack.reception is not None}
    waited = Wait.objects.filter(ended_at=None).order_by("case__law__pack").values_list("case__law__pack", flat=True)
    return sorted(by_law | set(waited))


def rows(pack_id: str) -> list[Row]:
    """Everybody who waits by a pack: first the class, then the day of asking, then who was written down first."""
    by_law = law_of_places(pack_id)
    open_ = Wait.objects.filter(ended_at=None, case__law__pack=pack_id)
    needs: dict[UUID, list[str]] = {}
    for wait, need in Need.objects.filter(until=None, wait__in=open_).order_by("need").values_list("wait", "need"):
        needs.setdefault(wait, []).append(need)
    asked = open_.order_by("since", "made_at", "id").values_list("id", "persons")
    ranked = [(by_law.rank(needs.get(wait, ())), wait, persons) for wait, persons in asked]
    ranked.sort(key=lambda one: one[0])  # within a class the order of asking stays
    return [
        Row(number, wait, rank, persons, tuple(needs.get(wait, ())))
        for number, (rank, wait, persons) in enumerate(ranked, 1)
    ]
