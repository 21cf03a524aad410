"""For the integrity cell: what was reported, by when it has to be decided, and deciding."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases.pages.common import language
from veer.journal import clock
from veer.people.pages.door import signed_in
from veer.safeguarding import acts, queries, rules
from veer.safeguarding.forms import DecideForm, FileForm, ReasonForm
from veer.safeguarding.models import Concern
from veer.safeguarding.rules import Law

TAKE, FILE, STOP, LIFT, DECIDE = "take", "file", "stop", "lift", "decide"


def _law() -> Law:
    found = rules.law_of_safeguards()
    if found is None:
        raise Http404
    return found


def _row(one: Concern, law: Law) -> dict[str, object]:
    return {
        "concern": one,
        "kind": law.said(f"concerns.{one.kind}"),
        "late": one.decided_at is None and one.due_at < clock.now(),
        "outcome": law.said(f"outcomes.{one.outcome}") if one.outcome else "",
    }


@require_GET
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """All concerns, the first due in front."""
    if not who.has(roles.INTEGRITY):
        raise policy.NotThere("concern")
    law = _law()
    rows = [_row(one, law) for one in queries.concerns_for(who)]
    return render(request, "safeguarding/work.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def concern(request: HttpRequest, who: Who, concern_id: UUID) -> HttpResponse:
    """One concern: take it, say which file, stop the file or let it go on, decide."""
    found, law = queries.concern_for(who, concern_id), _law()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {
        FILE: FileForm(request.POST if do == FILE else None, prefix=FILE, initial={"number": found.number}),
        STOP: ReasonForm(request.POST if do == STOP else None, prefix=STOP),
        LIFT: ReasonForm(request.POST if do == LIFT else None, prefix=LIFT),
        DECIDE: DecideForm(request.POST if do == DECIDE else None, prefix=DECIDE, law=law),
    }
    if do == TAKE or (do in forms and forms[do].is_valid() and _done(found, do, forms[do].cleaned_data, who, forms)):
        if do == TAKE:
            acts.take(found.pk, who)
        return redirect("safeguarding:concern", found.pk)
    context = {
        **_row(found, law),
        **queries.named(found),
        "file": queries.file_words(found, language()),
        "freezes": law.freezes(found.kind),
        "stopped": found.stop is not None and found.stop.lifted_at is None,
        "forms": forms,
    }
    return render(request, "safeguarding/concern.html", context)


def _done(found: Concern, do: str, told: dict[str, str], who: Who, forms: dict[str, object]) -> bool:
    try:
        if do == FILE:
            acts.name_file(found.pk, told["number"], who)
        elif do == STOP:
            acts.stop_file(found.pk, told["reason"], who)
        elif do == LIFT:
            acts.lift_stop(found.pk, told["reason"], who)
        else:
            acts.decide(found.pk, told["outcome"], told["reason"], who)
    except acts.NoFile:
        forms[do].add_error(None, _("There is no file with this number that you may stop."))  # type: ignore[attr-defined]
        return False
    return True
