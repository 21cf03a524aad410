"""Opening a quota, changing its limits, dividing it. The limit comes from the law, given by whoever calls."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.quotas.acts.taking import Full
from veer.quotas.models import Counter, Quota
from veer.quotas.shares import evenly, most_called, shares

MOST_COUNTERS = 64


class InUse(ValueError):
    """More is held than the new limit would leave."""


@transaction.atomic
def open_quota(
    scope: str,
    name: str,
    places: int,
    by: Ref,
    *,
    begins: date,
    ends: date | None = None,
    call: Fraction = Fraction(1),
    counters: int = 1,
    quota: UUID | None = None,
) -> Quota:
    """A quota of so many persons. `call`: by how much more may be called than there are places, 11/10 for a tenth more.

    `counters`: more than one where very many ask at one moment. `quota`: its id, where the caller has chosen one.
    """
    if not 1 <= counters <= MOST_COUNTERS:
        raise ValueError(f"a quota has from one to {MOST_COUNTERS} counters")
    made = Quota.objects.create(
        id=quota or uuid4(),
        scope=scope,
        name=name,
        begins=begins,
        ends=ends,
        places=places,
        most=most_called(places, call),
        shards=counters,
        made_at=clock.now(),
    )
    none = [0] * counters
    _counters(made, evenly(made.places, none), evenly(made.most, none))
    append(Ref("quota", made.pk), "open_quota", by, payload={"places": made.places, "most": made.most})
    return made


@transaction.atomic
def set_limits(quota: UUID, places: int, by: Ref, reason: str, *, call: Fraction = Fraction(1)) -> Quota:
    """Another limit from now on. Raises `InUse` when more is held, or was given to sub-quotas, than it would leave."""
    found = Quota.objects.select_for_update(no_key=True).get(pk=quota)
    counters = list(Counter.objects.select_for_update().filter(quota=quota).order_by("number"))
    given = found.parts.aggregate(places=Sum("places", default=0), most=Sum("most", default=0))
    before, most = (found.places, found.most), most_called(places, call)
    try:
        own_places = evenly(places - given["places"], [one.confirmed for one in counters])
        own_most = evenly(most - given["most"], [one.reserved + one.confirmed for one in counters])
    except ValueError as held:
        raise InUse(str(found)) from held
    for one, its_places, its_most in zip(counters, own_places, own_most, strict=True):
        one.places, one.most = its_places, its_most
    Counter.objects.bulk_update(counters, ["places", "most"])
    found.places, found.most = places, most
    found.save(update_fields=["places", "most"])
    told = {"places": [before[0], places], "most": [before[1], most], "reason": reason}
    append(Ref("quota", quota), "set_limits", by, payload=told)
    return found


@transaction.atomic
def divide(quota: UUID, weights: Mapping[str, int | Fraction], by: Ref) -> dict[str, Quota]:
    """Divide all of a quota over sub-quotas, by weight and largest remainder: together they are exactly the whole.

    Afterwards places are taken from the sub-quotas. Raises `InUse` when something is held, or it was divided before.
    """
    whole = Quota.objects.select_for_update(no_key=True).get(pk=quota)
    counters = list(Counter.objects.select_for_update().filter(quota=quota).order_by("number"))
    if whole.parts.exists() or any(one.reserved or one.confirmed for one in counters):
        raise InUse(str(whole))
    for one in counters:
        one.places = one.most = 0
    Counter.objects.bulk_update(counters, ["places", "most"])
    places, more = shares(whole.places, weights), shares(whole.most - whole.places, weights)
    made = {}
    for name in sorted(weights):
        made[name] = Quota.objects.create(
            scope=whole.scope,
            name=name,
            begins=whole.begins,
            ends=whole.ends,
            places=places[name],
            most=places[name] + more[name],
            parent=whole,
            made_at=clock.now(),
        )
        _counters(made[name], [places[name]], [places[name] + more[name]])
    append(Ref("quota", quota), "divide_quota", by, payload={"shares": places})
    return made


@transaction.atomic
def set_apart(quota: UUID, name: str, places: int, by: Ref, reason: str, *, leaving: int = 0) -> Quota:
    """Reserve so many places of a quota under a name of their own: from now on they are taken from that part alone.

    Of what is free: whoever was called keeps the place, and so many more as `leaving` stay free for who is drawn next.
    Raises `Full`. As many may be called there as there are places; together the limits stay what they were.
    """
    if places < 1:
        raise ValueError("a place is reserved for somebody")
    whole = Quota.objects.select_for_update(no_key=True).get(pk=quota)
    counters = list(Counter.objects.select_for_update().filter(quota=quota).order_by("number"))
    held = [one.reserved + one.confirmed for one in counters]
    own_places, own_most = sum(one.places for one in counters), sum(one.most for one in counters)
    if places + leaving > own_places - sum(held):
        raise Full(str(whole))
    left_places = evenly(own_places - places, [one.confirmed for one in counters])
    for one, its_places, its_most in zip(counters, left_places, evenly(own_most - places, held), strict=True):
        one.places, one.most = its_places, its_most
    Counter.objects.bulk_update(counters, ["places", "most"])
    made = Quota.objects.create(
        scope=whole.scope,
        name=name,
        begins=whole.begins,
        ends=whole.ends,
        places=places,
        most=places,
        parent=whole,
        made_at=clock.now(),
    )
    _counters(made, [places], [places])
    append(Ref("quota", quota), "set_apart", by, payload={"part": str(made.pk), "places": places, "reason": reason})
    return made


def _counters(quota: Quota, places: list[int], most: list[int]) -> None:
    Counter.objects.bulk_create(
        Counter(quota=quota, number=number, places=its_places, most=its_most)
        for number, (its_places, its_most) in enumerate(zip(places, most, strict=True))
    )
