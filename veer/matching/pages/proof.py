"""What anybody who may see a run can check again: the instance, the solution with its prices, and who fared how."""

from typing import Any
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


@require_GET
@signed_in
def whole(request: HttpRequest, who: Who, run_id: UUID) -> HttpResponse:
    """Both in one file, as `veer place verify` reads it."""
    found = queries.run_for(who, run_id)
    answer = queries.current(found.pk)
    if answer is None:
        raise Http404
    question, said = queries.document(found, answer)
    return _download({"instance": question, "solution": said}, f"proof-{found.number}.json")


def _file(who: Who, run_id: UUID, which: int, name: str) -> HttpResponse:
    found = queries.run_for(who, run_id)
    answer = queries.current(found.pk)
    if answer is None:
        raise Http404
    return _download(queries.document(found, answer)[which], f"{name}-{found.number}.json")


def _download(said: dict[str, Any], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(canonical(said), content_type="application/json", headers=headers)
