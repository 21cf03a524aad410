"""`manage.py scan_documents`: files that no virus scanner has seen are looked at."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veer.cases import scanning


class Command(BaseCommand):
    help = "Have files scanned for viruses that no scanner has seen. Run it often: it tries again what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-scanner", action="store_true", help="hand out what waits, marked as not scanned for viruses"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["without_scanner"]:
            self.stdout.write(f"{scanning.give_up()} files are handed out without having been scanned")
            return
        if not scanning.configured():
            raise CommandError("no scanner is configured: set VEER_CLAMD to where clamd listens", returncode=2)
        done = scanning.scan_waiting()
        self.stdout.write(f"clean: {done.clean}, put apart: {done.infected}, still waiting: {done.waiting}")
        if done.waiting:
            raise CommandError("the scanner gave no verdict on some files; see the log", returncode=1)
