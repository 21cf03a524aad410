"""What all pages of cases share: who asks, a form's key and the length of the journal it saw, a file handed out."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.access import policy
from veer.access.who import Who
from veer.cases import errors, law
from veer.cases.acts import Done, perform
from veer.cases.models import Case
from veer.cases.pages import desk
from veer.cases.queries import Frozen, act_words
from veer.journal.queries import length
from veer.letters.models import Letter
from veer.people import proof
from veer.people.queries import names, who_is

View = Callable[..., HttpResponse]
TYPED = "cases.typed"
SIGNED_OUT, SHOWN_AGAIN = "signed_out", "shown_again"
GIVEN_BACK = {
    SIGNED_OUT: gettext_lazy("You were signed out meanwhile. What you typed is still here: look at it and send it."),
    SHOWN_AGAIN: gettext_lazy("You have shown that it is you. Nothing has been done yet: look at it and send it."),
}
ASKED_AGAIN = frozenset({"sign"})  # families of acts for which somebody shows anew that it is them


def signed_in(view: View) -> View:
    """A page for somebody with an account. What they may not see is not there: 404, whatever the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            _keep_typed(request, SIGNED_OUT)
            return redirect_to_login(request.get_full_path())
        _give_back_typed(request)
        try:
            answer = view(request, who_is(request.user), *args, **kwargs)
        except Frozen:
            answer = render(request, "cases/frozen.html", status=403)
        except (policy.NotThere, policy.Refused):
            raise Http404 from None
        except proof.TooLongAgo:
            _keep_typed(request, SHOWN_AGAIN)
            return redirect(proof.page(request))
        answer.headers.setdefault("Cache-Control", "no-store, private")
        return answer

    return guarded


def _keep_typed(request: HttpRequest, why: str) -> None:
    """Somebody has to show first that it is them: keep what they typed until they come back, and `why` they went."""
    if request.method == "POST":
        request.session[TYPED] = {"path": request.path, "data": request.POST.urlencode(), "why": why}


def _give_back_typed(request: HttpRequest) -> None:
    """Back on the same page: the form holds the same text, and nothing is sent yet."""
    kept = request.session.get(TYPED)
    if kept and request.method == "GET" and kept["path"] == request.path:
        del request.session[TYPED]
        request.POST = QueryDict(kept["data"])  # type: ignore[misc]
        messages.info(request, GIVEN_BACK[kept["why"]])


def language() -> str:
    """The language that the reader chose."""
    return (translation.get_language() or "en").split("-")[0]


def fresh_key() -> str:
    return uuid.uuid4().hex


def form_marks(case: Case, request: HttpRequest, *, seen: int | None = None) -> dict[str, Any]:
    """What each form carries: how long the journal was when the page was made, and a key that makes it count once."""
    kept = request.POST.get("key", "") if request.method == "POST" else ""
    return {"seen": length(case.pk) if seen is None else seen, "key": kept or fresh_key()}


def do(
    request: HttpRequest, case: Case, act: str, who: Who, data: dict[str, Any], *, at: datetime | None = None
) -> Done:
    """Perform what a form asks for, with the marks that it carries; `at`: when it really happened, where that is not
    now. Raises `proof.TooLongAgo` before it, for some."""
    declared = law.route_of(case).procedure.acts.get(act)
    if declared is not None and declared.does in ASKED_AGAIN:
        proof.require(request)
    seen = request.POST.get("seen", "")
    return perform(
        case.pk,
        act,
        who,
        data=data,
        at=at,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        key=request.POST.get("key", "")[:64] or fresh_key(),
    )


def told_problems(refused: errors.ActRefused, case: Case, *, office: bool = False) -> list[dict[str, str]]:
    """Why an act did not happen, as the summary at the top of a form shows it. `office`: to who works on the file, who
    also reads what others put there meanwhile; their own words still stand in the form."""
    if isinstance(refused, errors.BadData):
        return [{"to": f"#id_{field}", "text": str(words)} for field, words in refused.errors.items()]
    if isinstance(refused, errors.NotReady):
        return [{"to": "#main", "text": str(words)} for words in refused.missing.values()]
    found = [{"to": "#main", "text": str(refused.words if hasattr(refused, "words") else refused)}]
    if isinstance(refused, errors.Changed):
        found += [{"to": "#story", "text": words} for words in changes(refused, case, office=office)]
    return found


def told_at_fields(refused: errors.ActRefused, case: Case, form: BaseForm) -> list[dict[str, str]]:
    """Why an act did not happen: what is about a field of the form stands at that field, from where the summary takes
    it; the rest is given back for the summary alone."""
    if not isinstance(refused, errors.BadData):
        return told_problems(refused, case)
    for field in refused.errors.keys() & form.fields.keys():
        form.add_error(field, str(refused.errors[field]))
    rest = {field: words for field, words in refused.errors.items() if field not in form.fields}
    return told_problems(errors.BadData(rest), case)


def changes(refused: errors.Changed, case: Case, *, office: bool) -> list[str]:
    """What happened meanwhile, a sentence each."""
    called = names({change.actor_id for change in refused.since})
    sentence = _("%(who)s: %(act)s")
    found = []
    for change in refused.since:
        act = act_words(case, change.act, language())
        put = desk.put_there(case, change.act, change.told or {}, language()) if office else []
        told = f"{act} ({'; '.join(put)})" if put else act
        found.append(sentence % {"who": called.get(change.actor_id, _("Somebody")), "act": told})
    return found


def hand_out_letter(letter: Letter | None) -> HttpResponse:
    """A letter, byte for byte as it was sent; 404 where the case has none such."""
    if letter is None:
        raise Http404
    return pdf(bytes(letter.pdf), f"{letter.name}.pdf")


def pdf(whole: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(whole, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
