"""Writing down a municipality, and letting colleagues of it in."""

from uuid import UUID

from django.db import transaction

from veer.access import roles
from veer.access.queries import roles_of
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.municipalities.acts.common import CHAIN, for_officials
from veer.municipalities.acts.links import follow_address
from veer.municipalities.models import Body
from veer.municipalities.queries import key_of
from veer.people.acts import join_organisation, make_organisation
from veer.people.models import Account, Membership

KIND = "municipality"  # of organisation


class NoSuchColleague(LookupError):
    """Nobody with this address holds the role of a municipality."""


class WorksElsewhere(ValueError):
    """They act for another municipality already."""


@transaction.atomic
def write_body(name: str, email: str, language: str, by: Who) -> Body:
    """Write down a municipality, or where and in which language it is written to from now on."""
    for_officials(by)
    told = {"email": email.strip(), "language": language}
    made, _new = Body.objects.update_or_create(
        key=key_of(name),
        defaults=told,
        create_defaults={**told, "name": name.strip(), "made_at": clock.now(), "made_by": by.account},
    )
    append(Ref(CHAIN, made.pk), "write_body", by.ref, payload={"name": made.name, **told})
    follow_address(made, by)
    return made


@transaction.atomic
def let_in(body_id: UUID, email: str, function: str, by: Who) -> Membership:
    """Let an account that holds the role act for a municipality. The first one makes it an organisation.

    Raises `NoSuchColleague` or `WorksElsewhere`: whoever acts for two could hand a household over to themselves.
    """
    for_officials(by)
    body = Body.objects.select_for_update().get(pk=body_id)
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if account is None or roles.MUNICIPALITY not in roles_of(account.pk):
        raise NoSuchColleague(email)
    elsewhere = Body.objects.exclude(pk=body.pk).filter(organisation__isnull=False).values("organisation")
    if Membership.objects.filter(account=account, until=None, organisation__in=elsewhere).exists():
        raise WorksElsewhere(email)
    if body.organisation is None:
        body.organisation = make_organisation(by, name=body.name, kind=KIND, lead=account)
        body.save(update_fields=["organisation"])
        Membership.objects.filter(organisation=body.organisation, account=account).update(function=function.strip())
    made = join_organisation(body.organisation.pk, account, by, function=function.strip())
    told = {"account": str(account.pk), "function": function.strip()}
    append(Ref(CHAIN, body.pk), "let_in", by.ref, payload=told)
    return made
