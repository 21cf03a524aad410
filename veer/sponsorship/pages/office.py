"""For who works on sponsors: groups and their files, and the windows of the draw."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases.errors import ActRefused
from veer.cases.models import Case
from veer.cases.pages.common import language
from veer.people.forms import ReasonForm
from veer.people.pages.door import form_key, signed_in
from veer.quotas.acts import Full
from veer.quotas.queries import held_by
from veer.sponsorship import acts, coming, counting, queries, rules
from veer.sponsorship.alike import findings_of
from veer.sponsorship.forms import HalfForm, HouseholdForm, WindowForm
from veer.sponsorship.models import Finding, Group, Window
from veer.sponsorship.pages import shown
from veer.sponsorship.policy import WORKS
from veer.sponsorship.rules import Sponsors


@require_http_methods(["GET", "POST"])
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """Groups that asked to be recognised, the windows, and opening a new one."""
    groups = queries.groups_for(who)
    form = WindowForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(form, who):
        return redirect("sponsorship:work")
    context = {
        "groups": [
            {"group": one, "recognition": shown.file(one.recognition, language(), at_work=True)} for one in groups
        ],
        "windows": queries.windows(),
        "unheard": sum(coming.unheard(who, coming.all_at_work(who)).values()),
        "form": form,
        "works": who.has(*WORKS),
        "reviews": policy.may(who, "review_duplicates"),
    }
    return render(request, "sponsorship/office/work.html", context)


def _opened(form: WindowForm, who: Who) -> bool:
    told = form.cleaned_data
    if any(one.name == told["name"] for one in queries.windows()):
        form.add_error("name", _("There is a window of this name."))
        return False
    try:
        acts.open_window(told["name"], told["closes"], told["source"], who)
    except acts.Suspended as stands:
        form.add_error(None, shown.stands_still(stands.until))
        return False
    except LookupError:
        form.add_error("closes", _("The law of that year gives no places."))
        return False
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def group(request: HttpRequest, who: Who, group_id: UUID) -> HttpResponse:
    """One group: its members, money and home, and the way to its files."""
    found, law = queries.group_for(who, group_id), rules.sponsors()
    drawn = [one for one in queries.applications_of(found) if held_by(one.pk)] if law else []
    asked = request.POST.get("case")
    forms = {one: _household(request.POST if str(one.pk) == asked else None, one, law) for one in drawn if law}
    if request.POST.get("do") == "protocol":
        return _protocol(request, found, who)
    if request.POST.get("do") == "take_back":
        return _taken_back(request, found, who)
    if request.method == "POST":
        case = next((one for one in drawn if str(one.pk) == asked), None)
        if case is None:
            raise Http404
        if forms[case].is_valid() and _changed(request, forms[case], case, who):
            return redirect("sponsorship:group_at_work", found.pk)
    context = {
        "drawn": list(forms.items()),
        "works": who.has(*WORKS),
        "key": form_key(request),
        **shown.group(found, law, language(), at_work=True),
        "protocols": shown.protocols(law, queries.protocols(found)),
        "writes": who.has(roles.OFFICIAL) and found.form == rules.ORGANISATION and law is not None and law.protocol,
        "receipts": shown.receipts(queries.receipts(found)),
        "findings": findings_of(who, found),
        "over": shown.over(found),
        "reviews": policy.may(who, "review_duplicates"),
    }
    context["home_facts"] = shown.home_facts(law, context["home"].facts) if law and context["home"] else []
    return render(request, "sponsorship/office/group.html", context)


def _protocol(request: HttpRequest, found: Group, who: Who) -> HttpResponse:
    """The file of a new protocol with this organisation: what the law asks is written there."""
    try:
        return redirect("cases:at_work", acts.begin_protocol(found.pk, who, form_key(request)).pk)
    except acts.NoProtocol:
        messages.error(request, _("This organisation is not recognised today."))
        return redirect("sponsorship:group_at_work", found.pk)


def _taken_back(request: HttpRequest, found: Group, who: Who) -> HttpResponse:
    """What was found about this group and another counts no more."""
    if not policy.may(who, "review_duplicates"):
        raise Http404
    form, asked = ReasonForm(request.POST), request.POST.get("finding", "")
    finding = next((one.finding for one in findings_of(who, found) if str(one.finding.pk) == asked), None)
    if not form.is_valid():
        messages.error(request, _("Say why."))
    elif finding is not None and _no_more(finding, who, form.cleaned_data["reason"]):
        messages.success(request, _("Taken back. Everything counts as before."))
    else:
        messages.warning(request, _("A colleague decided about these two meanwhile."))
    return redirect("sponsorship:group_at_work", found.pk)


def _no_more(finding: Finding, who: Who, reason: str) -> bool:
    try:
        acts.take_back(finding.pk, who, reason)
    except acts.SaidBefore:
        return False
    return True


def _household(posted: QueryDict | None, case: Case, law: Sponsors) -> HouseholdForm:
    """A form for each drawn household of the page, with ids of its own."""
    return HouseholdForm(posted, law=law, auto_id=f"id_{case.pk.hex}_%s")


def _changed(request: HttpRequest, form: HouseholdForm, case: Case, who: Who) -> bool:
    """The places of a household follow its size."""
    told = form.cleaned_data
    try:
        acts.household_changed(case.pk, told["adults"], told["children"], who, form_key(request))
    except Full:
        form.add_error(None, _("There are not places enough for all of them, so nothing was changed."))
    except ActRefused:
        form.add_error(None, _("The file is at a step at which its household does not change."))
    else:
        messages.success(request, _("The places of the household were changed."))
        return True
    return False


@require_http_methods(["GET", "POST"])
@signed_in
def window(request: HttpRequest, who: Who, window_id: UUID) -> HttpResponse:
    """One window: publish its list after it closed, then a half of the value from each of two people."""
    found = queries.window_for(who, window_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = HalfForm(request.POST if do == "half" else None)
    if do == "list" and _listed(request, found, who):
        return redirect("sponsorship:window", found.pk)
    if do == "half" and form.is_valid() and _entered(form, found, who):
        return redirect("sponsorship:window", found.pk)
    law = rules.sponsors()
    context = {
        "window": found,
        "over": counting.today_here() > found.closes,
        "rows": shown.rows(found, law),
        "places": shown.places(found, law),
        "form": form,
        "works": who.has(*WORKS),
    }
    return render(request, "sponsorship/office/window.html", context)


def _listed(request: HttpRequest, found: Window, who: Who) -> bool:
    try:
        acts.publish_list(found.pk, who)
    except acts.NotClosed:
        messages.error(request, _("The list is published on the day after the window closes, once."))
    except acts.Suspended as stands:
        messages.error(request, shown.stands_still(stands.until))
    except acts.NoLaw:
        raise Http404 from None
    return True


def _entered(form: HalfForm, found: Window, who: Who) -> bool:
    try:
        acts.enter_half(found.pk, form.cleaned_data["half"], who)
    except acts.SameHand:
        form.add_error("half", _("You entered the other half. Another person enters this one."))
    except acts.Suspended as stands:
        form.add_error(None, shown.stands_still(stands.until))
    except acts.ActedOnAFile:
        form.add_error("half", _("You did something in a file of this list. Somebody else enters the value."))
    except acts.NotClosed:
        form.add_error("half", _("There is nothing to enter: the list is not published, or the draw is done."))
    else:
        return True
    return False
