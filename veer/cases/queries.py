"""Reading cases. A case is obtained through `case_for`, which checks access and writes down who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from veer.access import policy
from veer.access.roles import APPLICANT
from veer.access.who import Who
from veer.cases import clocks, law, numbering
from veer.cases.acts.doing import FAMILIES
from veer.cases.acts.door import WARNED
from veer.cases.acts.opening import OPENED
from veer.cases.models import NEVER, Case, Hearing, Presence
from veer.cases.policy import CASES
from veer.cases.scanning import INFECTED
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import looked
from veer.journal.models import Entry, Reading
from veer.journal.queries import readings, told
from veer.people.models import Person
from veer.people.queries import live, names

PRESENT, BETWEEN = timedelta(minutes=5), timedelta(minutes=1)
PAGE = 20
BESIDE = 5  # late files that stand above a list which does not hold them


def case_for(who: Who, case_id: UUID, purpose: str) -> Case:
    """The case, or `NotThere`. That somebody who works here looked is written down and shown to the person."""
    found: Case = policy.obtain(_whole(), CASES.kind, who, purpose, case_id)
    if purpose != policy.OWN:
        looked(found.pk, who.ref, CASES.role_of(who, purpose), purpose)
    return found


def case_at_work(who: Who, case_id: UUID) -> Case:
    """The case for somebody of the authority, with the strongest purpose they may look for."""
    for purpose in CASES.purposes(who):
        return case_for(who, case_id, purpose)
    raise policy.NotThere(CASES.kind)


def sees_at_work(who: Who, case_id: UUID) -> bool:
    """Whether a case is still somebody's to work on; asking is not looking."""
    return any(
        policy.only(Case.objects.all(), CASES.kind, who, purpose).filter(pk=case_id).exists()
        for purpose in CASES.purposes(who)
    )


def last_hearing(case: Case) -> Hearing | None:
    """The latest interview of a case that the caller was allowed to see."""
    return Hearing.objects.filter(case=case).order_by("-held_at", "id").first()


def own_cases(who: Who) -> list[Case]:
    """The cases of the persons whom somebody acts for, latest first."""
    return list(policy.only(_whole(), CASES.kind, who, policy.OWN).order_by("-opened_at", "id"))


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related("given", "person")


# ---------- The work list ----------

FILTERS = ("mine", "free", "late", "sign", "waiting", "all")
NARROW = ("mine", "free", "sign", "waiting")  # lists that a late file may not be in


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
    found = _open(who).filter(_condition(who, chosen, today)).select_related("given", "person").order_by("due", "id")
    key = _key(after)
    if key:
        due, last = key
        # Written so that both databases walk the index: everything from that day on, minus what was shown of it.
        found = found.filter(due__gte=due).exclude(due=due, id__lte=last)
    cases = list(found[: PAGE + 1])
    rows = _rows(cases[:PAGE], lang, today)
    following = cases[PAGE - 1] if len(cases) > PAGE else None
    return Page(rows, f"{following.due.isoformat()}_{following.pk}" if following else None)


def late_elsewhere(who: Who, chosen: str, lang: str, today: date) -> list[Row]:
    """Files that are too late and that the chosen list does not show, the latest first."""
    found = _open(who).filter(_condition(who, "late", today)).exclude(_condition(who, chosen, today))
    cases = list(found.select_related("given", "person").order_by("due", "id")[:BESIDE]) if chosen in NARROW else []
    return _rows(cases, lang, today)


def counts(who: Who, today: date) -> dict[str, int]:
    """How many cases each filter shows, in one query."""
    wanted = {name: Count("pk", filter=_condition(who, name, today)) for name in FILTERS}
    return dict(_open(who).aggregate(**wanted))


def _open(who: Who) -> QuerySet[Case]:
    purposes = CASES.purposes(who)
    found = policy.only(Case.objects.all(), CASES.kind, who, purposes[0]) if purposes else Case.objects.none()
    return found.filter(ended_at=None)


