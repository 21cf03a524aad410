"""Accounts that sign in for the tests: with a password, with an app, by the doors that everybody uses."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from veer.people.models import Account

PASSWORD = "een lang woord 1"
PERIOD = 30  # seconds that a code lasts


def account(email: str = "amina@example.org", **more: Any) -> Account:
    made = Account.objects.create_user(email, PASSWORD, **more)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def sign_in(client: Client, known: Account, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": known.email, "password": password})


def code_of(secret: str, later: int = 0) -> str:
    """What an app shows now, or some half minutes later: a code counts once."""
    return format_hotp_value(hotp_value(secret, int(datetime.now(UTC).timestamp()) // PERIOD + later))


def set_up_app(client: Client) -> str:
    """Switch an app on by its page, as who is signed in and has just shown it. Its secret."""
    page = client.get("/account/2fa/totp/activate/")
    secret: str = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/account/2fa/recovery-codes/", done.content.decode()
    return secret


def has_factor(known: Account) -> bool:
    return Authenticator.objects.filter(user=known, type=Authenticator.Type.TOTP).exists()


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
