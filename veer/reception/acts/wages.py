"""Wages said. What is owed of them, the law of places says."""

from datetime import date
from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import lock
from veer.reception.acts.common import CHAIN, write
from veer.reception.models import Wage, Wait
from veer.reception.policy import WAITS


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
