"""Runs: asking for one, watching the solver, accepting and confirming what it proposes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import roles
from veer.access.who import Who
from veer.matching import acts, queries
from veer.matching.models import Run
from veer.matching.pages import shown
from veer.matching.policy import purpose_of, worked
from veer.matching.sources.errors import Gone, Near, NoWeights
from veer.people.pages.door import form_key, signed_in

TOLD: dict[type[Exception], Any] = {
    acts.Busy: gettext_lazy("An answer is being worked out, or there is a newer run. Look again."),
    acts.Decided: gettext_lazy("Somebody decided this just now. Look again."),
    acts.SamePerson: gettext_lazy("Another person has to do this."),
    acts.Unproposed: gettext_lazy("No place is proposed."),
    acts.Uncounted: gettext_lazy("There is another answer since. Look again at what it costs."),
    acts.Impossible: gettext_lazy("A rule shuts this place for this household."),
    Gone: gettext_lazy("The household waits no more, or the place is full. Propose places again."),
    Near: gettext_lazy("A household of your own is waiting. A colleague has to ask for this."),
    NoWeights: gettext_lazy("No law in force says how places are weighed."),
}


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Try it; say why it could not be."""
    try:
        act()
    except tuple(TOLD) as no:
        messages.error(request, TOLD[type(no)])
        return False
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """The runs there were, and asking for a new one."""
    purpose_of(who)
    source = request.POST.get("source", "") if request.method == "POST" else ""
    if request.method == "POST" and (stop := request.POST.get("stop", "")):
        acts.stop_seeking(_id(stop), who)
        return redirect("matching:work")
    if source:
        if source not in worked(who):
            raise Http404
        found: list[Run] = []
        if tried(request, lambda: found.append(_asked(source, who, form_key(request)))):
            return redirect("matching:run", found[0].pk)
    runs = queries.runs_for(who)
    newest = {one.source: one for one in reversed(runs)}  # the latest of each source: nothing is done on one before
    seconds = {one.pk: queries.seconds(who, one) for one in newest.values()}
    context = {
        "sources": [{"source": one, "key": form_key(request)} for one in queries.sources_of(who)],
        "runs": [{**shown.run(one), "seconds": seconds.get(one.pk, 0)} for one in runs],
        "seekers": queries.seekers_for(who),
        "seeks": "sponsors" in worked(who),
    }
    return render(request, "matching/office/work.html", context)


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None


def _asked(source: str, who: Who, key: str) -> Run:
    answer = acts.ask(source, who, key)
    acts.begin(answer)
    run: Run = answer.run
    return run


@require_http_methods(["GET", "POST"])
@signed_in
def run(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """One run: the solver at work, then a line for each household, and what proves the answer."""
    found = queries.run_for(who, run_id)
    if request.method == "POST":
        _do(request, found, who)
        return redirect("matching:run", found.pk)
    lines = queries.lines_for(who, found)
    locks = queries.locks_of(who, found)
    works = found.source in worked(who) and queries.is_latest(found)
    context = {
        **shown.run(found),
        "answer": shown.answer(queries.last_answer(found)),
        "lines": shown.lines(lines, who),
        "locks": [shown.lock(one, queries.called([one.line, *([one.other] if one.other else [])])) for one in locks],
        "names": who.has(roles.OFFICIAL),
        "scarce": shown.scarce(queries.scarce(found)),
        "offers": [shown.answers(one) for one in queries.offers_of(lines)],
        "works": works,
        "ahead": run_has_futures(found),
        "key": form_key(request),
    }
    return render(request, "matching/office/run.html", context)


def _do(request: HttpRequest, found: Run, who: Who) -> None:
    """What a button of the page asked."""
    if found.source not in worked(who):
        raise Http404
    do, key = request.POST.get("do", ""), form_key(request)
    answer = queries.last_answer(found)
    if do == "again" and answer is not None:
        working = answer.state in answer.WORKING
        tried(request, lambda: acts.revive(answer) if working else acts.begin(acts.ask_again(found.pk, who)))
    elif do in ("today", "ahead") and run_has_futures(found):
        tried(request, lambda: acts.begin(acts.ask_again(found.pk, who, do)))
    elif do == "accept":
        counted: list[int] = []
        if tried(request, lambda: counted.append(acts.accept_all(found.pk, who))):
            done = counted[0]
            _said(request, ngettext("%(n)d place accepted.", "%(n)d places accepted.", done), done)
    elif do == "confirm":
        lines = [one for one in queries.lines_for(who, found) if shown.confirmable(one, who)]
        done = sum(tried(request, lambda one=one: acts.confirm(one.pk, who, key)) for one in lines[: shown.AT_ONCE])
        _said(request, ngettext("%(n)d place given.", "%(n)d places given.", done), done)


def run_has_futures(found: Run) -> bool:
    """Whether earlier runs say who may come: without them there is nothing to look ahead to."""
    return bool(found.instance.get("futures"))


def _said(request: HttpRequest, words: str, number: int) -> None:
    if number:
        messages.success(request, words % {"n": number})


@require_GET
@signed_in
def progress(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """The part of the page of a run that tells where the solver is; the whole page once it is there."""
    found = queries.run_for(who, run_id)
    answer = shown.answer(queries.last_answer(found))
    page = render(request, "matching/parts/progress.html", {"run": found, "answer": answer})
    if not answer["working"]:
        page["HX-Refresh"] = "true"
    return page
