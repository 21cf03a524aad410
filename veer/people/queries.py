"""Who is who, and who may act for whom at this moment."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, Value

from veer.access.queries import roles_of
from veer.access.who import NOBODY, Reach, Who
from veer.journal import clock
from veer.journal.acts import Ref
from veer.people.models import Account, Housemate, Link, Membership, Person, Silence
from veer.people.ties import interests_of, tied_to

ACCOUNT, DESK, MAIL, POST, TELEPHONE = "account", "desk", "mail", "post", "telephone"
ALWAYS_SAFE = {ACCOUNT, DESK}


def who_is(user: Any) -> Who:
    """The one who asks, from a signed-in account. Kept on the account for the length of a request."""
    if not isinstance(user, Account) and not getattr(user, "is_authenticated", False):
        return NOBODY
    known: Who | None = getattr(user, "known_as", None)
    if known is None:
        roles, held = roles_of(user.pk), _held_by(user.pk)
        others = {person for link, person in held if link["relation"] != Link.SELF}
        tied = tied_to(user.pk, others) if roles or others else frozenset()
        held = [(link, person) for link, person in held if link["relation"] == Link.SELF or person not in tied]
        known = Who(
            account=user.pk,
            name=str(user),
            persons=frozenset(person for link, person in held if _whole(link)),
            roles=roles,
            kind="account",
            own=frozenset(person for link, person in held if link["relation"] == Link.SELF),
            reaches=frozenset(_reach(link, person) for link, person in held if not _whole(link)),
            tied=tied,
            interests=interests_of(user.pk) if roles else frozenset(),
        )
        user.known_as = known
    return known


def live(at: datetime) -> Q:
    """The links that count at an instant: accepted, not ended, and not past the last day agreed."""
    return Q(accepted_at__isnull=False, until=None) & (Q(ends=None) | Q(ends__gt=at))


def held_by(account: UUID) -> Q:
    """The links of an account: its own, and those of the organisations where it works."""
    works = Membership.objects.filter(account=account, until=None).order_by().values("organisation")
    return Q(account=account) | Q(organisation__in=works)


def interpreters(hearing: UUID) -> list[UUID]:
    """The accounts that interpret at a hearing: asked for it, and they said yes. Whoever said so first comes first."""
    return list(interpreting(hearing).order_by("accepted_at", "id"))


def interpreting(hearing: UUID) -> QuerySet[Link, UUID | None]:
    """The same in no order, as a part of another question."""
    held = Link.objects.filter(live(clock.now()), relation=Link.INTERPRETER, scope_of=str(hearing))
    return held.exclude(account=None).order_by().values_list("account_id", flat=True)


def _held_by(account: UUID) -> list[tuple[dict[str, Any], UUID]]:
    """Each live link with each record of its person: after a merge all of them are found through any."""
    found = Link.objects.filter(live(clock.now()), held_by(account)).values(
        "relation", "may", "scope", "scope_of", "person__kept__same"
    )
    return [(link, link["person__kept__same"]) for link in found]


def _whole(link: dict[str, Any]) -> bool:
    return bool(link["scope"] == Link.ALL and link["may"] == Link.ACT)


def _reach(link: dict[str, Any], person: UUID) -> Reach:
    scope, of = link["scope"], link["scope_of"]
    return Reach(
        person,
        acts=link["may"] == Link.ACT,
        route=of if scope == Link.ROUTE else "",
        case=UUID(of) if scope == Link.CASE else None,
        hearing=UUID(of) if scope == Link.HEARING else None,
    )


def reached(
    who: Who,
    *,
    acts: bool = False,
    person: str = "person",
    route: tuple[str, str] = ("law__pack", "route"),
    pk: str = "pk",
) -> Q | None:
    """The condition of the records that somebody reaches from the person's own side; None for none at all.

    `acts`: those in which they act, not only read. The names are those of the columns that say whose a record is, of
    which pack and route, and its id.
    """
    found = Q(**{f"{person}__in": who.persons}) if who.persons else None
    for one in sorted(who.reaches, key=str):
        if one.hearing is not None or (acts and not one.acts):
            continue
        narrow = {person: one.person}
        if one.route:
            narrow |= dict(zip(route, one.route.split("/"), strict=True))
        if one.case is not None:
            narrow[pk] = one.case
        found = Q(**narrow) if found is None else found | Q(**narrow)
    return found


def same_person(person: UUID) -> list[UUID]:
    """All records of one person, the given one among them: more than one where duplicates were merged."""
    return list(Person.objects.filter(kept__same=person).order_by("made_at", "id").values_list("id", flat=True))


def accounts_of(accounts: Iterable[UUID]) -> dict[UUID, UUID]:
    """By account, whose it is: of these accounts and the others of the same persons; who has no record, the account."""
    told = list(accounts)
    mine = Link.objects.filter(relation=Link.SELF, until=None).order_by("id")
    kept = set(mine.filter(account__in=told).values_list("person__kept", flat=True))
    found = mine.filter(person__kept__in=kept).values_list("account", "person__kept")
    return {account: account for account in told} | dict(found)


def may_be_notified(person: UUID, channel: str) -> bool:
    """Whether something may go to a person this way: into their account and at a desk always, elsewhere unless it was
    said of any of their records that it is not safe."""
    if channel in ALWAYS_SAFE:
        return True
    return not Silence.objects.filter(person__kept__same=person, until=None).exists()


def silenced(persons: set[UUID]) -> set[UUID]:
    """Of these records, the ones whose person may not be written to: one query for a list."""
    stopped = Silence.objects.filter(until=None, person__kept__same__in=list(persons))
    return set(stopped.order_by().values_list("person__kept__same", flat=True)) & set(persons)


def household_of(person: UUID) -> Ref | None:
    """The household in which a person lives now: the subject of facts about a household."""
    mate = Housemate.objects.filter(person__kept__same=person, until=None).order_by("-since", "id").first()
    return Ref("household", mate.household_id) if mate else None


def confirmed_emails(account: UUID) -> set[str]:
    """The addresses of which an account has shown that it reads them."""
    return set(EmailAddress.objects.filter(user=account, verified=True).order_by().values_list("email", flat=True))


def own_person(account: UUID) -> Person | None:
    """The person whom an account says it is."""
    link = Link.objects.filter(account_id=account, until=None, relation="self").select_related("person").first()
    return link.person if link else None


def account_of(person: UUID) -> Account | None:
    """The account with which a person acts for themselves, if they have one."""
    link = Link.objects.filter(live(clock.now()), person=person, relation="self").select_related("account").first()
    return link.account if link else None


def names(accounts: set[UUID] | set[UUID | None]) -> dict[UUID, str]:
    """How accounts are called on pages and in letters."""
    return {account.pk: str(account) for account in Account.objects.filter(pk__in=accounts - {None})}


def named_apart(**circles: set[UUID] | QuerySet[Any]) -> dict[str, dict[UUID, str]]:
    """How the accounts of several circles are called, each circle apart: one question for them all. A circle is ids of
    accounts, or a query of them."""
    found: dict[str, dict[UUID, str]] = {circle: {} for circle in circles}
    asked = [Account.objects.filter(pk__in=ids).annotate(circle=Value(name)) for name, ids in circles.items()]
    for account in Account.objects.none().annotate(circle=Value("")).union(*asked, all=True):
        found[account.circle][account.pk] = str(account)
    return found


def code_digest(code: str) -> str:
    """A code has 100 random bits: a plain digest of it cannot be guessed back."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def account_of_code(code: str) -> Account | None:
    """The account that a code on paper opens."""
    return Account.objects.filter(code_digest=code_digest(code), is_active=True).first()
