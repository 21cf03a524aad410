"""Groups that share something, as a graph: groups and what they share are its nodes. Values are kept as digests."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import Q

from veer.people.models import Account, Link, Person
from veer.people.names import folded, key
from veer.sponsorship.queries import OVER, Known, door_of

PERSON, EMAIL, ADDRESS, GIVER, DEVICE, HELPER = "person", "email", "address", "giver", "device", "helper"
PAYER = "payer"  # of one group: whoever it brings, or somebody of their name, gave to it
ALONE = {PAYER, *OVER}  # said of one sponsor, or of those who share a home, and enough for an alert


@dataclass(frozen=True, slots=True)
class Tie:
    """Something of a kind that several groups share; a payment by whoever comes, and a limit that is exceeded, is of
    one."""

    kind: str
    groups: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Groups that hang together by what they share."""

    groups: frozenset[UUID]
    ties: tuple[Tie, ...]


def clusters(ties: Iterable[Tie], more_than: int) -> list[Cluster]:
    """The connected parts of the graph that hold more groups than this, or something that is enough alone, the largest
    first."""
    parts: list[tuple[set[UUID], list[Tie]]] = []
    for tie in ties:
        touched = [part for part in parts if part[0] & tie.groups]
        parts = [part for part in parts if not part[0] & tie.groups]
        groups = set(tie.groups).union(*(part[0] for part in touched))
        parts.append((groups, [one for part in touched for one in part[1]] + [tie]))
    found = [
        Cluster(frozenset(groups), tuple(shared))
        for groups, shared in parts
        if len(groups) > more_than or any(one.kind in ALONE for one in shared)
    ]
    return sorted(found, key=lambda one: (-len(one.groups), sorted(map(str, one.groups))))


def ties_of(known: Iterable[Known]) -> list[Tie]:
    """What two groups or more share, in a steady order."""
    known = list(known)
    marks: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for group, kind, value in _marks(known):
        plain = " ".join(value.lower().split())
        if plain:
            marks[kind, sha256(plain.encode()).hexdigest()].add(group)
    shared = [(key, groups) for key, groups in sorted(marks.items()) if len(groups) > 1]
    paid = [Tie(PAYER, frozenset({one.group})) for one in known if _paid(one)]
    return [Tie(kind, frozenset(groups)) for (kind, _digest), groups in shared] + paid


def _paid(one: Known) -> bool:
    """Whether a giver has a family name of somebody whom the group brings, or their whole name: a human looks (SG9).
    A member who said that they are of that family is known to bear it, and gives under their own whole name."""
    names = {word for name in one.comers for word in _words(name)[-1:]}
    explained = {key(name) for name in one.tied}
    return any(names & set(_words(giver)) for giver in one.givers if key(giver) not in explained)


def _words(name: str) -> list[str]:
    return [word for word in folded(name).split() if len(word) > 2]


def _marks(known: list[Known]) -> Iterable[tuple[UUID, str, str]]:
    """(group, kind, value) of everything that is known of the groups."""
    accounts = {account for one in known for account in one.accounts}
    emails = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "email"))
    selves = Link.objects.filter(account__in=accounts, relation=Link.SELF, until=None)
    person_of = dict(selves.values_list("account", "person"))
    homes = dict(Person.objects.filter(pk__in=person_of.values()).values_list("pk", "address"))
    devices = defaultdict(set)
    for account, ip, agent in UserSession.objects.filter(user__in=accounts).values_list("user", "ip", "user_agent"):
        devices[account].add(f"{ip} {agent}")
    helpers = _helpers({lead for one in known for lead in one.leads})
    for one in known:
        yield from ((one.group, EMAIL, _mailbox(email)) for email in one.asked)
        yield from ((one.group, GIVER, giver) for giver in one.givers)
        yield from ((one.group, HELPER, str(helper)) for lead in one.leads for helper in helpers[lead])
        yield from ((one.group, ADDRESS, door) for door in one.homes)
        for account in one.accounts:
            yield one.group, PERSON, str(account)
            yield one.group, EMAIL, _mailbox(emails.get(account) or "")
            yield one.group, ADDRESS, door_of(homes.get(person_of.get(account), ""))
            yield from ((one.group, DEVICE, device) for device in devices[account])


def _mailbox(email: str) -> str:
    """An e-mail without what may be added to it at will: `ann+two@example.org` is ann's."""
    name, _at, host = email.lower().partition("@")
    return f"{name.split('+')[0]}@{host}" if host else ""


def _helpers(leads: set[UUID]) -> dict[UUID, set[UUID]]:
    """Who acts for each lead now: accounts and organisations."""
    mandates = Link.objects.filter(person__in=leads, until=None).exclude(relation=Link.SELF)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = mandates.filter(Q(account__isnull=False) | Q(organisation__isnull=False))
    for person, account, organisation in rows.values_list("person", "account", "organisation"):
        found[person].add(organisation or account)
    return found
