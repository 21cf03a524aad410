"""Who sponsors whom. A sponsor reads nothing of the household's file, whoever gives them a mandate: not as a member of
the group that brings it, now or before, nor as somebody who lives with a member."""

from uuid import UUID

from django.db.models import Q

from veer.people import ties
from veer.people.models import Link, Person
from veer.sponsorship.models import Member, Traveller


def sponsored(account: UUID, persons: frozenset[UUID]) -> set[UUID]:
    """Everybody whom a group of this account brings; and of `persons` those whose sponsor lives at its address."""
    brings, brought = "coming__group__members__account", "coming__partings__group__members__account"
    mine = Traveller.objects.filter(Q(**{brings: account}) | Q(**{brought: account})).order_by()
    found = set(Person.objects.filter(kept__same__in=mine.values("person")).order_by().values_list("pk", flat=True))
    return found | (_beside(account, persons - found) if persons else set())


def _beside(account: UUID, persons: frozenset[UUID]) -> set[UUID]:
    """Of these, whoever is brought by a group of which a member lives at the account's address, and does not come with
    them: once arrived, a household may live with its sponsor."""
    own = Person.objects.filter(links__account=account, links__relation=Link.SELF, links__until=None)
    homes = {_plain(one) for one in own.order_by().values_list("address", flat=True)} - {""}
    if not homes:
        return set()
    asked = Traveller.objects.filter(person__kept__same__in=persons).exclude(coming__travellers__person__in=own)
    brought = [
        (group, person)
        for of in ("coming__group", "coming__partings__group")
        for group, person in asked.order_by().values_list(of, "person__kept__same")
        if person in persons
    ]
    live = _addresses({group for group, _person in brought})
    return {person for group, person in brought if homes & live.get(group, set())}


def _addresses(groups: set[UUID]) -> dict[UUID, set[str]]:
    """Where the members of groups live."""
    members = Member.objects.filter(group__in=groups, account__links__relation=Link.SELF, account__links__until=None)
    found: dict[UUID, set[str]] = {}
    for group, address in members.order_by().values_list("group", "account__links__person__address"):
        found.setdefault(group, set()).add(_plain(address))
    return found


def _plain(address: str) -> str:
    return " ".join(address.lower().split())


ties.register(sponsored)
