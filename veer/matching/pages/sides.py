"""Both sides of an offer, each with its own page; and writing down a household that looks for a sponsor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases.queries import case_at_work, numbered
from veer.matching import acts, queries
from veer.matching.forms import AnswerForm, SeekForm
from veer.matching.pages import shown
from veer.matching.policy import worked
from veer.people.pages.door import form_key, signed_in
from veer.sponsorship.queries import me_in, own_group


@require_GET
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """What is offered to the households for whom somebody acts, and to the groups of which they are a member."""
    context = {
        "offers": [shown.offer(one) for one in queries.own_offers(who)],
        "to_groups": [shown.offer(one) for one in queries.group_offers(who)],
    }
    return render(request, "matching/mine.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def household(request: HttpRequest, who: Who, offer_id: UUID) -> HttpResponse:
    """The household answers. It reads where the home is; it does not read what the sponsor said."""
    found = queries.own_offer(who, offer_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(form, found.pk, who, acts.answer_as_household):
        messages.success(request, _("Your answer is written down."))
        return redirect("matching:household", found.pk)
    context = {**shown.offer(found), "form": form, "said": shown.said(found.household_says), "answers": True}
    return render(request, "matching/household.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def sponsor(request: HttpRequest, who: Who, offer_id: UUID) -> HttpResponse:
    """A group answers. It reads how many people would come; nothing of their story, their answer or their reasons."""
    found = queries.group_offer(who, offer_id)
    lead = me_in(own_group(who, found.group), who).lead
    if request.method == "POST" and not lead:
        raise policy.Refused("this is for a lead")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(form, found.pk, who, acts.answer_as_sponsor):
        messages.success(request, _("Your answer is written down."))
        return redirect("matching:sponsor", found.pk)
    context = {**shown.offer(found), "form": form, "said": shown.said(found.sponsor_says), "answers": lead}
    return render(request, "matching/sponsor.html", context)


def _answered(form: AnswerForm, offer: UUID, who: Who, act: Any) -> bool:
    try:
        act(offer, form.cleaned_data["says"], form.cleaned_data["words"], who)
    except acts.TooLate:
        form.add_error(None, _("The last day to answer has passed, or it was settled already."))
        return False
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def seek(request: HttpRequest, who: Who) -> HttpResponse:
    """Write down that a household looks for a sponsor, by the number of its file."""
    if "sponsors" not in worked(who):
        raise policy.Refused("this is for whoever works on sponsors")
    form = SeekForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sought(form, who, form_key(request)):
        messages.success(request, _("Written down."))
        return redirect("matching:work")
    return render(request, "matching/office/seek.html", {"form": form, "key": form_key(request)})


def _sought(form: SeekForm, who: Who, key: str) -> bool:
    told = form.cleaned_data
    case_id = numbered(who, told["number"])
    if case_id is None:
        form.add_error("number", _("There is no such file for you."))
        return False
    case = case_at_work(who, case_id)
    try:
        size = {"adults": told["adults"], "children": told["children"] or 0}
        acts.seek(case, who, **size, tier=told["tier"], wish=told["wish"], key=key)
    except acts.Unknown:
        form.add_error("adults", _("The file does not say how many they are."))
        return False
    except acts.SeeksAlready:
        form.add_error("number", _("This household looks for a sponsor already."))
        return False
    return True
