"""Interviews ahead: what their interpreter sees of them, and asking one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases import queries
from veer.cases.acts.doing import INTERPRETER
from veer.cases.acts.offers import Offer, offers
from veer.cases.errors import ActRefused
from veer.cases.forms.acts import InterpreterForm
from veer.cases.models import Hearing
from veer.cases.pages import shown
from veer.cases.pages.common import do, form_marks, language, signed_in
from veer.cases.standing import Standing
from veer.people.acts import appoint
from veer.people.finding import person_for
from veer.people.pages.door import offered


@require_http_methods(["GET", "POST"])
@signed_in
def interview(request: HttpRequest, who: Who, hearing_id: UUID) -> HttpResponse:
    """The interview for whoever interprets at it: when, where, which language, for whom, and what the law lets them
    say about it. Nothing else of the file, not even why something could not be written down."""
    hearing = queries.hearing_for(who, hearing_id)
    can = _of_interpreter(hearing, who)
    if request.method == "POST":
        chosen = next((one for one in can if one.id == request.POST.get("act") and one.ready), None)
        if chosen is None:
            raise policy.NotThere("act")
        try:
            do(request, hearing.case, chosen.id, who, {})
        except ActRefused:
            messages.error(request, _("That was not written down: something changed meanwhile. Please try again."))
        else:
            messages.success(request, _("Done: %(act)s.") % {"act": chosen.title})
        return redirect("cases:interview", hearing.pk)
    context = {"hearing": hearing, "can": [one for one in can if one.ready], **form_marks(hearing.case, request)}
    return render(request, "cases/interview.html", context)


def _of_interpreter(hearing: Hearing, who: Who) -> list[Offer]:
    """What the law gives to the interpreter at this step: acts that only write something down."""
    standing = Standing(hearing.case)
    acts = standing.procedure.acts
    return [one for one in offers(standing, who, language()) if one.does == "record" and INTERPRETER in acts[one.id].by]


@require_http_methods(["GET", "POST"])
@signed_in
def interpreter(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """Ask somebody to interpret at the interview that is ahead."""
    policy.require(who, "appoint")
    case = queries.case_for(who, case_id, policy.HANDLE)
    hearing = Standing(case).hearing_ahead
    if hearing is None:
        raise policy.NotThere("hearing")
    form = InterpreterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        shown_person = person_for(who, case.person_id, policy.HANDLE)
        named = {"relation": INTERPRETER, "email": told["email"], "body": told["body"], "hearing": hearing.pk}
        if offered(form, lambda: appoint(shown_person.pk, who, **named)):
            messages.success(request, _("Asked. They see the interview once they have said yes."))
            return redirect("cases:at_work", case.pk)
    context = {**shown.head(case, language()), "hearing": hearing, "form": form}
    return render(request, "cases/office/interpreter.html", context)
