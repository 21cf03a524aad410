"""What is: the law that cases stand on, the cases, what was said in them, and what was decided.

A step is a word of the law, so it is text here; only a route's procedure knows which steps there are.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from veer.journal.models import WrittenOnce
from veer.people.models import Person

NEVER = date(9999, 12, 31)  # "no date": sorts last on every database


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
    holder = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ball", "due", "id"], name="cases_case_work"),
            models.Index(fields=["holder", "due", "id"], name="cases_case_mine"),
            models.Index(fields=["person", "-opened_at"], name="cases_case_person"),
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


class Hearing(models.Model):
    """An interview: when, with which interpreter, what was noted, and what the person remarked on the notes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    act = models.CharField(max_length=80)
    held_at = models.DateTimeField()
    by = models.UUIDField()
    interpreter = models.UUIDField(null=True)
    language = models.CharField(max_length=35, blank=True)
    notes = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    remarked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"hearing of {self.case_id} at {self.held_at:%Y-%m-%d}"


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


class Presence(models.Model):
    """Who has a file open, so that two officials do not work past each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="presences")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="cases_one_presence")]

    def __str__(self) -> str:
        return f"{self.account} at {self.case_id}"


from veer.cases.models_of_work import Absence, Handover, SavedFilter, Turn  # noqa: E402, F401  (Django looks here)
