"""For who works on the programme as a whole: emergencies, the spread over municipalities, letting it stand still."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import roles
from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.sponsorship import acts, queries, rules
from veer.sponsorship.forms import InhabitantsForm, SuspensionForm
from veer.sponsorship.policy import WORKS, purpose_of, works
from veer.sponsorship.spread import spread


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, who: Who) -> HttpResponse:
    """Who waits, where people come to live, and the decisions by which nothing new begins."""
    purpose_of(who)
    law = rules.sponsors()
    if law is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    still = SuspensionForm(request.POST if do == "suspend" else None)
    people = InhabitantsForm(request.POST if do == "inhabitants" else None)
    if do and who.has(*WORKS) and _done(request, do, still, people, who):
        return redirect("sponsorship:programme")
    context = {
        "works": who.has(*WORKS),
        "signs": who.has(roles.SIGNER),
        "waiting": queries.waiting_emergencies(who, law),
        "state": len(acts.waiting_for_a_place()) if acts.state() else None,
        "spread": spread(law),
        "signed": queries.suspensions(),
        "today": rules.today(law),
        "proposed": queries.proposed_suspensions(who),
        "still": still,
        "people": people,
    }
    return render(request, "sponsorship/office/programme.html", context)


def _done(request: HttpRequest, do: str, still: SuspensionForm, people: InhabitantsForm, who: Who) -> bool:
    if do == "emergencies":
        works(who)
        placed = acts.place_emergencies()
        messages.success(request, _("Files that got a place: %(n)d.") % {"n": placed})
    elif do == "state":
        works(who)
        messages.success(request, _("Files that got a place: %(n)d.") % {"n": acts.keep_state_places()})
    elif do == "suspend" and still.is_valid():
        told = still.cleaned_data
        acts.propose_suspension(told["reason"], told["begins"], told["ends"], who)
    elif do == "inhabitants" and people.is_valid():
        acts.write_inhabitants(people.cleaned_data["name"], people.cleaned_data["inhabitants"], who)
    elif do == "lift":
        _lift(request, who)
    elif do == "sign":
        _sign(request, who)
    else:
        return False
    return True


def _sign(request: HttpRequest, who: Who) -> None:
    try:
        acts.sign_suspension(UUID(request.POST.get("suspension", "")), who)
    except ValueError as wrong:
        if not isinstance(wrong, acts.SamePerson):
            raise Http404 from None
        messages.error(request, _("Whoever proposed it does not sign it."))


def _lift(request: HttpRequest, who: Who) -> None:
    reason = request.POST.get("why", "").strip()[:500]
    if not reason:
        messages.error(request, _("Say why it ends sooner."))
        return
    try:
        acts.lift_suspension(UUID(request.POST.get("suspension", "")), reason, who)
    except ValueError:
        raise Http404 from None
