"""One thing in several files: what would happen to each, then what became of each."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases import several as domain
from veer.cases import worklist
from veer.cases.forms.acts import ActForm, NoteForm
from veer.cases.forms.work import OfferForm
from veer.cases.pages.common import fresh_key, language, signed_in, told_problems
from veer.cases.pages.worklist import chosen_ids, colleagues
from veer.cases.policy import CASES

TITLES = {
    domain.TAKE: lambda: _("Take these files"),
    domain.GIVE_BACK: lambda: _("Give these files back"),
    domain.NOTE: lambda: _("One note in these files"),
    domain.OFFER: lambda: _("Offer these files to a colleague"),
    domain.END_OFFER: lambda: _("End the offer of these files"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def several(request: HttpRequest, who: Who) -> HttpResponse:
    """Before: each file with what will happen or why nothing. After: each with what became of it."""
    if not CASES.purposes(who):
        raise policy.NotThere("work")
    asked = request.POST if request.method == "POST" else request.GET
    kind, ids = asked.get("does", ""), chosen_ids(asked.getlist("case"))
    if kind not in domain.KINDS or not ids:
        messages.warning(request, _("Tick at least one file first."))
        kept = worklist.asked(who, QueryDict(asked.get("list", ""))).query if worklist.roles_of_lists(who) else ""
        return redirect(f"{reverse('cases:work')}?{kept}" if kept else "cases:work")
    form = _form(request, who, kind)
    if request.method == "POST" and form.is_valid():
        return _after(request, who, kind, ids, form)
    planned = domain.plan(who, kind, ids, language())
    context = {
        "kind": kind,
        "title": TITLES[kind](),
        "form": form,
        "will": [one for one in planned if not one.why_not],
        "cannot": [one for one in planned if one.why_not],
        "key": request.POST.get("key", "")[:64] or fresh_key(),
    }
    return render(request, "cases/office/work_several.html", context)


def _form(request: HttpRequest, who: Who, kind: str) -> forms.Form:
    if kind == domain.OFFER:
        return OfferForm(request.POST or None, colleagues=colleagues(who))
    return (NoteForm if kind == domain.NOTE else ActForm)(request.POST if request.method == "POST" else None)


def _after(request: HttpRequest, who: Who, kind: str, ids: list[UUID], form: forms.Form) -> HttpResponse:
    """Done, or not, one file at a time. Sent again with the same key it does nothing more and says the same."""
    data: dict[str, Any] = dict(form.cleaned_data)
    if kind == domain.OFFER:
        data["to"] = UUID(data["to"])
    seen = {one: _number(request.POST.get(f"seen-{one}", "")) for one in ids}
    key = request.POST.get("key", "")[:64] or fresh_key()
    found = domain.carry_out(who, kind, ids, data=data, seen=seen, key=key, lang=language())
    rows = [
        {"one": one, "problems": told_problems(one.refused, one.case, office=True) if one.refused else []}
        for one in found
    ]
    undo = [one.case for one in found if one.undoes]
    context = {
        "kind": kind,
        "title": TITLES[kind](),
        "rows": rows,
        "done": sum(one.refused is None for one in found),
        "undo": undo,
        "opposite": domain.OPPOSITE.get(kind, ""),
    }
    return render(request, "cases/office/work_several_done.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
