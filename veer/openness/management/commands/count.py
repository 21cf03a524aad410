"""`manage.py count`: the open numbers are counted anew."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.openness.counting import count


class Command(BaseCommand):
    help = "Count the open numbers of every route. Run it every night: the pages show what was counted last."

    def handle(self, *args: Any, **options: Any) -> None:
        cells = count()
        if options["verbosity"]:
            self.stdout.write(f"{cells} numbers counted")
