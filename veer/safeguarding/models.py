"""What is: concerns. They stand beside the files, never in them: whoever is complained about does not read them."""

import uuid

from django.db import models
from django.db.models import F, Q

from veer import draw
from veer.cases.models import Case, Stop

GRANTED, REFUSED = ".yes", ".no"  # how an id of the list of audits ends


class Concern(models.Model):
    """Something that somebody reported: a kind of the law, in their words, and by when somebody decides what follows.

    `account`: who reported, where they were signed in; `tell`: who may learn that it was them, and `contact` how to
    reach them safely. `number` is the file as they typed it, `case` the file that it is. `stop`: the last one placed;
    `freeze`: beside it, on the sponsor's file, where the file is that of a household.
    """

    CELL, HELPERS = "cell", "helpers"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    told = models.TextField()
    about = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    account = models.UUIDField(null=True)
    tell = models.CharField(max_length=8, default=CELL)
    contact = models.CharField(max_length=200, blank=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="+")
    freeze = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tell__in=["cell", "helpers"]), name="safeguarding_who_may_be_told"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | ~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="safeguarding_outcome_whole_or_not",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(decided_at=None), name="safeguarding_open")]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class Alert(models.Model):
    """More groups than the law finds usual share something: who looks at it, and what came of it.

    `ties`: what they share, by kind and by which groups; never the address or the name itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ties = models.JSONField()
    found_at = models.DateTimeField()
    owner = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", resolved_at=None, resolved_by=None)
                | ~Q(outcome="") & Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="safeguarding_alert_resolved_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"alert of {self.found_at:%Y-%m-%d}"


class Caught(models.Model):
    """A group in an alert."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="caught")
    group = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "group"], name="safeguarding_caught_once")]

    def __str__(self) -> str:
        return f"{self.group} in {self.alert_id}"


class Interest(models.Model):
    """Whoever works here says on whom they do not: the person of a file, or every sponsor with a home in a
    municipality, and everybody whom these bring. It holds from when it is said until they say that it is over.
    `town`: what spellings of the municipality share.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField(db_index=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    municipality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=250, blank=True)
    why = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None) & ~Q(municipality="") | Q(case__isnull=False, municipality=""),
                name="safeguarding_interest_in_one",
            ),
        ]

    def __str__(self) -> str:
        return f"interest of {self.account}"


class Round(models.Model):
    """One lot of audits: the days whose decisions it covers, the list and its digest, and the value that ordered it,
    entered in two halves by two people: auditors, or once its days are over officials, with `late_why`, for everybody.

    `kind`: a lot of audits covers decisions, one of visits the households that arrived in its days, so many of a
    hundred of whom an official speaks with around day 150 (B9). Of visits nothing stays to be audited.
    """

    AUDITS, VISITS = "audits", "visits"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, default="audits")
    first = models.DateField()
    last = models.DateField()
    source = models.CharField(max_length=300)
    granted_percent = models.PositiveSmallIntegerField()
    refused_percent = models.PositiveSmallIntegerField()
    listed_at = models.DateTimeField()
    ids = models.JSONField(default=list)
    commitment = models.CharField(max_length=64)
    value = models.CharField(max_length=200, blank=True)
    first_half = models.CharField(max_length=100, blank=True)
    first_by = models.UUIDField(null=True)
    second_by = models.UUIDField(null=True)
    order = models.JSONField(default=list)
    late_why = models.CharField(max_length=300, blank=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | Q(first_by__isnull=False) & ~Q(second_by=F("first_by")),
                name="safeguarding_halves_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, value="") | Q(drawn_at__isnull=False) & ~Q(value=""),
                name="safeguarding_drawn_with_a_value",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seed(self) -> str:
        return draw.seed_of(self.name, self.value)

    def chosen(self) -> set[str]:
        """Of those granted and of those refused, the first so many in a hundred of the order, rounded up."""
        found: set[str] = set()
        for mark, percent in ((GRANTED, self.granted_percent), (REFUSED, self.refused_percent)):
            listed = [one for one in self.order if one.endswith(mark)]
            found |= set(listed[: -(-len(listed) * percent // 100)])
        return found


class Audit(models.Model):
    """A file in the list of a round, under an id that says nothing of whose it is; and where it was drawn, what an
    auditor found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="audits")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    lot = models.CharField(max_length=20, unique=True)
    granted = models.BooleanField()
    drawn = models.BooleanField(default=False)
    auditor = models.UUIDField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "case"], name="safeguarding_listed_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="") | Q(done_at__isnull=False, auditor__isnull=False, drawn=True),
                name="safeguarding_found_by_an_auditor",
            ),
        ]

    def __str__(self) -> str:
        return self.lot

    @property
    def listed_as(self) -> str:
        return self.lot + (GRANTED if self.granted else REFUSED)
