"""For a household: where it stays or stands in the list, why, what is written down of its needs, and its wages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.reception import acts, queries
from veer.reception.forms import WageForm
from veer.reception.pages import shown


@require_GET
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """My place, my needs, where I am in the list and why."""
    found = []
    for wait in queries.own_waits(who):
        position = queries.position(wait)
        found.append(
            {
                "wait": wait,
                "needs": shown.needs(queries.needs_of(wait)),
                "why": shown.why_there(position) if position else None,
                "ended": shown.ENDED.get(wait.ended_why, ""),
                "stay": shown.stay(queries.stay_of(wait)),
                "owed": shown.owed(queries.owed(wait)),
                "looks": queries.looks(wait),
            }
        )
    return render(request, "reception/person/mine.html", {"found": found})


@require_http_methods(["GET", "POST"])
@signed_in
def wage(request: HttpRequest, who: Who, wait_id: UUID) -> HttpResponse:
    """Say what was earned in a month."""
    wait = queries.own_wait(who, wait_id)
    form = WageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.declare_wage(wait.pk, form.cleaned_data["month"], form.cents, who)
        return redirect("reception:mine")
    return render(request, "reception/person/wage.html", {"form": form})
