"""`veer score`: files of people in, a file of answers out (contract 6).

Parquet, CSV and JSON lines stream; JSON is read whole. The answer is written beside its place and renamed at the end,
so that a run that was cut leaves no file that looks whole.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from veer.rules import Pack, program
from veer.rules.batch import Scorer

from .careful import careful
from .people import people_of, refused
from .run import Run
from .tables import Damaged, lines_of, tables_of
from .writers import WRITERS

PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class Scored:
    """How a run ended: rows answered, rows rejected, seconds it took."""

    scored: int
    rejected: int
    seconds: float


def score_file(
    pack: Pack,
    route: str,
    source: Path,
    target: Path,
    *,
    on: dt.date | None = None,
    today: dt.date | None = None,
    only: tuple[str, ...] | None = None,
    cache: Path | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Scored:
    """Score every row of `source` into `target`; rejected rows into `<target>.rejected.jsonl`, absent without any.

    `on`: one day for all rows; `today`: the day of rows that say none; `only`: names of answer columns, all when None;
    `cache`: folder for compiled code; `progress` is called with the number of rows done. Raises InputError where the
    whole file is refused: its form, a column's name or type.
    """
    started = time.perf_counter()
    for path in (source, target):
        if path.suffix not in WRITERS:
            raise refused("", f'files end in {", ".join(WRITERS)}, not in "{path.suffix}"')
    scorer = Scorer(program(pack, route), on=on, today=today, only=only, cache=cache)
    try:
        run = _run(scorer, source, target, progress)
    except Damaged:
        scorer.seen = 0
        run = _run(scorer, source, target, progress, with_care=True)
    return Scored(run.scored, run.rejected, time.perf_counter() - started)


def _run(
    scorer: Scorer, source: Path, target: Path, progress: Callable[[int], None], *, with_care: bool = False
) -> Run:
    """One run over a whole file. `with_care`: a CSV row by row, because it cannot be read as a table."""
    run = Run(scorer, target, head=1 if source.suffix == ".csv" else 0)
    try:
        if source.suffix in (".json", ".jsonl"):
            people = people_of(source)
            while some := list(islice(people, PEOPLE)):
                run.people(some)
                progress(run.scored + run.rejected)
        elif with_care:
            for table, wrong, lines in careful(source, scorer.columns):
                run.lines = dict(enumerate(lines, run.row))
                run.table(table, wrong)
                progress(run.scored + run.rejected)
        else:
            for table, wrong in tables_of(source, scorer.columns):
                run.table(table, wrong)
                progress(run.scored + run.rejected)
            if run.rejected and run.head and lines_of(source) != run.head + run.row:
                raise Damaged  # a quote holds a break: the lines of what was rejected are found row by row
        run.finish()
    finally:
        run.clean()
    return run
