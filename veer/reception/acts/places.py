"""Opening a place, changing it, closing it, opening it again: the record, its ledger and the journal move together."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.quotas import acts as quotas
from veer.reception import queries
from veer.reception.acts.common import before, today
from veer.reception.models import Place
from veer.reception.policy import PLACES, works
from veer.reception.rules import KINDS, NEEDS

CHAIN = "place"


class NameTaken(ValueError):
    """There is a place of this name already."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a place. `services`: words of `NEEDS`."""

    site: str
    municipality: str
    beds: int
    rooms: int
    services: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """By name, as `open_place` takes them."""
        return asdict(self)

    @classmethod
    def of(cls, place: Place) -> "Told":
        """A place as it is, its beds from the ledger."""
        beds = queries.beds_of(place).places
        return cls(place.site, place.municipality, beds, place.rooms, tuple(place.services))


@transaction.atomic
def open_place(
    site: str,
    municipality: str,
    kind: str,
    beds: int,
    rooms: int,
    services: Iterable[str],
    by: Who,
    key: str | None = None,
) -> Place:
    """A place, and beside it the ledger of its beds. Raises `NameTaken`."""
    works(by)
    if key is not None and (done := before(by, key)) is not None:
        return Place.objects.get(pk=done.chain)
    if kind not in KINDS:
        raise ValueError(f"no such kind of place: {kind}")
    told = Told(site, municipality, beds, rooms, _offered(services))
    place = Place(id=uuid4(), kind=kind, opened_at=clock.now())
    _say(place, told)
    quotas.open_quota("reception", str(place.pk), beds, by.ref, begins=today(), quota=place.pk)
    append(Ref(CHAIN, place.pk), "open_place", by.ref, payload={"now": asdict(told), "kind": kind}, key=key)
    return place


@transaction.atomic
def change_place(place_id: UUID, told: Told, by: Who, reason: str, *, seen: int, key: str) -> Place:
    """Another name, number of beds or offer; a place that was closed is open again. `seen`: how much had happened to
    it when it was read. Raises `NoLonger` when more has happened, `quotas.InUse` when more beds are in use than it
    would have, `NameTaken`."""
    place = _handled(place_id, by)
    if before(by, key) is not None:
        return place
    if queries.seen(place) != seen:
        raise queries.NoLonger
    was, closed = Told.of(place), place.closed_at is not None
    now = Told(told.site, told.municipality, told.beds, told.rooms, _offered(told.services))
    if now.beds != was.beds:
        quotas.set_limits(place.pk, now.beds, by.ref, reason)
    place.closed_at = None
    _say(place, now)
    payload: dict[str, Any] = {"was": asdict(was), "now": asdict(now), "reason": reason}
    append(Ref(CHAIN, place.pk), "reopen_place" if closed else "change_place", by.ref, payload=payload, key=key)
    return place


@transaction.atomic
def close_place(place_id: UUID, by: Who, reason: str, *, key: str | None = None) -> None:
    """Nobody comes here any more. Raises `quotas.InUse` while somebody stays."""
    place = _handled(place_id, by)
    if place.closed_at is not None:
        return
    quotas.set_limits(place.pk, 0, by.ref, reason)
    Place.objects.filter(pk=place.pk).update(closed_at=clock.now())
    append(Ref(CHAIN, place.pk), "close_place", by.ref, payload={"reason": reason}, key=key)


def _handled(place_id: UUID, by: Who) -> Place:
    """A place that somebody may work on, locked until the act is done."""
    works(by)
    lock(place_id, CHAIN)
    found: Place = policy.obtain(Place.objects.all(), PLACES.kind, by, policy.HANDLE, place_id)
    return found


def _offered(services: Iterable[str]) -> tuple[str, ...]:
    offered = set(services)
    if offered - NEEDS.keys():
        raise ValueError(f"no such service: {offered - NEEDS.keys()}")
    return tuple(word for word in NEEDS if word in offered)


def _say(place: Place, told: Told) -> None:
    """Write what is told of a place; the database says whether its name is taken."""
    place.site, place.municipality, place.rooms = told.site, told.municipality, told.rooms
    place.services = list(told.services)
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as taken:
        if Place.objects.filter(site=told.site).exclude(pk=place.pk).exists():
            raise NameTaken(told.site) from taken
        raise
