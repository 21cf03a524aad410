"""A database is migrated once a run: each worker after the first, and programs that tests start, begin with a copy.

Migrating takes some ten seconds of work, and a run opens a dozen databases. Nothing is kept from one run to the next.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

FOLDER = "VEER_TEST_RUN"  # the folder of this run, which its first process makes


def _kept(alias: str) -> Path:
    """A copy of the migrated file; of a server's database it only says that there is one."""
    return Path(os.environ[FOLDER]) / f"{connections[alias].vendor}-{alias}"


@contextmanager
def one_at_a_time(making: str = "tables") -> Iterator[None]:
    """While one process makes what all need the others wait, and copy what it made."""
    with (Path(os.environ[FOLDER]) / f"{making}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copied() -> bool:
    """Put a copy where each test database belongs; False: nobody has migrated yet."""
    if not all(_kept(alias).exists() for alias in connections):
        return False
    for alias in connections:
        name = connections[alias].creation._get_test_db_name()
        if connections[alias].vendor == "sqlite":
            shutil.copyfile(_kept(alias), name)
        else:
            _copy(connections[alias], _template(alias), name)
    return True


def keep() -> None:
    """Keep the test databases, just migrated, for those who come after."""
    for alias in connections:
        name = str(connections[alias].settings_dict["NAME"])
        connections[alias].close()  # everything is in the file then, and a server copies what nobody uses
        if connections[alias].vendor == "sqlite":
            shutil.copyfile(name, _kept(alias))
        else:
            _copy(connections[alias], name, _template(alias))
            _kept(alias).touch()


def begin_with_copy(alias: str) -> None:
    """For a program that a test started: its own empty file begins as a copy, where there is one."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and FOLDER in os.environ and _kept(alias).exists():
        shutil.copyfile(_kept(alias), str(connection.settings_dict["NAME"]))


def _template(alias: str) -> str:
    return f"kept_{alias}"


def _copy(connection: Any, source: str, target: str) -> None:
    quoted = connection.ops.quote_name
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(target)}")
        cursor.execute(f"CREATE DATABASE {quoted(target)} TEMPLATE {quoted(source)}")
