"""Who is who."""

import hashlib
from typing import Any
from uuid import UUID

from veer.access.queries import roles_of
from veer.access.who import NOBODY, Who
from veer.people.models import Account, Link, Person


def who_is(user: Any) -> Who:
    """The one who asks, from a signed-in account. Kept on the account for the length of a request."""
    if not isinstance(user, Account) and not getattr(user, "is_authenticated", False):
        return NOBODY
    known: Who | None = getattr(user, "known_as", None)
    if known is None:
        persons = Link.objects.filter(account_id=user.pk, until=None).values_list("person_id", flat=True)
        known = Who(
            account=user.pk, name=str(user), persons=frozenset(persons), roles=roles_of(user.pk), kind="account"
        )
        user.known_as = known
    return known


def own_person(account: UUID) -> Person | None:
    """The person whom an account says it is."""
    link = Link.objects.filter(account_id=account, until=None, relation="self").select_related("person").first()
    return link.person if link else None


def names(accounts: set[UUID] | set[UUID | None]) -> dict[UUID, str]:
    """How accounts are called on pages and in letters."""
    return {account.pk: str(account) for account in Account.objects.filter(pk__in=accounts - {None})}


def code_digest(code: str) -> str:
    """A code has 100 random bits: a plain digest of it cannot be guessed back."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def account_of_code(code: str) -> Account | None:
    """The account that a code on paper opens."""
    return Account.objects.filter(code_digest=code_digest(code), is_active=True).first()
