"""For the group: the household it brings, its plan by point, the days of visits. Nothing of what the household says."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.cases.queries import Frozen
from veer.people.pages.door import View, signed_in
from veer.sponsorship import acts, coming, counting, planning, queries
from veer.sponsorship.coming_forms import PointForm
from veer.sponsorship.models import Coming, Group

STEPS = {
    "preparing": lambda: _("The visa is being prepared."),
    "coming": lambda: _("They may come. The journey is being prepared."),
    "here": lambda: _("They have arrived."),
    "over": lambda: _("This has ended."),
}


def open_to_the_group(view: View) -> View:
    """While a stop closes a household to its group, its pages say so, what follows and whom to ask."""

    @wraps(view)
    def guarded(request: HttpRequest, who: Who, group_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, who, group_id, *args, **kwargs)
        except Frozen:
            told = {"group": queries.own_group(who, group_id)}
            return render(request, "sponsorship/coming/closed.html", told, status=403)

    return guarded


def _shown(group: Group, found: Coming) -> dict[str, object]:
    points = coming.plan(found)
    return {
        "group": group,
        "coming": found,
        "next": planning.sentences(planning.ahead(points, counting.today_here())) if not found.case.ended_at else [],
        "people": coming.travellers(found),
        "step": STEPS[coming.public_step(found)](),
        "visits": coming.visits(found),
        **coming.shown_plan(points),
    }


@require_GET
@signed_in
@open_to_the_group
def household(request: HttpRequest, who: Who, group_id: UUID, coming_id: UUID) -> HttpResponse:
    """Who comes, how far it is, what is planned, and when somebody visits."""
    group = queries.own_group(who, group_id)
    found = coming.coming_of(group, coming_id)
    return render(request, "sponsorship/coming/household.html", _shown(group, found))


@require_GET
@signed_in
@open_to_the_group
def plan(request: HttpRequest, who: Who, group_id: UUID, coming_id: UUID) -> HttpResponse:
    """The whole plan on one page, to be printed."""
    group = queries.own_group(who, group_id)
    found = coming.coming_of(group, coming_id)
    return render(request, "sponsorship/coming/plan.html", {**_shown(group, found), "day": counting.today_here()})


@require_http_methods(["GET", "POST"])
@signed_in
@open_to_the_group
def point(request: HttpRequest, who: Who, group_id: UUID, coming_id: UUID, point: str) -> HttpResponse:
    """One point of the plan: who, by when, and who stands in."""
    group = queries.own_group(who, group_id)
    found = coming.coming_of(group, coming_id)
    chosen = next((one for one in coming.plan(found) if one.id == point), None)
    if chosen is None:
        raise Http404
    line = chosen.line
    before = {} if line is None else {name: getattr(line, name) for name in ("who", "by_day", "backup", "note")}
    form = PointForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        acts.write_point(group.pk, found.pk, point, form.cleaned_data, who)
        return redirect("sponsorship:household", group.pk, found.pk)
    context = {"group": group, "coming": found, "point": chosen, "form": form}
    return render(request, "sponsorship/coming/point.html", context)
