"""A collective protocol: places of a year that are reserved for one organisation, and published (QU6)."""

from django.db import models
from django.db.models import F, Q

from veer.cases.models import Case
from veer.quotas.models import Quota


class Protocol(models.Model):
    """What two officials agreed with an organisation, as everybody reads it from the signature on.

    Who may do what, and its letters, are the law of its file. Before it is signed the terms stand in that file alone.
    `quota`: the part of the ledger that was set apart; `way`: the part of the year of which it was. `ended_on`: when
    the places that nobody had went back; `ended_why`: said where it was sooner than agreed. It names no person.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    group = models.ForeignKey("sponsorship.Group", models.PROTECT, related_name="protocols")
    made_at = models.DateTimeField()
    organisation = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    way = models.CharField(max_length=40, blank=True)
    persons = models.PositiveIntegerField(null=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)
    quota = models.OneToOneField(Quota, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, quota=None, persons=None, begins=None, ends=None)
                | Q(
                    signed_at__isnull=False,
                    quota__isnull=False,
                    persons__gte=1,
                    begins__isnull=False,
                    ends__gte=F("begins"),
                )
                & ~Q(title="")
                & ~Q(why="")
                & ~Q(organisation=""),
                name="sponsorship_protocol_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | Q(ended_on__isnull=False, signed_at__isnull=False),
                name="sponsorship_protocol_ends_once_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"protocol {self.case_id}"
