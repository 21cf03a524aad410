"""Resettlement by the state, beside that by citizens: its places are kept in a ledger of its own (QU12)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from veer.access.who import SYSTEM
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.models import Entry as JournalEntry
from veer.quotas import acts as quotas
from veer.quotas.acts import Full
from veer.quotas.models import Quota
from veer.quotas.queries import held_by, persons_held
from veer.sponsorship.acts.common import program_does
from veer.sponsorship.resettled import QUOTA, State, state
from veer.sponsorship.rules import ADULTS, CHILDREN

AGREED, SIGNED, KEEP, BOARDED = "agreed", "sign", "keep_place", "arrive"  # the law's own step and acts


def year_of_state(found: State) -> Quota:
    """The ledger of this year."""
    today = clock.today(found.pack.time_zone)
    return quotas.open_year(found.pack, found.route.id, QUOTA, today.year, SYSTEM.ref)


def waiting_for_a_place() -> list[Case]:
    """Files that are agreed and have no place yet, whoever was agreed first in front."""
    found = state()
    if found is None:
        return []
    agreed = Case.objects.filter(route=found.route.id, step=AGREED, ended_at=None, law__pack=found.pack.id)
    return sorted(agreed.order_by("id"), key=_since)


def _since(case: Case) -> datetime:
    """When it was signed, last."""
    signed = JournalEntry.objects.filter(chain=case.pk, act=SIGNED).order_by("-position")
    return signed.values_list("at", flat=True)[0]


def keep_state_places() -> int:
    """Keep a place in the state's own ledger for each file that is agreed. How many got one; others wait on."""
    found = state()
    if found is None:
        return 0
    return sum(_kept(case, found) for case in waiting_for_a_place())


@transaction.atomic
def _kept(case: Case, found: State) -> bool:
    known = Standing(case).known[0]
    persons, key = int(known[ADULTS]) + int(known[CHILDREN]), f"{case.pk} {KEEP}"
    try:
        quotas.reserve(year_of_state(found).pk, persons, case.pk, SYSTEM.ref, AGREED, key)
    except Full:
        return False
    program_does(case.pk, KEEP, key)
    return True


@transaction.atomic
def settle_state() -> dict[str, int]:
    """What the days bring: places used by who arrived, given back by who does not come, kept, and lapsed."""
    found = state()
    if found is None:
        return {}
    used, freed = _used(found), _freed(found)
    kept, today = keep_state_places(), clock.today(found.pack.time_zone)
    over = Quota.objects.filter(scope=year_of_state(found).scope, name=QUOTA, ends__lt=today).order_by("begins")
    lapsed = sum(quotas.lapse(one.pk, SYSTEM.ref, "year over") for one in over)
    return {"used": used, "freed": freed, "kept": kept, "lapsed": lapsed}


def _files(found: State, **where: object) -> list[UUID]:
    files = Case.objects.filter(route=found.route.id, law__pack=found.pack.id, **where)
    return list(files.order_by("id").values_list("pk", flat=True))


def _used(found: State) -> int:
    """Whoever arrived uses the place that was kept."""
    held = persons_held(_files(found))
    came = JournalEntry.objects.filter(chain__in=list(held), act=BOARDED).values_list("chain", flat=True)
    reserved = [one for case in sorted(set(came)) for one in held_by(case) if one.reserved]
    for one in reserved:
        quotas.confirm(one.id, SYSTEM.ref, "arrived", f"{one.id} arrived")
    return len(reserved)


def _freed(found: State) -> int:
    """Whoever does not come leaves the place to others; who arrived has used it for good."""
    gone = persons_held(_files(found, ended_at__isnull=False))
    kept = [one for case in sorted(gone) for one in held_by(case) if one.reserved]
    for one in kept:
        quotas.release(one.id, SYSTEM.ref, "withdrawn", f"{one.id} ended {one.turn}")
    return len(kept)
