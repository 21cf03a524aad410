"""Somebody, by the names and papers they came with. Whatever the law asks about them is a fact, not a column here."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from veer.people import birth, names


class Person(models.Model):
    """Somebody whom cases are about.

    `born` is the beginning of an ISO date ("1998", "1998-05", "1998-05-03") or empty: who somebody is, for telling
    people apart. What a law computes from a birth date is a fact, stated under a case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    born = models.CharField(max_length=10, blank=True, default="")
    address = models.TextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    made_at = models.DateTimeField()
    # What follows from the rest, kept only to be asked for; recomputing gives the same.
    folded = models.CharField(max_length=250, editable=False, db_index=True)
    key = models.CharField(max_length=250, editable=False, db_index=True)
    skeleton = models.CharField(max_length=250, editable=False, db_index=True)
    kept = models.ForeignKey("self", models.PROTECT, related_name="same", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(born="")
                | (
                    Q(born__gte="1850", born__lt="3")
                    & (
                        Q(Exact(Length("born"), Value(4)))
                        | Q(Exact(Length("born"), Value(7)))
                        | Q(Exact(Length("born"), Value(10)))
                    )
                ),
                name="people_born_is_part_of_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = names.folded(f"{self.family_name} {self.given_name}")
        self.key, self.skeleton = names.key(self.name), names.skeleton_key(self.name)
        if self.kept_id is None:
            self.kept_id = self.pk  # nobody stands for them but themselves, until two records are merged
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def latin(self) -> str:
        """The name in Latin letters where it is written in others; else nothing."""
        typed = names.latin(self.name)
        return "" if typed == self.name else typed

    @property
    def born_words(self) -> str:
        return birth.in_words(self.born)


class Name(models.Model):
    """Another name of a person: as a passport writes it in Latin letters, a former one, one they are called by."""

    PASSPORT, FORMER, CALLED = "passport", "former", "called"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="other_names")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=240)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["passport", "former", "called"]), name="people_name_kind"),
            models.UniqueConstraint(fields=["person", "kind", "name"], name="people_one_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class NameToken(models.Model):
    """A word by which a person is found: plain letters, or the skeleton of a word (`bare`). Made from the names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=40, db_index=True)  # the index serves `=` and beginnings, on both databases
    bare = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token", "bare"], name="people_one_token_a_person")]

    def __str__(self) -> str:
        return self.token


class Paper(models.Model):
    """An identity document that somebody showed. `key`, kind and number without spaces, finds the same one again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    issued_by = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=80, editable=False, db_index=True)
    seen_at = models.DateTimeField()
    seen_kind = models.CharField(max_length=20)
    seen_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="people_one_paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = f"{self.kind}:{''.join(names.words(self.number))}"[:80]
        super().save(*args, **kwargs)


class Claim(models.Model):
    """A code on paper with which a person takes over their own record. Kept as a digest; a new one voids the old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="claims")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, voided_at=None), name="people_one_open_claim"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="people_claim_lasts"),
        ]

    def __str__(self) -> str:
        return f"claim of {self.person_id}"


class Silence(models.Model):
    """Nothing is sent to a person's address, mailbox or telephone: it is not safe there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="silences")
    reason = models.TextField(blank=True)
    since = models.DateTimeField()
    by_kind = models.CharField(max_length=20)
    by_id = models.UUIDField()
    until = models.DateTimeField(null=True)
    ended_kind = models.CharField(max_length=20, null=True)
    ended_by = models.UUIDField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="people_one_open_silence")
        ]

    def __str__(self) -> str:
        return f"silence for {self.person_id}"
