"""A place proposed by the program and given by somebody; moving to another; leaving."""

from datetime import date
from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.cases import law
from veer.cases.acts import offers, perform
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import lock
from veer.journal.queries import length
from veer.quotas import acts as quotas
from veer.reception import fitting, letters, queries, rights
from veer.reception.acts.common import CHAIN, LEAST, Unexplained, before, handled, today, write
from veer.reception.acts.waiting import StillARight
from veer.reception.lists import law_of_places
from veer.reception.models import Asking, Place, Proposal, Stay, Wait
from veer.reception.policy import WAITS


class TooEarly(ValueError):
    """A right that ended was not told to the household yet, or the last day that was told is not over."""


@transaction.atomic
def propose(wait_id: UUID, by: Who) -> Proposal:
    """Ask the program which place fits best, and why the others do not. It gives none: that is for somebody."""
    wait = handled(wait_id, by)
    found = fitting.fits(queries.household_of(wait), queries.offers())
    best = next((one for one in found if one.ok), None)
    made = Proposal.objects.create(
        wait=wait,
        place_id=best.offer.id if best else None,
        reasons=[one.told() for one in found],
        made_at=clock.now(),
    )
    write(wait, "propose_place", by, {"proposal": str(made.pk), "place": str(best.offer.id) if best else None})
    return made


@transaction.atomic
def allocate(proposal_id: UUID, place_id: UUID, by: Who, *, reason: str = "", key: str) -> Stay:
    """Give the place that was proposed, or another one with a reason. Raises `quotas.Full` when it has no room."""
    proposal = Proposal.objects.get(pk=proposal_id)
    wait = handled(proposal.wait_id, by)
    done = before(by, key)
    if done is not None:
        return wait.stays.order_by("-since", "id").latest("since")
    if wait.ended_at is not None:
        raise queries.NoLonger
    other = proposal.place_id != place_id
    if other and len(reason.strip()) < LEAST:
        raise Unexplained
    place = _open(place_id)
    held = quotas.reserve(place.pk, wait.persons, wait.pk, by.ref, "allocation", f"{key} reserve")
    quotas.confirm(held.id, by.ref, "allocation", f"{key} confirm")
    stay = Stay.objects.create(
        wait=wait, place=place, holding=held.id, persons=wait.persons, since=today(), given_by=by.account
    )
    Wait.objects.filter(pk=wait.pk).update(ended_at=clock.now(), ended_why=Wait.PLACED)
    Proposal.objects.filter(pk=proposal.pk).update(
        settled=Proposal.OTHER if other else Proposal.TAKEN,
        settled_at=clock.now(),
        settled_by=by.account,
        why_other=reason.strip() if other else "",
    )
    write(wait, "allocate", by, {"place": str(place.pk), "proposed": not other, "reason": reason}, key)
    _tell_the_file(wait, by, key)
    letters.send(wait, letters.GIVEN, today(), place=place)
    return stay


def _tell_the_file(wait: Wait, by: Who, key: str) -> None:
    """Perform what the law says goes with a place given, where the file waits for it and the giver may.

    So the place itself meets the clock of the authority, and nobody has to remember to write it down twice.
    """
    reception = law_of_places(law.pack_of(wait.case).id).reception
    standing = Standing(wait.case)
    for offer in offers(standing, by, wait.case.language):
        named = reception is not None and offer.id in reception.performs
        if named and offer.ready and not standing.procedure.acts[offer.id].asks:
            perform(wait.case_id, offer.id, by, data={}, seen=length(wait.case_id), key=f"{key} {offer.id}")
            return


