"""Bodies that may hold a mandate, and who works there."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.people.models import Account, Membership, Organisation


@transaction.atomic
def make_organisation(by: Who, *, name: str, kind: str, register_number: str = "", lead: Account) -> Organisation:
    """Write down an organisation, and who lets others in."""
    policy.require(by, "make_organisation")
    made = Organisation.objects.create(
        name=name, kind=kind, register_number=register_number or None, made_at=clock.now()
    )
    told = {"name": name, "kind": kind, "register_number": register_number}
    append(Ref("organisation", made.pk), "make_organisation", by.ref, payload=told)
    _let_in(made, lead, by, function=kind, leads=True)
    return made


@transaction.atomic
def join_organisation(
    organisation: UUID, account: Account, by: Who, *, function: str, leads: bool = False
) -> Membership:
    """Let an account work in an organisation: said by whoever leads it, or where organisations are written down."""
    _may_say(organisation, by)
    lock(organisation, "organisation")
    before = Membership.objects.filter(organisation=organisation, account=account, until=None).first()
    return before or _let_in(Organisation.objects.get(pk=organisation), account, by, function=function, leads=leads)


@transaction.atomic
def leave_organisation(organisation: UUID, account: UUID, by: Who) -> bool:
    """An account no longer works there, and from this moment acts for nobody in its name."""
    if account != by.account:
        _may_say(organisation, by)
    lock(organisation, "organisation")
    ended = Membership.objects.filter(organisation=organisation, account=account, until=None).update(until=clock.now())
    if ended:
        append(Ref("organisation", organisation), "leave_organisation", by.ref, subject=Ref("account", account))
    return bool(ended)


def _may_say(organisation: UUID, by: Who) -> None:
    leads = Membership.objects.filter(organisation=organisation, account=by.account, until=None, leads=True)
    if not leads.exists():
        policy.require(by, "make_organisation")


def _let_in(organisation: Organisation, account: Account, by: Who, *, function: str, leads: bool) -> Membership:
    made = Membership.objects.create(
        organisation=organisation, account=account, function=function, leads=leads, since=clock.now()
    )
    append(
        Ref("organisation", organisation.pk),
        "join_organisation",
        by.ref,
        subject=Ref("account", account.pk),
        payload={"function": function, "leads": leads},
    )
    return made
