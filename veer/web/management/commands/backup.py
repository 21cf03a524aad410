"""`manage.py backup FILE`: one file with both databases and all uploads."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veer.web import backup


class Command(BaseCommand):
    help = "Write both databases, uploads and letters into one file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["file"].resolve()
        if target.exists():
            raise CommandError(f"{target} exists already, and is left as it is", returncode=2)
        try:
            manifest = backup.take(target)
        except backup.Unusable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: {len(manifest['parts'])} parts, {target.stat().st_size:,} bytes")
