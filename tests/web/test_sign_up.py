"""Making an account on the way to an application: a code on the same page, and on with what one came for."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.openness.typing_answers import typed
from veer.cases.models import Answer, Case
from veer.openness import queries
from veer.people.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])

SIGN_UP, CODE = "/account/signup/", "/account/confirm-email/"
WORD = "een lang woord 1"


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    """What other tests try is not counted against these, nor these against others."""
    cache.clear()
    yield
    cache.clear()


def sign_up(client: Client, email: str, then: str = "") -> Any:
    return client.post(SIGN_UP, {"email": email, "password1": WORD, "next": then})


def code_in_the_mail() -> str:
    (code,) = re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[-1].body, re.MULTILINE)
    return str(code)


def test_somebody_from_the_finder_goes_on_to_their_application_with_their_answers(client: Client) -> None:
    cast.activate_law()
    pack = queries.bundled()[cast.PACK]
    found = client.post(
        reverse("openness:find_fact", args=[pack.id, "birth_date"]), typed(pack, "birth_date", "1997-06-10")
    )
    assert found.status_code == 302
    apply = reverse("cases:apply", args=[cast.PACK, cast.ROUTE])
    entrance = client.get(apply)["Location"]
    offered = client.get(entrance).content.decode()
    (to_sign_up,) = set(re.findall(rf'href="({SIGN_UP}[^"]*)"', offered))
    assert apply in unquote(to_sign_up)
    asked = sign_up(client, "new@example.org", then=apply)
    assert asked["Location"].startswith(CODE)
    page = client.get(asked["Location"]).content.decode()
    assert "new@example.org" in page
    done = client.post(CODE, {"code": code_in_the_mail(), "next": apply})
    assert done["Location"] == apply
    told = {"given_name": "Amara", "family_name": "", "address": "", "language": "en", "key": "k1"}
    opened = client.post(apply, told)
    case = Case.objects.get()
    assert opened["Location"] == reverse("cases:file", args=[case.pk])
    assert Answer.objects.get(case=case, fact="birth_date").value == "1997-06-10"


def test_a_wrong_code_keeps_one_on_the_page_and_opens_nothing(client: Client) -> None:
    sign_up(client, "new@example.org")
    page = client.post(CODE, {"code": "AAAAAA"})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_another_code_can_be_asked_for(client: Client) -> None:
    sign_up(client, "new@example.org")
    assert client.post(CODE, {"action": "resend"}).status_code == 429
    cache.clear()  # three minutes later
    client.post(CODE, {"action": "resend"})
    assert len(mail.outbox) == 2
    assert client.post(CODE, {"code": code_in_the_mail()}).status_code == 302
    assert "_auth_user_id" in client.session


def test_signing_up_does_not_tell_who_has_an_account() -> None:
    """The same answers, word for word, for an address that is taken; only its owner is told, by mail."""
    Account.objects.create_user("known@example.org", WORD)
    seen = []
    for email in ("other@example.org", "known@example.org"):
        client = Client()
        asked = sign_up(client, email)
        page = client.get(asked["Location"])
        wrong = client.post(CODE, {"code": "AAAAAA"})
        said = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()) for one in (page, wrong)]
        seen.append((asked.status_code, asked["Location"], *[one.replace(email, "THEM") for one in said]))
    assert seen[0] == seen[1]
    assert mail.outbox[-1].to == ["known@example.org"]
    assert not re.search(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", mail.outbox[-1].body, re.MULTILINE)


@pytest.mark.parametrize(("language", "words"), [("nl", "Typ de code uit uw mail"), ("fr", "Tapez le code")])
def test_the_page_and_the_mail_speak_the_readers_language(client: Client, language: str, words: str) -> None:
    client.get(f"/account/login/?lang={language}")
    asked = sign_up(client, "new@example.org")
    assert words in client.get(asked["Location"]).content.decode()
    assert "Your email verification code" not in mail.outbox[0].body


def test_the_page_that_makes_an_account_is_called_as_the_link_to_it(client: Client) -> None:
    words = "إنشاء حساب"
    assert words in client.get("/account/login/", {"lang": "ar"}).content.decode()
    assert client.get(SIGN_UP, {"lang": "ar"}).content.decode().count(words) >= 2, "its heading and its button"
