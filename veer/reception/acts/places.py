"""Opening a place, changing its beds, closing it."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import transaction

from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.quotas import acts as quotas
from veer.reception.acts.common import today
from veer.reception.models import Place
from veer.reception.policy import works
from veer.reception.rules import NEEDS


@transaction.atomic
def open_place(
    site: str, municipality: str, kind: str, beds: int, rooms: int, services: Iterable[str], by: Who
) -> Place:
    """A place, and beside it the ledger of its beds."""
    works(by)
    offered = sorted(set(services))
    if set(offered) - NEEDS.keys():
        raise ValueError(f"no such service: {set(offered) - NEEDS.keys()}")
    place = Place.objects.create(
        id=uuid4(),
        site=site,
        municipality=municipality,
        kind=kind,
        rooms=rooms,
        services=offered,
        opened_at=clock.now(),
    )
    quotas.open_quota("reception", str(place.pk), beds, by.ref, begins=today(), quota=place.pk)
    append(Ref("place", place.pk), "open_place", by.ref, payload={"beds": beds, "services": offered})
    return place


@transaction.atomic
def change_beds(place: UUID, beds: int, by: Who, reason: str) -> None:
    """Another number of beds. Raises `quotas.InUse` when more are in use."""
    works(by)
    quotas.set_limits(place, beds, by.ref, reason)
    append(Ref("place", place), "change_beds", by.ref, payload={"beds": beds, "reason": reason})


@transaction.atomic
def close_place(place: UUID, by: Who, reason: str) -> None:
    """Nobody comes here any more. Raises `quotas.InUse` while somebody stays."""
    works(by)
    quotas.set_limits(place, 0, by.ref, reason)
    Place.objects.filter(pk=place, closed_at=None).update(closed_at=clock.now())
    append(Ref("place", place), "close_place", by.ref, payload={"reason": reason})
