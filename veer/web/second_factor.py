"""Who works on other people's files shows with two things that it is them; everybody else is offered it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch

from veer.access.who import Who
from veer.journal.acts import Ref, append
from veer.people.models import Account
from veer.people.queries import who_is
from veer.web.middleware import Answer

GO_ON = "web.go_on"
OPEN_ROOMS = {"openness"}  # what a passer-by sees too
OPEN_PAGES = {"health"}
COUNTED = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # codes on paper only stand in for one of these


class SecondFactor:
    """Whoever holds a role and has no second factor finds every door leading to where they set it up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not is_lacking(request.user) or _is_open(request.resolver_match):
            return None
        request.session[GO_ON] = request.get_full_path() if request.method == "GET" else ""
        return redirect("mfa_index")


def is_required(account: Any) -> bool:
    """A role is given to work on what concerns others; an applicant has none."""
    return settings.SECOND_FACTOR == "required" and account.is_authenticated and bool(who_is(account).roles)


def is_lacking(account: Any) -> bool:
    return is_required(account) and not Authenticator.objects.filter(user=account.pk, type__in=COUNTED).exists()


@transaction.atomic
def forget(account: Account, by: Who) -> int:
    """Take somebody's second factor away after they lost it, and end where they are signed in. How many there were."""
    held = Authenticator.objects.filter(user=account)
    kinds = sorted(held.values_list("type", flat=True))
    if kinds:
        held.delete()
        for session in UserSession.objects.filter(user=account).order_by("pk"):
            session.end()
        append(Ref("account", account.pk), "forget_second_step", by.ref, payload={"kinds": kinds})
    return len(kinds)


def _is_open(match: ResolverMatch | None) -> bool:
    """Setting it up, signing out, and what needs no account. The pages of a room of ours are named, or closed."""
    if match is None:
        return False
    if match.namespaces:
        return bool(OPEN_ROOMS & set(match.namespaces))
    return match.route.startswith("account/") or match.url_name in OPEN_PAGES
