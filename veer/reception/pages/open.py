"""For everybody: how full reception is, how long the list, by which rules, and how good the forecasts were."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veer.reception import looking_ahead, queries
from veer.reception.acts.common import today
from veer.reception.forecast import errors
from veer.reception.pages import shown


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    told = queries.public()
    context = {
        "told": told,
        "lists": [shown.public_list(one) for one in told.lists],
        "ahead": [one for one in looking_ahead.ahead() if queries.hidden(one.expected, told.below) is not None],
        "errors": [(weeks, round(100 * off)) for weeks, off in errors(looking_ahead.past(today())).items()],
    }
    return render(request, "reception/public.html", context)
