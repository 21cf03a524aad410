"""Read the law: every route as a page, made from its pack."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from veer.openness import compared, counting, law, purposes, queries, words


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    return render(request, "openness/law_list.html", {"packs": [_pack(pack) for pack in queries.packs()]})


@require_safe
def route(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    return _page(request, *queries.pack_and_route(pack, route), old=False)


@require_safe
def version(request: HttpRequest, pack: str, route: str, digest: str) -> HttpResponse:
    return _page(request, *queries.at_version(pack, route, digest), old=True)


@require_safe
def compare(request: HttpRequest, pack: str, route: str) -> HttpResponse:
    """This law beside another version of it, or beside another policy on the same way. `of`, `with`: which ones."""
    found, way = queries.pack_and_route(pack, route)
    if digest := request.GET.get("of", ""):
        found, way = queries.at_version(pack, route, digest)
    here = queries.short(found.law_hash)
    others, chosen, other = compared.others(found, way.id), request.GET.get("with", ""), None
    if chosen:
        name, _slash, digest = chosen.partition("/")
        if len(digest) < len(here):
            raise Http404(f"nothing to compare with: {chosen}")
        other = queries.at_version(name, route, digest)[0]
        if chosen not in {one["value"] for one in others}:  # an address kept from when that law was newer still opens
            others.append(compared.offered(other))
    return render(
        request,
        "openness/law_compare.html",
        {
            "title": words.route_title(found, way.id),
            "lang": words.attributes(found),
            "pack": found,
            "pack_title": words.title(found),
            "here": here,
            "current": reverse("openness:law_version", args=[found.id, way.id, here]),
            "others": others,
            "chosen": chosen,
            "compared": compared.side_by_side(found, other, way.id) if other else None,
        },
    )


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
            "find": _find(pack, route.id),
            "score": reverse("openness:score", args=[pack.id, route.id]) if route.points else "",
            "places": reverse("reception:public") if _gives_places(pack, route) else "",
            "compare": _compare(pack, route.id, digest if old else "") if compared.others(pack, route.id) else "",
            "numbers": reverse("openness:numbers_of", args=[pack.id, route.id]) if counting.counts(route) else "",
        },
    )


def _gives_places(pack: Any, route: Any) -> bool:
    """Whether a right of the route opens or keeps a place to live."""
    return bool(pack.reception and {*pack.reception.opens, *pack.reception.keeps} & set(route.rights))


def _find(pack: Any, route: str) -> str:
    """The finder, where it asks for the purpose with that of this route chosen already."""
    if purposes.of(pack):
        return reverse("openness:find_purpose", args=[pack.id], query={"for": route})
    return reverse("openness:find", args=[pack.id])


def _compare(pack: Any, route: str, digest: str) -> str:
    address = reverse("openness:law_compare", args=[pack.id, route])
    return f"{address}?of={digest}" if digest else address


def _pack(pack: Any) -> dict[str, Any]:
    today = queries.today(pack)
    return {
        "id": pack.id,
        "title": words.title(pack),
        "version": pack.version,
        "lang": words.attributes(pack),
        "languages": ", ".join(pack.languages),
        "proposed": pack.proposed,
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
