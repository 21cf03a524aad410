"""Records that may be one person: the list, two side by side, and taking a merge back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veer.access import policy
from veer.access.who import Who
from veer.people import acts, finding
from veer.people.acts.twins import SaidBefore
from veer.people.finding import person_for
from veer.people.forms import ReasonForm, TwinForm
from veer.people.models import Likeness
from veer.people.pages.door import signed_in


@require_GET
@signed_in
def twins(request: HttpRequest, who: Who) -> HttpResponse:
    """The pairs that wait for somebody to look, oldest first."""
    rows, after = finding.waiting_twins(who, request.GET.get("after", "")[:40])
    return render(request, "people/desk/twins.html", {"rows": [shown_signs(row) for row in rows], "after": after})


@require_http_methods(["GET", "POST"])
@signed_in
def twin(request: HttpRequest, who: Who, likeness_id: UUID) -> HttpResponse:
    """Two records side by side, and what somebody finds."""
    row = finding.likeness_for(who, likeness_id)
    form = TwinForm(request.POST or None, one=row.one, other=row.other)
    if request.method == "POST" and form.is_valid():
        said, reason = form.cleaned_data["said"], form.cleaned_data["reason"]
        try:
            if said == Likeness.DIFFERENT:
                acts.say_different(row.pk, who, reason)
            else:
                acts.merge(row.pk, UUID(said), who, reason)
        except SaidBefore:
            messages.warning(request, _("A colleague decided about these two meanwhile."))
        else:
            messages.success(request, _("Saved."))
        return redirect("people:twins")
    context = {
        **shown_signs(row),
        "form": form,
        "sides": [{"person": one, **finding.record(one)} for one in (row.one, row.other)],
    }
    return render(request, "people/desk/twin.html", context)


@require_POST
@signed_in
def undo(request: HttpRequest, who: Who, person_id: UUID, merge_id: UUID) -> HttpResponse:
    """Two records are two persons after all."""
    policy.require(who, "review_duplicates")
    shown = person_for(who, person_id, policy.HANDLE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("people:person", shown.pk)
    try:
        acts.undo_merge(merge_id, who, form.cleaned_data["reason"])
    except SaidBefore:
        messages.warning(request, _("A colleague decided about these two meanwhile."))
    return redirect("people:person", shown.pk)


def shown_signs(row: Likeness) -> dict[str, object]:
    """A pair, with why it is proposed in words."""
    words = {
        "paper": _("the same number of an identity document"),
        "name": _("the same name, and birth dates that can be one day"),
        "sounds": _("names that sound alike in two scripts, and the same birth date"),
    }
    return {"row": row, "why": [words[sign] for sign in row.signs]}
