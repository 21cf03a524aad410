"""Groups that look like one sponsor, and homes that look like one: found by questions, merged by people alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from veer.access import policy
from veer.access.who import Who
from veer.people.models import Link
from veer.people.names import folded
from veer.people.queries import names
from veer.sponsorship import addresses
from veer.sponsorship.models import Finding, Group, Home, Member
from veer.sponsorship.policy import GROUPS
from veer.sponsorship.queries import group_for
from veer.sponsorship.together import COUNTS, stands

HOME, NUMBER, ACCOUNT, NAME, MEMBERS = "home", "number", "account", "name", "members"  # signs
PAGE, MOST = 20, 50  # pairs a page; groups that share one thing, of which more are no sign any longer
FEWEST = 2  # members of both, and half of the smaller group
Pair = tuple[str, UUID, UUID]  # of what, and the two groups in order
Marks = dict[str, str]  # by sign, a digest of what they have in common
Sign = tuple[str, UUID, UUID, str]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two groups, or their homes, and the signs for which they are proposed."""

    what: str
    one: Group
    other: Group
    signs: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.what}.{self.one.pk}.{self.other.pk}"


def pairs(seen: QuerySet[Group]) -> dict[Pair, Marks]:
    """Every pair of these groups that looks alike, whatever was found of it: so many questions, however many groups."""
    found: dict[Pair, Marks] = defaultdict(dict)
    for sign, one, other, value in _signs(seen.order_by()):
        first, second = sorted((one, other))
        what = Finding.HOME if sign == HOME else Finding.GROUP
        found[what, first, second][sign] = sha256(value.encode()).hexdigest()[:16]
    for what, one, other in list(found):
        if what == Finding.GROUP and (Finding.HOME, one, other) in found:
            found[what, one, other] |= found[Finding.HOME, one, other]
    return dict(found)


def covers(finding: Finding, marks: Marks) -> bool:
    """Whether what was found still answers a pair: one sponsor stays one; of the rest, nothing that they have in common
    is new."""
    one_sponsor = finding.what == Finding.GROUP and finding.kept_id is not None
    return one_sponsor or marks.items() <= finding.marks.items()


def open_pairs(seen: QuerySet[Group]) -> dict[Pair, Marks]:
    """The pairs about which nobody has said anything that still answers, in a steady order."""
    said = {(one.what, one.one_id, one.other_id): one for one in Finding.objects.filter(undone_at=None).order_by("id")}
    one_of = {what: stands(what) for what in (Finding.GROUP, Finding.HOME)}
    return {
        pair: marks
        for pair, marks in sorted(pairs(seen).items())
        if not (pair in said and covers(said[pair], marks)) and not _together(one_of[pair[0]], pair)
    }


def _together(one_of: dict[UUID, UUID], pair: Pair) -> bool:
    _what, one, other = pair
    return one in one_of and one_of[one] == one_of.get(other)


# ---------- Signs ----------


def _signs(seen: QuerySet[Group]) -> Iterator[Sign]:
    """(sign, one group, another, what they have in common)."""
    homes = _shared(
        Home.objects.filter(group__in=seen), "found_as", "group", "postcode", "municipality", "addressed_at"
    )
    for (key, one, *where), (_key, other, *there) in homes:
        if addresses.same_town((where[0], where[1]), (there[0], there[1])):
            yield HOME, one, other, f"{key} {sorted(map(str, (where[2], there[2])))}"
    for (key, one), (_key, other) in _shared(seen, "number_key", "pk"):
        yield NUMBER, one, other, key
    for (key, one, bank), (_key, other, at) in _shared(seen, "account_end", "pk", "bank"):
        if folded(bank) == folded(at):
            yield ACCOUNT, one, other, f"{folded(bank)} {key}"
    for (key, one, *where), (_key, other, *there) in _shared(
        seen, "found_as", "pk", "home__postcode", "home__municipality"
    ):
        if None not in (*where, *there) and addresses.same_town((where[0], where[1]), (there[0], there[1])):
            yield NAME, one, other, key
    yield from _members(seen)


