"""How somebody signs in."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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
