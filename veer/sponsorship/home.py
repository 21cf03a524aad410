"""Where a household comes to live."""

import uuid

from django.db import models


class Home(models.Model):
    """The home that a group offers, with what the law asks of it. A group has one; a newer one takes its place.

    `street` (with number and box) and `postcode`: "" while unknown. `found_as`: what spellings of the street share (see
    `addresses`), and `town` those of the municipality; `addressed_at`: since when the home is at this address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.OneToOneField("sponsorship.Group", models.PROTECT, related_name="home")
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    municipality = models.CharField(max_length=120)
    found_as = models.CharField(max_length=120, blank=True, db_index=True)
    addressed_at = models.DateTimeField(null=True)
    town = models.CharField(max_length=250, blank=True, db_index=True)
    facts = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    def __str__(self) -> str:
        return f"home in {self.municipality}"
