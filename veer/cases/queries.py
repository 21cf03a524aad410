"""Reading cases. A case is obtained through `case_for`, which checks access and writes down who looked."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from veer.access import policy
from veer.access.roles import APPLICANT, AUDITOR, COURT, WHOLE
from veer.access.who import Who
from veer.cases import away, clocks, law, numbering, remedies
from veer.cases.acts.doing import FAMILIES, INTERPRETER
from veer.cases.acts.door import WARNED
from veer.cases.acts.handing import AMONG_COLLEAGUES, OFFERED
from veer.cases.acts.opening import OPENED
from veer.cases.keeping import ERASED
from veer.cases.models import Case, Hearing, Presence, Stop
from veer.cases.policy import AWAY, CASES, DECIDED, FREEZES, HEARD, HEARINGS, STOPS
from veer.cases.scanning import INFECTED
from veer.cases.standing import Opened, Standing
from veer.journal import clock
from veer.journal.acts import looked, same_look
from veer.journal.models import Entry, Reading
from veer.journal.queries import readings, told
from veer.people.files import File
from veer.people.models import Person
from veer.people.queries import live, names, reached
from veer.rules import Pack

PRESENT, BETWEEN = timedelta(minutes=5), timedelta(minutes=1)


class Frozen(policy.NotThere):
    """The case is somebody's own, and they do not open it while a stop on it stands."""


def case_for(who: Who, case_id: UUID, purpose: str) -> Case:
    """The case, or `NotThere`. That somebody who works here looked is written down and shown to the person."""
    return opened_for(who, case_id, purpose).case


def opened_for(who: Who, case_id: UUID, purpose: str) -> Opened:
    """The same with what a page then need not ask for."""
    today, mine = away.today(), Presence.objects.filter(case=OuterRef("pk"), account=who.account)
    same = (
        Case.objects.filter(pk=case_id).order_by().values("person__kept")
    )  # whatever record of the person it is under
    whole = (
        _whole()
        .filter(person__kept__in=same)
        .annotate(
            stopped=Exists(STOPS),
            decided=Exists(DECIDED),
            heard=Exists(HEARD),
            deputy=Subquery(AWAY.filter(first__lte=today, last__gte=today).values("deputy")[:1]),
            noted_at=Subquery(mine.values("at")[:1]),
            seen_lately=Exists(same_look(OuterRef("pk"), who.ref, purpose)),
        )
    )
    line: list[Any] = list(policy.only(whole, CASES.kind, who, purpose).order_by("opened_at", "id"))
    found = next((one for one in line if one.pk == case_id), None)
    if found is None:
        frozen_now = purpose == policy.OWN and frozen(who).filter(pk=case_id).exists()
        raise Frozen(CASES.kind) if frozen_now else policy.NotThere(CASES.kind)
    if purpose != policy.OWN and not found.seen_lately:
        looked(found.pk, who.ref, CASES.role_of(who, purpose), purpose)
    return Opened(found, tuple(line), found.stopped, found.decided, found.heard, found.deputy, found.noted_at)


def case_at_work(who: Who, case_id: UUID) -> Case:
    """The case for somebody of the authority, with the strongest purpose they may look for."""
    return opened_at_work(who, case_id).case


def opened_at_work(who: Who, case_id: UUID) -> Opened:
    """The same with what a page then need not ask for."""
    for purpose in CASES.purposes(who):
        return opened_for(who, case_id, purpose)
    raise policy.NotThere(CASES.kind)


def sees_at_work(who: Who, case_id: UUID) -> bool:
    """Whether a case is still somebody's to work on; asking is not looking."""
    return any(
        policy.only(Case.objects.all(), CASES.kind, who, purpose).filter(pk=case_id).exists()
        for purpose in CASES.purposes(who)
    )


