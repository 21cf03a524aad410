"""Reading a household that comes: by its own people, by the group that asked for it, by who works on it.

What a group is given here is all that it ever sees: names, the step in public words, the plan and the days of visits.
Not what the household says, not how it fared at a visit, not why a visa was refused, and nothing of asylum.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import law
from veer.cases.models import Case
from veer.cases.policy import CASES
from veer.cases.queries import Frozen, case_at_work, freezing, step_at_work, step_words
from veer.cases.standing import Standing, at_step
from veer.rules import Pack
from veer.rules.model import Route
from veer.sponsorship.models import Application, Coming, Group, PlanLine, Traveller, Voice
from veer.sponsorship.policy import COMINGS

VOICE = "private_voice"  # the right by which the route of a household is known, in the law's own word
DRAWN, ARRIVAL = "drawn", "arrive"  # the law's own step of a place that is kept, and its act of day 0
PLAN = "finish_plan"  # its act by which the plan stands
POINTS, UNDECIDED = (
    "settlement",
    ("contact", "screening", "proposed", "denied", "refused", "in_review", "upheld", "at_court"),
)
LISTENS = (roles.OFFICIAL, roles.SUPPORT)
READS = (roles.OFFICIAL, roles.SIGNER, roles.SUPPORT, roles.AUDITOR)


class NoLaw(LookupError):
    """No law of households that come is in force."""


def visa_route() -> tuple[Pack, Route]:
    """The law by which a drawn household comes: the route that gives a private voice."""
    for pack in law.in_force():
        for route in pack.routes.values():
            if VOICE in route.rights and route.procedure is not None:
                return pack, route
    raise NoLaw


def heard() -> str:
    return (get_language() or "en").split("-")[0]


# ---------- One household ----------


def own_comings(who: Who) -> list[Coming]:
    """The households of which somebody is one."""
    found = policy.only(Coming.objects.select_related("case"), COMINGS.kind, who, policy.OWN)
    return list(found.order_by("-made_at", "id"))


def me_in(coming: Coming, who: Who) -> Traveller:
    found: Traveller = coming.travellers.select_related("person").get(person__in=who.own)
    return found


def coming_of(group: Group, coming_id: UUID) -> Coming:
    """A household of a group that somebody was allowed to see. Raises `Frozen` while a stop freezes a file of the group
    (SG20)."""
    found = Coming.objects.select_related("case").filter(pk=coming_id, group=group).first()
    if found is None:
        raise policy.NotThere(COMINGS.kind)
    if freezing([found.application_id, group.recognition_id]):
        raise Frozen(COMINGS.kind)
    return found


def comings_of(group: Group) -> list[Coming]:
    return list(group.comings.select_related("case").order_by("-made_at", "id"))


def at_work(who: Who, coming_id: UUID) -> Coming:
    """A household for who works on its file; the look is written down there."""
    found = Coming.objects.select_related("case", "group").filter(pk=coming_id).first()
    if found is None or not who.has(*READS):
        raise policy.NotThere(COMINGS.kind)
    case_at_work(who, found.case_id)
    return found


def all_at_work(who: Who) -> list[Coming]:
    """The households whose file is somebody's to work on or to check."""
    if not who.has(*READS):
        raise policy.NotThere(COMINGS.kind)
    found: set[UUID] = set()
    for purpose in CASES.purposes(who):
        mine = policy.only(Case.objects.all(), CASES.kind, who, purpose)
        found |= set(Coming.objects.filter(case__in=mine.values("pk")).order_by().values_list("pk", flat=True))
    return list(Coming.objects.filter(pk__in=found).select_related("case", "group").order_by("made_at", "id"))


def drawn_without_household(who: Who) -> list[Application]:
    """Files with a place, of which nobody was written down yet: for officials."""
    if not who.has(roles.OFFICIAL):
        return []
    mine = policy.only(Case.objects.filter(step=DRAWN, ended_at=None), CASES.kind, who, policy.HANDLE)
    begun = Coming.objects.values("application")
    found = Application.objects.filter(case__in=mine.values("pk")).exclude(case__in=begun)
    return list(found.select_related("case", "group").order_by("made_at", "case"))


