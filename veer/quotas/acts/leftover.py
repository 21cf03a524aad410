"""What is left at the end of a year: it goes to another part, lapses, or keeps a place for who could not travel."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F

from veer.journal.acts import Ref, append
from veer.quotas.acts.limits import open_quota, set_limits
from veer.quotas.acts.taking import move
from veer.quotas.holdings import holding
from veer.quotas.models import Counter, Quota

CARRIED = "carried"


@transaction.atomic
def move_unused(whole: UUID, to: str, by: Ref, reason: str) -> int:
    """What the other parts of a quota have left becomes this part's: together they stay what they were.

    What is kept or granted in a part stays there, and it can take no more. Gives how many places moved; done again, it
    moves what came free since.
    """
    parts = _parts(whole)
    target = next(one for one in parts if one.name == to)
    freed = _close([one for one in parts if one != target], by, reason)
    if freed != (0, 0):
        _change(target.pk, *freed)
        Counter.objects.filter(quota=target.pk, number=0).update(
            places=F("places") + freed[0], most=F("most") + freed[1]
        )
        append(Ref("quota", target.pk), "take_over_unused", by, payload=_told(freed, reason))
    return freed[0]


@transaction.atomic
def give_back(part: UUID, by: Ref, reason: str) -> int:
    """What was set apart and nobody has is the whole's again; who has a place keeps it there. Gives how many places.

    Done again, it gives back what came free since.
    """
    own = Quota.objects.get(pk=part)
    assert own.parent_id is not None, "only a part that was set apart gives back"
    whole = Quota.objects.select_for_update(no_key=True).get(pk=own.parent_id)
    both = Counter.objects.select_for_update().filter(quota__in=[part, whole.pk])
    list(both.order_by("quota", "number"))  # both are taken here, in one order by everybody
    freed = _close([own], by, reason)
    if freed != (0, 0):
        first = Counter.objects.filter(quota=whole.pk, number=0)
        first.update(places=F("places") + freed[0], most=F("most") + freed[1])
        append(Ref("quota", whole.pk), "take_back", by, payload=_told(freed, reason))
    return freed[0]


@transaction.atomic
def lapse(whole: UUID, by: Ref, reason: str) -> int:
    """The year is over: what nobody has is gone, and nothing more can be taken. Gives how many places lapsed."""
    parts = _parts(whole)
    freed = _close(parts or list(Quota.objects.filter(pk=whole)), by, reason)
    if parts and freed != (0, 0):
        _change(whole, -freed[0], -freed[1])
        append(Ref("quota", whole), "lapse_unused", by, payload=_told(freed, reason))
    return freed[0]


@transaction.atomic
def carry_over(holdings: Iterable[UUID], into: Quota, at_most: int, by: Ref, reason: str) -> list[UUID]:
    """Places of an earlier year go on in a quota beside this year's, in the order given, each household whole.

    `at_most`: so many persons in all, over every call for this year. Gives the holdings that went; who would pass the
    limit stays where it is. The quota beside grows with what comes, so that nothing of this year's is taken.
    """
    gone, beside = [], Quota.objects.filter(scope=into.scope, name=CARRIED, begins=into.begins).first()
    places = beside.places if beside else 0
    for one in map(holding, holdings):
        earlier = Quota.objects.filter(pk=one.quota, begins__lt=into.begins).exists()
        if not earlier or places + one.amount > at_most:
            continue
        if beside is None:
            beside = open_quota(into.scope, CARRIED, 0, by, begins=into.begins, ends=into.ends)
        places += one.amount
        set_limits(beside.pk, places, by, reason)
        move(one.id, beside.pk, by, reason, f"carry {one.id} {into.begins.year}")
        gone.append(one.id)
    return gone


def _parts(whole: UUID) -> list[Quota]:
    """The parts of a quota, taken for this transaction in one order by everybody."""
    return list(Quota.objects.select_for_update(no_key=True).filter(parent=whole).order_by("pk"))


def _close(parts: Iterable[Quota], by: Ref, reason: str) -> tuple[int, int]:
    """Leave each part what is kept or granted in it. Gives the places, and the calls, that it had beyond that."""
    together = (0, 0)
    for part in parts:
        counters = list(Counter.objects.select_for_update().filter(quota=part.pk).order_by("number"))
        freed = (0, 0)
        for one in counters:
            held = one.reserved + one.confirmed
            left = (one.places - min(one.places, held), one.most - held)
            one.places, one.most = one.places - left[0], one.most - left[1]
            freed = (freed[0] + left[0], freed[1] + left[1])
        if freed != (0, 0):
            Counter.objects.bulk_update(counters, ["places", "most"])
            _change(part.pk, -freed[0], -freed[1])
            append(Ref("quota", part.pk), "give_up_unused", by, payload=_told(freed, reason))
        together = (together[0] + freed[0], together[1] + freed[1])
    return together


def _change(quota: UUID, places: int, most: int) -> None:
    Quota.objects.filter(pk=quota).update(places=F("places") + places, most=F("most") + most)


def _told(freed: tuple[int, int], reason: str) -> Mapping[str, int | str]:
    return {"places": freed[0], "most": freed[1], "reason": reason}
