"""Proof that the counters say what the ledger says, and that nobody holds more than there is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from veer.quotas.models import Counter, Entry, Quota


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a quota, or with one holding in it."""

    quota: UUID
    what: str


def verify_ledgers() -> list[Problem]:
    """Everything that is not as it should be; nothing, while people go on taking places, when all is well.

    Each question is one statement, which sees the database as it was at one moment.
    """
    return [*_counters_differ(), *_limits_differ(), *_holdings_wrong()]


def _counters_differ() -> Iterator[Problem]:
    """Each counter is the sum of its lines, and within its limits."""
    told = Entry.objects.filter(quota=OuterRef("quota"), number=OuterRef("number")).order_by().values("quota")
    rows = Counter.objects.order_by("quota", "number").annotate(
        told_reserved=_sum(told, "reserved"), told_confirmed=_sum(told, "confirmed")
    )
    for one in rows.iterator():
        kept, ledger = (one.reserved, one.confirmed), (one.told_reserved, one.told_confirmed)
        if kept != ledger:
            yield Problem(one.quota_id, f"counter {one.number} says {kept}, the ledger {ledger}")
        if one.reserved < 0 or one.confirmed < 0:
            yield Problem(one.quota_id, f"counter {one.number} is below nothing")
        if one.confirmed > one.places or one.reserved + one.confirmed > one.most:
            yield Problem(one.quota_id, f"counter {one.number} is past its limit")


def _limits_differ() -> Iterator[Problem]:
    """What counters and sub-quotas may use adds up to the limit of the law."""
    own = Counter.objects.filter(quota=OuterRef("pk")).order_by().values("quota")
    parts = Quota.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    rows = Quota.objects.order_by("pk").annotate(
        own_places=_sum(own, "places"),
        own_most=_sum(own, "most"),
        given_places=_sum(parts, "places"),
        given_most=_sum(parts, "most"),
    )
    for one in rows.iterator():
        if (one.places, one.most) != (one.own_places + one.given_places, one.own_most + one.given_most):
            yield Problem(one.pk, "what its counters and sub-quotas may use is not the limit")


def _holdings_wrong() -> Iterator[Problem]:
    """The lines of each holding are numbered without a gap, and never hold less than nothing in any quota."""
    lines = Entry.objects.order_by("holding", "turn").values_list("holding", "turn", "quota", "reserved", "confirmed")
    last: UUID | None = None
    turns, held = 0, defaultdict[UUID, list[int]](lambda: [0, 0])
    for holding, turn, quota, reserved, confirmed in lines.iterator():
        if holding != last:
            last, turns, held = holding, 0, defaultdict[UUID, list[int]](lambda: [0, 0])
        turns += 1
        held[quota][0] += reserved
        held[quota][1] += confirmed
        if turn != turns:
            yield Problem(quota, f"a line of holding {holding} is missing before {turn}")
        if min(held[quota]) < 0:
            yield Problem(quota, f"holding {holding} gave back more than it had")


def _sum(rows: "QuerySet[Any, Any]", of: str) -> Coalesce:
    """The sum over the rows of a sub-query, nothing where there are none."""
    return Coalesce(Subquery(rows.annotate(summed=Sum(of)).values("summed"), output_field=IntegerField()), 0)
