"""Who is asked for by name: written down by the group before it sends its file, and changed then by an official."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.sponsorship import acts, naming, queries
from veer.sponsorship.models import Application
from veer.sponsorship.named_forms import SEXES, IdentityForm, StrikeIdentityForm


@require_http_methods(["GET", "POST"])
@signed_in
def asked(request: HttpRequest, who: Who, group_id: UUID, case_id: UUID) -> HttpResponse:
    """For whoever holds the files of the group: one person more, or one less, until the file is sent."""
    group = queries.own_group(who, group_id)
    application = queries.asked_of_group(group, case_id)
    if group.person_id not in who.own:
        raise Http404
    context = _context(request, application, changes=application.case.submitted_at is None)
    if _done(request, who, context):
        return redirect("sponsorship:asked", group.pk, case_id)
    return render(request, "sponsorship/group/asked.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def asked_at_work(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """For who works on the file: who is asked for, and a change of it for a reason."""
    application = naming.asked_at_work(who, case_id)
    context = _context(request, application, changes=naming.changes(who, application))
    if _done(request, who, context):
        return redirect("sponsorship:asked_at_work", case_id)
    return render(request, "sponsorship/office/asked.html", context)


def _context(request: HttpRequest, application: Application, *, changes: bool) -> dict[str, Any]:
    found, sent = queries.identities(application), application.case.submitted_at is not None
    documents = naming.documents(application)
    listed = [one for one in found if one.struck_at is None and one.traveller_id is None]
    return {
        "application": application,
        "group": application.group,
        "identities": [{"one": one, "sex": dict(SEXES)[one.sex]} for one in found],
        "changes": changes,
        "form": IdentityForm(_posted(request, "write"), documents=documents, sent=sent),
        "strike_form": StrikeIdentityForm(_posted(request, "strike"), listed=listed, sent=sent, auto_id="id_strike_%s"),
        "listed": listed,
    }


def _posted(request: HttpRequest, do: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and request.POST.get("do") == do else None


def _done(request: HttpRequest, who: Who, context: dict[str, Any]) -> bool:
    if request.method != "POST" or not context["changes"]:
        return False
    form, strike = context["form"], context["strike_form"]
    if form.is_bound and form.is_valid():
        acts.write_identity(context["application"].pk, form.told, who, why=form.cleaned_data.get("why", ""))
        return True
    if strike.is_bound and strike.is_valid():
        why = strike.cleaned_data.get("why", "")
        acts.strike_identity(UUID(strike.cleaned_data["identity"]), who, why=why)
        return True
    return False
