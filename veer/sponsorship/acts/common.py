"""What all acts of this room share: a group of one's own, a lead, an entry on a chain, an act of the program."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases.acts import perform
from veer.journal.acts import Ref, append, lock
from veer.journal.queries import length
from veer.sponsorship.models import Group, Member
from veer.sponsorship.policy import GROUPS
from veer.sponsorship.together import stands

CHAIN, DRAW = "sponsor_group", "sponsor_window"


def own(group_id: UUID, by: Who) -> tuple[Group, Member]:
    """A group of which somebody is a member, locked until the act is done, and their place in it."""
    lock(group_id, CHAIN)
    found: Group = policy.obtain(Group.objects.all(), GROUPS.kind, by, policy.OWN, group_id)
    return found, found.members.get(account=by.account, left_at=None)


def led(group_id: UUID, by: Who) -> Group:
    """A group that somebody leads."""
    found, me = own(group_id, by)
    if not me.lead:
        raise policy.Refused("this is for a lead")
    return found


def held(group_id: UUID, by: Who) -> Group:
    """A group whose files are somebody's own: those of the lead who began it."""
    found = led(group_id, by)
    if found.person_id not in by.own:
        raise policy.Refused("the files are those of whoever began the group")
    return found


def lock_sponsor(group_id: UUID) -> None:
    """What is counted for a sponsor together waits at the group that stands for it, after the group's own lock."""
    lock(stands().get(group_id, group_id), CHAIN)


def lock_places(year: UUID) -> None:
    """Whoever publishes a list of a draw, draws, or takes places of that year elsewhere waits for the others: what
    stands on a list is promised, and it is in no ledger until the draw."""
    lock(year, "sponsor_places")


def write(group: Group, act: str, by: Ref, payload: Mapping[str, Any] | None = None) -> None:
    append(Ref(CHAIN, group.pk), act, by, payload=payload or {})


def program_does(case: UUID, act: str, key: str, facts: Mapping[str, Any] | None = None) -> None:
    """An act that the law gives to the program."""
    data = {"facts": dict(facts)} if facts else {}
    perform(case, act, SYSTEM, data=data, seen=length(case), key=key)
