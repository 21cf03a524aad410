"""Who may act for me, for whom I act, and taking over a record with a code on paper."""

from uuid import UUID

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veer.access import policy
from veer.access.who import Who
from veer.people import acts, finding
from veer.people.acts.desk import AlreadyTheirs
from veer.people.acts.mandates import Terms, TooMany
from veer.people.files import files_of
from veer.people.forms import CodeForm, MandateForm, ReachForm
from veer.people.models import Link
from veer.people.pages.door import signed_in
from veer.people.queries import confirmed_emails, may_be_notified, own_person, same_person

TIED = gettext_lazy(
    "They belong to the group that sponsors you, or live with one of them. A sponsor never acts for whom they bring, "
    "nor reads their file. Ask somebody else, or the support body."
)
YOU_ARE_TIED = gettext_lazy(
    "You belong to the group that sponsors them, or live with one of them. A sponsor never acts for whom they bring, "
    "nor reads their file."
)
TRIES = "printed_code"  # the same count as for signing in with a code


@require_http_methods(["GET", "POST"])
@signed_in
def mandates(request: HttpRequest, who: Who) -> HttpResponse:
    """Who may act for me, letting somebody, and whether I may be written to."""
    person = own_person(who.account)
    if person is None:
        return redirect("people:me")
    form = MandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            acts.give_mandate(person.pk, who, email=told["email"], function=told["function"], terms=form.terms)
        except TooMany:
            form.add_error("email", _("You asked many people today. Ask the next one tomorrow."))
        except acts.Tied:
            form.add_error("email", TIED)
        else:
            messages.success(request, _("Asked. They act for you once they have said yes."))
            return redirect("people:mandates")
    links = finding.mandates_of(person.pk)
    context = {
        "form": form,
        "links": links,
        "shut": finding.shut(links),
        "tied": TIED,
        "looks": finding.who_looked(person.pk),
        "quiet": not may_be_notified(person.pk, "mail"),
    }
    return render(request, "people/mandates.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def reach(request: HttpRequest, who: Who, link_id: UUID) -> HttpResponse:
    """How far one of them reaches: what that person sees of me, and letting it be less or more. Looked at first, then
    saved. Who was appointed reaches as far as whoever appointed them said."""
    person = own_person(who.account)
    if person is None:
        raise policy.NotThere("link")
    link = finding.mandate_of(person.pk, link_id)
    files = files_of(same_person(person.pk), (get_language() or "en").split("-")[0])
    changes = link.relation == Link.REPRESENTATIVE
    form = ReachForm(request.POST or None, link=link, files=files) if changes else None
    terms = Terms(link.may, link.scope, link.scope_of, link.ends)
    shown = bool(request.POST)
    if request.method == "POST":
        if form is None:
            raise policy.NotThere("link")
        if form.is_valid():
            terms = form.terms
            if "save" in request.POST:
                acts.change_mandate(link.pk, who, terms)
                messages.success(request, _("Saved. It holds from now on."))
                return redirect("people:mandates")
    context = {"link": link, "form": form, "terms": terms, "shown": shown, **finding.seen_by(terms, files)}
    context |= {"shut": bool(finding.shut([link])), "tied": TIED}
    return render(request, "people/reach.html", context)


@require_POST
@signed_in
def end(request: HttpRequest, who: Who, link_id: UUID) -> HttpResponse:
    """No longer: said by the person, or by whoever holds it."""
    acts.end_mandate(link_id, who)
    messages.success(request, _("Ended. Nothing more can be done with it from now on."))
    return redirect("people:mandates" if request.POST.get("mine") else "people:clients")


@require_POST
@signed_in
def accept(request: HttpRequest, who: Who, link_id: UUID) -> HttpResponse:
    """Yes, I act for them."""
    try:
        acts.accept_mandate(link_id, who)
    except acts.Tied:
        messages.error(request, YOU_ARE_TIED)
    return redirect("people:clients")


@require_POST
@signed_in
def notices(request: HttpRequest, who: Who) -> HttpResponse:
    """Write to me no more, or again."""
    person = own_person(who.account)
    if person is None:
        return redirect("people:me")
    (acts.resume_notices if request.POST.get("again") else acts.stop_notices)(person.pk, who)
    messages.success(request, _("Saved."))
    return redirect("people:mandates")


@require_GET
@signed_in
def clients(request: HttpRequest, who: Who) -> HttpResponse:
    """For whom I act, and who asks me to."""
    typed = request.GET.get("q", "")[:120]
    held = finding.clients(who, typed, request.GET.get("after", "")[:300])
    offers = finding.offered(who, confirmed_emails(who.account))
    shut = finding.shut(held.links, who.account)
    context = {"typed": typed, "held": held, "offers": offers, "shut": shut, "tied": YOU_ARE_TIED}
    return render(request, "people/clients.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def claim(request: HttpRequest) -> HttpResponse:
    """Take over the record that was written at a desk, with the code on the paper."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action=TRIES):
            return ratelimit.respond_429(request)
        known = request.user if request.user.is_authenticated else None
        try:
            account = acts.claim(form.cleaned_data["code"], known)
        except AlreadyTheirs:
            account = None
        if account is not None:
            if known is None:
                return perform_login(request, account, email_verification=EmailVerificationMethod.NONE)
            return redirect("people:me")
        form.add_error("code", _("This code does not open anything here. Look at it again, or ask at the desk."))
    return render(request, "people/claim.html", {"form": form})
