"""What is: groups of sponsors with their members, what shows that the money is there, a home, and windows of the draw.

Steps, terms and decisions are those of the files (veer.cases) that a group has. Veer moves no money: what is written
down here is evidence of an account at a bank.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.cases.models import Case
from veer.people.models import Account, Person
from veer.quotas.models import Quota
from veer.sponsorship.finding import Finding as Finding
from veer.sponsorship.home import Home as Home
from veer.sponsorship.named import Identity as Identity
from veer.sponsorship.protocol import Protocol as Protocol


class Group(models.Model):
    """A group or organisation that wants to bring somebody. Its files are those of `person`, the lead who began it.

    `number`: under which an organisation is registered, as it wrote it. `number_key` and `found_as`: what two spellings
    of it and of the name share. `account_end`: the last four digits of the blocked account; the digest of the whole
    keeps one account to one group.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=20)
    found_as = models.CharField(max_length=120, blank=True, db_index=True)
    number = models.CharField(max_length=40, blank=True)
    number_key = models.CharField(max_length=40, blank=True, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recognition = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    bank = models.CharField(max_length=120, blank=True)
    account_end = models.CharField(max_length=4, blank=True)
    account_digest = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody who is asked to join by e-mail, and is a member once they agree with an account of their own.

    The e-mail is kept while it asks somebody; afterwards the account says who it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    email = models.EmailField(blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    lead = models.BooleanField(default=False)
    keeps_money = models.BooleanField(default=False)
    gives = models.BooleanField(default=False)
    lawful = models.BooleanField(default=False)
    near = models.BooleanField(default=False)
    tied = models.BooleanField(default=False)
    test = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(left_at=None, account__isnull=False),
                name="sponsorship_one_active_group",
            ),
            models.UniqueConstraint(
                fields=["group", "email"], condition=Q(left_at=None, account=None), name="sponsorship_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(account=None, agreed_at=None) | Q(account__isnull=False, agreed_at__isnull=False),
                name="sponsorship_agrees_with_an_account",
            ),
            models.CheckConstraint(condition=~Q(tied=True, keeps_money=True), name="sponsorship_tied_keeps_no_money"),
            models.CheckConstraint(condition=Q(test=None) | Q(test__lte=100), name="sponsorship_test_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"member of {self.group_id}"


class Receipt(models.Model):
    """Something given, or given back: what, by whom, and where a larger sum came from. In cents.

    One that was written wrongly is struck with a reason: it stays to be read, and counts no more.
    """

    CASH, IN_KIND, BACK = "cash", "in_kind", "back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    cents = models.PositiveBigIntegerField()
    day = models.DateField()
    giver = models.CharField(max_length=120)
    what = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    struck_why = models.CharField(max_length=300, blank=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="sponsorship_receipt_number"),
            models.CheckConstraint(condition=Q(kind__in=["cash", "in_kind", "back"]), name="sponsorship_receipt_kind"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="sponsorship_receipt_of_something"),
            models.CheckConstraint(
                condition=Q(cents__lte=50_000) | ~Q(origin="") | Q(kind="back"), name="sponsorship_origin_declared"
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_why="")
                | Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_why=""),
                name="sponsorship_struck_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt {self.number} of {self.group_id}"


class Application(models.Model):
    """A file that asks to bring one household, and the group whose it is.

    `helper`: a digest of the e-mail of whoever helps to ask and is no member, to count how often; nothing where nobody.
    `helper_as`: what they are; `helper_fee`: what they ask for it, which only a lawyer may, by the tariff (SG12).
    `protocol`: whose reserved places it is asked on (QU6); without one it goes to the draw.
    """

    LAWYER, ASSOCIATION, VOLUNTEER = "lawyer", "association", "volunteer"
    NOTHING, TARIFF = "nothing", "tariff"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, related_name="applications")
    helper = models.CharField(max_length=64, blank=True)
    helper_as = models.CharField(max_length=12, blank=True)
    helper_fee = models.CharField(max_length=8, blank=True)
    protocol = models.ForeignKey(Protocol, models.PROTECT, null=True, related_name="applications")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(helper_fee__in=["", "nothing"]) | Q(helper_fee="tariff", helper_as="lawyer"),
                name="sponsorship_only_a_lawyer_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.group_id}"


