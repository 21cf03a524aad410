"""What is known, each time it was said or found."""

import uuid

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """What was said or found about a subject, at one moment. Appended; a later fact supersedes, nothing is overwritten.

    It is seen only under the purpose it was told for (`purpose_kind`, `purpose_id`: a case, for example).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    purpose_kind = models.CharField(max_length=20)
    purpose_id = models.UUIDField()
    fact = models.CharField(max_length=120)
    value = models.JSONField(null=True)
    state = models.CharField(max_length=12)
    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField(null=True)
    valid_from = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField()
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="supersedes")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "purpose_id", "fact"],
                condition=Q(superseded_by=None),
                name="people_one_current_fact",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["stated", "evidenced", "verified", "disputed"]), name="people_fact_state"
            ),
        ]
        indexes = [models.Index(fields=["purpose_id", "fact"], name="people_fact_purpose")]

    def __str__(self) -> str:
        return f"{self.fact} ({self.state})"
