"""`manage.py end_offers`: once a day, end offers whose last day has passed, and see who looks for another sponsor."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.matching.acts import lapse, seek_again


class Command(BaseCommand):
    help = "End the offers to households and sponsors whose last day to answer has passed. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{lapse()} offers ended")
        self.stdout.write(f"{seek_again()} households look for another sponsor")