def person_of_part(who: Who, person_id: UUID) -> Person:
    """The person of a file in which somebody has a part now, or `NotThere`. The look is that at the file."""
    mine = policy.only(Case.objects.filter(person=person_id), CASES.kind, who, policy.TAKE_PART)
    found = mine.order_by("-opened_at", "id").values_list("pk", flat=True).first()
    if found is None:
        raise policy.NotThere(CASES.kind)
    return case_for(who, found, policy.TAKE_PART).person


def hearing_for(who: Who, hearing_id: UUID) -> Hearing:
    """The interview for its interpreter, with its case, or `NotThere`. The look is written down and shown."""
    asked = Hearing.objects.select_related("case__person", "case__given")
    found: Hearing = policy.obtain(asked, HEARINGS.kind, who, policy.INTERPRET, hearing_id)
    looked(found.case_id, who.ref, INTERPRETER, policy.INTERPRET)
    return found


def hearings(standing: Standing, who: Who) -> list[Hearing]:
    """The interviews of a case that the caller was allowed to see: the one still ahead, then those held, latest first.
    For who decides on what was said, and who judges or audits that. A desk or a place to live has no need of it."""
    return standing.hearings if who.has(*WHOLE, AUDITOR, COURT) and law.hears(standing.case) else []


def frozen(who: Who) -> QuerySet[Case]:
    """The cases that would be somebody's own to open, were they not frozen by a stop."""
    mine = reached(who)
    return Case.objects.none() if mine is None else Case.objects.filter(mine, Exists(FREEZES))


def freezing(files: Iterable[UUID | None]) -> bool:
    """Whether a stop that freezes stands on one of these files."""
    return Stop.objects.filter(case__in=[one for one in files if one], freezes=True, lifted_at=None).exists()


def own_cases(who: Who) -> list[Case]:
    """The cases of the persons whom somebody acts for, latest first."""
    return list(policy.only(_whole(), CASES.kind, who, policy.OWN).order_by("-opened_at", "id"))


def has_files(who: Who) -> bool:
    """Whether there is a file that somebody can read as their own, or as that of whom they act for."""
    return policy.only(Case.objects.all(), CASES.kind, who, policy.OWN).exists()


def files_of(persons: Sequence[UUID], lang: str) -> list[File]:
    """The files of these records of a person, latest first, as a mandate names them."""
    return [
        File(
            case.pk,
            law.route_name(case),
            law.words(law.pack_of(case), case.route, "title", lang, case.route),
            case.given.number,
        )
        for case in _whole().filter(person__in=persons).order_by("-opened_at", "id")
    ]


def _whole() -> QuerySet[Case]:
    """Cases with what each page of them shows."""
    return Case.objects.select_related("given", "person")


# ---------- One file ----------


def step_words(case: Case, step: str, lang: str) -> str:
    return law.words(law.pack_of(case), case.route, f"procedure.steps.{step}", lang, step.replace("_", " "))


def branch_words(case: Case, branch: str, step: str, lang: str) -> str:
    """Where a branch of a case stands."""
    name = f"procedure.branches.{branch}.{step}"
    return law.words(law.pack_of(case), case.route, name, lang, step.replace("_", " "))


def step_at_work(case: Case, step: str, lang: str) -> str:
    """The same for the authority, which is not "you": its own words, else the person's as a quotation."""
    return step_in_words(law.pack_of(case), case.route, step, lang)


def step_in_words(pack: Pack, route: str, step: str, lang: str) -> str:
    """A step of a route for the authority, whatever the case."""
    said = law.words(pack, route, f"procedure.steps.{step}.office", lang)
    own = law.words(pack, route, f"procedure.steps.{step}", lang, step.replace("_", " "))
    return said or _("“%(words)s”") % {"words": own}


def has_office_words(case: Case, step: str, lang: str) -> bool:
    """Whether the law calls a step otherwise for the authority than for the person."""
    return bool(law.words(law.pack_of(case), case.route, f"procedure.steps.{step}.office", lang))


