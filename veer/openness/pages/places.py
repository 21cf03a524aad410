"""Places: how many there are this year, who took them, and what is left, of every programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from veer.openness import places


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The programmes side by side, each with its subtraction."""
    found = places.programmes()
    return render(request, "openness/places.html", {"programmes": found, "together": places.together(found)})
