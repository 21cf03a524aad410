"""Count your points: what there is today, what gains most, what time does, and another profile beside it."""

import csv
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from veer.cases.listed import listed
from veer.openness import answers, examples, finder, gains, queries, score, words
from veer.openness.walk import Walk
from veer.rules import InputError


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Every route that counts points."""
    found = [
        {
            "title": words.title(pack),
            "lang": words.attributes(pack),
            "id": pack.id,
            "routes": [
                {
                    "title": words.route_title(pack, route.id),
                    "summary": words.said(pack, route.id, "summary"),
                    "url": reverse("openness:score", args=[pack.id, route.id]),
                    "mark": (queries.widest(pack, route.id) or {}).get("pass"),
                    "most": (queries.widest(pack, route.id) or {}).get("max"),
                }
                for route in pack.routes.values()
                if route.points
            ],
        }
        for pack in queries.packs()
    ]
    return render(request, "openness/score_list.html", {"packs": [one for one in found if one["routes"]]})


@require_safe
def page(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    found, one = _counted(pack, route)
    known = examples.of(found, route)
    profile, other = _profiles(request, found, one, known)
    chosen, beside = request.GET.get("example", ""), request.GET.get("with", "")
    dated = score.dates(profile, other if other and not beside else None)
    return render(
        request,
        "openness/score.html",
        {
            "pack": found,
            "pack_title": words.title(found),
            "title": words.route_title(found, route),
            "lang": words.attributes(found),
            "profile": profile,
            "said": profile.said,
            "failing": [one for one in finder.first(found, profile.said["reasons"]) if one["result"] == "no"],
            "sections": profile.sections,
            "chart": profile.chart(),
            "verdict": profile.verdict(),
            "gains": gains.of(profile) if profile.facts and profile.in_force else [],
            "dates": dated if profile.facts else None,
            "examples": examples.offered(known),
            "example": known.get(chosen),
            "with": beside,
            "mine": not chosen,
            "planned": bool(not chosen and answers.read(request, found.id).plan),
            "here": reverse("openness:score", args=[found.id, route]),
            "ask": reverse("openness:score_ask", args=[found.id, route]),
            "law": reverse("openness:law_route", args=[found.id, route]),
            "query": request.GET.urlencode(),
            "today": profile.day,
            **_side_by_side(profile, other),
        },
    )


@require_POST
def plan(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    """Keep a change as part of the plan, or clear the plan."""
    found, _one = _counted(pack, route)
    kept = answers.read(request, found.id)
    back = redirect(reverse("openness:score", args=[found.id, route]) + "#two")
    if "clear" in request.POST:
        kept.plan = {}
    else:
        try:
            changed = json.loads(request.POST.get("set", "{}"))
        except ValueError:
            changed = {}
        if isinstance(changed, dict):
            kept.give({fact: value for fact, value in changed.items() if fact in found.facts}, plan=True)
    answers.keep(back, kept)
    return back


@require_safe
def table(request: HttpRequest, pack: str, route: str, what: str) -> HttpResponse:
    """The figures behind a drawing, as CSV."""
    found, one = _counted(pack, route)
    profile, _other = _profiles(request, found, one, examples.of(found, route))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.id}-{route}-{what}.csv"'
    out = csv.writer(response)
    if what == "points":
        out.writerow(["factor", "title", "points_min", "points_max", "most"])
        for section in profile.sections:
            out.writerow([section["id"], section["title"], section["low"], section["high"], section["most"]])
        out.writerow(["total", _("Total"), profile.low, profile.high, profile.most])
    else:
        out.writerow(["from", "points_min", "points_max", "outcome"])
        for span in score.totals(profile.spans):
            out.writerow([span["from"], span["min"], span["max"], span["outcome"]])
    return response


def _counted(pack: str, route: str) -> tuple[Any, Any]:
    found, one = queries.pack_and_route(pack, route)
    if not one.points:
        raise Http404(f"{route} counts no points")
    return found, one


def _profiles(
    request: HttpRequest, pack: Any, route: Any, known: dict[str, Any]
) -> tuple[score.Profile, score.Profile | None]:
    """The profile looked at, and the one beside it if there is one."""
    chosen, beside = request.GET.get("example", ""), request.GET.get("with", "")
    kept = answers.read(request, pack.id)
    if kept.facts:
        Walk(pack, kept, route).mend()
    if chosen in known:
        profile = _example(pack, route, known[chosen])
    else:
        profile = _profile(pack, route, kept.for_engine(), _("You today"))
    if beside in known:
        return profile, _example(pack, route, known[beside])
    if chosen not in known and kept.plan:
        said = listed(words.label(pack, fact) for fact in kept.plan if fact in pack.facts)
        title = _("With your plan: %(what)s") % {"what": said}
        try:
            return profile, _profile(pack, route, kept.for_engine(planned=True), title)
        except InputError:  # a plan made under an older law
            return profile, None
    return profile, None


def _side_by_side(profile: score.Profile, other: score.Profile | None) -> dict[str, Any]:
    """What the page shows of the second profile; nothing where there is none."""
    return {
        "other": other,
        "other_chart": other.chart(28) if other else None,
        "this_chart": profile.chart(28) if other else None,
        "other_verdict": other.verdict() if other else None,
        "beside": score.beside(profile, other) if other else [],
    }


def _profile(pack: Any, route: Any, facts: dict[str, Any], title: str) -> score.Profile:
    return score.Profile(pack, route, facts, title)


def _example(pack: Any, route: Any, one: dict[str, Any]) -> score.Profile:
    return score.Profile(pack, route, one["facts"], one["title"], one["lang"])