def act_words(case: Case, act: str, lang: str) -> str:
    """How the law calls an act. That a file is opened stands before all law."""
    if act == OPENED:
        return _("File opened")
    if act == WARNED:
        return _("A term comes near")
    if act in AMONG_COLLEAGUES:
        return _("Offered to a colleague") if act == OFFERED else _("Offer to a colleague ended")
    if act == ERASED:
        return _("Data was erased, because its time was over")
    if act == INFECTED:
        return _("A virus was found in a document")
    return law.act_words(law.pack_of(case), case.route, act, lang)


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
    standing: Standing,
    who: Who,
    lang: str,
    *,
    for_person: bool,
    called: Mapping[UUID, str] | None = None,
    own: Container[UUID] | None = None,
) -> list[Told]:
    """What happened in the case, latest first. Notes of officials are among colleagues. `called`: how who acted is
    called, and `own`: the accounts of the person, where a page knows them already."""
    case, acts = standing.case, standing.procedure.acts
    kept = [entry for entry in reversed(standing.entries) if not (for_person and _among_colleagues(entry.act, acts))]
    known = names({entry.actor_id for entry in kept}) if called is None else called
    if own is None:
        own = set(accounts_of(case)) if for_person else ()
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


def asked_with(standing: Standing, branch: str) -> dict[str, Any]:
    """What somebody wrote when they asked for what runs beside the case, "" where they wrote nothing, and the legal day
    on which they asked; None where no act asked for it."""
    for entry in reversed(standing.entries):
        if any(move.startswith(f"{branch}/") for move in (entry.led_to or "").split()):
            act = standing.procedure.acts.get(entry.act)
            if act is not None and branch in act.opens:
                text = str((told(entry) or {}).get("text") or "")
                return {"text": text, "on": clocks.legal_day(entry.at, standing.pack.time_zone)}
    return {"text": "", "on": None}


def told_to_person(entry: Entry) -> dict[str, Any] | None:
    """What an entry tells the person: of a document that the law keeps from them, only that it came in."""
    whole = told(entry)
    if whole is None or APPLICANT not in whole.get("kept_from", []):
        return whole
    return {name: whole[name] for name in ("kept_from", "step", "law") if name in whole}


def _among_colleagues(act: str, acts: Mapping[str, Any]) -> bool:
    """What officials say to each other is not the person's to read."""
    return act in AMONG_COLLEAGUES or (act in acts and FAMILIES[acts[act].does].hidden_from_person)


def running_clocks(standing: Standing, today: date) -> list[clocks.Running]:
    """The legal deadlines of a case, computed now from its journal; without rights of the person that merely lapsed."""
    return clocks.running([due for due in standing.due_on(today) if not remedies.lapsed(standing, due)], today)


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
    found = looks(case, 200)
    return named(found, names({reading.reader_id for reading in found}))


def looks(case: Case, most: int) -> list[Reading]:
    """Each look at a file, latest first."""
    return list(readings(case.pk)[:most])


def named(found: Iterable[Reading], called: Mapping[UUID, str]) -> list[Look]:
    return [Look(reading, called.get(reading.reader_id, "")) for reading in found]


def be_present(opened: Opened, who: Who) -> QuerySet[Presence, UUID]:
    """Note that somebody has the file open; asks for the accounts of the others who have."""
    case, now = opened.case, clock.now()
    if opened.noted_at is None or now - opened.noted_at > BETWEEN:
        Presence.objects.bulk_create(
            [Presence(case=case, account=who.account, at=now)],
            update_conflicts=True,
            unique_fields=["case", "account"],
            update_fields=["at"],
        )
    others = Presence.objects.filter(case=case, at__gt=now - PRESENT).exclude(account=who.account)
    return others.order_by().values_list("account", flat=True)


def accounts_of(case: Case) -> QuerySet[Any, UUID]:
    """The accounts that act or read for the person of a case."""
    return case.person.links.filter(live(clock.now())).order_by().values_list("account_id", flat=True)
