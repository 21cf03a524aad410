"""Accounts sign in; persons have cases; the two are linked by an act. What is known of a person stands as facts."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts. Without a password an account can be entered by mail or by a code only."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=self.normalize_email(email) or None, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. Not a person: one may act for several persons, and a person may have none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_one_account_an_email")]

    def __str__(self) -> str:
        return self.name or self.email or "account"

    def get_full_name(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.email:
            self.email = None  # two accounts without e-mail must not clash on an empty one
        super().save(*args, **kwargs)


class Person(models.Model):
    """Somebody whom cases are about. Whatever the law asks about them is a fact, not a column here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Link(models.Model):
    """An account acts for a person: as that person, or as their representative."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    relation = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person"], condition=Q(until=None), name="people_one_open_link_a_pair"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(until=None, relation="self"), name="people_one_self_an_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation}: {self.account_id} for {self.person_id}"


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
