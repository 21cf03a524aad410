"""What a municipality reads: who comes, and no more of them than it needs; what it was asked; its places; moves.

Of a household: how many, how old, which languages, what they need, and when. Nothing of why they fled, of what they say
in confidence, of checks or of a refusal: those stand in files and rooms that this one does not open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import clocks, law
from veer.cases.models import Case
from veer.cases.policy import CASES
from veer.cases.standing import Standing
from veer.journal.acts import looked
from veer.municipalities import rules
from veer.municipalities.arriving import Way, way_of
from veer.municipalities.arriving import resettled as expected_resettled
from veer.municipalities.forecast import Expected, Forecast, forecast, monday
from veer.municipalities.models import Asked, Body, Declaration, Handover, Link
from veer.municipalities.policy import ASKED, BODIES, HANDOVERS, own_body, own_handover, purpose_of
from veer.people import birth, names
from veer.quotas.models import Quota
from veer.quotas.queries import Balance, balances
from veer.reception import queries as reception
from veer.rules.time.clocks import Due
from veer.sponsorship import queries as sponsors

__all__ = ["own_body", "own_handover", "purpose_of"]

SCOPE = "municipalities"  # of every ledger of this room, so that what is held may move between two of them
CHECKING = "checking"  # the law's own step at which a municipality may be told
MOVED_IN = "municipality"  # and that at which whom the state resettles lives there
REMARK = "remark"  # the law's own word for the term in which a municipality may remark
SIZE = ("household.adults", "household.children")
NEED = "need."  # how the law's facts about needs begin


def key_of(name: str) -> str:
    """How a municipality is found by its name, however it is written."""
    return names.folded(name)[:100]


# ---------- Households ----------


@dataclass(frozen=True, slots=True)
class Household:
    """What a municipality may know of a household that comes there, or lives there."""

    coming: UUID
    case: Case
    adults: int
    children: int
    way: Way
    ages: tuple[int, ...]
    languages: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def persons(self) -> int:
        return self.adults + self.children

    @property
    def week(self) -> date | None:
        """The Monday of the week of arrival that is likely."""
        expected = self.way.expected
        return monday(expected.day) if expected else None

    @property
    def bands(self) -> list[tuple[Promise, int]]:
        return rules.bands(self.ages)

    @property
    def wants(self) -> list[tuple[Promise, int]]:
        return [(rules.SERVICES[service], count) for service, count in rules.wants(self.ages).items()]


def bodies() -> list[Body]:
    return list(Body.objects.order_by("key"))


def body_named(name: str) -> Body | None:
    return Body.objects.filter(key=key_of(name)).first()


def where(known: Iterable[sponsors.Arriving]) -> dict[UUID, Body]:
    """The municipality of each household's file: to which it was handed over last since it has its sponsor, else where
    that sponsor's home is."""
    found, by_key = list(known), {one.key: one for one in Body.objects.order_by("key")}
    since = {one.case.pk: one.since for one in found}
    there = {one.case.pk: by_key.get(key_of(one.municipality)) for one in found}
    moved = Handover.objects.filter(case__in=list(there), answer=Handover.ACCEPTED).select_related("target")
    for one in moved.order_by("answered_at", "id"):
        if one.answered_at and one.answered_at >= (since[one.case_id] or one.answered_at):
            there[one.case_id] = one.target
    return {case: body for case, body in there.items() if body is not None}


def households_of(body: Body) -> list[Household]:
    """Who comes to a municipality or lives there, whoever is likely to come first in front."""
    arriving = sponsors.arriving()
    there = where(arriving)
    mine = [household(one) for one in arriving if there.get(one.case.pk) == body]
    shown = [one for one in mine if one.way.state != "over"]
    return sorted(shown, key=lambda one: (one.week or date.max, str(one.coming)))


def household(one: sponsors.Arriving) -> Household:
    standing = Standing(one.case)
    known = standing.known[0]
    adults, children = (int(known.get(fact) or 0) for fact in SIZE)
    ages = tuple(sorted(_ages(one, standing.today, adults, children)))
    return Household(
        one.coming,
        one.case,
        adults,
        children,
        way_of(standing, adults + children),
        ages,
        tuple(sorted({person.language for person, _adult in one.people})),
        tuple(_needs(standing)),
    )


def _ages(one: sponsors.Arriving, today: date, adults: int, children: int) -> list[int]:
    """Of everybody who is written down; whose age nobody knows, or who is not written down yet, as what they are."""
    told = [(birth.age(person.born, today), adult) for person, adult in one.people]
    ages = [age if age is not None else _usual(adult) for age, adult in told]
    missing = (adults - sum(adult for _age, adult in told), children - sum(not adult for _age, adult in told))
    return ages + [_usual(True)] * max(missing[0], 0) + [_usual(False)] * max(missing[1], 0)


def _usual(adult: bool) -> int:
    return rules.ADULT if adult else rules.SCHOOL


