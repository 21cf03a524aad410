"""Where somebody is signed in: the list of it, ending one or all others, and when each was last seen."""

import re
from typing import Any

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.forms import ManageUserSessionsForm
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from veer.journal import clock
from veer.web.middleware import Answer

SEEN = "web.seen"
EVERY = 5 * 60  # writing at each request would make readers wait for writers

# In this order: a browser names those that it is made of too.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class SeenNowAndThen:
    """Keeps the list true for every way in, and writes at most once in five minutes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = clock.now().timestamp()
        if request.user.is_authenticated and abs(now - request.session.get(SEEN, 0)) >= EVERY:
            request.session[SEEN] = now
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


class EndSessionsForm(ManageUserSessionsForm):  # type: ignore[misc]  # allauth has no types
    """Ends one session of one's own, or all but this one."""

    session = forms.IntegerField(required=False)

    def save(self, request: HttpRequest) -> None:
        chosen = self.cleaned_data["session"]
        if chosen is None:
            super().save(request)
            return
        theirs = UserSession.objects.filter(user=request.user.pk, pk=chosen).exclude(
            session_key=request.session.session_key
        )
        get_adapter().end_sessions(list(theirs.order_by("pk")))


class Sessions(ListUserSessionsView):  # type: ignore[misc]
    form_class = EndSessionsForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        shown["rows"] = [
            {"session": one, "device": device(one.user_agent), "here": one.is_current()}
            for one in sorted(shown["sessions"], key=lambda one: one.last_seen_at, reverse=True)
        ]
        return shown


def device(agent: str) -> str:
    """A browser and a machine in words, from what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS.items() if re.search(rf"\b{mark}", agent)), "")
    machine = next((name for mark, name in MACHINES.items() if mark in agent), "")
    if browser and machine:
        return _("%(browser)s on %(machine)s") % {"browser": browser, "machine": machine}
    return browser or machine or _("Something we do not recognise")


def sessions(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = never_cache(Sessions.as_view())(request)
    return answer
