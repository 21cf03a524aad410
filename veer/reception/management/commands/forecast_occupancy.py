"""`manage.py forecast_occupancy`: once a week, keep how full reception is expected to be."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.reception.acts import keep_forecast
from veer.reception.acts.common import today


class Command(BaseCommand):
    help = "Keep this week's forecast of beds in use. Run daily or weekly: one week is kept once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{keep_forecast(today())} forecasts kept")
