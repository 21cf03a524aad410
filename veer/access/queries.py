"""Who holds which role."""

from uuid import UUID

from veer.access.models import Grant


def roles_of(account: UUID) -> frozenset[str]:
    """The roles an account holds now."""
    return frozenset(Grant.objects.filter(account=account, until=None).values_list("role", flat=True))


def holders(role: str) -> list[UUID]:
    """The accounts that hold a role now."""
    return list(Grant.objects.filter(role=role, until=None).order_by("since", "id").values_list("account", flat=True))
