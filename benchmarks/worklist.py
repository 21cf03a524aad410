"""One page of the work list beside the bare keyset query on the same index: 95th percentiles, as a ratio.

    python benchmarks/worklist.py [--cases 20000] [--times 400] [--long] [--postgres]

The demonstration is made in a temporary folder and one of its files is copied until there are so many open ones.
`--long`: a million. `--postgres`: on a PostgreSQL server of its own, as `script/postgres` starts it. The page query
asks who may see what and brings what a line shows, the person's name and the file's number among it; the bare one walks
the same index and brings the rows of the cases, unasked.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from measure import HERE, machine, verdict
from pages import prepare

NEVER = dt.date(9999, 12, 31)
TODAY = dt.date(2026, 11, 25)
BATCH = 20_000
TRIES = 5
COLUMNS = "c.id, c.due, c.law_id, c.route, c.step, c.ball, c.holder, c.person_id"
OPEN = "c.ended_at IS NULL AND c.submitted_at IS NOT NULL"
Row = dict[str, Any]


def template(table: str, where: str, *values: Any) -> Row:
    """A row as the database holds it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {where}", values)
        return dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))


def fill(table: str, rows: Iterator[Row]) -> None:
    from django.db import connection, transaction

    columns: list[str] = []
    batch: list[tuple[Any, ...]] = []

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for one in batch:
                        copy.write_row(one)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", batch)

    for row in rows:
        columns = columns or [f'"{name}"' for name in row]
        batch.append(tuple(row.values()))
        if len(batch) == BATCH:
            write()
            batch.clear()
    if batch:
        write()


def stored(one: UUID) -> Any:
    from django.db import connection

    return one if connection.features.has_native_uuid_field else one.hex


def build(count: int, holders: list[UUID]) -> None:
    """So many open files, each with its person, its number and a term; a tenth before a court."""
    from veer.cases.models import Case

    luck = random.Random(20261125)
    found = Case.objects.filter(ended_at=None, submitted_at__isnull=False, terms__isnull=False).order_by("pk").first()
    if found is None:
        raise SystemExit("the demonstration has no open file with a term")
    case = template("cases_case", "id = %s", stored(found.pk))
    person = template("people_person", "id = %s", stored(found.person_id))
    number = template("cases_casenumber", "case_id = %s", stored(found.pk))
    term = template("cases_term", "case_id = %s", stored(found.pk)) | {"why": "[]"}
    ids = [
        (stored(UUID(int=luck.getrandbits(128), version=4)), stored(UUID(int=luck.getrandbits(128), version=4)))
        for _ in range(count)
    ]
    dues = [NEVER if luck.random() < 0.1 else TODAY + dt.timedelta(days=luck.randint(-40, 700)) for _ in range(count)]
    balls = luck.choices(["official", "signer", "applicant", "court"], [6, 1, 2, 1], k=count)
    held = [stored(luck.choice(holders)) if luck.random() < 0.6 else None for _ in range(count)]
    fill(
        "people_person",
        (person | {"id": two, "kept_id": two, "folded": f"somebody {n}"} for n, (_, two) in numbered(ids)),
    )
    fill(
        "cases_case",
        (
            case | {"id": one, "person_id": two, "due": dues[n], "ball": balls[n], "holder": held[n]}
            for n, (one, two) in numbered(ids)
        ),
    )
    beside(ids, dues, balls, since=found.submitted_at, number=number, term=term)
    analyse()


def beside(
    ids: list[Any], dues: list[dt.date], balls: list[str], *, since: dt.datetime, number: Row, term: Row
) -> None:
    """What stands beside each file: its number, its term, and the turn of a court."""
    fill("cases_casenumber", (number | {"number": f"B-{n}", "case_id": one} for n, (one, _) in numbered(ids)))
    fill(
        "cases_term",
        (
            term
            | {"id": two, "case_id": one, "duty": "applicant" if balls[n] == "applicant" else "official"}
            | {"last_day": dues[n]}
            for n, (one, two) in numbered(ids)
        ),
    )
    fill(
        "cases_turn",
        (
            {"id": two, "case_id": one, "role": "court", "due": dues[n], "since": at(since, n)}
            for n, (one, two) in numbered(ids)
            if balls[n] == "court"
        ),
    )


def numbered(ids: list[Any]) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(ids))


def at(since: dt.datetime, number: int) -> Any:
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(since - dt.timedelta(minutes=number))


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(sql: str, values: Any) -> float:
    """One query and its rows, in milliseconds."""
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()
    return (time.perf_counter() - start) * 1000


def p95(seen: list[float]) -> float:
    return statistics.quantiles(seen, n=20)[-1]


