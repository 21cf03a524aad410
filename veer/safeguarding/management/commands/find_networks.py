"""`manage.py find_networks`: look for groups that share something, as the law says how many are too many."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from veer.safeguarding import acts


class Command(BaseCommand):
    help = "Looks for groups of sponsors that share something. New alerts wait for the integrity cell; run it monthly."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = acts.find_networks()
        except acts.NoLaw:
            raise CommandError("no law of safeguards is in force") from None
        self.stdout.write(f"{len(found)} alerts are new or have grown")
