"""For everybody: by which weights places are proposed, and how groups fared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veer.journal import clock
from veer.matching import numbers
from veer.matching.pages import shown


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """No number on it from one to under what the law says is too small."""
    context = {
        "weighed": [shown.weighed(one) for one in numbers.weighed()],
        "told": shown.told(numbers.numbers(clock.now())),
    }
    return render(request, "matching/public.html", context)
