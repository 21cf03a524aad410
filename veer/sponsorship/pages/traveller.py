"""For the household: in its own language, on a phone, with a code of its own. A voice that no sponsor hears."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.cases.errors import ActRefused
from veer.people.pages.door import form_key, signed_in
from veer.sponsorship import acts, coming
from veer.sponsorship.coming_forms import VoiceForm
from veer.sponsorship.models import Coming

ELSEWHERE = "https://www.wikipedia.org/"  # a page that anybody may have open


@require_http_methods(["GET", "POST"])
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """My household: where it is, whether I want to come, the plan, and what I say in confidence."""
    found = next(iter(coming.own_comings(who)), None)
    if found is None:
        raise Http404
    me = coming.me_in(found, who)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = VoiceForm(request.POST if do == "say" else None)
    if do == "say" and form.is_valid():
        acts.say(me.pk, form.cleaned_data["text"], who)
        messages.success(request, _("We have it. Your sponsor does not see it."))
        return redirect("sponsorship:coming")
    if do in ("yes", "no") and me.adult:
        _said(request, who, do == "yes", found)
        return redirect("sponsorship:coming")
    context = {
        "coming": found,
        "me": me,
        "step": coming.step(found),
        "holds": found.case.person_id in who.own,
        "people": coming.travellers(found),
        "visits": coming.visits(found),
        "voices": coming.voices_of(me),
        "form": form,
        "key": form_key(request),
        **coming.shown_plan(coming.plan(found)),
    }
    return render(request, "sponsorship/coming/mine.html", context)


def _said(request: HttpRequest, who: Who, comes: bool, found: Coming) -> None:
    try:
        acts.say_whether(coming.me_in(found, who).pk, comes, who, form_key(request))
    except ActRefused:
        messages.error(request, _("You are on board already. You can leave your sponsor on any day, without a reason."))
        return
    if comes:
        messages.success(request, _("Written down: you said yes."))
    else:
        messages.success(
            request,
            _("Written down: you said no. You do not travel while it stands, and your sponsor does not read it."),
        )


@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """Leave at once: signed out, nothing kept in this browser, and on a page that says nothing of us."""
    logout(request)
    answer = HttpResponseRedirect(ELSEWHERE)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer
