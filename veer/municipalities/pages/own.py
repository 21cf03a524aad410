"""A municipality's own pages: who comes, what it may remark on, its places, and moves from and to it."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.journal import clock
from veer.municipalities import acts, queries, rules
from veer.municipalities.acts import Acting
from veer.municipalities.forms import AnswerForm, MoveForm, PlacesForm, RemarkForm
from veer.municipalities.models import Handover
from veer.people.pages.door import form_key, signed_in


@require_GET
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """Who comes and when, with the six weeks ahead; remarks with their term; moves that wait for an answer."""
    body, today = queries.own_body(who), _today()
    found, others = queries.households_of(body), queries.beside(body)
    shown = [one for one in found if one.case.person_id not in who.near]
    context = {
        "body": body,
        "coming": [one for one in shown if one.way.state in ("coming", "open")],
        "here": [one for one in shown if one.way.state == "here"],
        "forecast": queries.forecast_of(body, found, others, today),
        "beside": others,
        "remarks": queries.asked_of(body),
        "moves": queries.handovers_of(body, who),
        "quarter": queries.quarters(body, today)[0],
    }
    return render(request, "municipalities/own/mine.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def places(request: HttpRequest, who: Who) -> HttpResponse:
    """What was declared by quarter, what is kept of it, and declaring."""
    body = queries.own_body(who)
    quarters = queries.quarters(body, _today())
    form = PlacesForm(request.POST or None, quarters=quarters)
    if request.method == "POST" and form.is_valid() and declared(form, Acting.signed_in(who)):
        messages.success(request, _("The places were written down."))
        return redirect("municipalities:places")
    return render(request, "municipalities/own/places.html", {"body": body, "quarters": quarters, "form": form})


def declared(form: PlacesForm, acting: Acting) -> bool:
    try:
        acts.declare_places(form.cleaned_data["begins"], form.said, acting)
    except acts.Held as held:
        form.add_error(held.service, _("More places than that are kept for households that come."))
        return False
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def remark(request: HttpRequest, who: Who, asked_id: UUID) -> HttpResponse:
    """A group of which the municipality was told, until when it may remark, and remarking."""
    found = queries.asked_for(who, asked_id)
    form = RemarkForm(request.POST or None)
    key, sent = form_key(request), request.method == "POST" and form.is_valid()
    if sent and remarked(form, found, Acting.signed_in(who), key):
        messages.success(request, _("Your remark stands in the file. Whoever decides reads it."))
        return redirect("municipalities:remark", asked_id)
    context = {"remark": found, "form": form, "key": key}
    return render(request, "municipalities/own/remark.html", context)


def remarked(form: RemarkForm, found: queries.Remark, acting: Acting, key: str) -> bool:
    told = form.cleaned_data
    try:
        acts.say_remark(found.asked.pk, told["about"], told["text"], acting, key)
    except acts.TermOver:
        form.add_error(None, _("The term to remark is over, or somebody remarked already."))
        return False
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def household(request: HttpRequest, who: Who, coming_id: UUID) -> HttpResponse:
    """What may be known of one household; and proposing it to another municipality when it moves."""
    body, found = queries.household_for(who, coming_id)
    here = queries.is_here(coming_id, body)
    others = [one for one in queries.bodies() if one != body]
    form = MoveForm(request.POST or None, bodies=others)
    if request.method == "POST" and form.is_valid():
        made = _proposed(form, coming_id, who)
        if made is not None:
            return redirect("municipalities:handover", made.pk)
    moves = [one for one in queries.handovers_of(body, who) if one.case_id == found.case.pk]
    moving = any(not one.answer for one in moves)
    context = {"body": body, "one": found, "moves": moves, "form": form}
    context["moves_on"] = here and not moving and bool(others) and found.way.state != "over"
    return render(request, "municipalities/own/household.html", context)


def _proposed(form: MoveForm, coming_id: UUID, who: Who) -> Handover | None:
    try:
        return acts.propose_handover(coming_id, UUID(form.cleaned_data["to"]), form.cleaned_data["reason"], who)
    except acts.NotOpen:
        form.add_error(None, _("A move of this household was proposed already, or its file is closed."))
        return None


@require_http_methods(["GET", "POST"])
@signed_in
def handover(request: HttpRequest, who: Who, handover_id: UUID) -> HttpResponse:
    """A move, as both municipalities read it; and its answer."""
    found, body = queries.own_handover(who, handover_id), queries.own_body(who)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, form, found, who):
        return redirect("municipalities:handover", found.pk)
    context = {
        "move": found,
        "receives": body == found.target,
        "coming": queries.coming_of(found.case_id) if body == found.target or not found.answer else None,
        "moved": [(rules.SERVICES[service], count) for service, count in found.moved.items()],
        "form": form,
    }
    return render(request, "municipalities/own/handover.html", context)


def _answered(request: HttpRequest, form: AnswerForm, found: Handover, who: Who) -> bool:
    do, words = request.POST.get("do", ""), form.cleaned_data["words"]
    if do == Handover.DECLINED and not words.strip():
        form.add_error("words", _("Say why not."))
        return False
    try:
        acts.answer_handover(found.pk, do, words, who)
    except acts.NoRoom as full:
        said = _("You have too few places of this kind in that quarter: %(service)s. Declare more, or do not accept.")
        form.add_error(None, said % {"service": rules.SERVICES[str(full)]})
        return False
    except acts.NotOpen:
        messages.error(request, _("This was answered already."))
    return True


def _today() -> date:
    return clock.today(settings.TIME_ZONE)
