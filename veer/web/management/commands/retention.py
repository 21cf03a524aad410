"""`manage.py retention`: what would be erased today and what stays, each with why; `--do` erases it."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from veer.cases import retention
from veer.cases.errors import ActRefused
from veer.cases.keeping import BadPeriods, Line, carry_out, plan
from veer.cases.models import Case
from veer.cases.numbering import written
from veer.journal import clock
from veer.web import keeping


class Command(BaseCommand):
    help = "Say which data has been kept long enough, and what remains and why. With --do, erase it for good."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", action="store_true", help="say what would go and what stays (the default)")
        what.add_argument("--do", action="store_true", help="erase what has been kept long enough, then say what stays")
        what.add_argument("--hold", metavar="NUMBER", help="erase nothing of this file until it is released")
        what.add_argument("--release", metavar="NUMBER", help="the hold on this file is over")
        parser.add_argument("--reason", default="", help="why a file is on hold")
        parser.add_argument("--json", action="store_true", help="the same for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["hold"] or options["release"]:
            self._hold(options)
            return
        lines = self._plan()
        if not options["do"]:
            self._tell(lines, "would go", as_json=options["json"])
            return
        gone = carry_out(lines)
        _forget_free_pages()
        went = [line for line in lines if line.goes]
        stays = [line for line in self._plan() if not line.goes]
        self._tell([*went, *stays], "went", as_json=options["json"])
        self.stderr.write(f"{gone} rows erased")

    def _plan(self) -> list[Line]:
        try:
            return plan(keeping.finders(), keeping.periods(), clock.today(settings.TIME_ZONE))
        except BadPeriods as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong

    def _tell(self, lines: Iterable[Line], goes: str, *, as_json: bool) -> None:
        """First what goes, one line each; then what stays, together by class and reason."""
        if as_json:
            self.stdout.write(json.dumps([_plain(line) for line in lines], indent=1))
            return
        stays: Counter[tuple[str, str, str]] = Counter()
        for line in lines:
            item = line.item
            if line.goes:
                self.stdout.write(
                    f"{goes}: {item.kind} of {item.subject.kind} {item.subject.id}: {item.left}, {line.why}"
                )
            else:
                stays[(item.kind, f"until {line.until}" if line.until else "no day yet", line.why)] += item.left
        for (kind, until, why), left in sorted(stays.items()):
            self.stdout.write(f"stays: {kind}: {left}, {until}: {why}")

    def _hold(self, options: dict[str, Any]) -> None:
        number = written(options["hold"] or options["release"])
        case = Case.objects.filter(given__number=number).first()
        if case is None:
            raise CommandError(f"no file has the number {number}", returncode=2)
        try:
            said = retention.hold(case, options["reason"]) if options["hold"] else retention.release(case)
        except ActRefused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self.stdout.write(f"{number}: {'on hold' if options['hold'] else 'released' if said else 'was not on hold'}")


def _plain(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "class": item.kind, "of": item.subject.kind, "id": str(item.subject.id), "rows": item.left, "goes": line.goes,
        "until": line.until.isoformat() if line.until else None, "why": line.why,
    }  # fmt: skip


def _forget_free_pages() -> None:
    """SQLite leaves what was deleted in free pages and in its log until they are written over: write the file anew."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
