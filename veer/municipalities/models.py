"""What is: municipalities, what each was asked and said, links by which one acts without an account, and moves.

How many places a municipality declared and who holds them stands in the ledgers (veer.quotas); which households come
there, in their files. Nothing of a household is copied here.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.cases.models import Case
from veer.people.models import Organisation


class Body(models.Model):
    """A municipality. Its people have accounts in `organisation`; one without accounts is written to at `email`.

    `key`: the name folded, by which the home of a sponsor finds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, unique=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8)
    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """A municipality was told of a group that asks to be recognised, and may remark. Its remark, once there is one.

    `asked_by`: null where the daily round did it. `account`: of whoever remarked signed in; null by a link.
    """

    HOUSING, SCHOOL, CARE = "housing", "school", "care"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="asked")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    about = models.CharField(max_length=8, blank=True)
    text = models.TextField(max_length=3000, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    by_function = models.CharField(max_length=120, blank=True)
    account = models.UUIDField(null=True)
    remarked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remarked_at=None, text="", by_name="", account=None)
                | Q(remarked_at__isnull=False, about__in=["housing", "school", "care"]),
                name="municipalities_remark_about_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} of {self.case_id}"


class Link(models.Model):
    """A signed link that lets a municipality without account do one thing, until a day. It can be taken back.

    The row is what is waiting to be sent, too: `sent_at` is null until the message left. `opened`: how often.
    """

    REMARK, PLACES = "remark", "places"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=8)
    asked = models.ForeignKey(Asked, models.PROTECT, null=True, related_name="links")
    email = models.EmailField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="remark", asked__isnull=False) | Q(purpose="places", asked=None),
                name="municipalities_link_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["asked"],
                condition=Q(asked__isnull=False, revoked_at=None),
                name="municipalities_one_live_link_a_file",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="municipalities_link_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.until}"


class Declaration(models.Model):
    """So many places of a service in a period, as a municipality said: who said so, signed in or by a link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="declarations")
    begins = models.DateField()
    ends = models.DateField()
    places = models.JSONField()
    by_name = models.CharField(max_length=120, blank=True)
    by_function = models.CharField(max_length=120, blank=True)
    account = models.UUIDField(null=True)
    link = models.ForeignKey(Link, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="municipalities_period_order"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.begins}"


class Handover(models.Model):
    """A household moves: its municipality proposes, the other one accepts or not. Both read what was said."""

    ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    source = models.ForeignKey(Body, models.PROTECT, related_name="given")
    target = models.ForeignKey(Body, models.PROTECT, related_name="received")
    persons = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    answer = models.CharField(max_length=9, blank=True)
    words = models.CharField(max_length=500, blank=True)
    moved = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answer=""), name="municipalities_one_open_handover_a_household"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="municipalities_moves_elsewhere"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(
                    answer__in=["accepted", "declined", "withdrawn"],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="municipalities_handover_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} to {self.target_id}"
