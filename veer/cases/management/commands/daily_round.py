"""`manage.py daily_round`: terms that come near are warned of, terms that ran out have their consequence."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.cases.acts.round import daily_round


class Command(BaseCommand):
    help = "Warn of terms that come near and do what the law says when one has run out. Run it every day, or oftener."

    def handle(self, *args: Any, **options: Any) -> None:
        done = daily_round()
        self.stdout.write(f"warned of {done.warned}, acted on {done.acted}")
        for case_id, act, why in done.stuck:
            self.stderr.write(f"case {case_id}: {act} could not be done: {why}")
