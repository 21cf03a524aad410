"""Who works here: accounts with the roles they hold, for whoever hands the roles out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from veer.access import policy, roles
from veer.access.models import Grant
from veer.access.queries import grants, grants_of
from veer.access.who import Who
from veer.people.models import Account


@dataclass(frozen=True, slots=True)
class Colleague:
    """An account that holds a role, or held one; the grants latest first."""

    account: Account
    grants: Sequence[Grant]

    @property
    def held(self) -> list[str]:
        return [one.role for one in self.grants if one.until is None]

    @property
    def titles(self) -> list[Any]:
        return [roles.TITLES[role] for role in self.held]


def colleagues(who: Who) -> list[Colleague]:
    """Everybody who holds a role or held one, by name."""
    policy.require(who, "give_role")
    found: dict[UUID, list[Grant]] = {}
    for one in grants():
        found.setdefault(one.account, []).append(one)
    accounts = Account.objects.filter(pk__in=list(found)).order_by("name", "email", "id")
    return [Colleague(account, found[account.pk]) for account in accounts]


def colleague(who: Who, account_id: UUID) -> Colleague:
    """One of them, or `NotThere`: an account without any role is nobody's business here."""
    policy.require(who, "give_role")
    held = grants_of(account_id)
    account = Account.objects.filter(pk=account_id).first() if held else None
    if account is None:
        raise policy.NotThere("account")
    return Colleague(account, held)


def offered(one: Colleague) -> list[dict[str, Any]]:
    """Every role that is not held yet, with those held that it may not meet."""
    free = [role for role in roles.TITLES if role not in one.held]
    return [
        {
            "role": role,
            "title": roles.TITLES[role],
            "does": roles.DOES.get(role, ""),
            "clashes": [roles.TITLES[other] for other in one.held if roles.clashes([role, other])],
        }
        for role in free
    ]
