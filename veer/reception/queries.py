"""Places and what is free in them, the waiting list in its public order, a household and its place."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from veer.access import policy
from veer.access.roles import TITLES
from veer.access.who import Who
from veer.cases.models import Case
from veer.cases.queries import numbered
from veer.journal.acts import looked
from veer.journal.queries import readings
from veer.people.queries import names
from veer.quotas.queries import Balance, balances
from veer.reception import contribution, rights
from veer.reception.fitting import Household, Offer
from veer.reception.models import ContributionRule, Need, Place, Proposal, Stay, Wage, Wait
from veer.reception.policy import PLACES, WAITS
from veer.reception.rules import KINDS, RULES


class NoLonger(ValueError):
    """What somebody wanted to change has ended meanwhile."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its beds: how many there are, how many are in use, how many are free."""

    place: Place
    balance: Balance

    @property
    def used(self) -> int:
        return self.balance.reserved + self.balance.confirmed


def places() -> list[PlaceRow]:
    """All open places by municipality, with their beds from the ledger."""
    found = list(Place.objects.filter(closed_at=None).order_by("municipality", "site"))
    beds = balances(place.pk for place in found)
    return [PlaceRow(place, beds[place.pk]) for place in found]


def places_for(who: Who) -> list[PlaceRow]:
    _purpose(PLACES, who)
    return places()


def place_for(who: Who, place_id: UUID) -> Place:
    found: Place = policy.obtain(Place.objects.all(), PLACES.kind, who, _purpose(PLACES, who), place_id)
    return found


def offers() -> list[Offer]:
    return [
        Offer(
            row.place.pk,
            row.place.site,
            row.place.municipality,
            row.place.kind,
            frozenset(row.place.services),
            row.balance.free,
        )
        for row in places()
    ]


def _purpose(kind: Any, who: Who) -> str:
    """The strongest purpose for which somebody may look."""
    for purpose, wanted in kind.roles_for.items():
        if who.has(*wanted):
            return str(purpose)
    raise policy.NotThere(kind.kind)


def waiting() -> QuerySet[Wait]:
    """Everybody who waits, in the order of the public rules: class, then the day, then who was written down first."""
    return Wait.objects.filter(ended_at=None).order_by("rank", "since", "made_at", "id")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household in the list: its number there, and what it needs."""

    number: int
    wait: Wait
    needs: tuple[str, ...]


def waiting_for(who: Who) -> list[Waiting]:
    """All that somebody may work on, in order; the numbers count those too that they may not see."""
    purpose = _purpose(WAITS, who)
    mine = set(policy.only(waiting(), WAITS.kind, who, purpose).values_list("pk", flat=True))
    whole = enumerate(waiting().select_related("person").prefetch_related("needs"), 1)
    return [
        Waiting(number, one, tuple(sorted(need.need for need in one.needs.all() if need.until is None)))
        for number, one in whole
        if one.pk in mine
    ]


def wait_for(who: Who, wait_id: UUID) -> Wait:
    """A household, for somebody who works here. The look is written down and shown to the household."""
    purpose = _purpose(WAITS, who)
    found: Wait = policy.obtain(Wait.objects.select_related("person", "case"), WAITS.kind, who, purpose, wait_id)
    looked(found.pk, who.ref, next(role for role in WAITS.roles_for[purpose] if who.has(role)), purpose)
    return found


def own_waits(who: Who) -> list[Wait]:
    """The households of the persons for whom somebody acts, latest first."""
    found = policy.only(Wait.objects.all(), WAITS.kind, who, policy.OWN)
    return list(found.select_related("person").order_by("-made_at", "id"))


def own_wait(who: Who, wait_id: UUID) -> Wait:
    found: Wait = policy.obtain(Wait.objects.all(), WAITS.kind, who, policy.OWN, wait_id)
    return found


@dataclass(frozen=True, slots=True)
class Position:
    """Where a household stands in the list, and why there: its class, and who of it came before."""

    number: int
    of: int
    rank: int
    before_in_class: int
    in_classes_above: int


def position(wait: Wait) -> Position | None:
    """None when the household does not wait."""
    if wait.ended_at is not None:
        return None
    earlier = Q(since__lt=wait.since) | Q(since=wait.since, made_at__lt=wait.made_at)
    earlier |= Q(since=wait.since, made_at=wait.made_at, id__lt=wait.pk)
    above = waiting().filter(rank__lt=wait.rank).count()
    before = waiting().filter(earlier, rank=wait.rank).count()
    return Position(above + before + 1, waiting().count(), wait.rank, before, above)


def needs_of(wait: Wait) -> list[Need]:
    return list(wait.needs.filter(until=None).order_by("said_at", "id"))


def household_of(wait: Wait) -> Household:
    needs = frozenset(one.need for one in needs_of(wait))
    return Household(wait.persons, needs, wait.wish, wait.departing)


def proposal_of(wait: Wait) -> Proposal | None:
    """The last proposal on which nobody has said anything yet; none once the household waits no more."""
    if wait.ended_at is not None:
        return None
    return wait.proposals.filter(settled="").order_by("-made_at", "id").first()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody who works on reception looked at a household: who, as what, when."""

    name: str
    role: Any
    at: datetime


