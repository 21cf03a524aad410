"""A household moves to another municipality: one proposes, the other accepts, and the places move with it, or nothing.

The household decides where it lives. What is handed over is the care for its arrival: places, and who is told.
"""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.municipalities.acts.common import HANDOVER
from veer.municipalities.models import Body, Handover
from veer.municipalities.notices import tell_colleagues
from veer.municipalities.policy import own_body, own_handover
from veer.municipalities.queries import coming_of, household_for, is_here, ledgers
from veer.quotas import acts as quotas
from veer.quotas.queries import held_by

PAGE = "municipalities:handover"


class NotOpen(ValueError):
    """There is nothing to answer, or a move of this household was proposed already."""


class NoRoom(ValueError):
    """The other municipality has too few places of a service: it declares more first, or says no."""


@transaction.atomic
def propose_handover(coming_id: UUID, to: UUID, reason: str, by: Who) -> Handover:
    """The municipality of a household proposes it to another one. Raises `NotOpen`."""
    mine, one = household_for(by, coming_id)
    lock(one.case.pk, "case")
    target = Body.objects.filter(pk=to).exclude(pk=mine.pk).first()
    if target is None or not is_here(coming_id, mine):
        raise policy.NotThere(HANDOVER)
    if one.way.state == "over" or not reason.strip() or Handover.objects.filter(case=one.case, answer="").exists():
        raise NotOpen
    made = Handover.objects.create(
        case=one.case,
        source=mine,
        target=target,
        persons=one.persons,
        reason=reason.strip(),
        proposed_at=clock.now(),
        proposed_by=by.account,
    )
    told = {"from": mine.name, "to": target.name, "persons": one.persons, "reason": made.reason}
    append(Ref(HANDOVER, made.pk), "propose_handover", by.ref, subject=Ref("case", one.case.pk), payload=told)
    tell_colleagues(target, reverse(PAGE, args=[made.pk]))
    return made


@transaction.atomic
def answer_handover(handover_id: UUID, answer: str, words: str, by: Who) -> Handover:
    """The other municipality accepts or declines; the first one may take it back meanwhile. Raises `NotOpen`, `NoRoom`.

    Accepting moves each place that is kept for the household into the other one's ledger of the same service and
    quarter, all of them or none. Once the household is with a sponsor elsewhere, there is nothing to accept.
    """
    lock(handover_id, HANDOVER)
    found, mine = own_handover(by, handover_id), own_body(by)
    if found.answer:
        raise NotOpen
    allowed = {Handover.WITHDRAWN} if mine == found.source else {Handover.ACCEPTED, Handover.DECLINED}
    if answer not in allowed or (answer == Handover.DECLINED and not words.strip()):
        raise NotOpen
    lock(found.case_id, "case")
    if answer == Handover.ACCEPTED and (found.case.ended_at or not _is_there(found)):
        raise NotOpen  # it comes no more, or not from there; the first one takes it back
    tell_colleagues(found.source if mine == found.target else found.target, reverse(PAGE, args=[found.pk]))
    found.moved = _moved(found, by) if answer == Handover.ACCEPTED else {}
    found.answer, found.words = answer, words.strip()
    found.answered_at, found.answered_by = clock.now(), by.account
    found.save(update_fields=["answer", "words", "moved", "answered_at", "answered_by"])
    told = {"municipality": mine.name, "words": found.words, "moved": found.moved}
    append(Ref(HANDOVER, found.pk), answer, by.ref, subject=Ref("case", found.case_id), payload=told)
    return found


def _is_there(found: Handover) -> bool:
    coming = coming_of(found.case_id)
    return coming is not None and is_here(coming, found.source)


def _moved(found: Handover, by: Who) -> dict[str, int]:
    """How many places of each service moved."""
    there = ledgers(found.target)
    known = {ledger: key for key, ledger in ledgers(found.source).items()}
    moved: dict[str, int] = {}
    for holding in held_by(found.case_id):
        if holding.quota not in known:
            continue  # of another kind, or used where the household was before
        service, begins = known[holding.quota]
        ledger = there.get((service, begins))
        if ledger is None:
            raise NoRoom(service)
        try:
            quotas.move(holding.id, ledger, by.ref, "handover", f"{found.pk} {holding.id}")
        except quotas.Full:
            raise NoRoom(service) from None
        moved[service] = holding.amount
    return moved
