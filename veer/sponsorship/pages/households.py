"""For who works on households that come: writing down people, the plan, and answering what is said in confidence."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import roles
from veer.access.who import Who
from veer.cases.errors import ActRefused
from veer.people.pages.door import form_key, signed_in
from veer.sponsorship import acts, coming, queries
from veer.sponsorship.coming_forms import TravellerForm, VoiceForm
from veer.sponsorship.models import Application, Coming
from veer.sponsorship.named_forms import ListedForm


@require_GET
@signed_in
def households(request: HttpRequest, who: Who) -> HttpResponse:
    """Places that wait for somebody to be written down, and households that come: first who waits to be heard."""
    found = coming.all_at_work(who)
    unheard, unwilling = coming.unheard(who, found), coming.unwilling(found)
    rows = [
        {
            "coming": one,
            "step": coming.step_for_office(one),
            "unheard": unheard.get(one.pk, 0),
            "unwilling": unwilling.get(one.pk, 0),
        }
        for one in sorted(found, key=lambda one: one.pk not in unheard)
    ]
    context = {"rows": rows, "drawn": coming.drawn_without_household(who)}
    return render(request, "sponsorship/coming/households.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def named(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """Write down one person for whom a place is kept: one of those who were asked for by name, or in full."""
    application = coming.drawn_at_work(who, case_id)
    listed = [one for one in queries.identities(application) if one.struck_at is None]
    form: TravellerForm | ListedForm = (
        ListedForm(request.POST or None, listed=[one for one in listed if one.traveller_id is None])
        if listed
        else TravellerForm(request.POST or None, initial={"adult": True})
    )
    if request.method == "POST" and form.is_valid():
        made = _named(form, application, who, form_key(request))
        if made is not None:
            return redirect("sponsorship:household_at_work", made.pk)
    context: dict[str, object] = {"application": application, "form": form, "listed": listed}
    context["key"] = form_key(request)
    context["coming"] = coming.begun_for(application)
    return render(request, "sponsorship/coming/named.html", context)


def _named(form: TravellerForm | ListedForm, application: Application, who: Who, key: str) -> Coming | None:
    try:
        return acts.name_traveller(application.pk, form.told, form.grown, who, key, **form.passport).coming
    except acts.NotDrawn:
        form.add_error(None, _("No place is kept for this file, or nobody who is 18 or older was written down yet."))
    except acts.NotOnTheList:
        form.add_error(None, _("Nobody of this name is asked for, or they came already."))
    return None


@require_http_methods(["GET", "POST"])
@signed_in
def household(request: HttpRequest, who: Who, coming_id: UUID) -> HttpResponse:
    """One household: its people and who agreed, its plan, and what was said in confidence."""
    found = coming.at_work(who, coming_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = VoiceForm(request.POST if do == "answer" else None)
    if do in ("yes", "no", "plan") and _done(request, who, found, do):
        return redirect("sponsorship:household_at_work", found.pk)
    if do == "answer" and form.is_valid():
        acts.answer(UUID(request.POST["voice"]), form.cleaned_data["text"], who)
        return redirect("sponsorship:household_at_work", found.pk)
    context = {
        "coming": found,
        "step": coming.step_for_office(found),
        "people": coming.travellers(found),
        "visits": coming.visits(found),
        "voices": coming.voices_at_work(who, found),
        "listens": who.has(*coming.LISTENS),
        "plans": who.has(*coming.LISTENS) and coming.plans(found),
        "official": who.has(roles.OFFICIAL),
        "form": form,
        "key": form_key(request),
        **coming.shown_plan(coming.plan(found)),
    }
    return render(request, "sponsorship/coming/at_work.html", context)


def _done(request: HttpRequest, who: Who, found: Coming, do: str) -> bool:
    """Agreed alone with an official, or the plan that stands; where the law does not let it be, it is said."""
    if not who.has(*coming.LISTENS):
        return False
    try:
        if do == "plan":
            acts.finish_plan(found.pk, who, form_key(request))
        else:
            acts.say_whether(UUID(request.POST["traveller"]), do == "yes", who, form_key(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
    return True