def _key(after: str) -> tuple[date, UUID] | None:
    """Where a page begins; what somebody made up begins at the first."""
    due, _sep, last = after.partition("_")
    try:
        return date.fromisoformat(due), UUID(last)
    except ValueError:
        return None


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
    holders = names({case.holder for case in cases if case.holder})
    rows = []
    for case in cases:
        pack = law.pack_of(case)
        rows.append(
            Row(
                case,
                case.person,
                holders.get(case.holder, "") if case.holder else "",
                law.words(pack, case.route, "title", lang, case.route),
                step_at_work(case, case.step, lang),
                today,
            )
        )
    return rows


# ---------- One file ----------


def step_words(case: Case, step: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"procedure.steps.{step}", lang, step.replace("_", " "))


def step_at_work(case: Case, step: str, lang: str) -> str:
    """The same for the authority, which is not "you": its own words, else the person's as a quotation."""
    said = law.words(law.pack_of(case), case.route, f"procedure.steps.{step}.office", lang)
    return said or _("“%(words)s”") % {"words": step_words(case, step, lang)}


def act_words(case: Case, act: str, lang: str) -> str:
    """How the law calls an act. That a file is opened stands before all law."""
    if act == OPENED:
        return _("File opened")
    if act == WARNED:
        return _("A term comes near")
    if act == INFECTED:
        return _("A virus was found in a document")
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


def story(
    standing: Standing, who: Who, lang: str, *, for_person: bool, called: Mapping[UUID, str] | None = None
) -> list[Told]:
    """What happened in the case, latest first. Notes of officials are among colleagues."""
    case, acts = standing.case, standing.procedure.acts
    kept = [
        entry
        for entry in reversed(standing.entries)
        if not (for_person and entry.act in acts and FAMILIES[acts[entry.act].does].hidden_from_person)
    ]
    known = names({entry.actor_id for entry in kept}) if called is None else called
    own = _accounts_of(case) if for_person else set()
    return [
        Told(
            entry,
            entry.act,
            acts[entry.act].does if entry.act in acts else entry.act,
            act_words(case, entry.act, lang),
            known.get(entry.actor_id, ""),
            entry.actor_id == who.account,
            entry.actor_id in own,
            told_to_person(entry) if for_person else told(entry),
        )
        for entry in kept
    ]


def told_to_person(entry: Entry) -> dict[str, Any] | None:
    """What an entry tells the person: of a document that the law keeps from them, only that it came in."""
    whole = told(entry)
    if whole is None or APPLICANT not in whole.get("kept_from", []):
        return whole
    return {name: whole[name] for name in ("kept_from", "step", "law") if name in whole}


def running_clocks(standing: Standing, today: date) -> list[clocks.Running]:
    """The legal deadlines of a case, computed now from its journal."""
    return clocks.running(standing.due_on(today), today)


def clock_words(case: Case, clock_id: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"clocks.{clock_id}", lang, clock_id.replace("_", " "))


def legal_today(case: Case) -> date:
    return clock.today(law.pack_of(case).time_zone)


def numbered(who: Who, typed: str) -> UUID | None:
    """The case of a number that somebody of the authority typed, if it is theirs to see."""
    if not numbering.valid(typed):
        return None
    found = Case.objects.filter(given__number=numbering.written(typed))
    for purpose in CASES.purposes(who):
        return policy.only(found, CASES.kind, who, purpose).values_list("pk", flat=True).first()
    return None


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


def be_present(case: Case, who: Who) -> set[UUID]:
    """Note that somebody has the file open; gives the others who have."""
    now = clock.now()
    there = {one.account: one for one in Presence.objects.filter(case=case, at__gt=now - PRESENT).order_by("account")}
    mine = there.pop(who.account, None)
    if mine is None:
        Presence.objects.update_or_create(case=case, account=who.account, defaults={"at": now})
    elif now - mine.at > BETWEEN:
        Presence.objects.filter(pk=mine.pk).update(at=now)
    return set(there)


def _accounts_of(case: Case) -> set[UUID]:
    return set(case.person.links.filter(live(clock.now())).values_list("account_id", flat=True))
