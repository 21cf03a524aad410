"""What anybody who may see a run can check again: the instance, the solution with its prices, and who fared how."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veer.access.who import Who
from veer.journal.chain import canonical
from veer.matching import queries
from veer.matching.pages import shown
from veer.people.pages.door import signed_in


@require_GET
@signed_in
def fairness(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """Whether groups fare alike, whether somebody was passed over, and for which reasons people decided otherwise."""
    found = queries.run_for(who, run_id)
    context = {
        **shown.run(found),
        "report": shown.report(queries.report(found)),
        "reasons": shown.reasons(queries.reasons(found)),
    }
    return render(request, "matching/office/fairness.html", context)


@require_GET
@signed_in
def instance(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """The instance under the locks of the answer, as `veer place` reads it."""
    return _file(who, run_id, 0, "instance")


@require_GET
@signed_in
def solution(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """The solution as it was kept: its SHA-256 is the digest of the page."""
    return _file(who, run_id, 1, "solution")


def _file(who: Who, run_id: UUID, which: int, name: str) -> HttpResponse:
    found = queries.run_for(who, run_id)
    answer = queries.current(found.pk)
    if answer is None:
        raise Http404
    said = canonical(queries.document(found, answer)[which])
    disposition = f'attachment; filename="{name}-{found.number}.json"'
    return HttpResponse(said, content_type="application/json", headers={"Content-Disposition": disposition})
