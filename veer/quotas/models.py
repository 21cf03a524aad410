"""What a quota is: its limits, counters that the database guards, and the ledger from which each of them follows.

A quota counts persons. Two numbers rise: `reserved` (called, a place is kept) and `confirmed` (granted, the place is
used). Two limits hold: `reserved + confirmed <= most` and `confirmed <= places`. `most` is larger than `places` only
where the law lets more be called than there are places; what is granted never passes `places`.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from veer.journal.models import WrittenOnce

RESERVE, CONFIRM, RELEASE, EXPIRE, MOVE, CORRECT = "reserve", "confirm", "release", "expire", "move", "correct"
KINDS = (RESERVE, CONFIRM, RELEASE, EXPIRE, MOVE, CORRECT)


class Quota(models.Model):
    """So many places, for a period, under a name that is its own within a scope (a route, a site).

    `scope` and `name` are words of whoever opened it. The limits are the law's: what counters and sub-quotas hold
    adds up to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=170)
    name = models.CharField(max_length=120)
    begins = models.DateField()
    ends = models.DateField(null=True)
    places = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    shards = models.PositiveSmallIntegerField(default=1)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "name", "begins"], name="quotas_one_name_a_period"),
            models.CheckConstraint(condition=Q(most__gte=F("places")), name="quotas_calls_reach_the_places"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("begins")), name="quotas_period_order"),
            models.CheckConstraint(condition=Q(shards__gte=1, shards__lte=64), name="quotas_shards"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.name} {self.begins}"


class Counter(models.Model):
    """A part of a quota's places and what was taken of it. A hot quota has several, so that not all wait for one row.

    Kept so that one guarded statement can take; the ledger alone gives the same numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="counters", db_index=False)
    number = models.SmallIntegerField()
    places = models.IntegerField()
    most = models.IntegerField()
    reserved = models.IntegerField(default=0)
    confirmed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quota", "number"], name="quotas_one_counter_a_number"),
            # Nothing below none, granted within the places, called within the most; so neither limit is below none.
            # One condition, for the database reads each anew for each line.
            models.CheckConstraint(
                condition=Q(
                    number__gte=0,
                    reserved__gte=0,
                    confirmed__gte=0,
                    confirmed__lte=F("places"),
                    reserved__lte=F("most") - F("confirmed"),
                ),
                name="quotas_within_its_limits",
            ),
        ]

    def __str__(self) -> str:
        return f"counter {self.number} of {self.quota_id}"


def _changes(kind: str, **conditions: Any) -> Q:
    return Q(kind=kind, **conditions)


class Entry(WrittenOnce):
    """One line of the ledger: by how much `reserved` and `confirmed` changed, for whom, why, by whom.

    A holding is one reservation through all that happens to it; its lines are numbered by `turn`, so that of two acts
    at one moment the second finds its turn taken. The id of a holding follows from the key of the request that made it;
    later requests leave their `key` on their line. `until`: the last day on which the place is kept if nothing happens.
    """

    pk = models.CompositePrimaryKey("holding", "turn")
    holding = models.UUIDField()
    turn = models.SmallIntegerField()
    # That the quota is there, its counter proves, which moves with this line. A constraint would lock the quota's row
    # once more for each line, and all that take at one moment would wait for each other there.
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="entries", db_index=False, db_constraint=False)
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=8)
    reserved = models.IntegerField()
    confirmed = models.IntegerField()
    subject = models.UUIDField()
    reason = models.CharField(max_length=80)
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField()
    at = models.DateTimeField()
    until = models.DateField(null=True)
    key = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="quotas_one_line_a_key"),
            models.CheckConstraint(
                condition=_changes(RESERVE, reserved__gt=0, confirmed=0, turn=1)
                | Q(turn__gt=1)
                & (
                    _changes(CONFIRM, reserved__lt=0, confirmed=-F("reserved"))
                    | _changes(RELEASE, reserved__lte=0, confirmed__lte=0)
                    | _changes(EXPIRE, reserved__lt=0, confirmed=0)
                    | Q(kind__in=(MOVE, CORRECT)) & (Q(reserved=0) | Q(confirmed=0))
                ),
                name="quotas_entry_says_what_it_does",
            ),
        ]
        indexes = [
            models.Index(fields=["quota"], name="quotas_entry_quota"),
            models.Index(fields=["subject"], name="quotas_entry_subject"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="quotas_entry_until"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reserved:+} {self.confirmed:+} in {self.quota_id}"
