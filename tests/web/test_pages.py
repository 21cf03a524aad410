import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM
from veer.journal import clock
from veer.people.models import Account
from veer.web import mail
from veer.web.models import DemoLogin

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


def test_healthy(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_unhealthy_names_what_does_not_answer(client: Client, settings: Any) -> None:
    settings.DATA_DIR = "/nowhere"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"not answering: files\n")


def test_a_page_that_is_not_there_says_why_to_whoever_reads_it(client: Client) -> None:
    why = "the page is yours only after you sign in"
    assert why in client.get("/nothing-here?lang=en").content.decode()
    client.force_login(Account.objects.create_user("lien@example.invalid", name="Lien Vermeulen"))
    page = client.get("/nothing-here?lang=en").content.decode()
    assert why not in page
    assert "it is of something that is not yours to see" in page
    assert f'<a href="{reverse("start")}">My Veer</a>' in page


def test_an_address_with_a_slash_too_many_or_too_few_leads_to_ours(client: Client) -> None:
    for given, ours in (("/healthz/?a=1", "/healthz?a=1"), ("/my//", "/my"), ("/find", "/find/"), ("/nothing/", None)):
        answer = client.get(given)
        assert (answer.status_code, answer.headers.get("Location")) == ((301, ours) if ours else (404, None)), given
    assert client.post("/healthz/").status_code == 404  # what was sent is not lost on the way


