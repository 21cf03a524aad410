"""`manage.py check_ledgers`: prove every night that no quota is overdrawn and every counter follows from its ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veer.quotas.models import Quota
from veer.quotas.verify import verify_ledgers


class Command(BaseCommand):
    help = "Prove that every quota's counters follow from its ledger and stay within its limits. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = verify_ledgers()
        for one in problems:
            self.stderr.write(f"quota {one.quota}: {one.what}")
        if problems:
            raise CommandError(f"{len(problems)} problems")
        self.stdout.write(f"{Quota.objects.count()} ledgers hold")