@transaction.atomic
def transfer(stay_id: UUID, place_id: UUID, by: Who, reason: str, key: str) -> Stay:
    """To another place: the beds there are taken and those here given back together, and the household is told in a
    letter. Where it had asked for another place, that is answered. Raises `quotas.Full`."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return wait.stays.get(until=None)
    stay = _current(stay)
    if len(reason.strip()) < LEAST:
        raise Unexplained
    place = _open(place_id)
    quotas.move(stay.holding, place.pk, by.ref, "transfer", f"{key} move")
    Stay.objects.filter(pk=stay.pk).update(until=today(), ended_why=Stay.MOVED)
    moved = Stay.objects.create(
        wait=wait, place=place, holding=stay.holding, persons=stay.persons, since=today(), given_by=by.account
    )
    told = {"from": str(stay.place_id), "place": str(place.pk), "reason": reason}
    write(wait, "transfer", by, told, key)
    _answer(wait, Asking.MOVED, by)
    letters.send(wait, letters.MOVED, today(), place=place, before=stay.place, reason=reason)
    return moved


@transaction.atomic
def ask_elsewhere(wait_id: UUID, by: Who, *, wish: str, reason: str, key: str) -> Asking:
    """The household asks for another place, once at a time: asking again changes nothing. Raises `NoLonger` when it has
    no place."""
    lock(wait_id, CHAIN)
    wait: Wait = policy.obtain(Wait.objects.all(), WAITS.kind, by, policy.OWN, wait_id)
    open_ = wait.askings.filter(answer="").first()
    if open_ is not None:
        return open_
    if not wait.stays.filter(until=None).exists():
        raise queries.NoLonger
    made = Asking.objects.create(wait=wait, wish=wish, reason=reason, asked_at=clock.now(), asked_by=by.account)
    write(wait, "ask_elsewhere", by, {"wish": wish, "reason": reason}, key)
    return made


@transaction.atomic
def keep_here(stay_id: UUID, by: Who, reason: str, key: str) -> None:
    """The household asked for another place and stays where it is, with the reason, told in a letter."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return
    stay = _current(stay)
    if len(reason.strip()) < LEAST:
        raise Unexplained
    if not _answer(wait, Asking.KEPT, by, reason):
        raise queries.NoLonger
    write(wait, "keep_here", by, {"reason": reason}, key)
    letters.send(wait, letters.KEPT, today(), place=stay.place, reason=reason)


@transaction.atomic
def tell_end(stay_id: UUID, last_day: date, by: Who, reason: str, key: str) -> None:
    """Tell the household in a letter, once, that its right ended and until when it can stay. Raises `StillARight` where
    the law of the file still gives the right, `TooEarly` for a day that is over already."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return
    stay = _current(stay)
    if stay.told_until is not None:
        raise queries.NoLonger
    if len(reason.strip()) < LEAST:
        raise Unexplained
    if last_day < today():
        raise TooEarly
    if rights.right_of(wait.case) is not None:
        raise StillARight
    Stay.objects.filter(pk=stay.pk).update(told_until=last_day)
    write(wait, "tell_end", by, {"until": last_day, "reason": reason}, key)
    letters.send(wait, letters.ENDED, today(), place=stay.place, until=last_day, reason=reason)


@transaction.atomic
def leave(stay_id: UUID, by: Who, why: str, key: str) -> None:
    """The household leaves: by its own wish, or because its right ended. The beds are free at once. Nobody has to leave
    before the last day that a letter told them: raises `TooEarly`, and `StillARight` where the right came back."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return
    stay = _current(stay)
    if why not in (Stay.LEFT, Stay.ENDED):
        raise ValueError(why)
    if why == Stay.ENDED:
        if stay.told_until is None or stay.told_until >= today():
            raise TooEarly
        if rights.right_of(wait.case) is not None:
            raise StillARight
    quotas.release(stay.holding, by.ref, "leave", f"{key} release")
    Stay.objects.filter(pk=stay.pk).update(until=today(), ended_why=why)
    write(wait, "leave", by, {"place": str(stay.place_id), "why": why}, key)
    _answer(wait, Asking.OVER, by)


@transaction.atomic
def resize(stay_id: UUID, persons: int, by: Who, reason: str) -> None:
    """The household grew or became smaller. Raises `quotas.Full` when the place has no bed more."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    stay = _current(stay)
    entry = write(wait, "resize", by, {"persons": [stay.persons, persons], "reason": reason})
    quotas.change(stay.holding, persons, by.ref, "household", str(entry.pk))
    Stay.objects.filter(pk=stay.pk).update(persons=persons)
    Wait.objects.filter(pk=wait.pk).update(persons=persons)


def _current(stay: Stay) -> Stay:
    """The stay as it is now that nobody else can change it."""
    stay.refresh_from_db()
    if stay.until is not None:
        raise queries.NoLonger
    return stay


def _open(place_id: UUID) -> Place:
    """A place that is open now. Raises `NoLonger` for one that was closed meanwhile."""
    found = Place.objects.filter(pk=place_id, closed_at=None).first()
    if found is None:
        raise queries.NoLonger
    return found


def _answer(wait: Wait, answer: str, by: Who, why: str = "") -> bool:
    """Answer what the household had asked; whether there was anything to answer."""
    told = {"answer": answer, "answered_at": clock.now(), "answered_by": by.account, "why": why.strip()}
    return bool(Asking.objects.filter(wait=wait, answer="").update(**told))