class Window(models.Model):
    """One draw: what the list was, how many places each part had, and the value that nobody controlled.

    `ids` and `commitment` are published before the value is known; `places` are persons by part, `apart` those of the
    year that protocols reserve and the draw does not have. The value is entered in two halves by two people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(max_length=40, unique=True)
    closes = models.DateField()
    source = models.CharField(max_length=300)
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="+")
    need = models.PositiveSmallIntegerField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True)
    ids = models.JSONField(default=list)
    commitment = models.CharField(max_length=64, blank=True)
    places = models.JSONField(default=dict)
    apart = models.JSONField(default=dict)
    first_half = models.CharField(max_length=200, blank=True)
    first_by = models.UUIDField(null=True)
    second_half = models.CharField(max_length=200, blank=True)
    second_by = models.UUIDField(null=True)
    drawn_at = models.DateTimeField(null=True)
    order = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | Q(first_by__isnull=False) & ~Q(second_by=F("first_by")),
                name="sponsorship_halves_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(listed_at__isnull=False), name="sponsorship_list_before_the_value"
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(second_by__isnull=False), name="sponsorship_drawn_with_a_whole_value"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """A file in the list of a window, under an id that says nothing of whose it is; and what the draw gave it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    lot = models.CharField(max_length=80, unique=True)
    place = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    holding = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "case"], name="sponsorship_listed_once"),
            models.CheckConstraint(
                condition=Q(outcome="", place=None) | Q(outcome__in=["in", "out", "passed"], place__isnull=False),
                name="sponsorship_outcome_with_a_place",
            ),
        ]

    def __str__(self) -> str:
        return self.lot


class Municipality(models.Model):
    """How many people live in a municipality, for the limit that spreads arrivals. The latest number counts."""

    name = models.CharField(max_length=120, primary_key=True)
    inhabitants = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    def __str__(self) -> str:
        return self.name


class Suspension(models.Model):
    """The programme stands still until a day, for a reason that everybody reads: proposed by one, signed by another.

    It may end sooner, from the moment at which somebody lifts it, for a reason that everybody reads too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=500)
    begins = models.DateField()
    ends = models.DateField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None, lifted_why="")
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, signed_at__isnull=False) & ~Q(lifted_why=""),
                name="sponsorship_lifted_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="sponsorship_suspended_until_a_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="sponsorship_suspended_for_a_reason"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_by=F("proposed_by")),
                name="sponsorship_suspended_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"suspended {self.begins} to {self.ends}"


class Coming(models.Model):
    """A household that was drawn and comes: the group's file that asked for it, and the household's own file.

    The group sees of it what `queries.coming_of` gives, and never the household's file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Case, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, related_name="comings")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"household of {self.case_id}"


class Parting(models.Model):
    """A household went on with another sponsor: the group that it left, that group's file, and its plan as it stood.

    Why stands in the household's own file. Whoever was of that group stays a sponsor of theirs, for what they may see.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coming = models.ForeignKey(Coming, models.PROTECT, related_name="partings")
    group = models.ForeignKey(Group, models.PROTECT, related_name="partings")
    application = models.OneToOneField(Case, models.PROTECT, related_name="+")
    plan = models.JSONField(default=list)
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.coming_id} left {self.group_id}"


class Traveller(models.Model):
    """Somebody of a household that comes. Each adult agrees alone, and may say no until boarding.

    `nationality` and `sex` as in the passport, and when an official wrote them down, of whoever was not asked for by
    name: for the numbers of the programme alone (SG4, SG17). Of others they stand where the group wrote them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coming = models.ForeignKey(Coming, models.PROTECT, related_name="travellers")
    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    adult = models.BooleanField()
    nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    written_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, adult=True),
                name="sponsorship_adults_agree",
            ),
            models.CheckConstraint(
                condition=Q(nationality="", sex="") | ~Q(nationality="") & Q(sex__in=["F", "M", "X"]),
                name="sponsorship_passport_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"traveller of {self.coming_id}"


class PlanLine(models.Model):
    """One point of the plan for the first year: who does it, by when, who stands in. `point`: the law's own word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coming = models.ForeignKey(Coming, models.PROTECT, related_name="plan")
    point = models.CharField(max_length=40)
    who = models.CharField(max_length=120)
    by_day = models.DateField()
    backup = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coming", "point"], name="sponsorship_point_once"),
            models.CheckConstraint(condition=~Q(who="") & ~Q(backup=""), name="sponsorship_point_has_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.point} of {self.coming_id}"


class Voice(models.Model):
    """What somebody of the household said in confidence to the authority, and the answer. No sponsor ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    traveller = models.ForeignKey(Traveller, models.PROTECT, related_name="voices")
    text = models.TextField(max_length=5000)
    said_at = models.DateTimeField()
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"voice of {self.traveller_id}"
