"""For an official or a reception officer: places, the list, a place proposed and given, moving, leaving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import form_key, signed_in
from veer.quotas.acts import Full
from veer.quotas.queries import explain
from veer.reception import acts, looking_ahead, queries
from veer.reception.forms import EnlistForm, LeaveForm, NeedForm, PlaceForm
from veer.reception.models import Wait
from veer.reception.pages import shown
from veer.reception.policy import WORKS, works


@require_GET
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """How full each place is, who waits, whose right ended, and how full it will be."""
    rows = queries.places_for(who)
    context = {
        "places": [shown.place(row) for row in rows],
        "beds": sum(row.balance.places for row in rows),
        "used": sum(row.used for row in rows),
        "waiting": [shown.waiting(one) for one in queries.waiting_for(who)],
        "ended": queries.right_ended(who),
        "ahead": looking_ahead.ahead(),
        "works": who.has(*WORKS),
    }
    return render(request, "reception/office/work.html", context)


@require_GET
@signed_in
def place(request: HttpRequest, who: Who, place_id: UUID) -> HttpResponse:
    """One place: what it offers, who stays there, and the subtraction of its beds."""
    found = queries.place_for(who, place_id)
    row = next((row for row in queries.places() if row.place.pk == found.pk), None)
    context = {
        "place": found,
        "row": shown.place(row) if row else None,
        "stays": queries.stays_in(found, who),
        "told": explain(found.pk),
    }
    return render(request, "reception/office/place.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def enlist(request: HttpRequest, who: Who) -> HttpResponse:
    """Put a household on the list, by the right of its file."""
    works(who)
    form = EnlistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        case = queries.case_numbered(who, told["number"])
        try:
            if case is not None:
                wait = acts.enlist(case, told["persons"], who, wish=told["wish"], key=form_key(request))
                return redirect("reception:wait", wait.pk)
            form.add_error("number", _("There is no such file for you."))
        except acts.NoRight:
            form.add_error("number", _("By the law of this file there is no right to a place today."))
        except acts.AlreadyWaiting:
            form.add_error("number", _("This household waits already, or has a place."))
    return render(request, "reception/office/enlist.html", {"form": form, "key": form_key(request)})


@require_http_methods(["GET", "POST"])
@signed_in
def wait(request: HttpRequest, who: Who, wait_id: UUID) -> HttpResponse:
    """A household: what it needs, where it stands in the list, and the place that the program proposes."""
    found = queries.wait_for(who, wait_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    need = NeedForm(request.POST if do == "need" else None)
    give = _give_form(request, found, do)
    if do and _done(who, found, do, need, give, request):
        return redirect("reception:wait", found.pk)
    position, proposal = queries.position(found), queries.proposal_of(found)
    context = {
        "wait": found,
        "needs": shown.needs(queries.needs_of(found)),
        "why": shown.why_there(position) if position else None,
        "ended": shown.ENDED.get(found.ended_why, ""),
        "proposal": shown.proposal(proposal) if proposal else None,
        "stay": shown.stay(queries.stay_of(found)),
        "owed": shown.owed(queries.owed(found)),
        "need_form": need,
        "give_form": give,
        "key": form_key(request),
        "works": who.has(*WORKS),
    }
    return render(request, "reception/office/wait.html", context)


def _give_form(request: HttpRequest, found: Wait, do: str) -> PlaceForm:
    proposal = queries.proposal_of(found)
    first = proposal.place_id if proposal else None
    rows = shown.choices(queries.places(), found.persons, first)
    hint = _("Only if it is not the place proposed: at least 20 characters.")
    return PlaceForm(request.POST if do == "give" else None, places=rows, hint=hint)


def _done(who: Who, found: Wait, do: str, need: NeedForm, give: PlaceForm, request: HttpRequest) -> bool:
    """Carry out what a button of the page asked; False where the page has to be shown again."""
    if do == "need" and need.is_valid():
        told = need.cleaned_data
        acts.add_need(found.pk, told["need"], who, source=told["source"], consent=told["consent"])
    elif do == "end_need":
        acts.end_need(found.pk, request.POST.get("need", "")[:12], who)
    elif do == "propose":
        acts.propose(found.pk, who)
    elif do == "withdrawn":
        acts.strike(found.pk, who, Wait.WITHDRAWN)
    elif do == "give" and give.is_valid():
        return _given(who, found, give, form_key(request))
    else:
        return False
    return True


def _given(who: Who, found: Wait, form: PlaceForm, key: str) -> bool:
    proposal = queries.proposal_of(found)
    told = form.cleaned_data
    if proposal is None:
        form.add_error(None, _("Ask for a proposal first."))
        return False
    return _tried(form, lambda: acts.allocate(proposal.pk, UUID(told["place"]), who, reason=told["reason"], key=key))


def _tried(form: PlaceForm, act: Any) -> bool:
    """Try to give a place; say at the form why it could not be."""
    try:
        act()
    except acts.Unexplained:
        form.add_error("reason", _("Say in at least 20 characters why it is this place."))
    except Full:
        form.add_error("place", _("Somebody else took the last bed there just now. Choose another place."))
    except queries.NoLonger:
        form.add_error(None, _("Somebody changed this just now. Look again."))
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@signed_in
def stay(request: HttpRequest, who: Who, stay_id: UUID) -> HttpResponse:
    """A household in its place: move it to another, or write down that it leaves."""
    works(who)
    found = queries.stay_for(who, stay_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    rows = shown.choices(queries.places(), found.persons, without=found.place_id)
    sent = request.POST if do == "move" else None
    move = PlaceForm(sent, places=rows, hint=_("It stands in the journal. At least 20 characters."), always=True)
    go = LeaveForm(request.POST if do == "leave" else None)
    if do == "move" and move.is_valid():
        told, key = move.cleaned_data, form_key(request)
        if _tried(move, lambda: acts.transfer(found.pk, UUID(told["place"]), who, told["reason"], key)):
            return redirect("reception:wait", found.wait_id)
    if do == "leave" and go.is_valid():
        acts.leave(found.pk, who, go.cleaned_data["why"], form_key(request))
        messages.success(request, _("Written down. The beds are free again."))
        return redirect("reception:work")
    context = {
        **(shown.stay(found) or {}),
        "wait": found.wait,
        "move_form": move,
        "leave_form": go,
        "key": form_key(request),
    }
    return render(request, "reception/office/stay.html", context)
