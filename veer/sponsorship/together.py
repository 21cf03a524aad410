"""Which groups count as one sponsor, and which homes as one: from the findings that stand, and nothing else.

Nothing of it is kept, so that taking a finding back leaves everything as if it had never been.
"""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from veer.sponsorship.models import Finding, Group

# Of homes a finding counts while both are where they were; what was found of groups, and that two are two, until it is
# taken back.
COUNTS = Q(undone_at=None) & (
    Q(what=Finding.GROUP)
    | Q(kept=None)
    | Q(at__gte=F("one__home__addressed_at")) & Q(at__gte=F("other__home__addressed_at"))
)


def stands(what: str = Finding.GROUP) -> dict[UUID, UUID]:
    """By group, the group that stands for it; of groups that are one with another alone. One question."""
    ties = Finding.objects.filter(COUNTS, what=what, kept__isnull=False)
    found: dict[UUID, UUID] = {}
    for one, other, kept in ties.order_by("at", "id").values_list("one", "other", "kept"):
        gone = other if kept == one else one
        root, lost = found.get(kept, kept), found.get(gone, gone)
        found |= {kept: root, gone: root} | {group: root for group, stays in found.items() if stays == lost}
    return found


def ones(group: UUID, what: str = Finding.GROUP) -> list[UUID]:
    """The groups that are one with this one, in a steady order, itself among them."""
    found = stands(what)
    root = found.get(group, group)
    return sorted({group, *(one for one, stays in found.items() if stays == root)})


def findings_on(group: Group) -> list[Finding]:
    """When this group, or its home, was found to be one with another, the first in front, whether it still counts or
    not. Which other, and why, is not for its members: a finding gives nobody a right to read of another group."""
    return list(_same(group).order_by("at", "id"))


def counted_as_one(group: Group) -> list[Finding]:
    """Those of them that count now."""
    return list(_same(group).filter(COUNTS).order_by("at", "id"))


def _same(group: Group) -> QuerySet[Finding]:
    return Finding.objects.filter(Q(one=group) | Q(other=group), kept__isnull=False)


def merged(what: str = Finding.GROUP) -> dict[UUID, frozenset[UUID]]:
    """By the group that stands for them, groups that are one."""
    found: dict[UUID, set[UUID]] = {}
    for group, root in stands(what).items():
        found.setdefault(root, set()).add(group)
    return {root: frozenset(groups) for root, groups in found.items()}
