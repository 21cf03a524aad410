"""Reading cases. A case is obtained through `case_for`, which checks access and writes down who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from veer.access import policy
from veer.access.who import Who
from veer.cases import clocks, law
from veer.cases.acts.doing import FAMILIES, events_of
from veer.cases.models import NEVER, Case, Decision, Document, Presence
from veer.cases.policy import CASES
from veer.journal import clock
from veer.journal.acts import looked
from veer.journal.models import Entry, Reading
from veer.journal.queries import entries, readings, told
from veer.people.models import Person
from veer.people.queries import names, persons

PRESENT = timedelta(minutes=5)
PAGE = 20


def case_for(who: Who, case_id: UUID, purpose: str) -> Case:
    """The case, or `NotThere`. That somebody who works here looked is written down and shown to the person."""
    found: Case = policy.obtain(_with_number(), CASES.kind, who, purpose, case_id)
    if purpose != policy.OWN:
        looked(found.pk, who.ref, CASES.role_for[purpose], purpose)
    return found


def case_at_work(who: Who, case_id: UUID) -> Case:
    """The case for somebody of the authority, with the strongest purpose they may look for."""
    for purpose in CASES.purposes(who):
        return case_for(who, case_id, purpose)
    raise policy.NotThere(CASES.kind)


def own_cases(who: Who) -> list[Case]:
    """The cases of the persons whom somebody acts for, latest first."""
    return list(policy.only(_with_number(), CASES.kind, who, policy.OWN).order_by("-opened_at", "id"))


def _with_number() -> QuerySet[Case]:
    return Case.objects.select_related("given")


# ---------- The work list ----------

FILTERS = ("mine", "free", "late", "sign", "waiting", "all")


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list, with what its line shows."""

    case: Case
    person: Person
    holder: str
    route: str
    step: str
    today: date

    @property
    def number(self) -> str:
        return str(self.case.given.number)

    @property
    def due(self) -> date | None:
        return None if self.case.due == NEVER else self.case.due

    @property
    def days_left(self) -> int | None:
        return (self.case.due - self.today).days if self.due else None

    @property
    def late_by(self) -> int:
        return max(0, -(self.days_left or 0)) if self.due else 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `after` asks for the next."""

    rows: list[Row]
    after: str | None


def worklist(who: Who, chosen: str, lang: str, today: date, after: str = "") -> Page:
    """What there is to do, in the order of what the law wants first. Pages begin after a key, never at a count."""
    found = _filtered(_open(who), who, chosen, today).select_related("given").order_by("due", "id")
    due, _sep, last = after.partition("_")
    if last:
        # Written so that both databases walk the index: everything from that day on, minus what was shown of it.
        found = found.filter(due__gte=due).exclude(due=due, id__lte=last)
    cases = list(found[: PAGE + 1])
    rows = _rows(cases[:PAGE], lang, today)
    following = cases[PAGE - 1] if len(cases) > PAGE else None
    return Page(rows, f"{following.due.isoformat()}_{following.pk}" if following else None)


def counts(who: Who, today: date) -> dict[str, int]:
    """How many cases each filter shows, in one query."""
    wanted = {name: Count("pk", filter=_condition(who, name, today)) for name in FILTERS}
    return dict(_open(who).aggregate(**wanted))


def _open(who: Who) -> QuerySet[Case]:
    purposes = CASES.purposes(who)
    found = policy.only(Case.objects.all(), CASES.kind, who, purposes[0]) if purposes else Case.objects.none()
    return found.filter(ended_at=None)


def _filtered(found: QuerySet[Case], who: Who, chosen: str, today: date) -> QuerySet[Case]:
    return found.filter(_condition(who, chosen, today))


def _condition(who: Who, chosen: str, today: date) -> Q:
    known = {
        "mine": Q(holder=who.account),
        "free": Q(holder=None, ball="official"),
        "late": Q(due__lt=today),
        "sign": Q(ball="signer"),
        "waiting": Q(ball="applicant"),
    }
    return known.get(chosen, Q())


def _rows(cases: list[Case], lang: str, today: date) -> list[Row]:
    people = persons({case.person for case in cases})
    holders = names({case.holder for case in cases if case.holder})
    rows = []
    for case in cases:
        pack = law.pack_of(case)
        rows.append(
            Row(
                case,
                people[case.person],
                holders.get(case.holder, "") if case.holder else "",
                law.words(pack, case.route, "title", lang, case.route),
                step_words(case, case.step, lang),
                today,
            )
        )
    return rows


# ---------- One file ----------


def step_words(case: Case, step: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"procedure.steps.{step}", lang, step.replace("_", " "))


def act_words(case: Case, act: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"procedure.acts.{act}", lang, act.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, ready to read."""

    entry: Entry
    act: str
    does: str
    title: str
    actor: str
    mine: bool
    by_person: bool
    told: Mapping[str, Any] | None


def story(case: Case, who: Who, lang: str, *, for_person: bool) -> list[Told]:
    """What happened in the case, latest first. Notes of officials are among colleagues."""
    acts = law.route_of(case).procedure.acts
    kept = [
        entry
        for entry in entries(case.pk)
        if not (for_person and entry.act in acts and FAMILIES[acts[entry.act].does].hidden_from_person)
    ]
    called = names({entry.actor_id for entry in kept if entry.actor_kind == "account"})
    own = _accounts_of(case)
    return [
        Told(
            entry,
            entry.act,
            acts[entry.act].does if entry.act in acts else entry.act,
            act_words(case, entry.act, lang),
            called.get(entry.actor_id, ""),
            entry.actor_id == who.account,
            entry.actor_id in own,
            told(entry),
        )
        for entry in reversed(kept)
    ]


def running_clocks(case: Case, today: date) -> list[clocks.Running]:
    """The legal deadlines of a case, computed now from its journal."""
    pack = law.pack_of(case)
    route = pack.route(case.route)
    return clocks.running(route.procedure, route.clocks, events_of(case, pack), today)


def clock_words(case: Case, clock_id: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"clocks.{clock_id}", lang, clock_id.replace("_", " "))


def legal_today(case: Case) -> date:
    return clock.today(law.pack_of(case).time_zone)


def documents(case: Case) -> list[Document]:
    return list(Document.objects.filter(case=case).order_by("-added_at", "id"))


def decisions(case: Case) -> list[Decision]:
    """All proposals and the decision, latest first."""
    return list(Decision.objects.filter(case=case).order_by("-proposed_at", "id"))


def signed_decision(case: Case) -> Decision | None:
    return Decision.objects.filter(case=case, signed_at__isnull=False).first()


# ---------- Who looks ----------


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a file: when, in which role, why."""

    reading: Reading
    name: str


def who_looked(case: Case) -> list[Look]:
    found = list(readings(case.pk)[:200])
    called = names({reading.reader_id for reading in found})
    return [Look(reading, called.get(reading.reader_id, "")) for reading in found]


def be_present(case: Case, who: Who) -> list[str]:
    """Note that somebody has the file open; gives the names of the others who have."""
    now = clock.now()
    Presence.objects.update_or_create(case=case, account=who.account, defaults={"at": now})
    others = Presence.objects.filter(case=case, at__gt=now - PRESENT).exclude(account=who.account)
    return sorted(names(set(others.values_list("account", flat=True))).values())


def _accounts_of(case: Case) -> set[UUID]:
    person = Person.objects.filter(pk=case.person).prefetch_related("links").first()
    return {link.account_id for link in person.links.all()} if person else set()
