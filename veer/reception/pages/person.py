"""For a household: where it stays or stands in the list, why, what is written down of its needs, and its wages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import form_key, signed_in
from veer.reception import acts, letters, queries
from veer.reception.forms import AskingForm, WageForm
from veer.reception.pages import shown


@require_GET
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """My place, my needs, where I am in the list and why."""
    found = []
    for wait in queries.own_waits(who):
        position = queries.position(wait)
        asking = queries.asking_of(wait)
        found.append(
            {
                "wait": wait,
                "needs": shown.needs(queries.needs_of(wait)),
                "why": shown.why_there(wait, position) if position else None,
                "ended": shown.ENDED.get(wait.ended_why, ""),
                "stay": shown.stay(queries.stay_of(wait)),
                "owed": shown.owed(wait, queries.owed(wait)),
                "looks": queries.looks(wait),
                "letters": shown.letters(wait, letters.of(wait)),
                "asking": shown.asking(asking),
                "may_ask": asking is None or bool(asking.answer),
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


@require_http_methods(["GET", "POST"])
@signed_in
def elsewhere(request: HttpRequest, who: Who, wait_id: UUID) -> HttpResponse:
    """Ask for another place."""
    wait = queries.own_wait(who, wait_id)
    form = AskingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, key = form.cleaned_data, form_key(request)
        try:
            acts.ask_elsewhere(wait.pk, who, wish=told["wish"], reason=told["reason"], key=key)
            messages.success(request, _("Asked. Somebody answers you in a letter."))
            return redirect("reception:mine")
        except queries.NoLonger:
            form.add_error(None, _("You have no place now."))
    return render(request, "reception/person/elsewhere.html", {"form": form, "key": form_key(request)})
