"""The first page, and what Veer says about itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from veer.openness import queries, words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    packs = queries.packs()
    ways = [
        {
            "title": words.route_title(pack, route),
            "pack": words.title(pack),
            "lang": words.attributes(pack),
            "url": reverse("openness:law_route", args=[pack.id, route]),
        }
        for pack in packs
        for route in pack.routes
    ]
    return render(request, "openness/home.html", {"ways": ways})


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    return render(request, "openness/access.html")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "openness/data.html")


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    return render(request, "openness/source.html")
