"""Answers belong to one reader: whoever signs in takes along what they answered before, and nobody after them does."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from veer.openness.answers import drop_named, named

OF = "answers-of"  # whose the answers in this browser are, once somebody signed in; says nothing to anybody else
SALT = "veer.openness.one_reader"


class OneReader:
    """Forgets the answers in a browser when somebody signs out, or when another account reads on with them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        marked, kept = request.COOKIES.get(OF, ""), [name for name in request.COOKIES if named(name)]
        before = mark(request.user) if marked or kept else ""
        foreign = bool(marked) and marked != before
        if foreign:
            for name in kept:
                del request.COOKIES[name]
        response = self.get_response(request)
        given = [name for name in response.cookies if named(name) and response.cookies[name].value]
        if not (marked or kept or given):
            return response
        after = mark(request.user)  # the page may have signed somebody in or out
        if foreign or (before and after != before):
            for name in kept:
                if name not in given:
                    drop_named(response, name)
            kept = []
        self._sign(response, marked, after if kept or given else "")
        return response

    def _sign(self, response: HttpResponse, marked: str, owner: str) -> None:
        if owner and owner != marked:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(OF, owner, httponly=True, samesite="Lax", secure=secure)
        elif marked and not owner:
            drop_named(response, OF)


def mark(user: Any) -> str:
    """What stands for an account in its browser; nothing for somebody who is not signed in."""
    return salted_hmac(SALT, str(user.pk)).hexdigest()[:32] if user.is_authenticated else ""