def _shared(rows: QuerySet[Any], key: str, *more: str) -> Iterator[tuple[Any, Any]]:
    """Two rows each that have one value of `key`, and are not empty in it."""
    several = rows.exclude(**{key: ""}).order_by().values(key).annotate(rows=Count("pk")).filter(rows__gt=1)
    found = rows.filter(**{f"{key}__in": several.values(key)}).order_by(key, "pk").values_list(key, *more)
    for bucket in _buckets(found):
        yield from combinations(bucket, 2)


def _buckets(rows: Iterable[Any]) -> list[list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return [bucket for bucket in found.values() if len(bucket) <= MOST]


def _members(seen: QuerySet[Group]) -> Iterator[Sign]:
    """Groups of the same people, now or before: so many of both, and at least half of the smaller one."""
    person = "account__links__person__kept"
    there = Member.objects.filter(
        group__in=seen, account__links__relation=Link.SELF, account__links__until=None
    ).order_by()
    several = there.values(person).annotate(groups=Count("group", distinct=True)).filter(groups__gt=1)
    shared: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    rows = there.filter(**{f"{person}__in": several.values(person)}).values_list(person, "group").distinct()
    for bucket in _buckets(rows):
        for (who, one), (_who, other) in combinations(sorted(bucket), 2):
            shared[one, other].add(str(who))
    touched = {group for pair in shared for group in pair}
    sizes = dict(
        there.filter(group__in=touched)
        .values("group")
        .annotate(size=Count(person, distinct=True))
        .values_list("group", "size")
    )
    for (one, other), people in shared.items():
        if len(people) >= FEWEST and 2 * len(people) >= min(sizes[one], sizes[other]):
            yield MEMBERS, one, other, " ".join(sorted(people))


# ---------- For who reviews them ----------


def waiting(who: Who, after: str = "") -> tuple[list[Alike], str]:
    """A page of pairs about which nobody said anything yet, of groups that somebody may work on; and where the next
    begins, "" where there is none."""
    _reviews(who)
    found = open_pairs(_seen(who))
    keys = {f"{what}.{one}.{other}": (what, one, other) for what, one, other in found}
    ahead = [key for key in sorted(keys) if key > after]
    shown = [keys[key] for key in ahead[:PAGE]]
    ids = {group for _what, one, other in shown for group in (one, other)}
    groups = {one.pk: one for one in Group.objects.filter(pk__in=ids).select_related("home").order_by("id")}
    rows = [
        Alike(what, groups[one], groups[other], tuple(sorted(found[what, one, other]))) for what, one, other in shown
    ]
    return rows, ahead[PAGE - 1] if len(ahead) > PAGE else ""


def alike_for(who: Who, what: str, one: UUID, other: UUID) -> Alike:
    """One pair that waits, with both groups, or `NotThere`. The look is written down with both."""
    _reviews(who)
    first, second = sorted((one, other))
    here, there = (group_for(who, group) for group in (first, second))
    marks = open_pairs(Group.objects.filter(pk__in=(first, second))).get((what, first, second))
    if marks is None:
        raise policy.NotThere(GROUPS.kind)
    return Alike(what, here, there, tuple(sorted(marks)))


def _reviews(who: Who) -> None:
    if not policy.may(who, "review_duplicates"):
        raise policy.NotThere(GROUPS.kind)


def _seen(who: Who) -> QuerySet[Group]:
    found: QuerySet[Group] = policy.only(Group.objects.all(), GROUPS.kind, who, policy.HANDLE)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A finding about a group as its page tells it: the other group, and who found it."""

    finding: Finding
    other: Group
    by: str


def findings_of(who: Who, group: Group) -> list[Found]:
    """What stands about a group and others that somebody may see, the latest first."""
    rows = Finding.objects.filter(COUNTS)
    mine = (rows.filter(one=group) | rows.filter(other=group)).select_related("one", "other").order_by("-at", "id")
    found, others = list(mine), set(_seen(who).values_list("pk", flat=True)) if mine else set()
    called = names({one.by for one in found})
    told = [Found(one, one.other if one.one_id == group.pk else one.one, called.get(one.by, "")) for one in found]
    return [one for one in told if one.other.pk in others]
