"""For the integrity cell: groups that share something, drawn, and how concentrated help and decisions are."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.safeguarding import acts, numbers, queries, rules
from veer.safeguarding import networks as graph
from veer.safeguarding.forms import DecideForm
from veer.safeguarding.models import Alert
from veer.safeguarding.rules import Law

SHARED = {
    graph.PERSON: _("the same person"),
    graph.EMAIL: _("the same e-mail"),
    graph.ADDRESS: _("the same address"),
    graph.GIVER: _("the same giver"),
    graph.DEVICE: _("the same device"),
    graph.HELPER: _("the same helper"),
    graph.PAYER: _("a giver of the name of whoever comes"),
    **graph.OVER,
}
ROW, TOP = 44, 28  # of the drawing: how far its lines are apart, and where the first stands


@require_GET
@signed_in
def networks(request: HttpRequest, who: Who) -> HttpResponse:
    """The alerts, those that wait in front, and the numbers."""
    law = _law(who)
    alerts = queries.alerts_for(who)
    called, groups = queries.owners(alerts), queries.groups_of(alerts)
    rows = [
        {
            "alert": one,
            "groups": ", ".join(groups[one.pk]),
            "owner": called.get(one.owner, ""),
            "outcome": law.said(f"outcomes.{one.outcome}") if one.outcome else "",
        }
        for one in alerts
    ]
    context = {"rows": rows, "numbers": numbers.concentration(law), "limits": law.safeguards.limits}
    return render(request, "safeguarding/networks.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def alert(request: HttpRequest, who: Who, alert_id: UUID) -> HttpResponse:
    """One alert: what the groups share, and what came of it."""
    found, law = queries.alert_for(who, alert_id), _law(who)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = DecideForm(request.POST if do == "resolve" else None, law=law)
    if do == "take":
        acts.take_alert(found.pk, who)
        return redirect("safeguarding:alert", found.pk)
    if do == "resolve" and form.is_valid():
        acts.resolve_alert(found.pk, form.cleaned_data["outcome"], form.cleaned_data["reason"], who)
        return redirect("safeguarding:alert", found.pk)
    context = {
        **drawn(found, queries.groups_in(found)),
        "alert": found,
        "owner": queries.owners([found]).get(found.owner, "") if found.owner else "",
        "outcome": law.said(f"outcomes.{found.outcome}") if found.outcome else "",
        "form": form,
    }
    return render(request, "safeguarding/alert.html", context)


def drawn(found: Alert, called: dict[str, str]) -> dict[str, Any]:
    """Groups on one side, what they share on the other, a line for each group that has it; and the same as a table."""
    places = {group: TOP + ROW * number for number, group in enumerate(called)}
    shared, lines = [], []
    for number, tie in enumerate(found.ties):
        y = TOP + ROW * number
        shared.append(
            {"y": y, "words": SHARED[tie["kind"]], "who": [called[one] for one in tie["groups"] if one in called]}
        )
        lines += [{"from": places[one], "to": y} for one in tie["groups"] if one in places]
    return {
        "groups": [{"y": places[one], "name": name} for one, name in called.items()],
        "shared": shared,
        "lines": lines,
        "height": TOP + ROW * max(len(places), len(shared)),
    }


def _law(who: Who) -> Law:
    if not who.has(*queries.CELL):
        raise policy.NotThere("network_alert")
    found = rules.law_of_safeguards()
    if found is None:
        raise Http404
    return found
