"""Keeping how full reception is expected to be, so that it can be compared with what was."""

from datetime import date, timedelta

from django.db import transaction

from veer.reception.looking_ahead import make
from veer.reception.models import Forecast


@transaction.atomic
def keep_forecast(today: date) -> int:
    """Keep this week's forecasts: how many. Nothing is kept twice in one week, and nothing kept is changed."""
    if Forecast.objects.filter(made_on__gt=today - timedelta(days=7)).exists():
        return 0
    return len(Forecast.objects.bulk_create(make(today)))
