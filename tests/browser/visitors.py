"""Becoming somebody in a browser, without their password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext

from veer.journal import clock
from veer.people import proof

BACKEND = "django.contrib.auth.backends.ModelBackend"


def become(context: BrowserContext, url: str, account: Any) -> None:
    """Give the browser a session of this account."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[proof.SHOWN_AT] = clock.now().timestamp()
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": url}])
