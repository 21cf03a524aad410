"""A file: where it stands, its branches and terms, its number, what was typed before it was sent.

A step is a word of the law, so it is text here; only a route's procedure knows which steps there are.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from veer.cases.models.law import ActivatedPack
from veer.journal.models import WrittenOnce
from veer.people.models import Person

NEVER = date(9999, 12, 31)  # "no date": sorts last on every database


class Case(models.Model):
    """A file on one route, for one person. Only `perform` moves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    law = models.ForeignKey(ActivatedPack, models.PROTECT, related_name="cases")
    route = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    # The case that this one goes on from: an order after a refusal, a new application after an old one.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    step = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # What follows from the law and the journal, kept only to be asked for in lists; recomputing gives the same.
    ball = models.CharField(max_length=40, null=True)
    ends = models.CharField(max_length=40, null=True)
    due = models.DateField(default=NEVER)
    # The next day from which other law holds, as long as nothing that happened has decided whose law it is.
    law_changes_on = models.DateField(default=NEVER)
    holder = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ball", "due", "id"], name="cases_case_work"),
            models.Index(fields=["holder", "due", "id"], name="cases_case_mine"),
            models.Index(fields=["person", "-opened_at"], name="cases_case_person"),
            models.Index(fields=["law_changes_on"], condition=~Q(law_changes_on=NEVER), name="cases_case_law_changes"),
            # The open files, as lists walk them.
            models.Index(
                fields=["due", "id"], condition=Q(ended_at=None, submitted_at__isnull=False), name="cases_case_open"
            ),
            models.Index(
                fields=["route", "due", "id"],
                condition=Q(ended_at=None, submitted_at__isnull=False),
                name="cases_case_open_route",
            ),
            models.Index(
                fields=["route", "step", "due", "id"],
                condition=Q(ended_at=None, submitted_at__isnull=False),
                name="cases_case_open_step",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Branch(models.Model):
    """A procedure inside the procedure of a case, such as an appeal, from when an act opened it until it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="branches")
    branch = models.CharField(max_length=80)
    step = models.CharField(max_length=80)
    ball = models.CharField(max_length=40, null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "branch"], condition=Q(ended_at=None), name="cases_branch_open_once"
            ),
        ]
        indexes = [models.Index(fields=["ball"], condition=Q(ended_at=None), name="cases_branch_work")]

    def __str__(self) -> str:
        return f"{self.branch} of {self.case_id}"


class Term(models.Model):
    """A clock of a case, kept only to be asked for by date: recomputing it from the journal gives the same.

    `last_day` and `warn_on` are NEVER where there is no such day; after `latest` the program performs `expires`. `why`:
    how the last day was counted, as `clocks.kept` writes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="terms")
    clock = models.CharField(max_length=80)
    duty = models.CharField(max_length=40)
    state = models.CharField(max_length=10)
    started = models.DateField()
    last_day = models.DateField(default=NEVER)
    latest = models.DateField(default=NEVER)
    warn_on = models.DateField(default=NEVER)
    why = models.JSONField(default=list)
    expires = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "clock"], name="cases_one_term_a_clock")]
        indexes = [
            models.Index(fields=["latest", "id"], condition=~Q(expires=""), name="cases_term_expires"),
            models.Index(fields=["warn_on", "id"], name="cases_term_warn"),
            models.Index(fields=["duty", "last_day"], name="cases_term_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} of {self.case_id} until {self.last_day}"


class CaseNumber(WrittenOnce):
    """A number for people to say and write: random, with a check digit, handed out here and nowhere else."""

    number = models.CharField(max_length=24, primary_key=True)
    case = models.OneToOneField(Case, models.PROTECT, related_name="given")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What a person typed before sending it: a draft. The version lets two open tabs notice each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    fact = models.CharField(max_length=120)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "fact"], name="cases_one_answer_a_fact")]

    def __str__(self) -> str:
        return f"{self.fact}, version {self.version}"


class Hold(models.Model):
    """Nothing of a case is erased while a hold is open: a court needs it, for example. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="cases_one_open_hold"),
        ]

    def __str__(self) -> str:
        return f"hold on {self.case_id}"


class Stop(models.Model):
    """While a stop stands nothing that the authority does moves the case, but acts that the law lets pass (`passes`).
    `freezes`: the person of the case does not open it either. Lifted, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="stops")
    reason = models.TextField()
    passes = models.JSONField(default=list)
    freezes = models.BooleanField(default=False)
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="cases_stop_lifted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(lifted_at=None), name="cases_stop_open")]

    def __str__(self) -> str:
        return f"stop on {self.case_id}"
