"""A second step: asked from every way in, required from whoever works on what concerns others, offered to the rest."""

from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail as outbox
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.browser import addresses
from tests.web.signing_in import PASSWORD, account, code_of, has_factor, set_up_app, sign_in, signed_in
from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM
from veer.journal.models import Entry
from veer.people.acts import give_login_code

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])
PROVE = {"password": PASSWORD}


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/account/2fa/recovery-codes/download/").content.decode()
    return [line.strip() for line in page.splitlines() if line.strip().isdigit()]


@pytest.mark.parametrize("role", sorted(roles.TITLES))
def test_who_holds_a_role_sets_one_up_before_anything_else(client: Client, required: None, role: str) -> None:
    somebody = account("work@example.org")
    give_role(somebody.pk, role, SYSTEM)
    sign_in(client, somebody)
    for address in ("/start", "/work", "/me", "/my"):
        assert client.get(address)["Location"] == "/account/2fa/", address
    assert "choose a second step" in client.get("/account/2fa/").content.decode()
    assert client.get("/law/").status_code == 200  # what a passer-by sees
    set_up_app(client)
    assert client.get("/start")["Location"] != "/account/2fa/"


def test_every_address_that_is_not_a_passer_bys_is_closed(client: Client, required: None) -> None:
    """A page made tomorrow is closed too: what stays open is named, not what is closed."""
    somebody = account()
    give_role(somebody.pk, roles.OFFICIAL, SYSTEM)
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    closed, found = set(), set()
    for name, takes in addresses.names():
        if takes or name.startswith(("account", "mfa", "socialaccount", "usersessions", "openness:")):
            continue
        answer = client.get(reverse(name))
        found.add(name)
        if answer.status_code == 302 and answer["Location"] == "/account/2fa/":
            closed.add(name)
    assert {"start", "cases:work", "cases:mine", "cases:find", "people:me"} <= closed
    assert found - closed == {"health"}


def test_where_somebody_wanted_to_go_is_kept(client: Client, required: None) -> None:
    somebody = account()
    give_role(somebody.pk, roles.OFFICIAL, SYSTEM)
    sign_in(client, somebody)
    assert client.get("/work?show=all")["Location"] == "/account/2fa/"
    set_up_app(client)
    assert 'href="/work?show=all"' in client.get("/account/2fa/recovery-codes/").content.decode()
    assert 'href="/work?show=all"' in client.get("/account/2fa/").content.decode()
    assert client.get("/work?show=all").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client, required: None) -> None:
    somebody = account()
    give_role(somebody.pk, roles.AUDITOR, SYSTEM)
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/work")["Location"] == "/account/2fa/"


def test_nothing_is_done_without_it(client: Client, required: None) -> None:
    somebody = account()
    give_role(somebody.pk, roles.OFFICIAL, SYSTEM)
    sign_in(client, somebody)
    assert client.post("/me", {"given_name": "X", "language": "nl"})["Location"] == "/account/2fa/"
    assert not somebody.links.exists()


def test_an_applicant_is_offered_it_and_may_do_without(client: Client, required: None) -> None:
    sign_in(client, account())
    assert client.get(reverse("cases:mine")).status_code == 200
    assert "You may do without" in client.get("/account/2fa/").content.decode()
    assert reverse("mfa_index") in client.get(reverse("people:me")).content.decode()


@pytest.mark.django_db(transaction=True, databases=["default", "guidance"])  # mails leave after the commit
def test_an_app_is_switched_on_asked_for_and_switched_off(client: Client) -> None:
    somebody = account()
    sign_in(client, somebody)
    secret = set_up_app(client)
    assert "Authenticator app activated" in outbox.outbox[-1].body
    assert len(recovery_codes(client)) == 10
    client.post("/account/logout/")
    assert sign_in(client, somebody)["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert signed_in(client)
    client.post("/account/2fa/totp/deactivate/")
    assert not has_factor(somebody)
    assert not Authenticator.objects.filter(user=somebody).exists()


def test_later_a_change_asks_again_who_it_is(client: Client, at: Any) -> None:
    at(2026, 11, 25, 9, 0)
    sign_in(client, account())
    set_up_app(client)
    at(2026, 11, 25, 9, 16)
    for address in ("2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/webauthn/add/"):
        assert client.get(f"/account/{address}")["Location"].startswith("/account/reauthenticate/"), address
    added = client.post("/account/email/", {"email": "thief@example.org", "action_add": ""})
    assert added["Location"].startswith("/account/reauthenticate/")
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()
    client.post("/account/reauthenticate/", PROVE)
    assert client.get("/account/2fa/recovery-codes/").status_code == 200


def test_a_recovery_code_opens_once(client: Client) -> None:
    somebody = account()
    sign_in(client, somebody)
    set_up_app(client)
    code = recovery_codes(client)[0]
    for opens in (True, False):
        client.post("/account/logout/")
        sign_in(client, somebody)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert signed_in(client) is opens
    client.post("/account/logout/")


def test_a_code_of_the_app_counts_once(client: Client) -> None:
    somebody = account()
    sign_in(client, somebody)
    secret = set_up_app(client)
    code = code_of(secret, 1)
    for opens in (True, False):
        client.post("/account/logout/")
        sign_in(client, somebody)
        client.post("/account/2fa/authenticate/", {"code": code})
        assert signed_in(client) is opens


def test_a_code_on_paper_is_not_a_way_round_it(client: Client) -> None:
    somebody = account()
    paper = give_login_code(somebody.pk, SYSTEM)
    sign_in(client, somebody)
    secret = set_up_app(client)
    client.post("/account/logout/")
    assert client.post(reverse("people:code"), {"code": paper})["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert signed_in(client)


def test_who_lost_everything_is_helped_on_the_machine_and_it_stands_in_the_journal(client: Client) -> None:
    somebody = account()
    sign_in(client, somebody)
    set_up_app(client)
    assert client.get("/me").status_code == 200
    call_command("forget_second_step", "AMINA@example.org", stdout=StringIO())
    assert not Authenticator.objects.filter(user=somebody).exists()
    assert client.get("/me").status_code == 302
    assert Entry.objects.filter(chain=somebody.pk, act="forget_second_step").count() == 1
    assert sign_in(client, somebody)["Location"] == "/start"
    for address in ("amina@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("forget_second_step", address)


def test_seeds_do_not_stand_open_in_the_database(client: Client) -> None:
    somebody = account()
    sign_in(client, somebody)
    secret = set_up_app(client)
    kept = Authenticator.objects.filter(user=somebody).order_by("pk").values_list("data", flat=True)
    assert secret not in str(list(kept))
    assert not any(code in str(list(kept)) for code in recovery_codes(client))


def test_an_older_key_of_the_installation_still_opens_seeds(client: Client, settings: Any) -> None:
    somebody = account()
    sign_in(client, somebody)
    secret = set_up_app(client)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    fresh = Client()
    sign_in(fresh, somebody)
    fresh.post("/account/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert signed_in(fresh)
