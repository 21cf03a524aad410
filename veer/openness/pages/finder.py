"""Find your way: only what can still change an answer is asked, most decisive first; nobody is asked who they are."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from veer.cases.listed import listed
from veer.openness import acts, answers, ask, finder, purposes, queries, words
from veer.openness.walk import AND, Walk


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Under which law: one choice, made once."""
    packs = queries.packs()
    if request.method == "POST" and (chosen := request.POST.get("pack")) in {pack.id for pack in packs}:
        return redirect("openness:find", chosen)
    if len(packs) == 1:
        return redirect("openness:find", packs[0].id)
    return render(
        request,
        "openness/find_start.html",
        {
            "packs": [
                {
                    "id": pack.id,
                    "title": words.title(pack),
                    "lang": words.attributes(pack),
                    "routes": listed(
                        [words.route_title(pack, route) for route in pack.routes], words.law_language(pack)
                    ),
                }
                for pack in packs
            ],
            "wrong": request.method == "POST",
        },
    )


@never_cache
@require_safe
def find(request: HttpRequest, pack: str) -> HttpResponse:
    walk = _walk(request, pack)
    if walk.asks_purpose:
        return redirect("openness:find_purpose", pack)
    if not walk.next_fact:
        return redirect(walk.end_url())
    return _question(request, walk, walk.next_facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest, pack: str) -> HttpResponse:
    """The first question: what brings somebody here, so that only what leads there is asked."""
    walk = _walk(request, pack)
    offered = purposes.of(walk.pack)
    if not offered:
        raise Http404(f"{pack} does not ask for the purpose")
    wrong, picked = "", walk.answers.purposes
    if picked is None and (asked_for := walk.pack.routes.get(request.GET.get("for", ""))):
        picked = list(asked_for.purposes) or None
    if request.method == "POST":
        picked, wrong = purposes.read(walk.pack, request.POST)
        if not wrong:
            walk.answers.purposes, walk.answers.code = picked, ""
            walk.reset()
            onwards = HttpResponseRedirect(walk.next_url())
            answers.keep(onwards, walk.answers)
            return onwards
    return render(
        request,
        "openness/purpose.html",
        {
            **_frame(walk),
            "question_text": purposes.QUESTION,
            "offered": [{"said": one, "ticked": one.id in (picked or ())} for one in offered.values()],
            "unsure": bool(request.POST.get(purposes.UNSURE)) if wrong else picked == [],
            "wrong": wrong,
            "end": walk.end_url() if walk.answers.facts else "",
        },
        status=422 if wrong else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, pack: str, fact: str) -> HttpResponse:
    return _asked(request, _walk(request, pack), fact)


