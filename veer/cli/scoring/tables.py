"""Tables in: Parquet and CSV scanned lazily, nested lists made flat."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from veer.rules.batch import batches
from veer.rules.batch.columns import ID, Column, typed
from veer.rules.problems import InputError

from .cells import Wrong, read_cells
from .people import refused

ROWS = 100_000
"""Rows of a Parquet file that are scored at a time."""


class Damaged(Exception):
    """A CSV that is no table from some row on, or whose rows are not lines: it is read again with care."""


def tables_of(source: Path, columns: dict[str, Column]) -> Iterator[tuple[pl.DataFrame, Wrong]]:
    """The table in pieces of typed flat columns. Raises InputError on a wrong column before the first piece, Damaged
    where a CSV turns out not to be a table."""
    try:
        yield from _pieces(source, columns)
    except pl.exceptions.PolarsError as error:  # damage shows only where it is read
        if source.suffix == ".csv":
            raise Damaged from None
        raise not_read(error) from None


def not_read(error: Exception) -> InputError:
    return refused("", f"not read: {str(error).splitlines()[0]}")


def _pieces(source: Path, columns: dict[str, Column]) -> Iterator[tuple[pl.DataFrame, Wrong]]:
    frame = flat(scan(source), columns)
    schema = frame.collect_schema()
    if ID not in schema:
        raise refused(ID, "the table has no column `id`", code="missing_id")
    if source.suffix == ".csv":
        _once(schema, columns)
        unknown = pl.Schema({name: pl.String() if name == ID else pl.Null() for name in schema})
        typed(pl.DataFrame(schema=unknown), unknown, columns)
        yield from (read_cells(table, columns) for table in _rows_in_full(source, batches(frame)))
        return
    typed(pl.DataFrame(schema=schema), schema, columns)
    yield from ((table, {}) for table in _slices(frame))


def _slices(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """A Parquet file some rows at a time, the next being read meanwhile; left to itself Polars reads several ahead, and
    a wide table stands as often in memory."""
    height: int = frame.select(pl.len()).collect().item()
    with ThreadPoolExecutor(1, "veer-read") as reader:
        waiting = [reader.submit(frame.slice(0, ROWS).collect)] if height else []
        for start in range(ROWS, height + ROWS, ROWS):
            table = waiting.pop().result()
            if start < height:
                waiting.append(reader.submit(frame.slice(start, ROWS).collect))
            yield table


def _rows_in_full(source: Path, tables: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The tables of a CSV. Polars reads a cell that a row lacks like an empty one: where a last column has either, the
    lines are looked at once. Raises Damaged where a row may lack cells."""
    looked = False
    for table in tables:
        if not looked and table.width > 1 and table[:, -1].null_count():
            if not full(source, table.width):
                raise Damaged
            looked = True
        yield table


def full(source: Path, columns: int) -> bool:
    """Whether each line has a cell for each column. False also where lines do not tell: a quote goes on in the next."""
    lines = pl.scan_csv(
        source, has_header=False, new_columns=["line"], infer_schema=False, separator="\x1f", quote_char=None
    )
    unquoted = pl.col("line").fill_null("").str.replace_all('"[^"]*"', "")
    told = (unquoted.str.count_matches(",", literal=True) >= columns - 1) & ~unquoted.str.contains('"', literal=True)
    return bool(lines.select(told.all()).collect(engine="streaming").item())


def lines_of(source: Path) -> int:
    """How many lines a file has, whether or not the last one ends."""
    count, last = 0, b"\n"
    with source.open("rb") as file:
        while block := file.read(1 << 20):
            count, last = count + block.count(b"\n"), block[-1:]
    return count + (last != b"\n")


def _once(schema: pl.Schema, columns: dict[str, Column]) -> None:
    """A column that stands twice comes under a made-up name, which is not what to tell about it."""
    for name in schema:
        column, made_up, _ = name.rpartition("_duplicated_")
        if made_up and column in schema and name not in columns:
            raise refused(column, f"column {column} stands twice")


def scan(source: Path) -> pl.LazyFrame:
    if not source.is_file():
        raise refused("", "no such file")
    try:
        frame = pl.scan_parquet(source) if source.suffix == ".parquet" else pl.scan_csv(source, infer_schema=False)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise not_read(error) from None
    return frame


def flat(frame: pl.LazyFrame, columns: dict[str, Column]) -> pl.LazyFrame:
    """A list of records `work` becomes `work.n`, `work.0.months` ... (contract 5)."""
    made: list[pl.Expr] = []
    lists = {name: dtype for name, dtype in frame.collect_schema().items() if isinstance(dtype, pl.List)}
    for name, dtype in lists.items():
        if f"{name}.n" not in columns:
            raise refused(name, f'"{name}" is not a list of this route', code="unknown_fact")
        if not isinstance(dtype.inner, pl.Struct):
            raise refused(name, "a list holds records", code="type")
        if twice := next((other for other in frame.collect_schema() if other.startswith(f"{name}.")), None):
            raise refused(
                name, f"the list stands here whole and in columns of its own, such as {twice}", code="conflict"
            )
        made.append(pl.col(name).list.len().cast(pl.Int64).alias(f"{name}.n"))
        for i in range(columns[f"{name}.n"].slot.high):
            item = pl.col(name).list.get(i, null_on_oob=True)
            made += [item.struct.field(f.name).alias(f"{name}.{i}.{f.name}") for f in dtype.inner.fields]
    return frame.with_columns(made).drop(list(lists)) if made else frame
