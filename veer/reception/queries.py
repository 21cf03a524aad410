"""Places and what is free in them, the waiting list in its public order, a household and its place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, Sum

from veer.access import policy
from veer.access.roles import TITLES
from veer.access.who import Who
from veer.cases import facts, law
from veer.cases.models import Case
from veer.cases.queries import numbered
from veer.journal.acts import looked
from veer.journal.queries import entries_of, length, readings
from veer.people.queries import names
from veer.quotas.queries import Balance, balances
from veer.reception import lists, rights
from veer.reception.fitting import Fit, Household, Offer, fits
from veer.reception.fitting import in_words as in_words
from veer.reception.models import Asking, Need, Place, Proposal, Stay, Wage, Wait
from veer.reception.policy import PLACES, WAITS
from veer.reception.rules import KINDS
from veer.rules.model import Citation
from veer.rules.waiting import contribution_on
from veer.rules.waiting import owed as owed_of


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


def closed_for(who: Who) -> list[Place]:
    """Places that were closed, latest first: they can be opened again."""
    _purpose(PLACES, who)
    return list(Place.objects.filter(closed_at__isnull=False).order_by("-closed_at", "site"))


def beds_of(place: Place) -> Balance:
    """The beds of one place, open or closed."""
    return balances([place.pk])[place.pk]


def seen(place: Place) -> int:
    """How much has happened to a place: what a page saw when it was shown."""
    return length(place.pk)


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household in the list of a pack: its number there, its class, and what it needs."""

    pack: str
    number: int
    rank: int
    wait: Wait
    needs: tuple[str, ...]


def waiting_for(who: Who) -> list[Waiting]:
    """All that somebody may work on, list by list in order; the numbers count those too that they may not see."""
    purpose = _purpose(WAITS, who)
    open_ = policy.only(Wait.objects.filter(ended_at=None), WAITS.kind, who, purpose)
    mine = {one.pk: one for one in open_.select_related("person")}
    return [
        Waiting(pack, row.number, row.rank, mine[row.wait], row.needs)
        for pack in lists.lists()
        for row in lists.rows(pack)
        if row.wait in mine
    ]


def how_many_wait() -> int:
    """Households on all lists together, whoever the reader is."""
    return Wait.objects.filter(ended_at=None).count()


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
    rows = lists.rows(law.pack_of(wait.case).id)
    own = next(row for row in rows if row.wait == wait.pk)
    above = sum(row.rank < own.rank for row in rows)
    return Position(own.number, len(rows), own.rank, own.number - above - 1, above)


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


@dataclass(frozen=True, slots=True)
class Resident:
    """Who stays in a place, and what of their needs it does not have."""

    stay: Stay
    unmet: tuple[str, ...]


def stays_in(place: Place, who: Who) -> list[Resident]:
    """Who stays in a place now, of those that the reader may see."""
    waits = policy.only(Wait.objects.all(), WAITS.kind, who, _purpose(WAITS, who))
    found = place.stays.filter(until=None, wait__in=waits).select_related("wait__person", "wait__case")
    open_ = Need.objects.filter(until=None).order_by("need")
    return [
        Resident(one, _unmet(place, one.wait.needs.all()))
        for one in found.prefetch_related(Prefetch("wait__needs", open_)).order_by("since", "id")
    ]


def _unmet(place: Place, needs: Iterable[Need]) -> tuple[str, ...]:
    return tuple(one.need for one in needs if one.need not in place.services)


def fits_elsewhere(stay: Stay) -> list[Fit]:
    """The places to which a household could move, those that fit first; where it asked to go counts as its wish."""
    household, asked = household_of(stay.wait), asking_of(stay.wait)
    if asked is not None and not asked.answer and asked.wish:
        household = replace(household, wish=asked.wish)
    return fits(household, [one for one in offers() if one.id != stay.place_id])


def stay_for(who: Who, stay_id: UUID) -> Stay:
    """A stay of a household on which somebody works; ended ones are not there."""
    found = Stay.objects.filter(pk=stay_id, until=None).select_related("place").first()
    if found is None:
        raise policy.NotThere("stay")
    found.wait = wait_for(who, found.wait_id)
    return found


@dataclass(frozen=True, slots=True)
class Ended:
    """A household whose file gives no right to a place any more: in a place, or still on the list (no stay). Somebody
    has to look; nothing happens by itself."""

    wait: Wait
    stay: Stay | None
    runs_until: date | None


