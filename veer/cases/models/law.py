"""The law that cases stand on: stored whole, proposed by one, signed by another, in force from a moment on."""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.journal.models import WrittenOnce


class ActivatedPack(WrittenOnce):
    """A law pack as it was when activated, byte for byte, under the hash of these bytes. Cases pin it for ever."""

    hash = models.CharField(max_length=64, primary_key=True)
    pack = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    law_hash = models.CharField(max_length=80)
    texts_hash = models.CharField(max_length=80)
    canonical = models.BinaryField()
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pack", "-stored_at"], name="cases_pack_by_id")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class Activation(WrittenOnce):
    """From this moment new cases stand on this pack."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.CharField(max_length=80)
    stored = models.ForeignKey(ActivatedPack, models.PROTECT, related_name="activations")
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["pack", "-at"], name="cases_activation_latest")]

    def __str__(self) -> str:
        return f"{self.stored} from {self.at:%Y-%m-%d}"


class ProposedLaw(models.Model):
    """A pack that somebody wants in force from a day on. Another person signs it; only then there is an activation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stored = models.ForeignKey(ActivatedPack, models.PROTECT, related_name="proposals")
    from_day = models.DateField()  # in the time zone of the pack
    proposer = models.UUIDField()
    proposed_at = models.DateTimeField()
    signer = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    activation = models.OneToOneField(Activation, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signer=None) | ~Q(signer=F("proposer")), name="cases_law_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(signer=None, signed_at=None, activation=None)
                | Q(signer__isnull=False, signed_at__isnull=False, activation__isnull=False),
                name="cases_law_signed_whole_or_not",
            ),
            models.UniqueConstraint(
                fields=["stored", "from_day"], condition=Q(signer=None), name="cases_law_proposed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stored} from {self.from_day}"
