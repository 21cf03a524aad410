"""Whoever works here says on whom they do not: kin, a friend, the same party, their own municipality (SG18)."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.cases.queries import numbered
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.people.names import folded
from veer.safeguarding.acts.concerns import NoFile
from veer.safeguarding.models import Interest

CHAIN = "interest"


@transaction.atomic
def say_interest(by: Who, why: str, *, number: str = "", municipality: str = "") -> Interest:
    """From now on they neither see nor handle these files. Raises `NoFile` for a number that is not theirs to see."""
    if by.kind == "system" or not by.works_here:
        raise policy.Refused("whoever works here says it for themselves")
    case = numbered(by, number) if number else None
    if number and case is None:
        raise NoFile
    where = {"municipality": municipality.strip(), "town": folded(municipality)}
    made = Interest.objects.create(account=by.account, case_id=case, **where, why=why.strip(), said_at=clock.now())
    append(Ref(CHAIN, made.pk), "say_interest", by.ref)
    return made


@transaction.atomic
def end_interest(interest_id: UUID, by: Who) -> None:
    """It is over, by the word of whoever said it; when it was said and ended stays."""
    found = Interest.objects.filter(pk=interest_id, account=by.account, over_at=None).first()
    if found is None:
        raise policy.NotThere(CHAIN)
    Interest.objects.filter(pk=found.pk).update(over_at=clock.now())
    append(Ref(CHAIN, found.pk), "end_interest", by.ref)
