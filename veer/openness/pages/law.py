"""Read the law: every route as a page, made from its pack."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from veer.openness import counting, law, queries, words


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    return render(request, "openness/law_list.html", {"packs": [_pack(pack) for pack in queries.packs()]})


@require_safe
def route(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    return _page(request, *queries.pack_and_route(pack, route), old=False)


@require_safe
def version(request: HttpRequest, pack: str, route: str, digest: str) -> HttpResponse:
    return _page(request, *queries.at_version(pack, route, digest), old=True)


def _page(request: HttpRequest, pack: Any, route: Any, *, old: bool) -> HttpResponse:
    digest = queries.short(pack.law_hash)
    return render(
        request,
        "openness/law.html",
        {
            "pack": pack,
            "pack_title": words.title(pack),
            "title": words.route_title(pack, route.id),
            "summary": words.said(pack, route.id, "summary"),
            "lang": words.attributes(pack),
            "law": law.page(pack, route),
            "version": pack.version,
            "short": digest,
            "versions": [
                {**one, "url": reverse("openness:law_version", args=[pack.id, route.id, one["digest"]])}
                for one in queries.versions(pack.id)
            ],
            "old": old,
            "permanent": reverse("openness:law_version", args=[pack.id, route.id, digest]),
            "current": reverse("openness:law_route", args=[pack.id, route.id]),
            "find": reverse("openness:find", args=[pack.id]),
            "score": reverse("openness:score", args=[pack.id, route.id]) if route.points else "",
            "numbers": reverse("openness:numbers_of", args=[pack.id, route.id]) if counting.counts(route) else "",
        },
    )


def _pack(pack: Any) -> dict[str, Any]:
    today = queries.today(pack)
    return {
        "id": pack.id,
        "title": words.title(pack),
        "version": pack.version,
        "lang": words.attributes(pack),
        "languages": ", ".join(pack.languages),
        "places": reverse("reception:public") if pack.reception else "",
        "routes": [
            {
                "title": words.route_title(pack, route.id),
                "summary": words.said(pack, route.id, "summary"),
                "url": reverse("openness:law_route", args=[pack.id, route.id]),
                "score": reverse("openness:score", args=[pack.id, route.id]),
                "points": route.points is not None,
                "in_force": law.in_force(route.marks, today),
            }
            for route in pack.routes.values()
        ],
    }
