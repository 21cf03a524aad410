"""Passkeys in a real browser with an authenticator that the browser plays; and every page of signing in safely, looked
at by axe in each language, at a phone's width."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.web.signing_in import PASSWORD, account, code_of
from veer.people.models import Account
from veer.web.models import DemoLogin

LONG = os.environ.get("VEER_LONG") == "1"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


@pytest.fixture(autouse=True)
def by_http(settings: Any) -> None:
    """The live server has no certificate; a browser takes localhost for safe all the same."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
    cache.clear()


class Key:
    """An authenticator in the browser: a telephone's own, with a finger on it."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        self.id = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def held(self) -> list[Any]:
        found: list[Any] = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]
        return found

    def refuse(self) -> None:
        """A finger that it does not know."""
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


def sign_in(page: Page, url: str, known: Account) -> None:
    page.goto(f"{url}/account/login/")
    page.locator("[name=login]").fill(str(known.email))
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, url: str) -> None:
    page.goto(f"{url}/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def add_passkey(page: Page, url: str, name: str, *, passwordless: bool) -> None:
    """By the pages: the ceremony; ends at the recovery codes."""
    page.goto(f"{url}/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Let it open my account without a password").set_checked(passwordless)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")


def test_a_passkey_is_added_opens_the_account_and_is_removed(
    live_server: Any, phone: Page, look: Callable[[str], list[str]]
) -> None:
    known, key, faults, url = account(), Key(phone), [], live_server.url
    sign_in(phone, url, known)
    phone.goto(f"{url}/account/2fa/webauthn/add/")
    faults += look("add")
    add_passkey(phone, url, "Telephone", passwordless=True)
    assert len(key.held()) == 1
    faults += look("recovery codes")

    sign_out(phone, url)
    phone.goto(f"{url}/account/login/")
    faults += look("sign in")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url("**/my")

    phone.goto(f"{url}/account/2fa/webauthn/")
    expect(phone.get_by_text("Opens your account without a password.")).to_be_visible()
    faults += look("passkeys")
    # A passkey also shows again who it is, before what wants to know.
    phone.goto(f"{url}/account/2fa/webauthn/reauthenticate/?next=/account/2fa/webauthn/")
    faults += look("showing it again with a passkey")
    phone.get_by_role("button", name="Use a passkey").click()
    phone.wait_for_url("**/account/2fa/webauthn/")
    phone.get_by_role("link", name="Rename").click()
    faults += look("rename")
    phone.get_by_label("Name").fill("My old telephone")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("My old telephone").first).to_be_visible()
    phone.get_by_role("link", name="Remove").click()
    faults += look("remove")
    phone.get_by_role("button", name="Remove").click()
    expect(phone.get_by_text("You have no passkey.")).to_be_visible()
    faults += look("no passkey")
    assert not Authenticator.objects.filter(user=known).exists()
    assert not faults, "\n".join(faults)


def test_a_key_is_the_second_step_after_a_password(
    live_server: Any, phone: Page, look: Callable[[str], list[str]]
) -> None:
    known, url = account(), live_server.url
    Key(phone)
    sign_in(phone, url, known)
    add_passkey(phone, url, "Key", passwordless=False)
    sign_out(phone, url)
    sign_in(phone, url, known)
    phone.wait_for_url("**/account/2fa/authenticate/")
    faults = look("second step")
    phone.get_by_role("button", name="Use a passkey").click()
    phone.wait_for_url("**/my")
    assert not faults, "\n".join(faults)


def test_a_finger_that_it_does_not_know_opens_nothing_and_is_told(live_server: Any, phone: Page) -> None:
    known, key, url = account(), Key(phone), live_server.url
    sign_in(phone, url, known)
    add_passkey(phone, url, "Telephone", passwordless=True)
    sign_out(phone, url)
    key.refuse()
    phone.goto(f"{url}/account/login/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_text("The passkey did not work.")).to_be_visible()
    phone.goto(f"{url}/me")
    assert "/account/login/" in phone.url


def test_without_a_script_passkeys_are_told_not_to_work_and_the_rest_does(live_server: Any, browser: Browser) -> None:
    known, url = account(), live_server.url
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/account/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
    sign_in(page, url, known)
    page.goto(f"{url}/account/2fa/webauthn/add/")
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
    page.goto(f"{url}/account/2fa/totp/activate/")
    page.get_by_label("code").fill(code_of(page.locator("code.code").inner_text()))
    page.get_by_role("button", name="Switch the app on").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    context.close()


LANGUAGES = pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"] if LONG else ["ar"])


@pytest.fixture
def seen(live_server: Any, phone: Page, look: Callable[[str], list[str]], language: str) -> Callable[..., None]:
    """Look at an address, or at the page as it stands, in the language of the test."""
    phone.goto(f"{live_server.url}/account/login/?lang={language}")

    def seen(name: str, address: str = "") -> None:
        if address:
            phone.goto(live_server.url + address)
        assert phone.locator("html").get_attribute("lang") == language
        assert look(f"{name} ({language})") == []

    return seen


@LANGUAGES
def test_switching_an_app_on_in_every_language(
    phone: Page, sign_in: Callable[[Any], None], seen: Callable[..., None], language: str
) -> None:
    sign_in(account(language=language))
    seen("nothing yet", "/account/2fa/")
    seen("password again", "/account/reauthenticate/?next=/account/2fa/totp/activate/")
    phone.locator("[name=password]").fill(PASSWORD)
    phone.locator("main form button").first.click()
    seen("app")
    phone.locator("[name=code]").fill("000000")
    phone.locator("main form button").first.click()
    seen("app, wrong code")
    phone.locator("[name=code]").fill(code_of(phone.locator("code.code").inner_text()))
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/account/2fa/recovery-codes/")
    seen("recovery codes")
    for name in ("", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/", "webauthn/add/", "webauthn/"):
        seen(name or "app on", f"/account/2fa/{name}")


@LANGUAGES
def test_sessions_and_the_demonstrations_button_in_every_language(
    sign_in: Callable[[Any], None], seen: Callable[..., None], settings: Any, tmp_path: Any, language: str
) -> None:
    known = account(language=language)
    sign_in(known)
    seen("sessions", "/account/sessions/")
    seen("elsewhere", "/account/3rdparty/")
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    DemoLogin.objects.create(account=known, name="Amina", role="applicant", position=0)
    seen("demonstration", "/demo/prove?next=/my")


@LANGUAGES
def test_too_many_tries_in_every_language(phone: Page, seen: Callable[..., None], language: str) -> None:
    seen("sign in")
    for _try in range(6):
        phone.locator("[name=login]").fill("amina@example.org")
        phone.locator("[name=password]").fill("wrong")
        phone.locator("main form button").first.click()
    assert "429" in phone.locator("main").inner_text()
    seen("too many tries")
