"""Tables in: Parquet and CSV scanned lazily, nested lists made flat, cells of text read as what their column holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from veer.rules.batch import batches
from veer.rules.batch.columns import ID, Column, accepts, typed
from veer.rules.problems import FactProblem, InputError

from .people import refused

Wrong = dict[int, list[FactProblem]]
"""Cells of one table that do not read, by row of the table."""


def tables_of(source: Path, columns: dict[str, Column]) -> Iterator[tuple[pl.DataFrame, Wrong]]:
    """The table in pieces of typed flat columns. Raises InputError on a wrong column before the first piece."""
    try:
        yield from _pieces(source, columns)
    except pl.exceptions.PolarsError as error:  # damage shows only where it is read
        raise not_read(source, error) from None


def not_read(source: Path, error: Exception) -> InputError:
    return refused(str(source), f"not read: {str(error).splitlines()[0]}")


def _pieces(source: Path, columns: dict[str, Column]) -> Iterator[tuple[pl.DataFrame, Wrong]]:
    frame = flat(scan(source), columns)
    schema = frame.collect_schema()
    if ID not in schema:
        raise refused(ID, "the table has no column `id`", code="missing_id")
    if source.suffix == ".csv":
        unknown = pl.Schema({name: pl.String() if name == ID else pl.Null() for name in schema})
        typed(pl.DataFrame(schema=unknown), unknown, columns)
        yield from (read_cells(table, columns) for table in batches(frame))
        return
    typed(pl.DataFrame(schema=schema), schema, columns)
    yield from ((table, {}) for table in batches(frame))


def scan(source: Path) -> pl.LazyFrame:
    if not source.is_file():
        raise refused(str(source), "no such file")
    try:
        frame = pl.scan_parquet(source) if source.suffix == ".parquet" else pl.scan_csv(source, infer_schema=False)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise not_read(source, error) from None
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
        made.append(pl.col(name).list.len().cast(pl.Int64).alias(f"{name}.n"))
        for i in range(columns[f"{name}.n"].slot.high):
            item = pl.col(name).list.get(i, null_on_oob=True)
            made += [item.struct.field(f.name).alias(f"{name}.{i}.{f.name}") for f in dtype.inner.fields]
    return frame.with_columns(made).drop(list(lists)) if made else frame


def read_cells(table: pl.DataFrame, columns: dict[str, Column]) -> tuple[pl.DataFrame, Wrong]:
    """Texts as values; a cell that does not read as its column's type is wrong, an empty one is unknown."""
    wants = {name: accepts(columns[name].kind, pl.Null()) for name in table.columns if name != ID}
    read = table.with_columns(_cell(name, want) for name, want in wants.items())
    wrong: Wrong = {}
    for name in wants:
        lost = read[name].is_null() & (table[name].fill_null("").str.strip_chars() != "")
        for r in lost.arg_true().to_list():
            wrong.setdefault(r, []).append(
                FactProblem(name, "format", "not read as what the column holds", value=table[name][r])
            )
    return read, wrong


def _cell(name: str, want: pl.DataType | None) -> pl.Expr:
    cell = pl.col(name).str.strip_chars()
    if want == pl.Boolean:
        low = cell.str.to_lowercase()
        return pl.when(low == "true").then(True).when(low == "false").then(False).otherwise(None).alias(name)
    if want == pl.Date:
        return cell.str.to_date("%Y-%m-%d", strict=False)
    if want == pl.String:
        return pl.when(cell == "").then(None).otherwise(cell).alias(name)
    return cell.cast(want or pl.String, strict=False)