def right_ended(who: Who) -> list[Ended]:
    """Households in a place or on the list, without a right today by the law of their file."""
    waits = policy.only(Wait.objects.all(), WAITS.kind, who, _purpose(WAITS, who))
    stays = Stay.objects.filter(until=None, wait__in=waits).select_related("place", "wait__person", "wait__case")
    still = waits.filter(ended_at=None).select_related("person", "case").order_by("since", "id")
    found: list[tuple[Wait, Stay | None]] = [(stay.wait, stay) for stay in stays.order_by("since", "id")]
    found += [(wait, None) for wait in still]
    files = [(wait, stay, law.pack_of(wait.case).id) for wait, stay in found]
    laws = {pack: lists.law_of_places(pack) for pack in dict.fromkeys(pack for _wait, _stay, pack in files)}
    journals = entries_of({wait.case_id for wait, _stay, _pack in files})
    known = cache(lambda: facts.known_of([wait.case for wait, _stay, _pack in files]))  # mostly nobody asks
    over = [
        (wait, stay)
        for wait, stay, pack in files
        if rights.right_of(wait.case, laws[pack], journals[wait.case_id], lambda pk: known()[pk]) is None
    ]
    until = rights.run_until([wait.case for wait, _stay in over])
    return [Ended(wait, stay, until.get(wait.case_id)) for wait, stay in over]


def askings(who: Who) -> list[Asking]:
    """Who asked for another place and has no answer yet, longest first."""
    waits = policy.only(Wait.objects.all(), WAITS.kind, who, _purpose(WAITS, who))
    found = Asking.objects.filter(answer="", wait__in=waits).select_related("wait__person")
    return list(found.order_by("asked_at", "id"))


def asking_of(wait: Wait) -> Asking | None:
    """The last time that a household asked for another place, answered or not."""
    return wait.askings.order_by("-asked_at", "id").first()


@dataclass(frozen=True, slots=True)
class Owed:
    """A wage and what is owed of it; `cents` None where the law of its month asks for nothing."""

    wage: Wage
    cents: int | None
    source: tuple[Citation, ...]
    sure: bool


def owed(wait: Wait) -> list[Owed]:
    """The latest word on each month, latest month first, by the law of that month."""
    pack = lists.law_of_places(law.pack_of(wait.case).id).pack
    latest: dict[date, Wage] = {}
    for wage in wait.wages.order_by("month", "said_at", "id"):
        latest[wage.month] = wage
    found = []
    for month in sorted(latest, reverse=True):
        rule = contribution_on(pack, month)
        cents = owed_of(rule, latest[month].cents) if rule else None
        marks = rule.marks if rule else None
        found.append(
            Owed(latest[month], cents, marks.source if marks else (), marks is None or marks.confidence == "verified")
        )
    return found


# ---------- what everybody may know ----------


@dataclass(frozen=True, slots=True)
class PublicList:
    """The list of one pack: how many persons wait, by class in order and together. None: too few to show."""

    by_law: lists.LawOfPlaces
    classes: list[int | None]
    waiting: int | None


@dataclass(frozen=True, slots=True)
class Public:
    """How full it is, by kind of place, and how long the lists are. None: too few to show."""

    kinds: list[tuple[Any, int, int | None]]
    beds: int
    used: int | None
    lists: list[PublicList]
    below: int


def public() -> Public:
    """One hidden cell alone could be found from the total: the smallest other is then hidden with it."""
    laws = [lists.law_of_places(pack) for pack in lists.lists()]
    below = max([one.reception.hide_below for one in laws if one.reception], default=STRICT)
    beds: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for row in places():
        beds[row.place.kind] += row.balance.places
        used[row.place.kind] += row.used
    shown_used = together({kind: used[kind] for kind in KINDS}, below)
    return Public(
        [(words, beds[kind], shown_used[kind]) for kind, words in KINDS.items()],
        beds.total(),
        hidden(used.total(), below),
        [_public_list(one, below) for one in laws],
        below,
    )


def _public_list(by_law: lists.LawOfPlaces, below: int) -> PublicList:
    persons = dict.fromkeys(range(max(1, len(by_law.classes))), 0)
    for row in lists.rows(by_law.pack.id):
        persons[row.rank] += row.persons
    shown = together(persons, below)
    return PublicList(by_law, [shown[rank] for rank in persons], hidden(sum(persons.values()), below))


STRICT = 5  # where no law in force says which numbers are too small


def hidden(number: int, below: int) -> int | None:
    """A number of persons as the public sees it: None where it is small enough to find somebody in it."""
    return None if 0 < number < below else number


def together(numbers: dict[Any, int], below: int) -> dict[Any, int | None]:
    """Numbers side by side as the public sees them: one hidden alone could be found from the total."""
    shown = {name: hidden(number, below) for name, number in numbers.items()}
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
