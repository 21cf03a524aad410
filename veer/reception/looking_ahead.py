"""The forecast of this installation: made from its stays and clocks, and compared with what was. An act keeps it."""

from datetime import date, timedelta

from django.db.models import F, Max, Min, OuterRef, Subquery, Sum

from veer.cases.models import NEVER, Term
from veer.reception.forecast import SEEN, WEEKS, Past, Staying, expected
from veer.reception.models import Forecast, Stay
from veer.reception.queries import in_use, places


def make(today: date) -> list[Forecast]:
    """The forecasts that can be made today, not kept yet."""
    whole = Stay.objects.order_by("wait").values("wait")  # a household moved about is one stay here
    began = dict(whole.annotate(began=Min("since")).values_list("wait", "began"))
    now = Stay.objects.filter(until=None).order_by("wait").annotate(clock=_clock())
    staying = [Staying(one.persons, began[one.wait_id], one.clock) for one in now]
    here = {one.wait_id for one in now}
    over = whole.annotate(over=Max("until")).values_list("wait", "over")
    ended = [(last - began[wait]).days for wait, last in over if wait not in here]
    beds = sum(row.balance.places for row in places())
    return [
        Forecast(made_on=today, day=day, expected=expected(today, day, staying, ended, _weekly(today), beds))
        for day in (today + timedelta(weeks=weeks) for weeks in WEEKS)
    ]


def past(today: date) -> list[Past]:
    """Every forecast whose day has come, latest first."""
    kept = Forecast.objects.filter(day__lte=today).order_by("-day", "-made_on")[:200]
    was = {day: in_use(day) for day in {one.day for one in kept}}
    return [Past(one.made_on, one.day, one.expected, was[one.day]) for one in kept]


def ahead() -> list[Forecast]:
    """The latest forecasts kept, soonest day first."""
    last = Forecast.objects.aggregate(last=Max("made_on"))["last"]
    return list(Forecast.objects.filter(made_on=last).order_by("day")) if last else []


def _clock() -> Subquery:
    """The latest day until which a clock of the file of a stay runs."""
    terms = Term.objects.filter(case=OuterRef("wait__case"), last_day__lt=NEVER).order_by("-last_day")
    return Subquery(terms.values("last_day")[:1])


def _weekly(today: date) -> float:
    """Persons who came a week, over the last weeks; a transfer is nobody who came."""
    first = today - timedelta(weeks=SEEN)
    came = Stay.objects.annotate(began=Min("wait__stays__since")).filter(since=F("began"), since__gt=first)
    return float(came.aggregate(n=Sum("persons", default=0))["n"]) / SEEN
