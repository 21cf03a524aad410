"""Audits by lot: each lot for everybody to redo, and for auditors the rounds and what was drawn."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases.pages.common import language
from veer.people.pages.door import signed_in
from veer.people.queries import who_is
from veer.safeguarding import acts, queries, rules
from veer.safeguarding.forms import DecideForm, LateValueForm, RoundForm, ValueForm
from veer.safeguarding.models import Round
from veer.safeguarding.rules import Law


@require_http_methods(["GET", "POST"])
def lot(request: HttpRequest, name: str) -> HttpResponse:
    """One lot: the list, the value, and which places of the order are audited. Once the days for the value are over, an
    official enters it here."""
    found, who = _round(name), who_is(request.user)
    enters = queries.may_enter_late(found, who)
    if request.method == "POST" and not enters:
        raise Http404
    form = LateValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _drawn(form, name, who):
        return redirect("safeguarding:lot", name)
    chosen = found.chosen()
    context = {
        "round": found,
        "rows": [{"id": one, "chosen": one in chosen} for one in found.order or found.ids],
        "chosen": len(chosen),
        "due": queries.value_due(found),
        "late": queries.is_late(found),
        "form": form if enters else None,
    }
    return render(request, "safeguarding/lot.html", context)


@require_GET
def published(request: HttpRequest, name: str) -> HttpResponse:
    """The lot as a file that anybody verifies; there once it was drawn."""
    found = _round(name)
    if found.drawn_at is None:
        raise Http404
    answer = JsonResponse(queries.published(found), safe=False)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}.json"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """The rounds, a new one, the value of one that waits, and the files that were drawn."""
    audits, law = queries.audits_for(who), _law()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = RoundForm(request.POST if do == "open" else None)
    value = ValueForm(request.POST if do == "draw" else None)
    if (do == "open" and form.is_valid() and _opened(form, who)) or (
        do == "draw" and value.is_valid() and _drawn(value, request.POST.get("round", ""), who)
    ):
        return redirect("safeguarding:audits")
    rows = [{"audit": one, "outcome": law.said(f"outcomes.{one.outcome}") if one.outcome else ""} for one in audits]
    rounds = [{"round": one, "due": queries.value_due(one), "late": queries.is_late(one)} for one in queries.rounds()]
    context = {"rows": rows, "rounds": rounds, "form": form, "value": value}
    return render(request, "safeguarding/audits.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def audit(request: HttpRequest, who: Who, audit_id: UUID) -> HttpResponse:
    """One file that was drawn: take it, read it, say what was found."""
    found, law = queries.audit_for(who, audit_id), _law()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = DecideForm(request.POST if do == "close" else None, law=law)
    acted = ""
    try:
        if do == "take":
            acts.take_audit(found.pk, who)
            return redirect("safeguarding:audit", found.pk)
        if do == "close" and form.is_valid():
            acts.close_audit(found.pk, form.cleaned_data["outcome"], form.cleaned_data["reason"], who)
            return redirect("safeguarding:audit", found.pk)
    except acts.ActedOnAFile:
        acted = _("You did something in this file. Somebody else audits it.")
    context = {
        "audit": found,
        "title": queries.file_words(found, language()),
        "mine": found.auditor == who.account,
        "outcome": law.said(f"outcomes.{found.outcome}") if found.outcome else "",
        "form": form,
        "acted": acted,
    }
    return render(request, "safeguarding/audit.html", context)


def _opened(form: RoundForm, who: Who) -> bool:
    told = form.cleaned_data
    if any(one.name == told["name"] for one in queries.rounds()):
        form.add_error("name", _("There is a round of this name."))
        return False
    try:
        acts.open_round(told["name"], told["first"], told["last"], told["source"], who, told["kind"])
    except acts.NotOver:
        form.add_error("last", _("The days are over before the list is made."))
        return False
    except acts.NotTheirDays as days:
        told_days = {"first": date_format(days.first, "DATE_FORMAT"), "last": date_format(days.last, "DATE_FORMAT")}
        words = _("Visits are drawn today for households that arrived from %(first)s to %(last)s.")
        form.add_error("first", words % told_days)
        return False
    return True


def _drawn(form: ValueForm, name: str, who: Who) -> bool:
    try:
        acts.enter_half(queries.round_named(name).pk, form.cleaned_data["value"], who, form.cleaned_data.get("why", ""))
    except acts.ActedOnAFile:
        form.add_error("value", _("You did something in a file of this list. Somebody else enters the value."))
    except acts.SameHand:
        form.add_error("value", _("You entered the first half. Somebody else enters the second."))
    except acts.NotOver:
        form.add_error("value", _("There is nothing to enter: the list is not published, or the draw is done."))
    else:
        return True
    return False


def _round(name: str) -> Round:
    try:
        return queries.round_named(name)
    except policy.NotThere:
        raise Http404 from None


def _law() -> Law:
    found = rules.law_of_safeguards()
    if found is None:
        raise Http404
    return found
