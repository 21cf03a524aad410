"""People of these tests: somebody with an account, a desk, a lawyer."""

from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.test import Client

from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.people import acts
from veer.people.acts.desk import Told
from veer.people.models import Account, Person
from veer.people.queries import who_is


def account(name: str, *given: str) -> Account:
    """With a confirmed e-mail, as whoever signed up has."""
    email = f"{name.split()[0].lower()}-{uuid4().hex[:8]}@example.org"
    made = Account.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    for role in given:
        give_role(made.pk, role, SYSTEM)
    return made


def who(known: Account) -> Who:
    """As the pages see an account: asked anew."""
    return who_is(Account.objects.get(pk=known.pk))


def somebody(name: str = "Amina Haddad") -> tuple[Account, Person]:
    """An account and the person it is."""
    known = account(name)
    given, _space, family = name.partition(" ")
    return known, acts.introduce(known, given_name=given, family_name=family, language="nl")


def official(name: str = "Bram Peeters") -> Who:
    return who(account(name, roles.OFFICIAL))


def desk(name: str = "Dina Claes") -> Who:
    return who(account(name, roles.DESK))


def registered(by: Who, given_name: str, family_name: str = "", **more: Any) -> Person:
    return acts.register_at_desk(by, Told(given_name, family_name, **more), key=uuid4().hex)


def signed_in(known: Account | UUID) -> Client:
    client = Client()
    one = known if isinstance(known, Account) else Account.objects.get(pk=known)
    client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
    return client


def moment(name: str, said: str) -> dict[str, str]:
    """What a browser sends of a moment (ISO, to the minute) that was typed in four boxes."""
    day, _, hour = said.partition("T")
    return {**boxes(name, day), f"{name}_hour": hour}


def boxes(name: str, day: str) -> dict[str, str]:
    """What a browser sends of a day (ISO) that was typed in three boxes."""
    return dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), day.split("-"), strict=True))
