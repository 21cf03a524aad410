"""What the journal keeps: chained headers, payloads that can be erased, heads, readings and seals.

Actor and subject are a kind and a UUID, never a foreign key: the journal stands below everything it tells about.
"""

import uuid
from typing import Any

from django.db import models


class Unchangeable(RuntimeError):
    """Somebody tried to rewrite what is written once."""


class WrittenOnce(models.Model):
    """A row that is added and never changed; the chains prove it, this merely stops honest mistakes."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable(f"{type(self).__name__} {self.pk} is written once")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"{type(self).__name__} {self.pk} is never deleted")


class Entry(WrittenOnce):
    """The header of one act: who did what to which subject, when, and where it led. It holds no personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    position = models.PositiveIntegerField()
    act = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    led_to = models.CharField(max_length=80, null=True)
    at = models.DateTimeField()
    request_key = models.CharField(max_length=64, null=True, unique=True)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="journal_one_entry_a_position")]
        indexes = [models.Index(fields=["at"], name="journal_entry_at")]

    def __str__(self) -> str:
        return f"{self.act} at {self.position} of {self.chain}"


class Payload(models.Model):
    """What an entry tells beside its header: personal, and therefore erasable. The header keeps its salted digest."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="payload")
    salt = models.BinaryField(max_length=16)
    body = models.TextField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class Head(models.Model):
    """How long a chain is and where it ends. Written in the transaction of its entry, and locked by it."""

    chain = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.kind} {self.chain}: {self.length}"


class Reading(models.Model):
    """Somebody looked: who, at which chain's subject, for what purpose. Shown to the person it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    reader_kind = models.CharField(max_length=20)
    reader_id = models.UUIDField()
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["chain", "-at"], name="journal_reading_chain")]

    def __str__(self) -> str:
        return f"{self.reader_kind} {self.reader_id} read {self.chain}"


class Seal(WrittenOnce):
    """The digest of all heads at one moment, chained to the seal before it. Published, so that we cannot rewrite it."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    heads = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedHead(WrittenOnce):
    """A head as a seal saw it, kept only where it differs from the seal before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal = models.ForeignKey(Seal, models.CASCADE, related_name="changed")
    chain = models.UUIDField()
    length = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seal"], name="journal_one_head_a_seal")]

    def __str__(self) -> str:
        return f"{self.chain} in seal {self.seal_id}"
