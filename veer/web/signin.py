"""Signing in, where it is stricter than the package that does it: one answer to too many tries, secrets kept sealed,
nothing told about who has an account, nothing believed about roles."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils.translation import gettext as _

from veer.people import proof
from veer.web.mail import AccountMail
from veer.web.models import DemoLogin

TOO_MANY = "too_many_login_attempts"


class Accounts(AccountMail):
    """allauth asks it at each step of signing in."""

    def validation_error(self, code: str, *args: Any) -> Exception:
        """Too many tries are told on a page of their own, the same from every way in and for every address."""
        if code == TOO_MANY:
            raise ImmediateHttpResponse(respond_429(self.request))
        error: Exception = super().validation_error(code, *args)
        return error

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as making an account: whoever measures learns nothing."""
        make_password(secrets.token_urlsafe())
        super().send_account_already_exists_mail(email)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """What signing counts as a fresh proof counts for passwords, addresses and second steps too."""
        return super().is_reauthentication_required(app=app, **more) and not proof.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """In our words. The invented have no password to give: they show it as they came in, with a button."""
        ways: list[dict[str, str]] = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        ways = [{**way, "description": words[way["id"]]} for way in ways]
        if settings.DEMO and user.is_authenticated and DemoLogin.objects.filter(account=user).exists():
            ways.append({"id": "demo", "description": _("Be this person again"), "url": reverse("demo_prove")})
        return ways


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seeds of codes stand sealed in the database: a stolen backup alone makes no code."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        return _("Passkey %(n)d") % {"n": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Veer"}


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Somebody whom an identity provider vouches for. It says who they are; what they may do is said here only."""

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """An address told by a provider is confirmed like any other before it counts."""
        sociallogin.email_addresses = [
            EmailAddress(email=one.email, verified=False, primary=one.primary) for one in sociallogin.email_addresses
        ]


def _seal() -> MultiFernet:
    """Old keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    sealed = [base64.urlsafe_b64encode(hashlib.sha256(f"second factor {key}".encode()).digest()) for key in keys]
    return MultiFernet([Fernet(key) for key in sealed])
