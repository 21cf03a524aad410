"""What is: runs with what was asked and what was answered, a line for each household, locks, and what each side says.

A run holds no name: households and places stand in it by number. Whose a line is, the room says that gave it.
Households that look for a sponsor whom they do not know stand here, with what both sides say to an offer.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from veer.cases.models import Case
from veer.people.models import Person


class Run(models.Model):
    """Who waited and which places there were when somebody asked. The instance is never changed; its answers follow.

    `source`: where households and places come from. `laws`: the versions by which they were weighed. `instance`: as the
    optimiser reads it. `dims`: what each service of the instance is. `before`: the run whose locks this one keeps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    laws = models.JSONField()
    dims = models.JSONField()
    instance = models.JSONField()
    digest = models.CharField(max_length=64)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="matching_run_number")]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class Answer(models.Model):
    """What the optimiser found under the locks of a moment. Nobody sees one that the verifier did not pass.

    `solution`: placements, bound, gap and the prices that prove it. `proofs`: by goal the bound that the prices prove.
    `mode`: the best for those who wait today, or with a price for what places are worth to those who may come.
    `heard_at`: when the solver was last heard of; `steps`: how often.
    """

    WAITING, SOLVING, PROPOSED, IMPOSSIBLE, WRONG, BROKEN = (
        "waiting", "solving", "proposed", "impossible", "wrong", "broken",
    )  # fmt: skip
    WORKING = (WAITING, SOLVING)
    TODAY, AHEAD = "today", "ahead"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    mode = models.CharField(max_length=8, default=TODAY)
    state = models.CharField(max_length=12, default=WAITING)
    locks = models.JSONField()
    solution = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    proofs = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    steps = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    begun_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="matching_answer_number"),
            models.UniqueConstraint(
                fields=["run"], condition=Q(state__in=["waiting", "solving"]), name="matching_one_answer_in_work"
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(solution__isnull=False, digest__gt=""),
                name="matching_proposed_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.number} of {self.run_id}"


class Spot(models.Model):
    """A place as it stood in a run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="spots")
    code = models.CharField(max_length=8)
    place = models.UUIDField()
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "code"], name="matching_spot_code"),
            models.UniqueConstraint(fields=["run", "place"], name="matching_spot_place"),
        ]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """A household in a run, the place proposed for it, and what people made of that.

    `shut`: reason -> the codes of the places that it shuts. `worth`: of the place proposed; `best`: of the best place
    that there was for it. One person accepts or overrides, another one confirms.
    """

    PROPOSED, ACCEPTED, OVERRIDDEN, CONFIRMED = "proposed", "accepted", "overridden", "confirmed"
    DECIDED = (ACCEPTED, OVERRIDDEN, CONFIRMED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=8)
    household = models.UUIDField()
    person = models.UUIDField()
    persons = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=1)
    groups = models.JSONField()
    shut = models.JSONField()
    spot = models.ForeignKey(Spot, models.PROTECT, null=True, related_name="lines")
    worth = models.PositiveSmallIntegerField(default=0)
    best = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=PROPOSED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "code"], name="matching_line_code"),
            models.UniqueConstraint(fields=["run", "household"], name="matching_line_household"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, confirmed_by=None)
                | Q(state__in=["accepted", "overridden"], decided_by__isnull=False, confirmed_by=None)
                | Q(state="confirmed", decided_by__isnull=False, confirmed_by__isnull=False, spot__isnull=False),
                name="matching_nothing_placed_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")), name="matching_two_people"
            ),
        ]
        indexes = [models.Index(fields=["household"], name="matching_line_of_household")]

    def __str__(self) -> str:
        return f"{self.code} of {self.run_id}"


class Lock(models.Model):
    """What somebody settled before the next answer, with what it costs: counted first, then kept or not.

    `cost`: null until it is counted, from `answer`. `impossible`: why it cannot be. Where somebody whose persons count
    more than others would lose their place, it holds only once another person has signed it.
    """

    MUST, NOWHERE, MUST_NOT, KEEP_WITH = "must", "nowhere", "must_not", "keep_with"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="locks")
    line = models.ForeignKey(Line, models.PROTECT, related_name="locks")
    kind = models.CharField(max_length=10)
    spot = models.ForeignKey(Spot, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12)
    words = models.TextField()
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    cost = models.JSONField(null=True)
    impossible = models.TextField(blank=True)
    second = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    kept_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["must", "must_not"], spot__isnull=False, other=None)
                | Q(kind="nowhere", spot=None, other=None)
                | Q(kind="keep_with", spot=None, other__isnull=False),
                name="matching_lock_kind",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(cost__isnull=False, impossible=""), name="matching_cost_before_it_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | Q(second=True) & ~Q(signed_by=F("made_by")), name="matching_second_person"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["new_fact", "wish_changed", "risk", "withdrawn", "judgement", "family_asked"]),
                name="matching_lock_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.line_id}"


class Seeker(models.Model):
    """A household that looks for a sponsor whom it does not know, by its file. tier: how urgent it is."""

    MATCHED, WITHDRAWN = "matched", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    adults = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=1)
    wish = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="matching_seeks_once_a_file"),
            models.CheckConstraint(
                condition=Q(adults__gte=1, adults__lte=20, children__lte=20), name="matching_seeker_size"
            ),
            models.CheckConstraint(condition=Q(tier__in=["A", "B", "C"]), name="matching_seeker_tier"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False, ended_why__gt=""),
                name="matching_seeker_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adults} and {self.children} since {self.since}"


class Offer(models.Model):
    """A household and a sponsor whom two people of the authority put together: both say yes, or it is over.

    What one side says in words, the other side never reads. `file`: of the sponsor, in which it was drawn. `until`: the
    last day of the law to say it.
    """

    YES, NO, ASK = "yes", "no", "ask"
    AGREED, DECLINED, LAPSED = "agreed", "declined", "lapsed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.OneToOneField(Line, models.SET_NULL, null=True, related_name="offer")
    seeker = models.ForeignKey(Seeker, models.PROTECT, related_name="offers")
    group = models.UUIDField()
    file = models.UUIDField()
    home = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    until = models.DateField()
    household_says = models.CharField(max_length=3, blank=True)
    household_words = models.TextField(blank=True)
    household_at = models.DateTimeField(null=True)
    sponsor_says = models.CharField(max_length=3, blank=True)
    sponsor_words = models.TextField(blank=True)
    sponsor_at = models.DateTimeField(null=True)
    sponsor_by = models.UUIDField(null=True)
    ended = models.CharField(max_length=8, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seeker"], condition=Q(ended=""), name="matching_one_offer_a_household"),
            models.UniqueConstraint(
                fields=["file"], condition=Q(ended__in=["", "agreed"]), name="matching_one_offer_a_sponsor"
            ),
            models.CheckConstraint(
                condition=~Q(ended="agreed") | Q(household_says="yes", sponsor_says="yes"),
                name="matching_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(ended="declined") | Q(household_says="no") | Q(sponsor_says="no"),
                name="matching_declined_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"offer until {self.until}"

    @property
    def both_say_yes(self) -> bool:
        return (self.household_says, self.sponsor_says) == (self.YES, self.YES)
