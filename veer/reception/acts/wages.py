"""Wages said, and the rule by which a contribution follows from them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.reception import contribution
from veer.reception.acts.common import CHAIN, write
from veer.reception.models import ContributionRule, Wage, Wait
from veer.reception.policy import WAITS, works


@transaction.atomic
def declare_wage(wait_id: UUID, month: date, cents: int, by: Who) -> Wage:
    """What was earned in a month: said by the household itself, or written down by who works here."""
    lock(wait_id, CHAIN)
    purpose = policy.OWN if Wait.objects.filter(pk=wait_id, person__in=by.persons).exists() else policy.HANDLE
    wait: Wait = policy.obtain(Wait.objects.all(), WAITS.kind, by, purpose, wait_id)
    wage = Wage.objects.create(
        wait=wait, month=month.replace(day=1), cents=cents, said_at=clock.now(), said_by=by.account
    )
    write(wait, "declare_wage", by, {"month": wage.month, "cents": cents})
    return wage


@transaction.atomic
def set_contribution(begins: date, bands: Sequence[Mapping[str, Any]], source: str, by: Who) -> ContributionRule:
    """From this month on a wage is counted so, by this source."""
    works(by)
    contribution.check(bands)
    if not source.strip():
        raise ValueError("a rule says where it stands")
    made = ContributionRule.objects.create(
        begins=begins.replace(day=1), bands=list(bands), source=source, set_at=clock.now(), set_by=by.account
    )
    append(Ref("contribution", made.pk), "set_contribution", by.ref, payload={"bands": list(bands), "source": source})
    return made
