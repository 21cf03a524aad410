"""Households that come, for rooms that prepare for them: who, how old, and where the home of their sponsor is.

Nothing of what they say, of their plan, or of the group beyond its home. The caller has checked who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.people.models import Person
from veer.sponsorship.coming import DRAWN
from veer.sponsorship.models import Application, Coming, Home, Traveller
from veer.sponsorship.rules import ADULTS, CHILDREN


@dataclass(frozen=True, slots=True)
class Arriving:
    """A household that somebody was written down of. `people`: each person, and whether they are an adult; `since`:
    when it went on with the sponsor that it has, None where it had no other."""

    coming: UUID
    case: Case
    municipality: str
    people: tuple[tuple[Person, bool], ...]
    since: datetime | None = None


def arriving() -> list[Arriving]:
    """Every household that comes or came, in the order in which they were written down."""
    found = Coming.objects.select_related("case").prefetch_related("travellers__person").order_by("made_at", "id")
    found = found.annotate(since=Max("partings__left_at"))
    homes = _homes()
    return [
        Arriving(
            one.pk,
            one.case,
            homes.get(one.group_id, ""),
            tuple((traveller.person, traveller.adult) for traveller in one.travellers.all()),
            one.since,
        )
        for one in found
    ]


def drawn_without_names() -> list[tuple[str, int]]:
    """Places that are kept and of which nobody was written down yet: the municipality of the home, and how many."""
    drawn = Application.objects.filter(case__step=DRAWN, case__ended_at=None)
    waiting = drawn.exclude(case__in=Coming.objects.values("application")).select_related("case")
    homes, found = _homes(), []
    for one in waiting.order_by("made_at", "case"):
        known = Standing(one.case).known[0]
        found.append((homes.get(one.group_id, ""), int(known[ADULTS]) + int(known[CHILDREN])))
    return found


def files_of_travellers(persons: list[UUID]) -> list[UUID]:
    """The files of the households of which some people are."""
    mine = Traveller.objects.filter(person__in=persons).order_by("coming__case").values_list("coming__case", flat=True)
    return list(mine.distinct())


def _homes() -> Mapping[UUID, str]:
    return dict(Home.objects.order_by("group").values_list("group", "municipality"))
