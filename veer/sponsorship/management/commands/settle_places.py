"""`manage.py settle_places`: what the days bring to the places of sponsors."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.sponsorship.acts import settle


class Command(BaseCommand):
    help = "Give back places of files that ended, place emergencies, move what is left, let the last year lapse."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(", ".join(f"{word} {number}" for word, number in settle().items()))
