"""Open numbers: what becomes of cases on a route and how long it takes, as counted last night."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from veer.openness import counting, numbers, people, queries, words


@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Every route of which something is counted."""
    at = numbers.counted_at()
    packs: dict[str, dict[str, Any]] = {}
    for one in counting.counted_routes():
        pack, route = one.pack, one.route
        found = {"id": pack.id, "title": words.title(pack), "lang": words.attributes(pack), "routes": []}
        packs.setdefault(pack.id, found)["routes"].append(
            {
                "title": words.route_title(pack, route.id),
                "summary": words.said(pack, route.id, "summary"),
                "url": reverse("openness:numbers_of", args=[pack.id, route.id]),
                "at": at.get(one.key),
            }
        )
    return render(request, "openness/numbers_list.html", {"packs": list(packs.values())})


@require_safe
def page(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    found = _counted(pack, route)
    grids, at = numbers.kept(*found.key)
    return render(
        request,
        "openness/numbers.html",
        {
            "pack_title": words.title(found.pack),
            "title": words.route_title(found.pack, found.route.id),
            "lang": words.attributes(found.pack),
            "at": at,
            "below": found.below(),
            "parts": numbers.page(found.pack, found.route, grids) if at else numbers.awaited(found.pack, found.route),
            "people": any(name in grids for name in people.TABLES),
            "programme": any(name in grids for name in people.ALONE),
            "method": numbers.METHOD,
            "law": reverse("openness:law_route", args=[*found.key]),
            "csv": reverse("openness:numbers_csv", args=[*found.key]),
            "json": reverse("openness:numbers_json", args=[*found.key]),
        },
    )


@require_safe
def as_csv(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    found = _counted(pack, route)
    rows = numbers.as_rows(*found.key, *numbers.kept(*found.key))
    response = HttpResponse(numbers.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{pack}-{route}.csv"'
    return response


@require_safe
def as_json(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    found = _counted(pack, route)
    grids, at = numbers.kept(*found.key)
    rows = numbers.as_rows(*found.key, grids, at)
    whole = {
        "pack": pack,
        "route": route,
        "law": found.pack.law_hash,
        "counted_at": at.isoformat(timespec="seconds") if at else None,
        "hidden_below": found.below(),
        "method": numbers.METHOD,
        "cells": [dict(zip(numbers.HEADS[2:7], row[2:7], strict=True)) for row in rows],
    }
    return JsonResponse(whole)


def _counted(pack: str, route: str) -> counting.Counted:
    found = counting.Counted(*queries.pack_and_route(pack, route))
    if not counting.counts(found.route):
        raise Http404(f"nothing is counted of {route}")
    return found
