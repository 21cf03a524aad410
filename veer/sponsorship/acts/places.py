"""Places without a draw, for a household that changed, and at the turn of the year. The ledger of quotas decides."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases.acts import perform
from veer.cases.errors import NotReady
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.journal.models import Entry as JournalEntry
from veer.journal.queries import length
from veer.quotas import acts as quotas
from veer.quotas.acts import Full
from veer.quotas.models import Quota
from veer.quotas.queries import held_by, persons_held
from veer.sponsorship.acts.common import CHAIN, lock_places, program_does
from veer.sponsorship.acts.protocols import give_back_unused, place_by_protocol
from veer.sponsorship.acts.suspending import standing
from veer.sponsorship.models import Application, Coming, Entry, Municipality
from veer.sponsorship.policy import GROUPS, works
from veer.sponsorship.reserved import beside_lists
from veer.sponsorship.rules import ADULTS, CHILDREN, URGENT, Sponsors, sponsors, today

ADMITTED, PLACED, CHANGED = "admit_emergency", "place_now", "household_changed"  # the law's own acts
COUNT, COUNTS = "name_household", ("contact", "screening")  # of the household's file: its act, and the steps it has it
ARRIVED = "arrive"  # of the group's file
PREVENTED, WAITS = "travel_prevented", "visa_issued"  # of the household's: who has a visa and cannot travel waits there
EMERGENCY, UNITY = "emergency", "family_unity"  # a part of the places of a year, and the buffer beside them


@transaction.atomic
def free_ended() -> int:
    """Give back the places of files that ended before anybody arrived: somebody withdrew, or does not come. How many
    files they were."""
    here = JournalEntry.objects.filter(act=ARRIVED).values("chain")
    over = Application.objects.filter(case__ended_at__isnull=False).exclude(case__in=here).order_by("case")
    freed = sorted(persons_held(over.values_list("case", flat=True)))
    for case in freed:
        for one in held_by(case):
            quotas.release(one.id, SYSTEM.ref, "withdrawn", f"{one.id} ended {one.turn}")
    Entry.objects.filter(case__in=freed).update(holding=None)
    return len(freed)


def place_emergencies() -> int:
    """Give a place to each emergency that waits, whoever was admitted first in front. How many got one.

    Households that are larger than what is left wait on. Nothing happens while the programme is suspended.
    """
    law = sponsors()
    if law is None or standing(law) is not None:
        return 0
    waiting = Case.objects.filter(route=law.application.id, step=URGENT, ended_at=None, law__pack=law.pack.id)
    return sum(_placed(case, law) for case in sorted(waiting.order_by("id"), key=_since))


def _since(case: Case) -> datetime:
    """When a file came to where it waits."""
    came = JournalEntry.objects.filter(chain=case.pk, act=ADMITTED).order_by("-position")
    return came.values_list("at", flat=True)[0]


@transaction.atomic
def _placed(case: Case, law: Sponsors) -> bool:
    key, persons = f"{case.pk} {PLACED}", _persons(case)
    whole = year_of(law, today(law).year)
    lock_places(whole.pk)
    for part in _parts_now(law, whole):
        if persons > beside_lists(part):
            continue
        try:
            quotas.reserve(part, persons, case.pk, SYSTEM.ref, EMERGENCY, f"{key} {part}")
        except Full:
            continue
        program_does(case.pk, PLACED, key)
        return True
    return False


def _parts_now(law: Sponsors, whole: Quota) -> list[UUID]:
    """The part of the emergencies; from the day on which what it has left moved, also the part that has it now."""
    found = {one.name: one.pk for one in Quota.objects.filter(parent=whole.pk).order_by("name")}
    moved = law.quota.moves_on(today(law))
    return [found[name] for name in (EMERGENCY, moved) if name in found]


def year_of(law: Sponsors, year: int) -> Quota:
    return quotas.open_year(law.pack, law.application.id, law.quota.id, year, SYSTEM.ref)


def _persons(case: Case) -> int:
    known = Standing(case).known[0]
    return int(known[ADULTS]) + int(known[CHILDREN])


@transaction.atomic
def household_changed(case_id: UUID, adults: int, children: int, by: Who, key: str) -> None:
    """A drawn household grew or became smaller: its places follow at once, or nothing changes. Raises `Full`.

    An official says so, never one who is near to the group. Where the household has a file that still counts who comes,
    it is said there and follows from it.
    """
    works(by)
    application = Application.objects.select_related("group").filter(pk=case_id).first()
    if application is None:
        raise policy.NotThere(GROUPS.kind)
    policy.obtain(type(application.group).objects.all(), GROUPS.kind, by, policy.HANDLE, application.group_id)
    coming = Coming.objects.select_related("case").filter(application=case_id, case__step__in=COUNTS).first()
    if coming is None:
        resized(case_id, adults, children, by.ref, key)
    else:
        _counted_there(coming, {ADULTS: adults, CHILDREN: children}, by, key)
    told = {"case": str(case_id), "adults": adults, "children": children}
    append(Ref(CHAIN, application.group_id), CHANGED, by.ref, payload=told)


def resized(case_id: UUID, adults: int, children: int, by: Ref, key: str) -> None:
    """The places and the file of a group follow the household that it brings. Raises `Full`."""
    keep_for(case_id, adults + children, by, key)
    program_does(case_id, CHANGED, key, {ADULTS: adults, CHILDREN: children})


def _counted_there(coming: Coming, told: dict[str, int], by: Who, key: str) -> None:
    """Say it in the file of the household, with which the places go along."""
    try:
        perform(coming.case_id, COUNT, by, data={"facts": told}, seen=length(coming.case_id), key=key)
    except NotReady as refused:
        raise Full(str(refused)) from refused


@transaction.atomic
def keep_for(case_id: UUID, persons: int, by: Ref, key: str) -> None:
    """Places for so many from now on: in the part where the household has them, and where that is full the rest in the
    buffer that keeps families together. Raises `Full` where both are; then nothing changed."""
    law = sponsors()
    held = held_by(case_id)
    if law is None or not held:
        raise policy.NotThere("holding")
    buffers = set(Quota.objects.filter(name=UNITY).values_list("pk", flat=True))
    own = next(one for one in held if one.quota not in buffers)
    beside = next((one for one in held if one.quota in buffers), None)
    lock_places(Quota.objects.get(pk=own.quota).parent_id or own.quota)
    more = persons - own.amount
    try:
        if more > 0 and more > beside_lists(own.quota):
            raise Full(str(own.quota))  # noqa: TRY301  (as the ledger says it where the part itself is full)
        quotas.change(own.id, persons, by, "household", f"{key} own")
    except Full:
        if beside is not None:
            quotas.change(beside.id, more, by, "household", f"{key} beside")
            return
        made = quotas.reserve(_unity(law, own.quota).pk, more, case_id, by, "household", f"{key} beside")
        if own.confirmed:
            quotas.confirm(made.id, by, "household", f"{key} beside granted")
    else:
        if beside is not None:
            quotas.release(beside.id, by, "household", f"{key} back")


def _unity(law: Sponsors, part: UUID) -> Quota:
    """The buffer beside the places of the year in which a household has its own: so much in a hundred of them."""
    year = Quota.objects.get(pk=part)
    found = Quota.objects.filter(scope=year.scope, name=UNITY, begins=year.begins).first()
    if found is not None:
        return found
    places = law.quota.places_on(year.begins) * law.limit("family_unity_percent") // 100
    return quotas.open_quota(year.scope, UNITY, places, SYSTEM.ref, begins=year.begins, ends=year.ends)


@transaction.atomic
def write_inhabitants(name: str, inhabitants: int, by: Who) -> None:
    """How many people live in a municipality. The limit that follows is shown, and stops nobody."""
    works(by)
    told = {"inhabitants": inhabitants, "written_at": clock.now(), "written_by": by.account}
    Municipality.objects.update_or_create(name=name.strip(), defaults=told)


@transaction.atomic
def settle() -> dict[str, int]:
    """What the days bring: places given back, emergencies and files of protocols placed, what is left moved, and lapsed
    when the year is over.

    Run every night, or oftener: done again it does nothing twice.
    """
    law = sponsors()
    if law is None:
        return {}
    day, done = today(law), {"freed": free_ended(), "given_back": give_back_unused()}
    whole = year_of(law, day.year)
    moved = law.quota.moves_on(day)
    done["moved"] = quotas.move_unused(whole.pk, moved, SYSTEM.ref, "unused") if moved else 0
    done["placed"] = place_emergencies()
    done["by_protocol"] = place_by_protocol()
    done["carried"] = carry_prevented(law)
    over = Quota.objects.filter(scope=whole.scope, name=whole.name, parent=None, ends__lt=day).order_by("begins")
    done["lapsed"] = sum(quotas.lapse(one.pk, SYSTEM.ref, "year over") for one in over)
    return done


@transaction.atomic
def carry_prevented(law: Sponsors) -> int:
    """Keep the places of households that have a visa of an earlier year and cannot travel, beside this year's: up to
    so much in a hundred of a year's places, whoever was prevented first in front. How many files keep theirs."""
    into = year_of(law, today(law).year)
    waiting = Coming.objects.filter(case__step=WAITS, case__ended_at=None, application__ended_at=None)
    files = dict(waiting.order_by("case").values_list("case", "application"))
    said = JournalEntry.objects.filter(chain__in=list(files), act=PREVENTED).order_by("at", "id")
    cases = dict.fromkeys(files[one] for one in said.values_list("chain", flat=True))
    held = [one.id for case in cases for one in held_by(case) if one.confirmed]
    at_most = law.quota.places_on(into.begins) * law.limit("carry_over_percent") // 100
    return len(quotas.carry_over(held, into, at_most, SYSTEM.ref, "travel prevented"))
