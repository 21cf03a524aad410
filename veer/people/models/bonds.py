"""Who acts for whom, who lives with whom, who works where. A bond is ended, never deleted."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from veer.people.models.accounts import Account
from veer.people.models.persons import Person


class Organisation(models.Model):
    """A law office, an association, an employer: a body that may hold a mandate. Accounts act in its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    register_number = models.CharField(max_length=40, null=True, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account works in an organisation. Who `leads` lets others in and out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    function = models.CharField(max_length=120)
    leads = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "account"], condition=Q(until=None), name="people_one_open_membership"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="people_membership_order"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.organisation_id}"


class Link(models.Model):
    """An account acts for a person: as that person, or by a mandate.

    A mandate reaches as far as `scope` says: everything, the files of one kind ("pack/route"), one file, or one
    hearing; `may` says whether its holder acts or only reads. It counts once accepted, until `ends` (agreed
    beforehand) or `until` (somebody ended it). One that was offered to an e-mail has no holder yet.
    """

    SELF, REPRESENTATIVE, GUARDIAN, INTERPRETER = "self", "representative", "guardian", "interpreter"
    ALL, ROUTE, CASE, HEARING = "all", "route", "case", "hearing"
    ACT, READ = "act", "read"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="links")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="links")
    email = models.EmailField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    relation = models.CharField(max_length=20)
    function = models.CharField(max_length=20, blank=True, default="")
    may = models.CharField(max_length=8, default=ACT)
    scope = models.CharField(max_length=8, default=ALL)
    scope_of = models.CharField(max_length=170, blank=True, default="")
    appointed_by = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    given_kind = models.CharField(max_length=20, null=True)
    given_by = models.UUIDField(null=True)
    ended_kind = models.CharField(max_length=20, null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person", "relation", "scope", "scope_of"],
                condition=Q(until=None),
                name="people_one_open_link_a_reach",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(until=None, relation="self"), name="people_one_self_an_account"
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(organisation__isnull=False) | Q(accepted_at=None),
                name="people_link_has_a_holder",
            ),
            models.CheckConstraint(
                condition=Q(relation="self", scope="all", may="act", account__isnull=False)
                | Q(relation__in=["representative", "guardian"], scope__in=["all", "route", "case"])
                | Q(relation="interpreter", scope="hearing", may="read"),
                name="people_link_reaches_what_it_may",
            ),
            models.CheckConstraint(condition=Q(may__in=["act", "read"]), name="people_link_acts_or_reads"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("since")), name="people_link_lasts"),
        ]
        indexes = [models.Index(fields=["email"], condition=Q(accepted_at=None), name="people_link_offered")]

    def __str__(self) -> str:
        return f"{self.relation}: {self.account_id or self.organisation_id} for {self.person_id}"

    def holds(self, at: datetime) -> bool:
        """Whether it counts at this instant."""
        return self.accepted_at is not None and self.until is None and (self.ends is None or self.ends > at)


class Household(models.Model):
    """People who live as one, for what a law asks of a household."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"household {self.pk}"


class Housemate(models.Model):
    """A person in a household, from one day to another."""

    PARTNER, CHILD, PARENT, OTHER = "partner", "child", "parent", "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="mates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    role = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="people_one_household_a_person"),
            models.CheckConstraint(
                condition=Q(role__in=["partner", "child", "parent", "other"]), name="people_housemate_role"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="people_housemate_order"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.person_id} in {self.household_id}"
