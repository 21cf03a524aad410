"""The door of every page about people: whoever asks is known, and what is not theirs is not there."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from veer.access import policy
from veer.people import acts
from veer.people.queries import who_is

SPONSORS = gettext_lazy(
    "They belong to the group that sponsors this person, or live with one of them. A sponsor never acts, reads or "
    "interprets for whom they bring."
)
View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """A page for somebody with an account. What they may not see or do is not there: 404, whatever the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            answer = view(request, who_is(request.user), *args, **kwargs)
        except (policy.NotThere, policy.Refused):
            raise Http404 from None
        answer.headers.setdefault("Cache-Control", "no-store, private")
        return answer

    return guarded


def offered(form: Any, act: Callable[[], object]) -> bool:
    """Offer a mandate or an appointment; where it is for a sponsor of the person, the form says why it cannot be."""
    try:
        act()
    except acts.Tied:
        form.add_error("email", SPONSORS)
        return False
    return True


def form_key(request: HttpRequest) -> str:
    """The word by which a form sent twice counts once."""
    return request.POST.get("key", "")[:64] or uuid.uuid4().hex
