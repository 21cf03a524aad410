"""What is: places, households that wait, what they need, and who stays where. How full a place is, its ledger says."""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.cases.models import Case
from veer.people.models import Person


class Place(models.Model):
    """A house or centre with beds. Its ledger (veer.quotas) has the same id: it cannot be overbooked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.CharField(max_length=120, unique=True)
    municipality = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    rooms = models.PositiveSmallIntegerField()
    services = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["collective", "individual", "open_return"]), name="reception_place_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.site


class Wait(models.Model):
    """A household that asked for a place: so many persons, since a day, by the right of a file."""

    PLACED, WITHDRAWN, ENDED = "placed", "withdrawn", "right_ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    persons = models.PositiveSmallIntegerField()
    since = models.DateField()
    wish = models.CharField(max_length=120, blank=True)
    departing = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="reception_waits_once_a_file"),
            models.CheckConstraint(condition=Q(persons__gte=1, persons__lte=40), name="reception_wait_persons"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="reception_wait_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["since", "made_at", "id"], condition=Q(ended_at=None), name="reception_wait_order")
        ]

    def __str__(self) -> str:
        return f"{self.persons} since {self.since}"


class Need(models.Model):
    """What a household needs of a place: who said so, and who agreed that it is written down."""

    PERSON, GUARDIAN = "person", "guardian"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, models.PROTECT, related_name="needs")
    need = models.CharField(max_length=12)
    source = models.CharField(max_length=12)
    consent = models.CharField(max_length=12, blank=True)
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wait", "need"], condition=Q(until=None), name="reception_one_need_open"),
            models.CheckConstraint(
                condition=~Q(need__in=["step_free", "medical"]) | Q(consent__in=["person", "guardian"]),
                name="reception_health_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["person", "doctor", "guardian", "file"]), name="reception_need_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} by {self.source}"


class Proposal(models.Model):
    """What the program proposed for a household, with its reasons, and what an official made of it."""

    TAKEN, OTHER = "taken", "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, models.PROTECT, related_name="proposals")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    reasons = models.JSONField()
    made_at = models.DateTimeField()
    settled = models.CharField(max_length=8, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    why_other = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled="", settled_by=None) | Q(settled__in=["taken", "other"], settled_by__isnull=False),
                name="reception_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(settled="other") | ~Q(why_other=""), name="reception_another_place_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal for {self.wait_id}"


class Stay(models.Model):
    """A household in a place, from one day to another. A transfer ends one stay and begins the next.

    `told_until`: the last day that was told to the household in a letter when its right had ended.
    """

    LEFT, MOVED, ENDED = "left", "moved", "right_ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, models.PROTECT, related_name="stays")
    place = models.ForeignKey(Place, models.PROTECT, related_name="stays")
    holding = models.UUIDField()
    persons = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    ended_why = models.CharField(max_length=12, blank=True)
    given_by = models.UUIDField()
    told_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wait"], condition=Q(until=None), name="reception_one_stay_a_household"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="reception_stay_order"),
        ]
        indexes = [models.Index(fields=["place"], condition=Q(until=None), name="reception_stay_now")]

    def __str__(self) -> str:
        return f"{self.persons} in {self.place_id} since {self.since}"


class Asking(models.Model):
    """A household with a place asks for another one: where, why, and what came of it."""

    MOVED, KEPT, OVER = "moved", "kept", "over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, models.PROTECT, related_name="askings")
    wish = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answer = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wait"], condition=Q(answer=""), name="reception_one_asking_open"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None) | Q(answer__gt="", answered_by__isnull=False),
                name="reception_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(answer="kept") | Q(why__gt=""), name="reception_no_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"another place for {self.wait_id}"


class Wage(models.Model):
    """What somebody who stays says to have earned in a month, in cents."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, models.PROTECT, related_name="wages")
    month = models.DateField()
    cents = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="reception_wage_of_a_month"),
            models.CheckConstraint(condition=Q(cents__lte=100_000_00), name="reception_wage_is_one"),
        ]

    def __str__(self) -> str:
        return f"wage of {self.month:%Y-%m}"


class Forecast(models.Model):
    """How many beds will be in use on a day, as it was expected on another: kept, so that its error can be shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_on = models.DateField()
    day = models.DateField()
    expected = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_on", "day"], name="reception_one_forecast_a_day"),
            models.CheckConstraint(condition=Q(day__gt=F("made_on")), name="reception_forecast_looks_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.expected} on {self.day}"
