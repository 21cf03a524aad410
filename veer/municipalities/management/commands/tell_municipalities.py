"""`manage.py tell_municipalities`: what the days bring to municipalities."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.municipalities.acts import send_due, settle_services, tell_due


class Command(BaseCommand):
    help = "Tell municipalities of groups, send links that wait, and keep places for households that come."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"told {tell_due()}")
        self.stdout.write("places: " + ", ".join(f"{word} {number}" for word, number in settle_services().items()))
        self.stdout.write(f"links sent {send_due()}")
