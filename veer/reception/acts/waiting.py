"""Coming on the waiting list and off it, and what a household needs."""

from datetime import date
from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import lock
from veer.reception import letters, rights
from veer.reception.acts.common import LEAST, Unexplained, before, handled, today, write
from veer.reception.models import Need, Wait
from veer.reception.policy import works
from veer.reception.rules import NEEDS


class NoRight(ValueError):
    """The file gives no right to a place today."""


class StillARight(ValueError):
    """By the law of the file there still is a right to a place."""


class AlreadyWaiting(ValueError):
    """The household waits already, or has a place."""


@transaction.atomic
def enlist(case: Case, persons: int, by: Who, *, since: date | None = None, wish: str = "", key: str) -> Wait:
    """A household comes on the list by the right of its file: a case that the caller was allowed to see.

    Somebody whose right is to an open return place waits for one of those.
    """
    works(by)
    if case.person_id in by.near:
        raise policy.Refused("nobody works on their own household")
    lock(case.pk, "case")
    done = before(by, key)
    if done is not None:
        return Wait.objects.get(pk=done.chain)
    case = Case.objects.get(pk=case.pk)  # as it is now that nobody else can move it
    held = rights.right_of(case)
    if held is None or held.opens is None:
        raise NoRight
    if Wait.objects.filter(case=case, ended_at=None).exists() or rights.stays(case):
        raise AlreadyWaiting
    wait = Wait.objects.create(
        person_id=case.person_id,
        case=case,
        persons=persons,
        since=since or today(),
        wish=wish,
        departing=held.departing,
        made_at=clock.now(),
    )
    write(wait, "enlist", by, {"persons": persons, "right": held.held.right.id}, key)
    return wait


@transaction.atomic
def add_need(wait_id: UUID, need: str, by: Who, *, source: str, consent: str = "") -> Need:
    """What the household needs, who said so, and who agreed that it is written down (of health: somebody must)."""
    wait = handled(wait_id, by)
    if need not in NEEDS:
        raise ValueError(need)
    known = wait.needs.filter(need=need, until=None).first()
    if known is not None:
        return known
    made = Need.objects.create(
        wait=wait, need=need, source=source, consent=consent, said_at=clock.now(), said_by=by.account
    )
    write(wait, "add_need", by, {"need": need, "source": source, "consent": consent})
    return made


@transaction.atomic
def end_need(wait_id: UUID, need: str, by: Who) -> None:
    """The household does not need this any more, or takes its consent back."""
    wait = handled(wait_id, by)
    if wait.needs.filter(need=need, until=None).update(until=clock.now()):
        write(wait, "end_need", by, {"need": need})


@transaction.atomic
def strike(wait_id: UUID, by: Who, why: str, *, reason: str = "") -> None:
    """Off the list without a place: the household wants none, or its right ended. That is told in a letter with its
    reason: raises `Unexplained` without one, `StillARight` where the law of the file still gives the right."""
    wait = handled(wait_id, by)
    if why not in (Wait.WITHDRAWN, Wait.ENDED):
        raise ValueError(why)
    if wait.ended_at is not None:
        return
    if why == Wait.ENDED:
        if len(reason.strip()) < LEAST:
            raise Unexplained
        if rights.right_of(wait.case) is not None:
            raise StillARight
    Wait.objects.filter(pk=wait.pk).update(ended_at=clock.now(), ended_why=why)
    write(wait, "strike", by, {"why": why, "reason": reason})
    if why == Wait.ENDED:
        letters.send(wait, letters.STRUCK, today(), reason=reason)
