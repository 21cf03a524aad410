"""`manage.py settle_places`: what the days bring to the places of sponsors, and to those of the state."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.sponsorship.acts import settle, settle_households, settle_state


class Command(BaseCommand):
    help = "Use the places of signed visas, give back those of files that ended, place emergencies, move what is left."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"households: {settle_households()}")
        for whose, done in (("citizens", settle()), ("state", settle_state())):
            self.stdout.write(f"{whose}: " + ", ".join(f"{word} {number}" for word, number in done.items()))
