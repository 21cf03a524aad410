"""The files that a group has begun and not sent follow what the group counts: its members, its money, its home."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import Q

from veer.cases import facts
from veer.cases.models import Case
from veer.sponsorship.acts.asking import home_facts, money_facts
from veer.sponsorship.counting import member_facts
from veer.sponsorship.models import Group


@contextmanager
def drafts_follow(group: Group) -> Iterator[None]:
    """Whatever is done inside changes the drafts too: a group of one that began its file is five once it is sent.

    What somebody answered otherwise by hand stays as they said it.
    """
    asked = Q(pk=group.recognition_id) | Q(pk__in=group.applications.values("case"))
    drafts = list(Case.objects.filter(asked, submitted_at=None, ended_at=None).order_by("opened_at", "id"))
    before = [_counted(group, one.pk) for one in drafts]
    yield
    for one, was in zip(drafts, before, strict=True):
        facts.follow(one, was, _counted(group, one.pk))


def _counted(group: Group, case: UUID) -> dict[str, Any]:
    if case == group.recognition_id:
        return member_facts(group)
    return {**money_facts(group), **home_facts(group)}
