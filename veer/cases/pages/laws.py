"""Which versions of the law were put in force here, and when: to read, for whoever may put one in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veer.access.who import Who
from veer.cases import law
from veer.cases.pages.common import signed_in


@require_GET
@signed_in
def laws(request: HttpRequest, who: Who) -> HttpResponse:
    return render(request, "cases/office/laws.html", {"versions": law.versions(who)})
