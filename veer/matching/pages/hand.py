"""One household in a run: why it is proposed its place, what else there is, and deciding otherwise, cost first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from veer.access.who import Who
from veer.matching import acts, queries
from veer.matching.forms import LockForm
from veer.matching.models import Answer, Line, Lock
from veer.matching.numbers import limits
from veer.matching.pages import shown
from veer.matching.pages.office import tried
from veer.matching.policy import worked
from veer.people.pages.door import form_key, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def line(request: HttpRequest, who: Who, line_id: UUID) -> HttpResponse:
    """Why here, the next two, what shut the others; accept it, confirm it, or see what another place would cost."""
    found = queries.line_for(who, line_id)
    works = found.run.source in worked(who) and queries.is_latest(found.run)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do and not works:
        raise Http404
    form = _form(request if do == "settle" else None, found, who)
    if do == "settle" and form.is_valid():
        made: list[Lock] = []
        if tried(request, lambda: made.append(_settled(found, form, who))):
            return redirect("matching:lock", made[0].pk)
    elif do and do != "settle":
        _do(request, do, found, who)
        return redirect("matching:line", found.pk)
    context = {
        **shown.run(found.run),
        **shown.line(found, who),
        "why": shown.why(queries.why(found), queries.spots_of(found.run)),
        "form": form,
        "key": form_key(request),
        "works": works,
        "open": found.state != Line.CONFIRMED,
    }
    return render(request, "matching/office/line.html", context)


def _form(request: HttpRequest | None, found: Line, who: Who) -> LockForm:
    others = [one for one in queries.lines_for(who, found.run) if one.pk != found.pk]
    called = queries.called(others)
    spots = [(one.code, f"{one.title}, {one.where}") for one in queries.choices(found)]
    listed = [(one.code, called.get(one.person, one.code)) for one in others]
    return LockForm(request.POST if request else None, spots=spots, others=listed, least=limits().reason_characters)


def _settled(found: Line, form: LockForm, who: Who) -> Lock:
    told = form.cleaned_data
    lock = acts.settle(
        found.pk, told["kind"], told["reason"], told["words"], who, spot=told["spot"], other=told["other"]
    )
    acts.recount(lock)
    return lock


def _do(request: HttpRequest, do: str, found: Line, who: Who) -> None:
    done: dict[str, Any] = {
        "accept": lambda: acts.accept(found.pk, who),
        "back": lambda: acts.take_back(found.pk, who),
        "confirm": lambda: acts.confirm(found.pk, who, form_key(request)),
    }
    if do in done and tried(request, done[do]):
        messages.success(request, DONE[do])


DONE: dict[str, Any] = {
    "accept": gettext_lazy("Accepted. A second person confirms it."),
    "back": gettext_lazy("Taken back."),
    "confirm": gettext_lazy("Confirmed. The place is given."),
}


@require_http_methods(["GET", "POST"])
@signed_in
def lock(request: HttpRequest, who: Who, lock_id: UUID) -> HttpResponse:
    """What deciding otherwise costs, before it is kept; then who has to sign, and taking it back."""
    found = queries.lock_for(who, lock_id)
    works = found.run.source in worked(who) and queries.is_latest(found.run)
    if request.method == "POST":
        if not works:
            raise Http404
        _decide(request, found, who)
        return redirect("matching:lock", found.pk)
    held = found.kept_at is not None and found.lifted_at is None
    called = queries.called([found.line, *([found.other] if found.other else [])])
    stale = found.kept_at is None and found.answer_id != getattr(queries.current(found.run_id), "pk", None)
    context = {
        **shown.run(found.run),
        **shown.lock(found, called),
        "cost": shown.cost(found),
        "counting": found.kept_at is None and (stale or found.cost is None) and not found.impossible,
        "keeps": works and not stale and found.kept_at is None and found.made_by == who.account,
        "signs": works and held and found.second and found.signed_at is None,
        "own": found.made_by == who.account,
        "lifts": works and held and found.line.state != Line.CONFIRMED,
    }
    return render(request, "matching/office/lock.html", context)


def _decide(request: HttpRequest, found: Lock, who: Who) -> None:
    do = request.POST.get("do", "")
    if do == "count":
        acts.recount(found)
        return
    done: dict[str, Any] = {"keep": acts.keep, "sign": acts.sign, "lift": acts.lift}
    answers: list[Answer | None] = []
    if do in done and tried(request, lambda: answers.append(done[do](found.pk, who))):
        if answers[0] is None:
            messages.success(request, _("Kept. It holds once a second person has signed it."))
        else:
            acts.begin(answers[0])
            messages.success(request, _("Kept. Places were proposed anew."))
