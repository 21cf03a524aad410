"""The administrator's pages: roles given, ended and refused, somebody invited, the versions of the law read."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from veer.access import roles
from veer.access.acts import LastAdministrator, take_role
from veer.access.queries import roles_of
from veer.access.who import SYSTEM
from veer.journal.queries import entries
from veer.people.models import Account
from veer.people.queries import who_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor() -> Account:
    return cast.account("Noor Claes", roles.ADMINISTRATOR)


@pytest.fixture
def keys(noor: Account) -> Client:
    client = Client()
    client.force_login(noor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def one(account: Account) -> str:
    return reverse("people:colleague", args=[account.pk])


def test_an_administrator_begins_at_the_colleagues(keys: Client) -> None:
    lien = cast.account("Lien Vermeulen", roles.OFFICIAL)
    cast.account("Nobody Special")
    assert keys.get(reverse("start"))["Location"] == reverse("people:colleagues")
    page = keys.get(reverse("people:colleagues")).content.decode()
    assert one(lien) in page
    assert "Official" in page
    assert "Nobody Special" not in page


def test_a_role_is_given_and_ended_and_both_stand_in_the_journal(keys: Client, noor: Account) -> None:
    lien = cast.account("Lien Vermeulen", roles.OFFICIAL)
    keys.post(one(lien), {"do": "give", "role": roles.SIGNER})
    assert roles_of(lien.pk) == {roles.OFFICIAL, roles.SIGNER}
    keys.post(one(lien), {"do": "end", "role": roles.OFFICIAL})
    assert roles_of(lien.pk) == {roles.SIGNER}
    written = [(entry.act, entry.actor_id) for entry in entries(lien.pk)][-2:]
    assert written == [("give_role", noor.pk), ("take_role", noor.pk)]
    assert "End this role" in keys.get(one(lien)).content.decode()


def test_roles_that_may_not_meet_are_named_and_refused(keys: Client) -> None:
    lien = cast.account("Lien Vermeulen", roles.OFFICIAL)
    assert "Cannot be together with: Official" in keys.get(one(lien)).content.decode()
    said = keys.post(one(lien), {"do": "give", "role": roles.AUDITOR}, follow=True).content.decode()
    assert "One account cannot be both: Auditor and Official." in said
    assert roles_of(lien.pk) == {roles.OFFICIAL}


def test_the_last_administrator_stays(keys: Client, noor: Account) -> None:
    said = keys.post(one(noor), {"do": "end", "role": roles.ADMINISTRATOR}, follow=True).content.decode()
    assert "This is the last administrator." in said
    with pytest.raises(LastAdministrator):
        take_role(noor.pk, roles.ADMINISTRATOR, who_is(Account.objects.get(pk=noor.pk)))
    other = cast.account("Other Keys", roles.ADMINISTRATOR)
    assert keys.post(one(noor), {"do": "end", "role": roles.ADMINISTRATOR}).status_code == 302
    assert roles_of(noor.pk) == frozenset()
    assert take_role(other.pk, roles.ADMINISTRATOR, SYSTEM)


def test_somebody_is_invited_by_mail(keys: Client, django_capture_on_commit_callbacks: Any) -> None:
    told = {"email": "greet@example.org", "name": "Greet Maes", "role": roles.SIGNER, "language": "nl"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = keys.post(reverse("people:invite"), told)
    greet = Account.objects.get(email="greet@example.org")
    assert answer["Location"] == one(greet)
    assert roles_of(greet.pk) == {roles.SIGNER}
    assert mail.outbox[-1].to == ["greet@example.org"]
    page = keys.post(reverse("people:invite"), {**told, "role": roles.AUDITOR}).content.decode()
    assert "One account cannot be both: Auditor and Signer." in page


def test_an_account_without_a_role_is_nobodys_business(keys: Client) -> None:
    amina = cast.applicant()
    assert keys.get(reverse("people:colleague", args=[amina.account])).status_code == 404
    assert keys.post(reverse("people:colleague", args=[amina.account]), {"role": roles.OFFICIAL}).status_code == 404


def test_a_screen_left_open_gives_no_role(keys: Client, settings: Any) -> None:
    settings.PROOF_MINUTES = 0
    lien = cast.account("Lien Vermeulen", roles.OFFICIAL)
    keys.post(one(lien), {"do": "give", "role": roles.SIGNER})
    assert roles_of(lien.pk) == {roles.OFFICIAL}


def test_the_versions_of_the_law_with_their_day(keys: Client) -> None:
    cast.activate_law()
    page = keys.get(reverse("cases:laws")).content.decode()
    assert "be-proposal" in page
    assert cast.bundled().law_hash.removeprefix("sha256:")[:16] in page
