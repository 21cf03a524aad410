"""Two records that may be one person, and what people made of it. The program proposes; it never merges."""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.people.models.persons import Person


class Likeness(models.Model):
    """Two records look alike, for these `signs`. It waits for somebody to say whether they are one person."""

    SAME, DIFFERENT = "same", "different"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signs = models.JSONField()
    found_at = models.DateTimeField()
    said = models.CharField(max_length=10, null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="people_one_likeness_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="people_likeness_in_order"),
            models.CheckConstraint(
                condition=Q(said=None) | Q(said__in=["same", "different"]), name="people_likeness_said"
            ),
        ]
        indexes = [models.Index(fields=["found_at", "id"], condition=Q(said=None), name="people_likeness_waits")]

    def __str__(self) -> str:
        return f"{self.one_id} like {self.other_id}"


class Merge(models.Model):
    """Somebody found that two records are one person: `absorbed` is found through `kept` until it is undone.

    Open merges tie records together; those that hang together are one person, found through the kept side of the
    latest tie. An undone one counts as if it had never been. Nothing else moves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_kind = models.CharField(max_length=20, null=True)
    undone_by = models.UUIDField(null=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kept", "absorbed"], condition=Q(undone_at=None), name="people_one_open_merge_a_pair"
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="people_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"
