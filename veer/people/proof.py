"""When somebody last showed that it is them; and showing it again before what a screen left open must not do.

Signing in shows it, and so does each password, code or passkey given afterwards. The moment is kept in the session, by
the program's own clock.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse

from veer.journal import clock

SHOWN_AT = "people.shown_at"


class TooLongAgo(Exception):
    """It is too long since somebody showed that it is them. The page asks again, and nothing has been done."""


def remember(request: HttpRequest) -> None:
    """Whoever asks has just shown that it is them."""
    request.session[SHOWN_AT] = clock.now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    """Was it shown within `VEER_PROOF_MINUTES`?"""
    at = request.session.get(SHOWN_AT)
    return isinstance(at, float) and 0 <= clock.now().timestamp() - at < settings.PROOF_MINUTES * 60


def require(request: HttpRequest) -> None:
    if not is_fresh(request):
        raise TooLongAgo


def page(request: HttpRequest) -> str:
    """Where to show it again, and then come back here. Who has nothing to show it with is sent to choose something."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    address = ways[0]["url"] if ways else reverse("mfa_index")
    return f"{address}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"


def on_sign_in(request: HttpRequest | None, **_more: Any) -> None:
    """Django's signal, from every way in."""
    if request is not None:
        remember(request)


def on_step(request: HttpRequest, user: Any, **_more: Any) -> None:
    """allauth's signal, from every proof. Half of a sign-in is none: that counts once it is whole."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        remember(request)
