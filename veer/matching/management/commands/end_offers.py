"""`manage.py end_offers`: once a day, end the offers to households and sponsors whose last day has passed."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.matching.acts import lapse


class Command(BaseCommand):
    help = "End the offers to households and sponsors whose last day to answer has passed. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{lapse()} offers ended")
