"""Who sponsors whom. A sponsor reads nothing of the household's file, whoever gives them a mandate: not as a member of
the group that brings it, now or before, nor as somebody who lives with a member. And whoever works for the authority
works on no file of a sponsor that they are or were of."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, UUIDField, Value

from veer.people import ties
from veer.people.models import Link, Person
from veer.sponsorship.models import Group, Member, Traveller
from veer.sponsorship.together import stands

TEXT = TextField()


def sponsored(account: UUID, persons: frozenset[UUID]) -> set[UUID]:
    """Everybody whom a group of this account brings; and of `persons` those whose sponsor lives at its address: one
    question, as it is asked wherever somebody opens anything."""
    brings, brought = "coming__group__members__account", "coming__partings__group__members__account"
    mine = Traveller.objects.filter(Q(**{brings: account}) | Q(**{brought: account})).order_by()
    found = Person.objects.filter(kept__same__in=mine.values("person")).order_by().annotate(home=Value(None, TEXT))
    rows = list(found.values_list("pk", "home").union(*(_homes(account, persons) if persons else ()), all=True))
    own = {_plain(home) for whom, home in rows if whom is None} - {""}
    return {whom for whom, home in rows if whom is not None and (home is None or _plain(home) in own)}


def _homes(account: UUID, persons: frozenset[UUID]) -> list[QuerySet[Any, Any]]:
    """Rows of a person and an address: nobody with where the account lives; and each of `persons` with where a member
    lives of a group that brings them, or brought them. Who comes with them is left out: once arrived, a household may
    live with its sponsor."""
    own = Person.objects.filter(links__account=account, links__relation=Link.SELF, links__until=None).order_by()
    asked = Traveller.objects.filter(person__kept__same__in=persons).exclude(coming__travellers__person__in=own)
    found = [own.annotate(whom=Value(None, UUIDField())).values_list("whom", "address")]
    for of in ("coming__group", "coming__partings__group"):
        links = f"{of}__members__account__links"
        live = asked.filter(**{f"{links}__relation": Link.SELF, f"{links}__until": None}).order_by()
        found.append(live.values_list("person__kept__same", f"{links}__person__address"))
    return found


def _plain(address: str) -> str:
    return " ".join(address.lower().split())


def memberships(account: UUID) -> QuerySet[Member, UUID]:
    """The groups of which this account, or another of the same person, is or was a member: a part of a question."""
    selves = Link.objects.filter(relation=Link.SELF, until=None).order_by()
    same = selves.filter(person__kept__in=selves.filter(account=account).values("person__kept")).values("account")
    return Member.objects.filter(Q(account=account) | Q(account__in=same)).order_by().values_list("group", flat=True)


def people_of(groups: Iterable[UUID]) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """In whose names these groups ask, and those that were found to be one sponsor with them; and whom they bring."""
    every, one_of = set(groups), stands()
    roots = {one_of.get(group, group) for group in every}
    every |= {group for group, root in one_of.items() if root in roots}
    asks = Group.objects.filter(pk__in=every).order_by().values("person")
    return asks, Traveller.objects.filter(coming__group__in=every).order_by().values("person")


ties.register(sponsored)
