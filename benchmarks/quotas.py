"""Reservations a second, beside one bare update of the same database.

    python benchmarks/quotas.py [--clients 32] [--seconds 5]

PostgreSQL: pgbench sends Veer's own statement, as the room builds it, and the bare update of one row of a table of its
own, in turn, both prepared, with as many clients each. `one counter` is a quota as usual, `hot` one with sixteen
counters. SQLite: the statement as the room runs it, beside the bare update in a transaction, one client each (there is
one writer). The server is started for the run by script/postgres, as in earnest: what is committed is on the disk.
Then the same on a server that does not wait for the disk, where the ledger's line is most of the work.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from measure import machine, verdict

ROOT = Path(__file__).resolve().parents[1]
SERVERS = ("postgresql", "postgresql in haste", "sqlite")
PLACES = 2_000_000_000
BARE = "UPDATE bare SET used = used + 1 WHERE id = 1;\n"


def server(folder: Path, stack: ExitStack, *how: str) -> str:
    """A PostgreSQL of our own; its address."""
    folder.chmod(0o755)
    start = [ROOT / "script" / "postgres", "start", folder / "server", *how]
    url = subprocess.run(start, capture_output=True, text=True, check=True).stdout.strip()
    stack.callback(subprocess.run, [ROOT / "script" / "postgres", "stop", folder / "server"], check=True)
    return url


def ready(database: str | None, folder: Path) -> None:
    """Django on this database, migrated."""
    os.environ |= {"VEER_DEMO": "1", "VEER_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "veer.web.settings"}
    if database:
        os.environ["VEER_DATABASE_URL"] = f"{database}/veer"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def quota(counters: int) -> Any:
    import datetime as dt

    from veer.journal.acts import SYSTEM
    from veer.quotas.acts import open_quota

    return open_quota(f"bench {uuid4()}", "all", PLACES, SYSTEM, begins=dt.date(2027, 1, 1), counters=counters)


def script(which: Any) -> str:
    """Veer's statement for pgbench: what differs from one reservation to the next the server makes, or pgbench."""
    from django.db import connection

    from veer.journal import clock
    from veer.quotas import guarded
    from veer.quotas.models import Entry

    entry = Entry(
        holding=UUID("1" * 32), turn=1, quota=which, number=77, kind="reserve", reserved=1,
        confirmed=0, subject=UUID("2" * 32), reason="draw", by_kind="account",
        by_id=UUID("3" * 32), at=clock.now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        whole = cursor.mogrify(guarded.statement(), guarded.parameters(entry))
    for made, by in {
        f"'{'1' * 32}'": "gen_random_uuid()",
        f"'{'2' * 32}'": "gen_random_uuid()",
    }.items():
        assert made in whole, made
        whole = whole.replace(made, by)
    whole, found = re.subn(r"\b77\b", ":number", whole)
    assert found == 3  # the line's, and the counter's as it is asked and as it moves
    return f"\\set number random(0, {which.shards - 1})\n{whole};\n"


def pgbench(url: str, file: Path, clients: int, seconds: int) -> float:
    """Transactions a second."""
    run = [
        "pgbench",
        "-n",
        "-M",
        "prepared",
        "-f",
        file,
        "-c",
        str(clients),
        "-j",
        "2",
        "-T",
        str(seconds),
        f"{url}/veer",
    ]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found[1])


def on_postgresql(folder: Path, clients: int, seconds: int, *, durable: bool) -> None:
    with ExitStack() as stack:
        url = server(folder, stack, *["durable"] * durable)
        ready(url, folder)
        from django.db import connections

        stack.callback(connections.close_all)
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE bare (id int PRIMARY KEY, used int NOT NULL); INSERT INTO bare VALUES (1, 0)")
        files = {"bare": BARE, "one counter": script(quota(1)), "hot": script(quota(16))}
        for name, text in files.items():
            (folder / f"{name}.sql").write_text(text)
        seen: dict[str, list[float]] = {name: [] for name in files}
        for _round in range(3):
            for name in files:
                seen[name].append(pgbench(url, folder / f"{name}.sql", clients, seconds))
        from veer.quotas.verify import verify_ledgers

        assert verify_ledgers() == []
        rate = {name: statistics.median(found) for name, found in seen.items()}
        how = "on the disk" if durable else "without waiting for the disk"
        print(f"      PostgreSQL {how}, {clients} clients: " + ", ".join(f"{n} {r:,.0f}/s" for n, r in rate.items()))
        one, hot = rate["one counter"] / rate["bare"], rate["hot"] / rate["bare"]
        if durable:
            print(verdict("reservations, of bare updates", one, 0.7, at_least=True))
            print(verdict("reservations of a hot quota, of bare updates", hot, 1.5, at_least=True))
        else:
            print(f"      of bare updates: {one:.2f}, hot {hot:.2f}")


def on_sqlite(folder: Path, seconds: int) -> None:
    ready(None, folder)

    from django.db import connection, transaction

    from veer.journal.acts import SYSTEM
    from veer.quotas.acts import reserve

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id int PRIMARY KEY, used int NOT NULL)")
        cursor.execute("INSERT INTO bare VALUES (1, 0)")

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE)

    one = quota(1).pk
    sides: dict[str, Callable[[], Any]] = {
        "bare": bare,
        "reserve": lambda: reserve(one, 1, uuid4(), SYSTEM, "draw", uuid4().hex),
    }
    seen: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(3):
        for name, side in sides.items():
            side()
            done, start = 0, time.perf_counter()
            while time.perf_counter() - start < seconds:
                side()
                done += 1
            seen[name].append(done / (time.perf_counter() - start))
    rate = {name: statistics.median(found) for name, found in seen.items()}
    print("      SQLite, 1 client: " + ", ".join(f"{name} {found:,.0f}/s" for name, found in rate.items()))
    print(f"      reservations through Veer, of bare updates: {rate['reserve'] / rate['bare']:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", choices=SERVERS)
    options = parser.parse_args()
    if options.only is None:
        print(f"reservations, {machine()}", flush=True)
        for database in SERVERS:  # each in a process of its own: Django knows one database
            more = ["--clients", str(options.clients), "--seconds", str(options.seconds)]
            subprocess.run([sys.executable, __file__, "--only", database, *more], check=True)
        return
    with tempfile.TemporaryDirectory() as name:
        if options.only in SERVERS[:2]:
            durable = options.only == SERVERS[0]
            on_postgresql(Path(name), options.clients, options.seconds, durable=durable)
        else:
            on_sqlite(Path(name), options.seconds)


if __name__ == "__main__":
    main()
