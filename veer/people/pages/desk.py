"""At a desk: finding somebody, writing somebody down, a code to take along, and mending a record."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veer.access import policy
from veer.access.who import Who
from veer.people import acts, finding
from veer.people.acts.desk import LASTS, AlreadyTheirs
from veer.people.acts.households import InAnother
from veer.people.finding import person_at_work, person_for
from veer.people.forms import CorrectForm, GuardianForm, HouseholdForm, PaperMandateForm, ReasonForm, RegisterForm
from veer.people.models import Link
from veer.people.pages.door import form_key, offered, signed_in


@require_GET
@signed_in
def desk(request: HttpRequest, who: Who) -> HttpResponse:
    """Find somebody by name."""
    typed = request.GET.get("q", "")[:120]
    found = finding.search(who, typed, request.GET.get("after", "")[:300])
    context = {"typed": typed, "found": found, "may_review": policy.may(who, "review_duplicates")}
    return render(request, "people/desk/desk.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def register(request: HttpRequest, who: Who) -> HttpResponse:
    """Write somebody down; at another counter than a desk, to open the file of what they ask at once."""
    policy.require(who, "write_down")
    form = RegisterForm(request.POST or None, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        person = form.save(who, form_key(request))
        if not policy.may(who, "register_at_desk"):
            return redirect("cases:open_for", person.pk)
        messages.success(request, _("Written down. Print the code for the person to take along."))
        return redirect("people:person", person.pk)
    return render(
        request,
        "people/desk/register.html",
        {"form": form, "key": form_key(request), "works": policy.may(who, "register_at_desk")},
    )


@require_GET
@signed_in
def person(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """One record: who somebody is, who may act for them, with whom they live, and where it is safe to write."""
    shown = person_at_work(who, person_id)
    context = {
        **finding.record(shown),
        "person": shown,
        "works": policy.may(who, "register_at_desk"),
        "reviews": policy.may(who, "review_duplicates"),
        "form": ReasonForm(),
    }
    return render(request, "people/desk/person.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """Mend a name or a birth date."""
    shown = person_for(who, person_id, policy.HANDLE)
    form = CorrectForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        names = {name: told[name] for name in ("given_name", "family_name", "born")}
        acts.correct(shown.pk, who, told["reason"], **names)
        messages.success(request, _("Saved."))
        return redirect("people:person", shown.pk)
    return render(request, "people/desk/correct.html", {"form": form, "person": shown})


@require_POST
@signed_in
def print_code(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """The code on paper, in the person's language, on a page in that of whoever prints it. It is shown now and never
    again; asking anew voids this one."""
    shown = person_for(who, person_id, policy.HANDLE)
    try:
        code = acts.issue_claim(shown.pk, who)
    except AlreadyTheirs:
        messages.error(request, _("This person already has an account."))
        return redirect("people:person", shown.pk)
    address = settings.SITE_URL + reverse("people:claim")
    # The code stands behind the #: no server and no log of one ever sees it.
    sign = segno.make(f"{address}#{code}", error="m").svg_data_uri(scale=6, border=2)
    told = {"person": shown, "code": code, "address": address, "sign": sign, "days": LASTS.days}
    with translation.override(shown.language):
        paper = render_to_string("people/desk/paper.html", told)
    spoken = next((words for code, words in settings.LANGUAGES if code == shown.language), shown.language)
    return render(request, "people/desk/code.html", {"person": shown, "paper": paper, "spoken": spoken})


@require_POST
@signed_in
def quiet(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """Stop writing to somebody, or begin again, with a reason."""
    shown = person_for(who, person_id, policy.HANDLE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        act = acts.resume_notices if request.POST.get("again") else acts.stop_notices
        act(shown.pk, who, form.cleaned_data["reason"])
    else:
        messages.error(request, _("Say why."))
    return redirect("people:person", shown.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def household(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """With whom somebody lives: find the other person and say as what this one lives there, or that they left."""
    policy.require(who, "register_at_desk")
    shown = person_for(who, person_id, policy.HANDLE)
    form = HouseholdForm(request.POST or None, person=shown)
    if request.method == "POST" and request.POST.get("leave"):
        acts.leave_household(shown.pk, who)
        return redirect("people:person", shown.pk)
    if request.method == "POST" and form.is_valid():
        beside = person_for(who, form.cleaned_data["beside"], policy.HANDLE)
        try:
            acts.join_household(shown.pk, who, role=form.cleaned_data["role"], beside=beside.pk)
        except InAnother:
            messages.error(request, _("This person lives in another household. Write down first that they left it."))
        return redirect("people:person", shown.pk)
    typed = request.GET.get("q", "")[:120]
    found = [one for one in finding.search(who, typed).people if one.pk != shown.pk]
    context = {"person": shown, "typed": typed, "found": found, "form": form, "mates": finding.household(shown.pk)}
    return render(request, "people/desk/household.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def guardian(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """Write down the guardian of a minor."""
    policy.require(who, "appoint")
    shown = person_for(who, person_id, policy.HANDLE)
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        named = {"relation": Link.GUARDIAN, "email": told["email"], "body": told["body"], "ends": told["ends"]}
        if offered(form, lambda: acts.appoint(shown.pk, who, **named)):
            messages.success(request, _("Written down. It counts once the guardian has said yes."))
            return redirect("people:person", shown.pk)
    return render(request, "people/desk/guardian.html", {"form": form, "person": shown})


@require_http_methods(["GET", "POST"])
@signed_in
def mandate(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """Write down a mandate that somebody brings on paper."""
    policy.require(who, "record_mandate")
    shown = person_for(who, person_id, policy.HANDLE)
    form = PaperMandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        named = {"email": told["email"], "function": told["function"], "reason": told["reason"]}
        if offered(form, lambda: acts.give_mandate(shown.pk, who, terms=form.terms, **named)):
            messages.success(request, _("Written down. It counts once they have said yes."))
            return redirect("people:person", shown.pk)
    return render(request, "people/desk/mandate.html", {"form": form, "person": shown})


@require_POST
@signed_in
def end_appointment(request: HttpRequest, who: Who, person_id: UUID, link_id: UUID) -> HttpResponse:
    """End what was written down at the authority, with a reason."""
    policy.require(who, "appoint")
    shown = person_for(who, person_id, policy.HANDLE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        acts.end_mandate(link_id, who, form.cleaned_data["reason"])
    else:
        messages.error(request, _("Say why."))
    return redirect("people:person", shown.pk)
