"""`manage.py restore FILE`: put a backup in the place of what is there, and keep what was there."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veer.web import backup


class Command(BaseCommand):
    help = "Restore a backup: both databases, uploads and letters. Stop Veer first; what was there is kept beside."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(options["file"].resolve())
        except (backup.Unusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored what was taken at {manifest['taken_at']}; `veer journal verify` proves it")
