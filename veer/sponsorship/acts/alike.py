"""Two groups are one sponsor, or their homes one home, or they are not: found by an official with a reason, and taken
back with another. Nothing moves; what follows is counted from the findings that stand."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.sponsorship.alike import open_pairs
from veer.sponsorship.models import Finding, Group
from veer.sponsorship.policy import GROUPS
from veer.sponsorship.together import ones

FINDING = "sponsor_finding"
ALL = Ref("sponsor_findings", UUID(int=3))  # one at a time in the whole house: they are rare, and read each other
Listener = Callable[[], object]
_listeners: list[Listener] = []


class NoReason(ValueError):
    """Whoever decides about two records says why."""


class SaidBefore(ValueError):
    """A colleague decided meanwhile, or the two no longer look alike."""


class Contradicts(ValueError):
    """Somebody found of two of those who would be one that they are two: that is taken back first. `groups`: both."""

    def __init__(self, found: Finding) -> None:
        super().__init__(f"{found.one} and {found.other} were found to be two")
        self.groups = (found.one, found.other)


def when_merged(listener: Listener) -> None:
    """Rooms above look at what a merge leads to, in its transaction. It refuses nothing."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def find_same(what: str, one: UUID, other: UUID, keep: UUID, by: Who, reason: str) -> Finding:
    """The two are one, and `keep` stands for both. Raises `NoReason`, `SaidBefore`, `Contradicts`; `NotThere` for
    whoever may not see both groups. A limit that they then exceed together refuses nothing: it is told."""
    if keep not in (one, other):
        raise ValueError("one of the two is kept")
    made = _find(what, one, other, keep, by, reason)
    for listener in _listeners:
        listener()
    return made


@transaction.atomic
def find_different(what: str, one: UUID, other: UUID, by: Who, reason: str) -> Finding:
    """The two are two. They are proposed again only when they have something else in common."""
    return _find(what, one, other, None, by, reason)


@transaction.atomic
def take_back(finding_id: UUID, by: Who, reason: str) -> Finding:
    """What was found counts no more, as if it had never been said."""
    _may(by, reason)
    lock(ALL.id, ALL.kind)
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise policy.NotThere(FINDING)
    _both(found.one_id, found.other_id, by)
    if found.undone_at is not None:
        raise SaidBefore
    _over(found, by, reason)
    append(Ref(FINDING, found.pk), "take_back", by.ref, payload={"reason": reason})
    return found


def _find(what: str, one: UUID, other: UUID, keep: UUID | None, by: Who, reason: str) -> Finding:
    _may(by, reason)
    lock(ALL.id, ALL.kind)
    first, second = sorted((one, other))
    _both(first, second, by)
    marks = open_pairs(Group.objects.filter(pk__in=(first, second))).get((what, first, second))
    if marks is None:
        raise SaidBefore
    if keep is not None:
        _agrees(what, first, second)
    before = Finding.objects.filter(what=what, one=first, other=second, undone_at=None).first()
    if before is not None:  # it answered what they had in common then
        _over(before, by, reason)
    made = Finding.objects.create(
        what=what,
        one_id=first,
        other_id=second,
        kept_id=keep,
        marks=marks,
        reason=reason,
        at=clock.now(),
        by=by.account,
    )
    told = {"what": what, "one": str(first), "other": str(second), "kept": str(keep or ""), "reason": reason}
    append(Ref(FINDING, made.pk), "find_same" if keep else "find_different", by.ref, payload=told)
    return made


def _agrees(what: str, one: UUID, other: UUID) -> None:
    """Nobody's finding that two are different is overturned by the way of a third."""
    sides = (ones(one, what), ones(other, what))
    apart = Finding.objects.filter(what=what, kept=None, undone_at=None).exclude(
        one__in=(one, other), other__in=(one, other)
    )
    across = Q(one__in=sides[0], other__in=sides[1]) | Q(one__in=sides[1], other__in=sides[0])
    found = apart.filter(across).select_related("one", "other").order_by("at", "id").first()
    if found is not None:
        raise Contradicts(found)


def _may(by: Who, reason: str) -> None:
    policy.require(by, "review_duplicates")
    if not reason.strip():
        raise NoReason


def _both(one: UUID, other: UUID, by: Who) -> None:
    """Nobody decides about a group that they are near to."""
    for group in (one, other):
        policy.obtain(Group.objects.all(), GROUPS.kind, by, policy.HANDLE, group)


def _over(found: Finding, by: Who, reason: str) -> None:
    found.undone_at, found.undone_by, found.undone_reason = clock.now(), by.account, reason
    found.save(update_fields=["undone_at", "undone_by", "undone_reason"])
