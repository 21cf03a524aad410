"""How much is left, and why: the counters for a quick answer, the ledger for the subtraction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.access import policy
from veer.access.who import Who
from veer.quotas.holdings import Holding, NotHeld, held_by, holding
from veer.quotas.models import CONFIRM, CORRECT, EXPIRE, MOVE, RELEASE, RESERVE, Counter, Entry, Quota
from veer.quotas.policy import QUOTAS

__all__ = [
    "Balance",
    "Explained",
    "Held",
    "Holding",
    "Line",
    "NotHeld",
    "balances",
    "explain",
    "held_by",
    "holding",
    "persons_held",
    "quota_for",
    "set_apart",
]


WORDS: dict[str, Promise] = {
    RESERVE: _("Reserved"),
    CONFIRM: _("Granted"),
    RELEASE: _("Given back"),
    EXPIRE: _("Kept too long"),
    MOVE: _("Moved"),
    CORRECT: _("Household changed"),
}


@dataclass(frozen=True, slots=True)
class Balance:
    """Numbers of persons: the limits, and what is taken."""

    places: int
    most: int
    reserved: int
    confirmed: int

    @property
    def free(self) -> int:
        """So many more could be granted if everybody called came."""
        return max(0, self.places - self.reserved - self.confirmed)

    @property
    def callable(self) -> int:
        """So many more may still be called."""
        return self.most - self.reserved - self.confirmed


@dataclass(frozen=True, slots=True)
class Line:
    """What one reason took (or, below nothing, gave back), in persons."""

    kind: str
    reason: str
    amount: int

    @property
    def words(self) -> str:
        return f"{WORDS[self.kind]}: {self.reason}"

    @property
    def minus(self) -> str:
        """The amount as it stands in the subtraction."""
        return f"{-self.amount:+d}"


@dataclass(frozen=True, slots=True)
class Explained:
    """The subtraction: `balance.places` minus every line is what is left. From the ledger, not from the counters."""

    quota: Quota
    balance: Balance
    lines: tuple[Line, ...]
    parts: tuple["Explained", ...]

    @property
    def minus(self) -> str:
        """What a part takes from the whole: what is held in it, and what is left in it is the whole's too."""
        return f"{-(self.balance.reserved + self.balance.confirmed):+d}"


def balances(quotas: Iterable[UUID]) -> dict[UUID, Balance]:
    """What is left of each, in one query. Of a divided quota: what it keeps itself."""
    rows = (
        Counter.objects.filter(quota__in=list(quotas))
        .order_by("quota")
        .values("quota")
        .annotate(a=Sum("places"), b=Sum("most"), c=Sum("reserved"), d=Sum("confirmed"))
    )
    return {row["quota"]: Balance(row["a"], row["b"], row["c"], row["d"]) for row in rows}


def set_apart(quotas: Iterable[UUID]) -> dict[UUID, Balance]:
    """Of each quota the parts that were set apart of it, taken together, in one query; which has none is not there."""
    rows = (
        Counter.objects.filter(quota__parent__in=list(quotas))
        .order_by("quota__parent")
        .values("quota__parent")
        .annotate(a=Sum("places"), b=Sum("most"), c=Sum("reserved"), d=Sum("confirmed"))
    )
    found = ((row["quota__parent"], Balance(row["a"], row["b"], row["c"], row["d"])) for row in rows)
    return {parent: together for parent, together in found if parent is not None}


@dataclass(frozen=True, slots=True)
class Held:
    """How many persons' places a subject has, in whichever quotas, and since when it had the first."""

    persons: int
    since: datetime


def persons_held(subjects: Iterable[UUID]) -> dict[UUID, Held]:
    """What each subject has now, in one query; who has nothing, or gave it back, is not among them."""
    rows = (
        Entry.objects.filter(subject__in=list(subjects))
        .order_by("subject")
        .values("subject")
        .annotate(persons=Sum(F("reserved") + F("confirmed")), since=Min("at"))
    )
    return {row["subject"]: Held(row["persons"], row["since"]) for row in rows if row["persons"]}


def explain(quota: UUID) -> Explained:
    """The limit, what was taken of it by which reason, and what is left; of a divided quota each part as well."""
    found = Quota.objects.get(pk=quota)
    rows = list(
        Entry.objects.filter(quota=quota)
        .order_by("kind", "reason")
        .values("kind", "reason")
        .annotate(reserved=Sum("reserved"), confirmed=Sum("confirmed"))
    )
    parts = tuple(explain(part) for part in found.parts.order_by("name").values_list("pk", flat=True))
    balance = Balance(
        found.places,
        found.most,
        sum(row["reserved"] for row in rows) + sum(part.balance.reserved for part in parts),
        sum(row["confirmed"] for row in rows) + sum(part.balance.confirmed for part in parts),
    )
    lines = tuple(
        Line(row["kind"], row["reason"], row["reserved"] + row["confirmed"])
        for row in rows
        if row["reserved"] + row["confirmed"]
    )
    return Explained(found, balance, lines, parts)


def quota_for(who: Who, purpose: str, quota: UUID) -> Quota:
    """A quota whose ledger somebody may read, or `NotThere`."""
    found: Quota = policy.obtain(Quota.objects.all(), QUOTAS.kind, who, purpose, quota)
    return found
