"""Who holds which role."""

from collections.abc import Iterable
from uuid import UUID

from veer.access.models import Grant


def roles_of(account: UUID) -> frozenset[str]:
    """The roles an account holds now."""
    return frozenset(Grant.objects.filter(account=account, until=None).values_list("role", flat=True))


def roles_of_each(accounts: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The roles that each of these accounts holds now, in one query; none for who holds none."""
    held: dict[UUID, set[str]] = {account: set() for account in accounts}
    for account, role in Grant.objects.filter(account__in=list(held), until=None).values_list("account", "role"):
        held[account].add(role)
    return {account: frozenset(found) for account, found in held.items()}


def grants() -> list[Grant]:
    """Every grant there is or was, latest first."""
    return list(Grant.objects.order_by("-since", "id"))


def grants_of(account: UUID) -> list[Grant]:
    """Every role an account holds or held, latest first."""
    return list(Grant.objects.filter(account=account).order_by("-since", "id"))


def holders(role: str) -> list[UUID]:
    """The accounts that hold a role now."""
    return list(Grant.objects.filter(role=role, until=None).order_by("since", "id").values_list("account", flat=True))
