"""For an official or a reception officer: a place opened, changed, closed, and opened again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import form_key, signed_in
from veer.quotas.acts import InUse
from veer.quotas.queries import explain
from veer.reception import acts, queries
from veer.reception.forms import ChangePlaceForm, CloseForm, NewPlaceForm, SiteForm
from veer.reception.pages import shown
from veer.reception.policy import WORKS, works


@require_GET
@signed_in
def place(request: HttpRequest, who: Who, place_id: UUID) -> HttpResponse:
    """One place: what it offers, who stays there, and the subtraction of its beds."""
    found = queries.place_for(who, place_id)
    context = {
        "place": found,
        "row": shown.place(queries.PlaceRow(found, queries.beds_of(found))),
        "stays": [shown.resident(one) for one in queries.stays_in(found, who)],
        "told": explain(found.pk),
        "works": who.has(*WORKS),
    }
    return render(request, "reception/office/place.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, who: Who) -> HttpResponse:
    """Open a place."""
    works(who)
    form = NewPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, key = form.told, form_key(request)
        kind = form.cleaned_data["kind"]
        if _tried(form, lambda: acts.open_place(**told.fields(), kind=kind, by=who, key=key)):
            messages.success(request, _("The place is open."))
            return redirect("reception:work")
    return render(request, "reception/office/new_place.html", {"form": form, "key": form_key(request)})


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, who: Who, place_id: UUID) -> HttpResponse:
    """Change what a place is and offers, or open one again that was closed."""
    works(who)
    found = queries.place_for(who, place_id)
    row = queries.PlaceRow(found, queries.beds_of(found))
    form = ChangePlaceForm(request.POST or None, place=acts.Told.of(found), seen=queries.seen(found), used=row.used)
    if request.method == "POST" and form.is_valid():
        told, reason, key = form.told, form.cleaned_data["reason"], form_key(request)
        seen = form.cleaned_data["seen"]
        if _tried(form, lambda: acts.change_place(found.pk, told, who, reason, seen=seen, key=key), row.used):
            messages.success(request, _("Written down."))
            return redirect("reception:place", found.pk)
    now = queries.place_for(who, place_id)
    if form.stale:
        form.look_again(queries.seen(now))
    told = shown.place(queries.PlaceRow(now, queries.beds_of(now)))
    context = {"form": form, "key": form_key(request), "place": now, "row": told, "stale": form.stale}
    return render(request, "reception/office/change_place.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def close(request: HttpRequest, who: Who, place_id: UUID) -> HttpResponse:
    """Close a place, asked once more before it is done; not while somebody stays there."""
    works(who)
    found = queries.place_for(who, place_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, key = form.cleaned_data["reason"], form_key(request)
        used = queries.PlaceRow(found, queries.beds_of(found)).used
        if _tried(form, lambda: acts.close_place(found.pk, who, reason, key=key), used):
            messages.success(request, _("The place is closed. It can be opened again."))
            return redirect("reception:place", found.pk)
    context = {
        "form": form,
        "key": form_key(request),
        "place": found,
        "stays": [shown.resident(one) for one in queries.stays_in(found, who)],
        "used": queries.PlaceRow(found, queries.beds_of(found)).used,
    }
    return render(request, "reception/office/close_place.html", context)


def _tried(form: SiteForm | CloseForm, act: Callable[[], object], used: int = 0) -> bool:
    """Try it; say at the form why it could not be."""
    try:
        act()
    except acts.NameTaken:
        form.add_error("site", _("There is a place of this name already."))
    except InUse:
        field = "beds" if "beds" in form.fields else None
        form.add_error(field, _("%(n)d beds are in use: it cannot have fewer.") % {"n": used})
    except queries.NoLonger:
        form.stale = True
        form.add_error(None, _("Somebody changed this place just now. Look at how it is now, and send again."))
    else:
        return True
    return False