def _needs(standing: Standing) -> Iterable[str]:
    """Needs that were written down, but for those that the law calls sensitive: these a municipality does not see."""
    lang = law.heard(standing.pack, (get_language() or "en").split("-")[0])
    for fact, value in sorted(standing.known[0].items()):
        declared = standing.pack.facts.get(fact)
        if fact.startswith(NEED) and value is True and declared is not None and not declared.sensitive:
            yield standing.pack.fact_text(fact, lang).label


def household_for(who: Who, coming_id: UUID) -> tuple[Body, Household]:
    """A household of one's own municipality, or offered to it, that one is not near to; the look is in its file."""
    mine, found = own_body(who), next((one for one in sponsors.arriving() if one.coming == coming_id), None)
    if found is None or found.case.person_id in who.near or not _comes(found, mine):
        raise policy.NotThere("foreseen_household")
    looked(found.case.pk, who.ref, roles.MUNICIPALITY, policy.TAKE_PART)
    return mine, household(found)


def _comes(one: sponsors.Arriving, body: Body) -> bool:
    offered = Handover.objects.filter(case=one.case, target=body, answer="")
    return where([one]).get(one.case.pk) == body or offered.exists()


@dataclass(frozen=True, slots=True)
class Beside:
    """Who comes to a municipality otherwise than by sponsors. `resettled`: (persons, when) of each household that the
    state resettles, None where nobody knows a day. `beds`: of reception there, and how many are free."""

    resettled: tuple[tuple[int, Expected | None], ...]
    beds: int
    free: int

    @property
    def persons(self) -> int:
        return sum(persons for persons, _when in self.resettled)


def beside(body: Body) -> Beside:
    there = [row.balance for row in reception.places() if key_of(row.place.municipality) == body.key]
    comes = [case for case, name in sponsors.resettled() if key_of(name) == body.key and case.step != MOVED_IN]
    return Beside(
        tuple(_resettled(case) for case in comes),
        sum(one.places for one in there),
        sum(one.free for one in there),
    )


def _resettled(case: Case) -> tuple[int, Expected | None]:
    standing = Standing(case)
    persons = sum(int(standing.known[0].get(fact) or 0) for fact in SIZE)
    return persons, expected_resettled(standing, persons)


def forecast_of(body: Body, found: list[Household], others: Beside, today: date) -> Forecast:
    """Who arrives in the coming six weeks, by sponsors and by the state; whose day nobody knows yet comes later, as do
    places that are kept for people whom nobody wrote down."""
    expected = [one.way.expected for one in found if one.way.expected]
    expected += [when for _persons, when in others.resettled if when]
    made = forecast(expected, today)
    unnamed = sum(persons for name, persons in sponsors.drawn_without_names() if key_of(name) == body.key)
    undated = sum(persons for persons, when in others.resettled if when is None)
    return Forecast(made.weeks, made.later + unnamed + undated)


# ---------- Remarks ----------


@dataclass(frozen=True, slots=True)
class Remark:
    """A group of which a municipality was told, with the law's term. `open`: it may remark still. `address`: street and
    postcode of the home, which it inspects; "" while unknown."""

    asked: Asked
    group: str
    home: str
    address: str
    until: date | None
    why: str
    open: bool


def asked_of(body: Body) -> list[Remark]:
    """Of which groups a municipality was told, the latest first."""
    found = Asked.objects.filter(body=body).select_related("case", "body").order_by("-asked_at", "id")
    return [remark(one) for one in found]


def asked_for(who: Who, asked_id: UUID) -> Remark:
    found: Asked = policy.obtain(Asked.objects.select_related("case", "body"), ASKED.kind, who, policy.OWN, asked_id)
    if found.case_id in sponsors.files_of_member(who.account):
        raise policy.NotThere(ASKED.kind)  # nobody remarks on a group that they are in
    return remark(found)


def remark(asked: Asked) -> Remark:
    """A municipality's term is the clock of the file: it is shown, and counted nowhere else."""
    group = sponsors.group_of_file(asked.case_id)
    term = term_of(asked.case)
    home = sponsors.home_of(group) if group else None
    return Remark(
        asked,
        group.name if group else "",
        home.municipality if home else "",
        ", ".join(filter(None, (home.street, home.postcode))) if home else "",
        term.last_day if term else None,
        clocks.in_words(term.why, term.started) if term else "",
        bool(term and term.state == "running" and asked.remarked_at is None),
    )


def term_of(case: Case) -> Due | None:
    """The term of a file in which a municipality may remark; None where nobody was told."""
    standing = Standing(case)
    return next((one for one in standing.due_on(standing.today) if one.clock.id == REMARK), None)


# ---------- Places ----------


