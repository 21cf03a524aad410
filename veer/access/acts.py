"""Giving a role and taking it back. Each stands in the journal, on the account's own chain."""

from uuid import UUID

from django.db import transaction

from veer.access import policy, roles
from veer.access.models import Grant
from veer.access.queries import holders, roles_of
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock


class LastAdministrator(ValueError):
    """Nobody would be left to hand out roles."""


@transaction.atomic
def give_role(account: UUID, role: str, by: Who) -> Grant:
    """Give a role, unless it may not meet one that the account already holds."""
    policy.require(by, "give_role")
    lock(account, "account")  # two roles given at one moment must see each other
    held = roles_of(account)
    roles.check(role, held)
    if role in held:
        return Grant.objects.get(account=account, role=role, until=None)
    given = Grant.objects.create(
        account=account, role=role, since=clock.now(), given_kind=by.ref.kind, given_by=by.ref.id
    )
    append(Ref("account", account), "give_role", by.ref, payload={"role": role})
    return given


@transaction.atomic
def take_role(account: UUID, role: str, by: Who) -> bool:
    """Take a role back. False when the account did not hold it. The last administrator stays, but for the machine."""
    policy.require(by, "give_role")
    lock(account, "account")
    if role == roles.ADMINISTRATOR and by.kind != "system" and holders(role) == [account]:
        raise LastAdministrator(account)
    ended = Grant.objects.filter(account=account, role=role, until=None).update(until=clock.now())
    if ended:
        append(Ref("account", account), "take_role", by.ref, payload={"role": role})
    return bool(ended)
