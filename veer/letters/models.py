"""Letters as they were rendered, and the outbox that sends each of them once."""

import uuid

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """A rendered letter: exactly these bytes were shown before signing, and exactly these are sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    recipient_id = models.UUIDField()
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_id", "-made_at"], name="letters_letter_subject")]

    def __str__(self) -> str:
        return self.title


class Sending(models.Model):
    """A letter on its way. Claimed before it is handed over, so that it can never leave twice."""

    MAIL, POST, ACCOUNT = "mail", "post", "account"

    letter = models.OneToOneField(Letter, models.PROTECT, primary_key=True, related_name="sending")
    way = models.CharField(max_length=8)
    address = models.TextField()
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(claimed_at__isnull=False), name="letters_sent_was_claimed"
            )
        ]
        indexes = [models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="letters_sending_waiting")]

    def __str__(self) -> str:
        return f"{self.way} of {self.letter_id}"
