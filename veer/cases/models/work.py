"""What the work list keeps beside the cases: whose turn it is, lists under a name, files offered, officials away,
who has a file open."""

import uuid

from django.db import models
from django.db.models import F, Q


class Turn(models.Model):
    """A case in the list of a role that has a part in it, while a step of it is theirs.

    `due`: the soonest day by which the role itself has to act, NEVER where the law gives it none; `since`: from when
    it is their turn. Kept only to be asked for in order: law and journal give the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="turns")
    role = models.CharField(max_length=40)
    due = models.DateField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="cases_one_turn_a_role")]
        indexes = [models.Index(fields=["role", "due", "since", "case"], name="cases_turn_work")]

    def __str__(self) -> str:
        return f"turn of {self.role} in {self.case_id}"


class SavedFilter(models.Model):
    """A list that somebody keeps under a name: the address that shows it. One of them may be where they begin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)
    first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="cases_one_list_a_name"),
            models.UniqueConstraint(fields=["account"], condition=Q(first=True), name="cases_one_first_list"),
        ]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """A file that its holder offers to a colleague. It stays with the holder until the colleague takes it."""

    TAKEN, DECLINED, WITHDRAWN = "taken", "declined", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="handovers")
    giver = models.UUIDField()
    to = models.UUIDField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="cases_one_open_handover"),
            models.CheckConstraint(condition=~Q(to=F("giver")), name="cases_handover_to_another"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="")
                | Q(ended_at__isnull=False, ended__in=["taken", "declined", "withdrawn"]),
                name="cases_handover_ended_how",
            ),
        ]
        indexes = [models.Index(fields=["to"], condition=Q(ended_at=None), name="cases_handover_open")]

    def __str__(self) -> str:
        return f"{self.case_id} offered to {self.to}"


class Absence(models.Model):
    """Somebody is away, the first and the last day among it, and a deputy stands in for them. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField()
    deputy = models.UUIDField()
    first = models.DateField()
    last = models.DateField()
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="cases_absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(deputy=F("account")), name="cases_deputy_is_another"),
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="cases_one_absence"),
        ]
        indexes = [models.Index(fields=["last"], condition=Q(ended_at=None), name="cases_absence_open")]

    def __str__(self) -> str:
        return f"{self.account} away from {self.first} to {self.last}"


class Presence(models.Model):
    """Who has a file open, so that two officials do not work past each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="presences")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="cases_one_presence")]

    def __str__(self) -> str:
        return f"{self.account} at {self.case_id}"
