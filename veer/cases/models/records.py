"""What came into a file and what was decided in it: interviews, documents, decisions and their signatures."""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.cases.models.files import Case
from veer.cases.models.law import ActivatedPack
from veer.journal.models import WrittenOnce


class Hearing(models.Model):
    """An interview: for when and where it is set, when it was held, with which interpreter, what was noted, and what
    the person remarked on the notes. One that was not held yet has no `held_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    act = models.CharField(max_length=80)
    set_for = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    held_at = models.DateTimeField(null=True)
    by = models.UUIDField()
    interpreter = models.UUIDField(null=True)
    language = models.CharField(max_length=35, blank=True)
    notes = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    remarked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(set_for__isnull=False) | Q(held_at__isnull=False), name="cases_hearing_has_a_day"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(held_at=None), name="cases_one_hearing_ahead"),
        ]

    def __str__(self) -> str:
        return f"hearing of {self.case_id} at {self.held_at or self.set_for:%Y-%m-%d}"


class Document(models.Model):
    """A piece of evidence. The file lies outside every web folder, under a name that says nothing.

    A newer version `supersedes` an older one, which stays readable. `translates` names the original of a translation;
    `language` is a tag (BCP 47), empty where nobody said. `kept_from`: who may not see it, by the law's own word
    (`applicant`, a role). `scan`: what the virus scanner said; while it has not, nobody is handed the file.
    """

    RECEIVED, ACCEPTED, REFUSED = "received", "accepted", "refused"
    WAITING, CLEAN, INFECTED, UNSCANNED = "waiting", "clean", "infected", "unscanned"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=RECEIVED)
    added_at = models.DateTimeField()
    added_kind = models.CharField(max_length=20)
    added_by = models.UUIDField()
    added_as = models.CharField(max_length=40, default="applicant")
    language = models.CharField(max_length=35, blank=True, default="")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="newer")
    translates = models.ForeignKey("self", models.PROTECT, null=True, related_name="translations")
    sworn = models.BooleanField(default=False)
    kept_from = models.JSONField(default=list)
    scan = models.CharField(max_length=12, default=UNSCANNED)
    scanned_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=200, blank=True, default="")  # what the scanner calls what it found
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "accepted", "refused"]), name="cases_document_state"
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["waiting", "clean", "infected", "unscanned"]), name="cases_document_scan"
            ),
            models.CheckConstraint(
                condition=Q(sworn=False) | Q(translates__isnull=False), name="cases_only_translations_are_sworn"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")), name="cases_document_follows_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at", "id"],
                condition=Q(scan__in=["waiting", "unscanned"]),
                name="cases_document_to_scan",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """A proposal, and once signed a decision: the outcome, why, and everything it stood on, frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    law = models.ForeignKey(ActivatedPack, models.PROTECT, related_name="+")
    act = models.CharField(max_length=80)
    outcome = models.CharField(max_length=40)
    facts = models.JSONField()
    answer = models.JSONField()
    prefilled = models.JSONField()
    reasons = models.JSONField()
    words_digest = models.CharField(max_length=64)
    proposer = models.UUIDField()
    proposed_at = models.DateTimeField()
    signer = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.UUIDField(null=True)
    sent_back_reason = models.TextField(null=True)
    letter = models.UUIDField(null=True)
    letter_digest = models.CharField(max_length=64, null=True)
    notified_at = models.DateTimeField(null=True)
    remedy = models.CharField(max_length=80, null=True)
    remedy_body = models.CharField(max_length=80, null=True)
    remedy_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signer=None) | ~Q(signer=F("proposer")), name="cases_signer_is_another_person"
            ),
            models.CheckConstraint(
                condition=Q(signer=None, signed_at=None, letter=None)
                | Q(signer__isnull=False, signed_at__isnull=False, letter__isnull=False),
                name="cases_signed_whole_or_not",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(signed_at=None, sent_back_at=None), name="cases_one_open_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.case_id}"


class Signature(WrittenOnce):
    """Somebody signed these very words and this very letter. It holds for them and for nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="signatures")
    signer = models.UUIDField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"signature of {self.signer}"