@dataclass(frozen=True, slots=True)
class Place:
    """A service in a period: how many places were declared, and what is left. `balance`: None where nothing was."""

    service: str
    balance: Balance | None

    @property
    def words(self) -> Promise:
        return rules.SERVICES[self.service]

    @property
    def taken(self) -> int:
        """Kept for households that come, or used by those who came."""
        return self.balance.reserved + self.balance.confirmed if self.balance else 0


@dataclass(frozen=True, slots=True)
class Quarter:
    """The places of a period, and who declared them last."""

    period: rules.Period
    places: tuple[Place, ...]
    said: Declaration | None


def name_of(body: Body, service: str) -> str:
    """The name of the ledger of a service in a municipality. By id: a name may change, and a ledger stays."""
    return f"{body.pk.hex}:{service}"


def ledgers(body: Body) -> dict[tuple[str, date], UUID]:
    """Every ledger of a municipality, by service and first day."""
    known = {name_of(body, service): service for service in rules.SERVICES}
    rows = Quota.objects.filter(scope=SCOPE, name__in=known).order_by("begins", "name")
    return {(known[name], begins): found for name, begins, found in rows.values_list("name", "begins", "pk")}


def quarters(body: Body, today: date) -> list[Quarter]:
    known = ledgers(body)
    held = balances(known.values())
    return [
        Quarter(
            period,
            tuple(Place(service, _balance(known.get((service, period.begins)), held)) for service in rules.SERVICES),
            body.declarations.filter(begins=period.begins).order_by("-at", "id").first(),
        )
        for period in rules.periods(today)
    ]


def _balance(ledger: UUID | None, held: dict[UUID, Balance]) -> Balance | None:
    return held.get(ledger) if ledger else None


# ---------- Moves ----------


def handovers_of(body: Body, who: Who) -> list[Handover]:
    """Every move from or to a municipality that somebody may read, the open ones in front."""
    mine = policy.only(body.given.all() | body.received.all(), HANDOVERS.kind, who, policy.OWN)
    found = list(mine.select_related("source", "target", "case").order_by("-proposed_at", "id"))
    return sorted(found, key=lambda one: bool(one.answer))


def coming_of(case: UUID) -> UUID | None:
    return next((one.coming for one in sponsors.arriving() if one.case.pk == case), None)


# ---------- For who works with municipalities ----------


def bodies_for(who: Who) -> list[Body]:
    """All municipalities, for an official or whoever checks."""
    return list(policy.only(Body.objects.all(), BODIES.kind, who, purpose_of(who)).order_by("key"))


def body_for(who: Who, body_id: UUID) -> Body:
    found: Body = policy.obtain(Body.objects.all(), BODIES.kind, who, purpose_of(who), body_id)
    return found


def links_of(body: Body) -> list[Link]:
    return list(body.links.select_related("asked").order_by("-made_at", "id"))


def has_accounts(body: Body) -> bool:
    return body.organisation is not None and body.organisation.members.filter(until=None).exists()


def with_accounts(bodies: Iterable[Body]) -> set[UUID]:
    """Those of some municipalities for which somebody acts with an account: the same for many at once."""
    organisations = [one.organisation_id for one in bodies if one.organisation_id]
    found = Body.objects.filter(organisation__in=organisations, organisation__members__until=None)
    return set(found.exclude(organisation__members=None).order_by().values_list("pk", flat=True))


def people_of(body: Body) -> list[tuple[str, str]]:
    """(name, function) of everybody who acts for a municipality with an account."""
    if body.organisation is None:
        return []
    found = body.organisation.members.filter(until=None).select_related("account").order_by("since", "id")
    return [(str(one.account), one.function) for one in found]


@dataclass(frozen=True, slots=True)
class ToTell:
    """A group that is being looked at, of which no municipality was told; `home`: the municipality of its home."""

    case: Case
    number: str
    group: str
    home: Body | None


def to_tell(who: Who) -> list[ToTell]:
    """Files in which an official may tell a municipality, the oldest first. Auditors tell nobody."""
    if not who.has(roles.OFFICIAL):
        return []
    law_of = sponsors.sponsors()
    if law_of is None:
        return []
    asked = Asked.objects.values("case")
    mine = policy.only(Case.objects.filter(route=law_of.recognition.id, step=CHECKING), CASES.kind, who, policy.HANDLE)
    cases = list(mine.exclude(pk__in=asked).select_related("given").order_by("submitted_at", "id"))
    by_file = sponsors.groups_recognised_by(cases)
    found, bodies = [], {one.key: one for one in Body.objects.order_by("key")}
    for case in cases:
        group = by_file.get(case.pk) or sponsors.group_of_file(case.pk)
        if group is not None:
            body = bodies.get(key_of(group.home.municipality)) if hasattr(group, "home") else None
            found.append(ToTell(case, case.given.number, group.name, body))
    return found


def is_here(coming_id: UUID, body: Body) -> bool:
    """Whether a household is a municipality's own, and not only offered to it."""
    return body in where(one for one in sponsors.arriving() if one.coming == coming_id).values()
