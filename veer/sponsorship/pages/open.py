"""For everybody: how to bring somebody, what it needs, how many places there are, and each draw to be redone."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veer.access import policy
from veer.sponsorship import queries, rules
from veer.sponsorship.models import Window
from veer.sponsorship.pages import shown

SIZES = [(1, 0), (2, 0), (1, 1), (2, 1), (1, 2), (2, 2), (2, 3), (2, 4), (2, 5), (2, 6)]


@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """How a group brings somebody: the steps, the money, the places, the draws."""
    law = rules.sponsors()
    sums = [(adults, children, rules.required(law, adults, children)) for adults, children in SIZES] if law else []
    windows = queries.windows()
    context = {
        "law": law,
        "sums": sums,
        "windows": windows,
        "parts": shown.parts(law, queries.parts_of(windows[0])) if law and windows else [],
        "suspensions": queries.suspensions(),
        "protocols": shown.protocols(law, queries.protocols()),
    }
    return render(request, "sponsorship/door.html", context)


@require_GET
def draw(request: HttpRequest, name: str) -> HttpResponse:
    """One draw: the list and its digest, the value and where it came from, and what follows; anybody redoes it."""
    window, law = _window(name), rules.sponsors()
    context = {
        "window": window,
        "rows": shown.rows(window, law),
        "places": shown.places(window, law),
        "apart": shown.apart(window),
        "rules": json.dumps({"places": window.places, "need": window.need}),
    }
    return render(request, "sponsorship/draw.html", context)


@require_GET
def published(request: HttpRequest, name: str) -> HttpResponse:
    """The draw as a file that anybody verifies; there once it was drawn."""
    window = _window(name)
    if window.drawn_at is None:
        raise Http404
    answer = JsonResponse(queries.published(window), safe=False)
    answer["Content-Disposition"] = f'attachment; filename="{window.name}.json"'
    return answer


def _window(name: str) -> Window:
    try:
        return queries.window_named(name)
    except policy.NotThere:
        raise Http404 from None