def test_a_strict_content_policy_on_every_answer(client: Client) -> None:
    for address in ("/account/login/", "/nothing-here", "/healthz"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(("code", "direction"), [("nl", ""), ("fr", ""), ("de", ""), ("en", ""), ("ar", ' dir="rtl"')])
def test_a_language_is_chosen_by_a_link_and_kept(client: Client, code: str, direction: str) -> None:
    client.get(f"/account/login/?lang={code}")
    page = client.get("/account/login/").content.decode()
    assert f'<html lang="{code}"{direction}' in page


def test_a_language_that_is_not_offered_changes_nothing(client: Client) -> None:
    assert "language" not in client.get("/account/login/?lang=xx").cookies


def test_a_real_installation_has_no_demo_pages(client: Client) -> None:
    assert client.get("/demo/login").status_code == 404
    assert client.get("/demo/mail").status_code == 404


def test_become_somebody_with_one_click(client: Client, demo: None) -> None:
    account = Account.objects.create_user("lien@example.invalid", name="Lien Vermeulen")
    DemoLogin.objects.create(account=account, name="Lien Vermeulen", role="official", position=0)
    assert "Lien Vermeulen" in client.get("/demo/login").content.decode()
    client.post(f"/demo/login/{account.pk}")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_those_who_can_be_become_stand_under_what_they_may_do(client: Client, demo: None) -> None:
    for position, (name, role) in enumerate(
        [("Amara Okafor", ""), ("Lien Vermeulen", roles.OFFICIAL), ("Karim Benali", roles.OFFICIAL)]
    ):
        account = Account.objects.create_user(f"{position}@example.invalid", name=name)
        if role:
            give_role(account.pk, role, SYSTEM)
        DemoLogin.objects.create(account=account, name=name, role="official", position=position)
    page = client.get("/demo/login").content.decode()
    order = [page.index(words) for words in (str(roles.DOES[roles.APPLICANT]), "Amara Okafor")]
    order += [page.index(words) for words in (str(roles.DOES[roles.OFFICIAL]), "Lien Vermeulen", "Karim Benali")]
    assert order == sorted(order)
    assert page.count(str(roles.DOES[roles.OFFICIAL])) == 1
    assert str(roles.DOES[roles.SIGNER]) not in page


def test_only_the_invented_can_be_become(client: Client, demo: None) -> None:
    somebody = Account.objects.create_user("real@example.invalid")
    assert client.post(f"/demo/login/{somebody.pk}").status_code == 404


def test_becoming_is_a_post(client: Client, demo: None) -> None:
    assert client.get("/demo/login/5a1b7f0e-0000-4000-8000-000000000000").status_code == 405


def test_the_demo_answers_only_its_own_machine(client: Client, demo: None) -> None:
    assert client.get("/demo/login", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert client.get("/demo/login", REMOTE_ADDR="::1").status_code == 200


def test_kept_mail_is_shown(client: Client, demo: None, settings: Any) -> None:
    sent = EmailMessage("Uw brief", "Een brief staat klaar: https://veer.invalid/x", to=["a@example.invalid"])
    sent.attach("brief.pdf", b"%PDF-", "application/pdf")
    mail.KeptMail().send_messages([sent])
    (name, _message), *_ = mail.kept()
    assert "Uw brief" in client.get("/demo/mail").content.decode()
    page = client.get(f"/demo/mail/{name}").content.decode()
    assert "Een brief staat klaar" in page
    assert "brief.pdf" in page
    assert client.get("/demo/mail/no-such").status_code == 404


def test_kept_mail_tells_the_hour_of_here(client: Client, demo: None) -> None:
    sent = EmailMessage(
        "Uw brief", "Een brief", to=["a@example.invalid"], headers={"Date": "Tue, 07 Jul 2026 12:05:00 -0000"}
    )
    mail.KeptMail().send_messages([sent])
    (name, _message), *_ = mail.kept()
    for address in ("/demo/mail", f"/demo/mail/{name}"):
        page = client.get(f"{address}?lang=nl").content.decode()
        assert "7 juli 2026 14:05" in page
        assert "12:05" not in page


def test_an_instant_is_written_with_its_day_of_here() -> None:
    late = datetime(2026, 7, 6, 22, 30, tzinfo=UTC)
    with clock.held(late + timedelta(hours=1)), translation.override("en"):
        shown = Template("{% load veer %}{{ at|day }}, {{ at|distance }}").render(Context({"at": late}))
    assert shown == "7 July 2026, today"


def test_who_wants_to_apply_reads_why_an_account_is_needed(client: Client) -> None:
    why = "To apply you need an account"
    asked = client.get(reverse("cases:apply", args=["be-proposal", "talent"]))
    assert why in client.get(asked["Location"]).content.decode()
    again = {"login": "who@example.invalid", "password": "no", "next": "/apply/be-proposal/talent"}
    assert why in client.post("/account/login/", again).content.decode()
    assert why not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("address", ["login/", "signup/", "password/reset/", "login/code/"])
def test_ways_in_need_no_script(client: Client, address: str) -> None:
    page = client.get(f"/account/{address}").content.decode()
    assert "<form" in page
    assert 'class="input"' in page
    assert "style=" not in page


def test_a_wrong_password_keeps_the_address_and_says_so(client: Client) -> None:
    page = client.post("/account/login/", {"login": "who@example.invalid", "password": "no"}).content.decode()
    assert 'value="who@example.invalid"' in page
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page or "errors" in page


def test_an_account_is_made_confirmed_and_reset(client: Client) -> None:
    client.post("/account/signup/", {"email": "new@example.invalid", "password1": "een lang woord 1"})
    assert Account.objects.filter(email="new@example.invalid").exists()
    assert "new@example.invalid" in outbox.outbox[0].to
    assert "Veer" in outbox.outbox[0].body
    assert "testserver" not in outbox.outbox[0].body
    code = re.findall(r"^[A-Z0-9-]{6,}$", outbox.outbox[0].body, re.MULTILINE)[0]
    client.post("/account/confirm-email/", {"code": code})
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    client.post("/account/password/reset/", {"email": "new@example.invalid"})
    assert "/account/password/reset/key/" in outbox.outbox[-1].body


def test_guessing_a_password_is_stopped(client: Client) -> None:
    Account.objects.create_user("guessed@example.invalid", "een lang woord 1")
    pages = [
        client.post("/account/login/", {"login": "guessed@example.invalid", "password": f"wrong {n}"}) for n in range(8)
    ]
    assert "Too many failed login attempts" in pages[-1].content.decode() or pages[-1].status_code == 429


def test_after_signing_in_one_arrives_at_ones_own(client: Client) -> None:
    somebody = Account.objects.create_user("somebody@example.invalid")
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/start")["Location"] == reverse("cases:mine")
    give_role(somebody.pk, roles.OFFICIAL, SYSTEM)
    assert client.get("/start")["Location"] == reverse("cases:work")


def test_one_keeps_ones_own_account(client: Client) -> None:
    somebody = Account.objects.create_user("keeper@example.invalid", "een lang woord 1")
    EmailAddress.objects.create(user=somebody, email=somebody.email, verified=True, primary=True)
    client.post("/account/login/", {"login": somebody.email, "password": "een lang woord 1"})
    client.post("/account/reauthenticate/", {"password": "een lang woord 1"})
    for address in ("email/", "password/change/", "2fa/", "2fa/totp/activate/", "logout/", "reauthenticate/"):
        answer = client.get(f"/account/{address}")
        assert answer.status_code == 200, address
        assert "style=" not in answer.content.decode(), address
