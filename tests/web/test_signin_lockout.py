"""Too many tries are stopped from every way in, in words; and no way in tells who has an account."""

import re
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.web.signing_in import PASSWORD, account, set_up_app, sign_in, signed_in
from veer.access.who import SYSTEM
from veer.people.acts import give_login_code
from veer.people.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def stopped(answer: Any) -> bool:
    page = answer.content.decode()
    return answer.status_code == 429 and "Wait a quarter of an hour" in page and "<h1>" in page


def bare(answer: Any, *names: str) -> str:
    """A page without what differs at each request, and without what was typed."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", answer.content.decode())
    for name in names:
        page = page.replace(name, "…")
    return page


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_an_account_waits_after_five_wrong_passwords_whether_it_exists_or_not(client: Client, email: str) -> None:
    account()
    told = {"login": email, "password": "wrong"}
    for _try in range(5):
        assert client.post("/account/login/", told).status_code == 200
    assert stopped(client.post("/account/login/", told))
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert stopped(elsewhere.post("/account/login/", {**told, "password": PASSWORD}))


def test_an_internet_address_waits_after_many_accounts(client: Client) -> None:
    known = account()
    for number in range(30):
        client.post("/account/login/", {"login": f"guess{number}@example.org", "password": "wrong"})
    assert stopped(sign_in(client, known))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), known).status_code == 302


def test_signing_in_rightly_is_not_counted(client: Client) -> None:
    known = account()
    for _time in range(7):
        assert sign_in(client, known).status_code == 302
        client.post("/account/logout/")


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_codes_by_mail_are_not_asked_for_ever(email: str) -> None:
    account()
    for _time in range(5):
        assert Client().post("/account/login/code/", {"email": email}).status_code == 302
    assert stopped(Client().post("/account/login/code/", {"email": email}))


def test_a_code_by_mail_is_not_guessed(client: Client) -> None:
    known = account()
    client.post("/account/login/code/", {"email": known.email})
    for _time in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG1"})
    right = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", outbox.outbox[-1].body, re.MULTILINE)
    assert right is not None
    client.post("/account/login/code/confirm/", {"code": right[1]})
    assert not signed_in(client)


def test_codes_on_paper_are_not_guessed(client: Client) -> None:
    right = give_login_code(account().pk, SYSTEM)
    for _time in range(10):
        assert client.post(reverse("people:code"), {"code": "AAAAA-AAAAA-AAAAA-AAAAA"}).status_code == 200
    assert stopped(client.post(reverse("people:code"), {"code": right}))
    assert not signed_in(client)


def test_the_second_step_is_not_guessed(client: Client) -> None:
    known = account()
    sign_in(client, known)
    set_up_app(client)
    client.post("/account/logout/")
    sign_in(client, known)
    for _time in range(5):
        assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert stopped(client.post("/account/2fa/authenticate/", {"code": "000000"}))


def test_showing_it_again_is_not_guessed(client: Client) -> None:
    sign_in(client, account())
    answers = [client.post("/account/reauthenticate/", {"password": "wrong"}) for _time in range(12)]
    assert stopped(answers[-1])


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"])
def test_the_wait_is_told_in_the_readers_language(client: Client, language: str) -> None:
    for _try in range(6):
        answer = client.post("/account/login/", {"login": "x@example.org", "password": "wrong"})
    said = {
        "nl": "kwartier",
        "fr": "quart d’heure",
        "de": "Viertelstunde",
        "en": "quarter of an hour",
        "ar": "ربع ساعة",
    }
    answer = client.get(f"/account/login/?lang={language}")
    answer = client.post("/account/login/", {"login": "x@example.org", "password": "wrong"})
    assert said[language] in answer.content.decode()


def test_no_way_in_tells_who_has_an_account(client: Client) -> None:
    """Same status, same words, for an address that is known and one that is not."""
    known, unknown = account().email, "nobody@example.org"
    ways = {
        "/account/login/": {"login": "", "password": "wrong"},
        "/account/login/code/": {"email": ""},
        "/account/password/reset/": {"email": ""},
        "/account/signup/": {"email": "", "password1": "een heel ander woord 2"},
    }
    for address, told in ways.items():
        seen = []
        for email in (known, unknown):
            visitor = Client()
            field = "login" if "login" in told else "email"
            answer = visitor.post(address, {**told, field: email}, follow=True)
            ended = answer.redirect_chain, answer.status_code, bare(answer, email)
            seen.append(ended)
        assert seen[0] == seen[1], address


def hashes_made(monkeypatch: pytest.MonkeyPatch, client: Client, address: str, told: dict[str, str]) -> int:
    """How often a password is hashed for one request: what takes the time that could be measured."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = 0
    true_encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        nonlocal made
        made += 1
        return str(true_encode(self, password, salt))

    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        client.post(address, told)
    return made


def test_no_way_in_takes_longer_for_an_account_that_exists(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    Account.objects.create_user("invited@example.org")  # has chosen no password yet
    emails = ("amina@example.org", "invited@example.org", "nobody@example.org")
    login = [
        hashes_made(monkeypatch, Client(), "/account/login/", {"login": email, "password": "wrong"}) for email in emails
    ]
    assert login[0] > 0
    assert len(set(login)) == 1, login
    signup = [
        hashes_made(monkeypatch, Client(), "/account/signup/", {"email": email, "password1": "een ander woord 2"})
        for email in emails
    ]
    assert signup[0] > 0
    assert len(set(signup)) == 1, signup


def test_a_link_to_choose_a_password_works_once(client: Client) -> None:
    known = account()
    client.post("/account/password/reset/", {"email": known.email})
    link = next(word for word in outbox.outbox[-1].body.split() if "/account/password/reset/key/" in word)
    form = client.get("/" + link.split("/", 3)[3])["Location"]
    chosen = {"password1": "een heel ander woord 2", "password2": "een heel ander woord 2"}
    assert client.post(form, chosen).status_code == 302
    known.refresh_from_db()
    assert not default_token_generator.check_token(known, link.rstrip("/").rsplit("-", 1)[1])
    assert sign_in(Client(), known, "een heel ander woord 2").status_code == 302