def drawn_at_work(who: Who, case_id: UUID) -> Application:
    """A group's file with a place, for the official who writes down whom it is for."""
    found = Application.objects.select_related("case", "group").filter(pk=case_id).first()
    if found is None or not who.has(roles.OFFICIAL):
        raise policy.NotThere(COMINGS.kind)
    case_at_work(who, case_id)
    return found


def begun_for(application: Application) -> Coming | None:
    """The household for whom a group's file got its place, once somebody of it was written down."""
    return Coming.objects.filter(application=application.case).first()


def travellers(coming: Coming) -> list[Traveller]:
    """Who comes: adults first, in the order in which they were written down."""
    found = coming.travellers.select_related("person")
    return sorted(found.order_by("person__made_at", "id"), key=lambda one: not one.adult)


def voices_of(traveller: Traveller) -> list[Voice]:
    """What somebody said themselves, and the answers."""
    return list(traveller.voices.order_by("-said_at", "id"))


def voices_at_work(who: Who, coming: Coming) -> list[Voice]:
    """What was said in confidence, for who listens; nobody else has any."""
    if not who.has(*LISTENS):
        return []
    found = Voice.objects.filter(traveller__coming=coming).select_related("traveller__person")
    return list(found.order_by("answered_at", "-said_at", "id"))


def unheard(who: Who, comings: Collection[Coming]) -> dict[UUID, int]:
    """How often something was said in confidence that waits for an answer, by household, for who listens."""
    if not who.has(*LISTENS):
        return {}
    waits = Voice.objects.filter(traveller__coming__in=comings, answered_at=None)
    return dict(
        waits.values("traveller__coming").annotate(n=Count("id")).order_by().values_list("traveller__coming", "n")
    )


def unwilling(comings: Collection[Coming]) -> dict[UUID, int]:
    """How many adults have not said yes, or said no since, by household, while they may still say it."""
    found = Traveller.objects.filter(coming__in=comings, coming__case__ended_at=None, adult=True, agreed_at=None)
    return dict(found.values("coming").annotate(n=Count("id")).order_by().values_list("coming", "n"))


# ---------- Plan, visits, step ----------


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the plan in the reader's words, and its line where it was written."""

    id: str
    words: str
    line: PlanLine | None


def plan(coming: Coming) -> list[Point]:
    """Every point that the law asks, in its order."""
    pack = law.pack_of(coming.case)
    words = pack.fact_text(POINTS, law.heard(pack, heard())).values
    lines = {one.point: one for one in coming.plan.order_by("point")}
    return [Point(one, words.get(one, one), lines.get(one)) for one in pack.facts[POINTS].type.keys]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that the law gives a day: until when, and whether it took place. What was seen there is not here."""

    words: str
    until: date | None
    done: bool


def visits(coming: Coming) -> list[Visit]:
    """The visits since the arrival, by day; none before it."""
    standing = Standing(coming.case)
    lang = law.heard(standing.pack, heard())
    found = []
    for one in standing.due_on(standing.today):
        if one.clock.starts == (ARRIVAL,) and one.clock.meets and one.clock.nothing_follows:
            words = law.act_words(standing.pack, coming.case.route, one.clock.meets[0], lang)
            found.append(Visit(words, one.last_day, one.state == "met"))
    return sorted(found, key=lambda one: one.until or date.max)


def plans(coming: Coming) -> bool:
    """Whether the household's file is where the law lets somebody say that the plan stands."""
    standing = Standing(coming.case)
    return at_step(standing.procedure.acts[PLAN], standing.steps)


def step(coming: Coming) -> str:
    """Where the household's file is, as the law says it to the household."""
    return step_words(coming.case, coming.case.step, heard())


def step_for_office(coming: Coming) -> str:
    """The same as the law says it to who works on it."""
    return step_at_work(coming.case, coming.case.step, heard())


def public_step(coming: Coming) -> str:
    """The same for the group, which learns nothing of a decision before the household does, nor of a refusal's course:
    `preparing`, `coming`, `here` or `over`."""
    case = coming.case
    if case.ended_at:
        return "over"
    if case.step in UNDECIDED:
        return "preparing"
    arrived = any(event.act == ARRIVAL for event in Standing(case).events)
    return "here" if arrived else "coming"


def shown_plan(points: list[Point]) -> dict[str, Any]:
    return {"points": points, "open": sum(one.line is None for one in points), "all": len(points)}
