"""For an official or a reception officer: places, the list, a place proposed and given, moving, leaving."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import form_key, signed_in
from veer.quotas.acts import Full
from veer.reception import acts, looking_ahead, queries, rights
from veer.reception.fitting import Fit
from veer.reception.forms import EndForm, EnlistForm, LeaveForm, NeedForm, PlaceForm, ReasonForm
from veer.reception.models import Stay, Wait
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
        "lists": shown.waiting(queries.waiting_for(who)),
        "closed": queries.closed_for(who),
        "askings": queries.askings(who),
        "ended": queries.right_ended(who),
        "ahead": looking_ahead.ahead(),
        "works": who.has(*WORKS),
    }
    return render(request, "reception/office/work.html", context)


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
    strike = ReasonForm(request.POST if do == "strike" else None)
    give = _give_form(request, found, do)
    if do == "strike" and strike.is_valid():
        reason = strike.cleaned_data["reason"]
        if _tried(strike, lambda: acts.strike(found.pk, who, Wait.ENDED, reason=reason)):
            messages.success(request, _("Off the list. The household is told in a letter."))
            return redirect("reception:work")
    if do and _done(who, found, do, need, give, request):
        return redirect("reception:wait", found.pk)
    position, proposal = queries.position(found), queries.proposal_of(found)
    context = {
        "wait": found,
        "needs": shown.needs(queries.needs_of(found)),
        "why": shown.why_there(found, position) if position else None,
        "ended": shown.ENDED.get(found.ended_why, ""),
        "proposal": shown.proposal(proposal) if proposal else None,
        "stay": shown.stay(queries.stay_of(found)),
        "owed": shown.owed(found, queries.owed(found)),
        "need_form": need,
        "give_form": give,
        "key": form_key(request),
        "works": who.has(*WORKS),
        "strike_form": strike,
        "over": position is not None and rights.right_of(found.case) is None,
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


def _tried(form: Form, act: Callable[[], object]) -> bool:
    """Try it; say at the form why it could not be."""
    try:
        act()
    except acts.Unexplained:
        form.add_error("reason", _("Say in at least 20 characters why it is this place."))
    except Full:
        form.add_error("place", _("Somebody else took the last bed there just now. Choose another place."))
    except queries.NoLonger:
        form.add_error(None, _("Somebody changed this just now. Look again."))
    except acts.StillARight:
        form.add_error(None, _("By the law of this file there still is a right to a place."))
    except acts.TooEarly:
        form.add_error(None, _("Nobody has to leave before the last day that a letter told them. It is not over."))
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@signed_in
def stay(request: HttpRequest, who: Who, stay_id: UUID) -> HttpResponse:
    """A household in its place: move it, answer what it asked, tell that its right ended, write down that it leaves."""
    works(who)
    found = queries.stay_for(who, stay_id)
    do, asking = request.POST.get("do", "") if request.method == "POST" else "", queries.asking_of(found.wait)
    fits = queries.fits_elsewhere(found)
    forms = _stay_forms(request.POST, do, found, fits)
    form, act = forms.get(do), _act_of(do, found, who, forms, form_key(request))
    if form is not None and act is not None and form.is_valid() and _tried(form, act):
        messages.success(request, DONE[do])
        return redirect("reception:work") if do == "leave" else redirect("reception:wait", found.wait_id)
    context = {
        **(shown.stay(found) or {}),
        "wait": found.wait,
        "elsewhere": shown.elsewhere(fits),
        "asking": asking if asking and not asking.answer else None,
        "over": rights.right_of(found.wait.case) is None,
        "key": form_key(request),
        **{f"{name}_form": one for name, one in forms.items()},
    }
    return render(request, "reception/office/stay.html", context)


DONE: dict[str, Any] = {
    "move": gettext_lazy("Moved. The household is told in a letter."),
    "keep": gettext_lazy("Answered. The household is told in a letter."),
    "end": gettext_lazy("The household is told in a letter."),
    "leave": gettext_lazy("Written down. The beds are free again."),
}


def _stay_forms(sent: Any, do: str, found: Stay, fits: list[Fit]) -> dict[str, Form]:
    """The forms of the page, what was typed kept in the one that was sent. Places that fit come first."""
    order = [one.offer.id for one in fits]
    rows = sorted(queries.places(), key=lambda row: order.index(row.place.pk) if row.place.pk in order else len(order))
    places = shown.choices(rows, found.persons, without=found.place_id)
    hint = _("It stands in the letter. At least 20 characters.")
    return {
        "move": PlaceForm(sent if do == "move" else None, places=places, hint=hint, always=True),
        "keep": ReasonForm(sent if do == "keep" else None, prefix="keep"),
        "end": EndForm(sent if do == "end" else None, prefix="end"),
        "leave": LeaveForm(sent if do == "leave" else None),
    }


def _act_of(do: str, found: Stay, who: Who, forms: dict[str, Form], key: str) -> Callable[[], object] | None:
    """What a button of the page does, with what its form told."""

    def told(name: str) -> Any:
        return forms[do].cleaned_data[name]

    return {
        "move": lambda: acts.transfer(found.pk, UUID(told("place")), who, told("reason"), key),
        "keep": lambda: acts.keep_here(found.pk, who, told("reason"), key),
        "end": lambda: acts.tell_end(found.pk, told("until"), who, told("reason"), key),
        "leave": lambda: acts.leave(found.pk, who, told("why"), key),
    }.get(do)
