"""Who is asked for by name, written down one by one before the draw (SG4)."""

import uuid

from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """Somebody whom a group asks to bring by name: who they are, as the group knows it, before anybody is drawn.

    None of it is a fact of the law: nationality and sex feed no score and no condition. `nationality`: three letters
    as in a passport, XXA where there is none. `sex`: the letter of the passport. `number`: of a paper; without one,
    `declared` says why, and `photo` is a document of the file. `added_why`: the reason of the official who wrote it
    down after the file was sent. `struck_why`: of who struck it then. `traveller`: who took it over.
    """

    WOMAN, MAN, OTHER = "F", "M", "X"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey("sponsorship.Application", models.PROTECT, related_name="identities")
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    born = models.CharField(max_length=10)
    nationality = models.CharField(max_length=3)
    sex = models.CharField(max_length=1)
    adult = models.BooleanField()
    number = models.CharField(max_length=40, blank=True)
    declared = models.CharField(max_length=300, blank=True)
    photo = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    added_why = models.CharField(max_length=300, blank=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.UUIDField(null=True)
    struck_why = models.CharField(max_length=300, blank=True)
    traveller = models.OneToOneField("sponsorship.Traveller", models.PROTECT, null=True, related_name="identity")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") | Q(photo__isnull=False) & ~Q(declared=""),
                name="sponsorship_paper_or_photo",
            ),
            models.CheckConstraint(
                condition=~Q(given_name="") & ~Q(born="") & ~Q(nationality="") & Q(sex__in=["F", "M", "X"]),
                name="sponsorship_identity_whole",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_why="")
                | Q(struck_at__isnull=False, struck_by__isnull=False, traveller=None) & ~Q(struck_why=""),
                name="sponsorship_identity_struck_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"identity in {self.application_id}"
