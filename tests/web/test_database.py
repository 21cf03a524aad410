"""Two databases, kept apart by the router, and migrations that say all that the models say."""

import pytest
from django.core.management import call_command
from django.db import connection, connections, models

from veer.guidance.router import GuidanceRouter
from veer.web import environment

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])


def test_no_change_of_a_model_is_left_unmigrated() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_coachs_database_holds_its_journal_and_nothing_of_ours_else() -> None:
    tables = set(connections["guidance"].introspection.table_names())
    assert {name for name in tables if not name.startswith("journal_")} <= {"django_migrations"}
    assert any(name.startswith("journal_") for name in tables)


def test_nothing_crosses() -> None:
    class Note(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "guidance"
            managed = False

    router = GuidanceRouter()
    from veer.people.models import Account

    assert router.db_for_write(Note) == "guidance"
    assert router.db_for_read(Account) is None
    assert router.allow_relation(Note(), Account()) is False
    assert router.allow_relation(Account(), Account()) is None
    assert router.allow_migrate("default", "guidance") is False
    assert router.allow_migrate("guidance", "people") is False
    assert router.allow_migrate("guidance", "journal") is True


def test_what_is_committed_survives_a_power_cut_and_writers_wait_for_each_other() -> None:
    """SQLite as measured; PostgreSQL syncs each commit by itself unless told otherwise."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            return
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
    # the suite itself does not wait for the disk; an installation does
    assert "synchronous=FULL" in environment.SQLITE_OPTIONS["init_command"]
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
