"""Roles given and taken back."""

import uuid

from django.db import models
from django.db.models import F, Q


class Grant(models.Model):
    """An account holds a role from one moment to another. A grant is ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField()
    role = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_kind = models.CharField(max_length=20)
    given_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role"], condition=Q(until=None), name="access_one_open_grant_a_role"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="access_grant_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.account}"