@never_cache
@require_safe
def score_ask(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    walk = _walk(request, pack, route)
    if not walk.next_fact:
        return redirect(walk.end_url())
    return _question(request, walk, walk.next_facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score_fact(request: HttpRequest, pack: str, route: str, fact: str) -> HttpResponse:
    return _asked(request, _walk(request, pack, route), fact)


@never_cache
@require_safe
def result(request: HttpRequest, pack: str) -> HttpResponse:
    walk = _walk(request, pack)
    if walk.asks_purpose or (not walk.answers.facts and walk.next_fact):
        return redirect(walk.ask_url())
    groups = finder.groups(walk)
    looked_at = _looked_at(walk, closed=not groups["open"] and not groups["maybe"])
    return render(
        request,
        "openness/result.html",
        {
            **_frame(walk),
            "headline": finder.headline(groups, left_aside=bool(looked_at["instead"] or looked_at["not_looked_at"])),
            "groups": groups,
            "today": queries.today(walk.pack),
            "next_url": walk.ask_url() if walk.next_fact else "",
            "left": walk.left([]),
            **looked_at,
        },
    )


@never_cache
@require_safe
def answers_page(request: HttpRequest, pack: str) -> HttpResponse:
    """All answers on one page, each changeable."""
    walk = _walk(request, pack)
    return render(request, "openness/answers.html", {**_frame(walk), "next_url": walk.next_url()})


@require_POST
def keep(request: HttpRequest, pack: str) -> HttpResponse:
    """Only when asked: lock the answers away, and give the code."""
    walk = _walk(request, pack)
    if not walk.answers.facts:
        return redirect(walk.ask_url())
    walk.answers.code = acts.keep(walk.answers)
    back = redirect("openness:result", pack)
    answers.keep(back, walk.answers)
    return back


@require_POST
def forget(request: HttpRequest, pack: str) -> HttpResponse:
    found = queries.pack(pack)
    back = redirect("openness:finder")
    answers.drop(back, found.id)
    return back


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Go on where one was, with the code."""
    wrong = ""
    if request.method == "POST":
        kept = acts.resume(request.POST.get("code", ""))
        if kept is not None:
            back = redirect("openness:result", kept.pack)
            answers.keep(back, kept)
            return back
        wrong = _("We do not know this code. Look at each letter and number; codes are kept for 90 days.")
    return render(
        request,
        "openness/resume.html",
        {"wrong": wrong, "typed": request.POST.get("code", "")},
        status=400 if wrong else 200,
    )


def _walk(request: HttpRequest, pack: str, route: str = "") -> Walk:
    if route:
        found, one = queries.pack_and_route(pack, route)
        if not one.points:
            raise Http404
        return Walk(found, answers.read(request, found.id), one)
    found = queries.pack(pack)
    return Walk(found, answers.read(request, found.id))


def _asked(request: HttpRequest, walk: Walk, fact: str) -> HttpResponse:
    facts = fact.split(AND)
    if not all(ask.askable(walk.pack, one) for one in facts):
        raise Http404(f"no question {fact}")
    if request.method != "POST":
        return _question(request, walk, facts)
    page = ask.page(walk.pack, facts, words.page_language(), data=request.POST, known=walk.answers.facts)
    if page.wants_more:
        return _question(request, walk, facts, page=page.reshaped())
    if not page.is_valid():
        return _question(request, walk, facts, page=page, status=422)
    before = dict(walk.answers.facts)
    walk.answers.give(page.answers)
    walk.answers.code = ""
    fault = ask.conflict(walk)
    if fault:
        walk.answers.facts = before
        walk.reset()
        page.fault(fault)
        return _question(request, walk, facts, page=page, status=422)
    onwards = HttpResponseRedirect(walk.next_url())
    if not answers.keep(onwards, walk.answers):
        page.fault(_("Your browser cannot keep more answers than this. Ask for a code, or shorten a list."))
        return _question(request, walk, facts, page=page, status=422)
    return onwards


def _question(
    request: HttpRequest, walk: Walk, facts: list[str], *, page: ask.Page | None = None, status: int = 200
) -> HttpResponse:
    page = page or ask.page(walk.pack, facts, words.page_language(), known=walk.answers.facts)
    order, first = walk.answers.order, page.facts[0]
    earlier = order[: order.index(first)] if first in order else order
    left = walk.left(page.facts)
    return render(
        request,
        "openness/question.html",
        {
            **_frame(walk),
            "fact": first,
            "form": page.questions[0],
            "questions": page.questions,
            "problems": page.problems,
            "question_text": words.question(walk.pack, first),
            "to": walk.fact_url(page.address),
            "number": walk.pages(earlier) + 1,
            "left": left,
            "all": max(1, walk.pages(order) + left + 1),
            "why": walk.why(page.facts),
            "back": walk.fact_url(walk.page_before(earlier)) if earlier else _before(walk),
            "end": walk.end_url() if walk.answers.facts else "",
            "changing": first in order,
        },
        status=status,
    )


def _before(walk: Walk) -> str:
    """Where one was before the first question about a fact."""
    if walk.route:
        return walk.end_url()
    asked = walk.purpose_side()
    return str(asked[0]["url"]) if asked else reverse("openness:finder")


def _looked_at(walk: Walk, *, closed: bool) -> dict[str, Any]:
    """What was looked at and what not, where somebody chose; where all of it is closed, what the law has instead."""
    offered = purposes.of(walk.pack)
    picked = purposes.chosen(walk.pack, walk.answers.purposes)
    instead = purposes.instead(walk.pack, walk.answers.purposes) if closed else []
    return {
        "looked_at": [offered[one] for one in picked],
        "instead": instead,
        "not_looked_at": [one for one in offered.values() if one.id not in picked and one not in instead]
        if picked
        else [],
    }


def _frame(walk: Walk) -> dict[str, Any]:
    return {
        "pack": walk.pack,
        "pack_title": words.title(walk.pack),
        "route_title": words.route_title(walk.pack, walk.route.id) if walk.route else "",
        "lang": words.attributes(walk.pack),
        "side": walk.side(),
        "possible": walk.possible(),
        "code": walk.answers.code,
        "score_walk": walk.route is not None,
    }
