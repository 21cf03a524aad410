"""A place proposed by the program and given by somebody; moving to another; leaving."""

from uuid import UUID

from django.db import transaction

from veer.access.who import Who
from veer.journal import clock
from veer.quotas import acts as quotas
from veer.reception import fitting, queries
from veer.reception.acts.common import before, handled, today, write
from veer.reception.models import Place, Proposal, Stay, Wait

LEAST = 20  # characters of a reason


class Unexplained(ValueError):
    """Another place than the one proposed needs a reason in words."""


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
    place = Place.objects.get(pk=place_id, closed_at=None)
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
    return stay


@transaction.atomic
def transfer(stay_id: UUID, place_id: UUID, by: Who, reason: str, key: str) -> Stay:
    """To another place: the beds there are taken and those here given back together. Raises `quotas.Full`."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return wait.stays.get(until=None)
    stay = _current(stay)
    if len(reason.strip()) < LEAST:
        raise Unexplained
    place = Place.objects.get(pk=place_id, closed_at=None)
    quotas.move(stay.holding, place.pk, by.ref, "transfer", f"{key} move")
    Stay.objects.filter(pk=stay.pk).update(until=today(), ended_why=Stay.MOVED)
    moved = Stay.objects.create(
        wait=wait, place=place, holding=stay.holding, persons=stay.persons, since=today(), given_by=by.account
    )
    told = {"from": str(stay.place_id), "place": str(place.pk), "reason": reason}
    write(wait, "transfer", by, told, key)
    return moved


@transaction.atomic
def leave(stay_id: UUID, by: Who, why: str, key: str) -> None:
    """The household leaves: by its own wish, or because its right ended. The beds are free at once."""
    stay = Stay.objects.get(pk=stay_id)
    wait = handled(stay.wait_id, by)
    if before(by, key) is not None:
        return
    stay = _current(stay)
    if why not in (Stay.LEFT, Stay.ENDED):
        raise ValueError(why)
    quotas.release(stay.holding, by.ref, "leave", f"{key} release")
    Stay.objects.filter(pk=stay.pk).update(until=today(), ended_why=why)
    write(wait, "leave", by, {"place": str(stay.place_id), "why": why}, key)


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
