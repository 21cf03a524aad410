"""Cells of text read as what their column holds, as far as the scorer would read them (contract 5)."""

from __future__ import annotations

import polars as pl

from veer.rules.batch.columns import ID, Column, accepts
from veer.rules.problems import FactProblem

Wrong = dict[int, list[FactProblem]]
"""Cells of one table that do not read, by row of the table."""

NEEDED = {
    "bool": "true or false",
    "date": "a date such as 2026-01-31",
    "decimal": "a number such as 7.5",
    "int": "a whole number such as 12",
}
"""How each kind of value is written; every text reads as a word."""


def read_cells(table: pl.DataFrame, columns: dict[str, Column]) -> tuple[pl.DataFrame, Wrong]:
    """Texts as values; a cell that does not read as its column's type is wrong, an empty one is unknown.

    A cell that is not looked at is not wrong, whatever it says: an item at or beyond `n`, a field of a record that is
    false or not known.
    """
    wants = {name: accepts(columns[name].kind, pl.Null()) for name in table.columns if name != ID}
    read = table.with_columns(_cell(name, want) for name, want in wants.items())
    wrong: Wrong = {}
    lost_in = {name: lost for name in wants if (lost := _lost(table[name], read[name])).any()}
    counts = [name for name in lost_in if (want := wants[name]) is not None and want.is_integer()]
    read = read.with_columns(table.select(_cell(name, wants[name], whole=True) for name in counts))
    lost_in |= {name: _lost(table[name], read[name]) for name in counts}
    for name, lost in lost_in.items():
        for r in (lost & _looked_at(name, read, columns)).arg_true().to_list():
            wrong.setdefault(r, []).append(
                FactProblem(name, "format", f"{NEEDED[columns[name].kind]} is needed", value=table[name][r])
            )
    return read, wrong


def _lost(text: pl.Series, read: pl.Series) -> pl.Series:
    """Where something stands that does not read."""
    return read.is_null() & (text.fill_null("").str.strip_chars() != "")


def _looked_at(name: str, read: pl.DataFrame, columns: dict[str, Column]) -> pl.Series:
    """In which rows a column is read: where every record around it is there and its place in a list is below `n`."""
    parts = name.split(".")
    rows = pl.Series([True]).new_from_index(0, read.height)
    for n in range(1, len(parts)):
        outer = ".".join(parts[:n])
        if _role(f"{outer}.n", columns) == "count" and parts[n] != "n":
            rows &= _held(f"{outer}.n", read).fill_null(0) > int(parts[n])
        elif _role(outer, columns) == "present":
            rows &= _held(outer, read).fill_null(False)
    return rows


def _role(name: str, columns: dict[str, Column]) -> str:
    return columns[name].slot.role if name in columns else ""


def _held(name: str, read: pl.DataFrame) -> pl.Series:
    """A column, nothing but unknown where the table lacks it."""
    return read[name] if name in read.columns else pl.Series([None]).new_from_index(0, read.height)


def _cell(name: str, want: pl.DataType | None, whole: bool = False) -> pl.Expr:
    """`whole`: a number may end in `.0`, as where a table with a gap among its counts was exported."""
    cell = pl.col(name).str.strip_chars()
    if whole:
        cell = cell.str.replace(r"^([+-]?\d+)\.0+$", "$1")
    if want == pl.Boolean:
        low = cell.str.to_lowercase()
        return pl.when(low == "true").then(True).when(low == "false").then(False).otherwise(None).alias(name)
    if want == pl.Date:
        return cell.str.to_date("%Y-%m-%d", strict=False)
    if want == pl.String:
        return pl.when(cell == "").then(None).otherwise(cell).alias(name)
    return cell.cast(want or pl.String, strict=False)
