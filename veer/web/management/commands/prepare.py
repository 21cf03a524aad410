"""`manage.py prepare`: bring an installation to where it can serve. A demonstration is filled the first time."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor

from veer.web import demo


class Command(BaseCommand):
    help = (
        "Migrate both databases and make the cache's table; in a demonstration also load the law and invented people."
    )
    requires_system_checks: list[str] = []  # the suite and `check --deploy` do; a start need not wait for them

    def handle(self, *args: Any, **options: Any) -> None:
        self.check(tags=["catalogues"])  # the one that a start waits for: no letter may leave half English
        if settings.DEMO:
            try:
                demo.claim_empty_or_own()
            except demo.NotOurs as refused:
                raise CommandError(str(refused), returncode=2) from refused
        Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        for alias in connections:
            self._migrate(alias)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO and not demo.is_filled():
            # Loaded only here: the law engine and more are not worth it otherwise.
            import_module("veer.web.demo_fill").fill(self._tell)
            # What happens every night elsewhere, so that the numbers are there and the journal is vouched for.
            self._tell("Open numbers: counting ...")
            call_command("count", verbosity=0)
            import_module("veer.journal.acts").seal()
        if not settings.DEMO:
            call_command("collectstatic", interactive=False, verbosity=0)

    def _tell(self, stage: str) -> None:
        """One line for whoever waits, at once: also where it is written to a file. With nothing to do, none."""
        self.stdout.write(stage)
        self.stdout.flush()

    def _migrate(self, alias: str) -> None:
        """Run what is still to run of the rooms that this database holds. Asking first spares a second start most of
        its time, and going through the rooms of the other database would take half of a first one."""
        executor = MigrationExecutor(connections[alias])
        rooms = [one for one in executor.loader.graph.leaf_nodes() if router.allow_migrate(alias, one[0])]
        if plan := executor.migration_plan(rooms):
            self._tell(f"Tables: making those of the {alias} database ...")
            executor.migrate(rooms, plan)
            emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)