def bare(role: str, condition: str, values: list[Any], after: str) -> tuple[str, list[Any]]:
    """The keyset query that walks the index of a list, and brings what it is for: the rows of the cases."""
    from django.db import connection

    date = connection.ops.adapt_datefield_value
    due, _sep, rest = after.partition("_")
    last = stored(UUID(rest.rpartition("_")[2]))
    if role:
        since = connection.ops.adapt_datetimefield_value(dt.datetime.fromisoformat(rest.rpartition("_")[0]))
        shown = "t.due = %s AND (t.since < %s OR (t.since = %s AND t.case_id <= %s))"
        sql = f"SELECT {COLUMNS}, t.since FROM cases_turn t JOIN cases_case c ON c.id = t.case_id"
        sql += f" WHERE t.role = %s AND t.due >= %s AND NOT ({shown})"
        day = date(dt.date.fromisoformat(due))
        return f"{sql} ORDER BY t.due, t.since, t.case_id LIMIT 21", [role, day, day, since, since, last]
    day = date(dt.date.fromisoformat(due))
    sql = f"SELECT {COLUMNS} FROM cases_case c WHERE {OPEN} AND {condition} AND c.due >= %s"
    return f"{sql} AND NOT (c.due = %s AND c.id <= %s) ORDER BY c.due, c.id LIMIT 21", [*values, day, day, last]


def keys(role: str, times: int, luck: random.Random) -> list[str]:
    """Places in the list, by chance, as the addresses of pages name them."""
    from veer.cases.models import Case, Turn

    if role:
        rows = list(Turn.objects.filter(role=role).order_by("pk")[: times * 5])
        chosen = luck.sample(rows, min(times, len(rows)))
        return [f"{one.due.isoformat()}_{one.since.isoformat()}_{one.case_id}" for one in chosen]
    rows = list(Case.objects.filter(ended_at=None, submitted_at__isnull=False).order_by("pk")[: times * 5])
    return [f"{one.due.isoformat()}_{one.pk}" for one in luck.sample(rows, min(times, len(rows)))]


def compare(name: str, who: Any, wanted: Any, condition: str, values: list[Any], times: int) -> None:
    from veer.cases import worklist

    luck = random.Random(name)
    ours, raw = [], []
    for after in keys(wanted.role, times, luck):
        sql, given = worklist.page_query(who, wanted, TODAY, after)[0].query.sql_with_params()
        plain = bare(wanted.role, condition, values, after)
        # The best of five tries at each place: what is measured is the query, not what else the machine was doing.
        raw.append(min(timed(*plain) for _ in range(TRIES)))
        ours.append(min(timed(sql, given) for _ in range(TRIES)))
    print(f"      {name}: page p95 {p95(ours):.2f} ms, bare p95 {p95(raw):.2f} ms")
    print(verdict(f"{name}, times the bare keyset query", p95(ours) / p95(raw), 3))


def whole(who: Any, wanted: Any, times: int) -> None:
    """The function behind the page, with its reasons' rows; and the counts beside it: no limit, for the record."""
    from veer.cases import worklist

    luck = random.Random(1)
    seen = []
    for after in keys("", times, luck):
        start = time.perf_counter()
        worklist.worklist(who, wanted, "en", TODAY, after)
        seen.append((time.perf_counter() - start) * 1000)
    start = time.perf_counter()
    worklist.counts(who, "", TODAY)
    print(f"      a page with all that its lines show: p95 {p95(seen):.1f} ms")
    print(f"      the counts of all lists: {(time.perf_counter() - start) * 1000:.0f} ms")


def measure(count: int, times: int) -> None:
    from uuid import uuid4

    from django.db import connection

    from veer.access import roles
    from veer.access.who import Who
    from veer.cases.worklist import Asked

    holders = [uuid4() for _ in range(200)]
    start = time.perf_counter()
    build(count, holders)
    print(f"work list, {count:,} open files, {machine()}, {connection.vendor}")
    print(f"      made in {time.perf_counter() - start:.0f} s")
    who = Who(account=holders[0], name="An official", roles=frozenset({roles.OFFICIAL, roles.SIGNER}))
    court = Who(account=uuid4(), name="A court", roles=frozenset({roles.COURT}))
    mine = stored(holders[0])
    compare("all", who, Asked("all"), "1 = 1", [], times)
    compare("to take", who, Asked("free"), "c.holder IS NULL AND c.ball = %s", ["official"], times)
    compare("with me", who, Asked("mine"), "c.holder = %s", [mine], times)
    compare("second signature", who, Asked("sign"), "c.ball = %s", ["signer"], times)
    compare("a court's", court, Asked("all", roles.COURT), "", [], times)
    whole(who, Asked("all"), times)


def on_postgres(run: Callable[[], None]) -> None:
    """With a server of its own for as long as it takes."""
    script = HERE.parent / "script" / "postgres"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = f"{folder}/server"
        url = subprocess.run([script, "start", server], check=True, capture_output=True, text=True).stdout.strip()
        os.environ |= {"VEER_DATABASE_URL": f"{url}/veer", "VEER_GUIDANCE_DATABASE_URL": f"{url}/guidance"}
        try:
            run()
        finally:
            from django.db import connections

            connections.close_all()
            subprocess.run([script, "stop", server], check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--long", action="store_true", help="a million files")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--demonstration", type=Path, help="begin with a copy of the demonstration in this folder")
    options = parser.parse_args()

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            if options.demonstration:
                shutil.copytree(options.demonstration, folder, dirs_exist_ok=True)
            prepare(folder)
            measure(1_000_000 if options.long else options.cases, options.times)

    on_postgres(run) if options.postgres else run()


if __name__ == "__main__":
    main()
