"""Signing in with an identity provider that runs as a process of its own. Each of its mistakes is refused."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client

from tests.web import oidc_provider
from veer.access.models import Grant
from veer.journal.models import Entry
from veer.people.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])

PERSON = {"sub": "77", "email": "amina@example.org", "email_verified": True}
LOGIN = "/account/oidc/town/login/"


class Elsewhere:
    """The other process, as it is told what to do."""

    def __init__(self, port: str) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def tell(self, **told: Any) -> None:
        requests.post(f"{self.issuer}/control", json=told, timeout=10).raise_for_status()

    def asked(self) -> dict[str, str]:
        found: dict[str, str] = requests.get(f"{self.issuer}/asked", timeout=10).json()[-1]
        return found


@pytest.fixture(scope="module")
def process() -> Iterator[str]:
    program = Path(oidc_provider.__file__)
    running = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    with running:
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.fixture
def elsewhere(process: str, settings: Any) -> Elsewhere:
    found = Elsewhere(process)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "town",
                    "name": "Town",
                    "client_id": oidc_provider.CLIENT,
                    "secret": oidc_provider.SECRET,
                    "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
    cache.clear()
    found.tell(person=PERSON)
    return found


def known(email: str = "amina@example.org", **more: Any) -> Account:
    """An account with a confirmed address that this person signs in to elsewhere."""
    account = Account.objects.create_user(email, "een lang woord 1", **more)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def linked(sub: str = "77") -> Account:
    account = known()
    SocialAccount.objects.create(user=account, provider="town", uid=sub)
    return account


def there_and_back(client: Client, address: str = LOGIN) -> Any:
    """From our page to the provider, and what we answer when somebody comes back."""
    sent = client.post(address)
    assert sent.status_code == 302, sent.content.decode()
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    return client.get("/" + back.headers["Location"].split("/", 3)[3])


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_way_there_asks_first_and_carries_pkce_state_and_nonce(client: Client, elsewhere: Elsewhere) -> None:
    assert "Town" in client.get("/account/login/").content.decode()
    assert client.get(LOGIN).status_code == 200
    linked()
    there_and_back(client)
    asked = elsewhere.asked()
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert asked["state"]
    assert set(asked["scope"].split()) == {"openid", "email"}


def test_nobody_adds_to_the_question(client: Client, elsewhere: Elsewhere) -> None:
    linked()
    more = "?scope=admin&auth_params=nonce%3Dmine%26code_challenge_method%3Dplain%26prompt%3Dnone"
    there_and_back(client, LOGIN + more)
    asked = elsewhere.asked()
    assert asked["nonce"] != "mine"
    assert asked["code_challenge_method"] == "S256"
    assert "prompt" not in asked
    assert "admin" not in asked["scope"]


def test_who_is_linked_signs_in(client: Client, elsewhere: Elsewhere) -> None:
    account = linked()
    assert there_and_back(client)["Location"] == "/start"
    assert signed_in(client) == str(account.pk)


def test_a_new_key_works_at_once_and_the_old_one_until_it_is_forgotten(client: Client, elsewhere: Elsewhere) -> None:
    account = linked()
    there_and_back(client)
    for told in ({"new_key": True}, {"new_key": True, "forget_old_keys": True}):
        client.logout()
        elsewhere.tell(**told)
        there_and_back(client)
        assert signed_in(client) == str(account.pk)


@pytest.mark.parametrize(
    "fault",
    [
        "unknown key",
        "forged key",
        "unsigned",
        "shared secret",
        "nonce",
        "no nonce",
        "expired",
        "audience",
        "two audiences",
        "issuer",
        "mixed up",
        "no token",
    ],
)
def test_what_does_not_hold_lets_nobody_in(client: Client, elsewhere: Elsewhere, fault: str) -> None:
    linked()
    elsewhere.tell(fault=fault)
    answer = there_and_back(client)
    assert answer.status_code == 401
    assert "did not work" in answer.content.decode()
    assert signed_in(client) is None


def test_a_provider_that_calls_itself_otherwise_is_not_asked(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.tell(called="https://elsewhere.example")
    assert client.post(LOGIN).status_code == 401


def test_a_provider_that_is_away_is_told_in_words(client: Client, elsewhere: Elsewhere, settings: Any) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    with socket.socket() as nobody:  # bound and not listening: whoever calls is turned away
        nobody.bind(("127.0.0.1", 0))
        app["settings"]["server_url"] = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        answer = client.post(LOGIN)
    assert answer.status_code == 401
    assert "did not work" in answer.content.decode()


def test_an_answer_counts_once_and_for_who_asked(client: Client, elsewhere: Elsewhere) -> None:
    linked()
    sent = client.post(LOGIN)
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10).headers["Location"]
    answer = "/" + back.split("/", 3)[3]
    somebody_else = Client()
    assert somebody_else.get(answer).status_code == 401
    assert signed_in(somebody_else) is None
    assert client.get(answer).status_code == 302
    client.logout()
    assert client.get(answer).status_code == 401


def test_the_provider_insists_on_pkce(client: Client, elsewhere: Elsewhere) -> None:
    linked()
    sent = client.post(LOGIN)["Location"]
    bare = sent.replace("code_challenge_method=S256", "code_challenge_method=plain")
    assert requests.get(bare, allow_redirects=False, timeout=10).status_code == 400


def test_an_address_elsewhere_takes_over_no_account(client: Client, elsewhere: Elsewhere) -> None:
    known()
    answer = there_and_back(client)
    assert answer.status_code == 302
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()
    assert Account.objects.count() == 1
    assert "already" in outbox.outbox[-1].body


def test_an_address_elsewhere_is_confirmed_here_and_a_role_elsewhere_is_none(
    client: Client, elsewhere: Elsewhere
) -> None:
    claims = {"roles": ["administrator"], "groups": ["official"], "is_staff": True, "role": "signer"}
    elsewhere.tell(person={**PERSON, **claims})
    there_and_back(client)
    (account,) = Account.objects.filter(email=PERSON["email"])
    assert signed_in(client) is None  # first the mail
    assert not EmailAddress.objects.get(user=account).verified
    assert not account.has_usable_password()
    assert not Grant.objects.exists()


def test_one_links_oneself_after_showing_that_it_is_oneself(client: Client, elsewhere: Elsewhere, at: Any) -> None:
    account = known()
    at(2026, 11, 25, 9, 0)
    client.post("/account/login/", {"login": account.email, "password": "een lang woord 1"})
    at(2026, 11, 25, 9, 16)
    asked = there_and_back(client, LOGIN + "?process=connect")
    assert asked["Location"].startswith("/account/reauthenticate/")
    assert not SocialAccount.objects.exists()
    client.post("/account/reauthenticate/", {"password": "een lang woord 1"})
    assert SocialAccount.objects.get(user=account).uid == "77"
    assert Entry.objects.filter(chain=account.pk, act="link_provider").count() == 1
    page = client.get("/account/3rdparty/").content.decode()
    assert "Town" in page