def case_numbered(who: Who, typed: str) -> Case | None:
    """The file of a number that somebody typed, if it is theirs to see."""
    found = numbered(who, typed)
    return Case.objects.get(pk=found) if found else None


def looks(wait: Wait) -> list[Look]:
    found = list(readings(wait.pk)[:100])
    called = names({one.reader_id for one in found})
    return [Look(called.get(one.reader_id, ""), TITLES.get(one.role, one.role), one.at) for one in found]


def stay_of(wait: Wait) -> Stay | None:
    """Where the household stays now."""
    return wait.stays.filter(until=None).select_related("place").first()


def stays_in(place: Place, who: Who) -> list[Stay]:
    """Who stays in a place now, of those that the reader may see."""
    waits = policy.only(Wait.objects.all(), WAITS.kind, who, _purpose(WAITS, who))
    found = place.stays.filter(until=None, wait__in=waits).select_related("wait__person", "wait__case")
    return list(found.order_by("since", "id"))


def stay_for(who: Who, stay_id: UUID) -> Stay:
    """A stay of a household on which somebody works; ended ones are not there."""
    found = Stay.objects.filter(pk=stay_id, until=None).select_related("place").first()
    if found is None:
        raise policy.NotThere("stay")
    wait_for(who, found.wait_id)
    return found


@dataclass(frozen=True, slots=True)
class Ended:
    """A stay whose file gives no right to a place any more. Somebody has to look; nothing happens by itself."""

    stay: Stay
    runs_until: date | None


def right_ended(who: Who) -> list[Ended]:
    """Stays without a right today, by the law of their file."""
    waits = policy.only(Wait.objects.all(), WAITS.kind, who, _purpose(WAITS, who))
    found = Stay.objects.filter(until=None, wait__in=waits).select_related("place", "wait__person", "wait__case")
    return [
        Ended(stay, rights.runs_until(stay.wait.case))
        for stay in found.order_by("since", "id")
        if rights.right_of(stay.wait.case) is None
    ]


@dataclass(frozen=True, slots=True)
class Owed:
    """A wage and what is owed of it; `cents` None where no rule is written down for its month."""

    wage: Wage
    cents: int | None
    source: str


def owed(wait: Wait) -> list[Owed]:
    """The latest word on each month, latest month first, with the rule of that month."""
    rules = list(ContributionRule.objects.order_by("-begins"))
    latest: dict[date, Wage] = {}
    for wage in wait.wages.order_by("month", "said_at", "id"):
        latest[wage.month] = wage
    found = []
    for month in sorted(latest, reverse=True):
        rule = next((one for one in rules if one.begins <= month), None)
        cents = contribution.owed(latest[month].cents, rule.bands) if rule else None
        found.append(Owed(latest[month], cents, rule.source if rule else ""))
    return found


# ---------- what everybody may know ----------


def hidden(number: int) -> int | None:
    """A number of persons as the public sees it: None where it is small enough to find somebody in it."""
    return None if 0 < number < RULES.below else number


@dataclass(frozen=True, slots=True)
class Public:
    """How full it is, by kind of place, and how long the list is, by class. None: too few to show."""

    kinds: list[tuple[Any, int, int | None]]
    beds: int
    used: int | None
    classes: list[tuple[Any, int | None]]
    waiting: int | None


def public() -> Public:
    """One hidden cell alone could be found from the total: the smallest other is then hidden with it."""
    beds: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for row in places():
        beds[row.place.kind] += row.balance.places
        used[row.place.kind] += row.used
    shown_used = _together({kind: used[kind] for kind in KINDS})
    rows = Wait.objects.filter(ended_at=None).order_by("rank").values("rank").annotate(n=Sum("persons"))
    by_rank = {row["rank"]: row["n"] for row in rows}
    shown = _together({place: by_rank.get(place, 0) for place in range(len(RULES.classes))})
    return Public(
        [(words, beds[kind], shown_used[kind]) for kind, words in KINDS.items()],
        beds.total(),
        hidden(used.total()),
        [(one.title, shown[place]) for place, one in enumerate(RULES.classes)],
        hidden(sum(by_rank.values())),
    )


def _together(numbers: dict[Any, int]) -> dict[Any, int | None]:
    shown = {name: hidden(number) for name, number in numbers.items()}
    small = [name for name, number in shown.items() if number is None]
    if len(small) == 1:
        others = sorted((number, str(name), name) for name, number in numbers.items() if number and name not in small)
        if others:
            shown[others[0][2]] = None
    return shown


def in_use(day: date) -> int:
    """How many persons had a place on a day, from the stays."""
    found = Stay.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    return int(found.aggregate(n=Sum(F("persons"), default=0))["n"])
