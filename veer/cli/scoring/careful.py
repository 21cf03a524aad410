"""CSV read row by row, for a file that cannot be read as a table: which rows are to blame, and on which line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from veer.rules.batch.columns import ID, Column
from veer.rules.problems import FactProblem

from .cells import Wrong, read_cells
from .people import refused

ROWS = 10_000
NOT_CLOSED = ("unexpected end of data", "field larger")  # how a quote ends that is opened and not closed

Row = tuple[int, list[str], str]
"""The line that a row begins on, its cells, and what is wrong with its form, if anything is."""


def careful(source: Path, columns: dict[str, Column]) -> Iterator[tuple[pl.DataFrame, Wrong, list[int]]]:
    """The table in pieces, what is wrong in each, and the line of each row. A row that is none has no field named.

    Raises InputError where the head or a quote that is not closed leaves the rest of the file without sense.
    """
    with source.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        rows = _rows(file)
        line, head, wrong = next(rows, (1, [], "no head"))
        if wrong or len(set(head)) < len(head) or not columns.keys() | {ID} >= set(head) or ID not in head:
            raise refused("", f"line {line}: not the head of a table: {wrong or 'its columns are not those wanted'}")
        while some := list(islice(rows, ROWS)):
            table, read = read_cells(_table(head, some), columns)
            for r, (_, cells, wrong) in enumerate(some):
                if wrong := wrong or _width(cells, head):
                    read[r] = [FactProblem("", "format", wrong)]
            yield table, read, [line for line, _, _ in some]


def _width(cells: list[str], head: list[str]) -> str:
    """What is wrong with the number of cells of a row, and how that is mended; nothing where each column has one."""
    given, wanted = max(len(cells), 1), len(head)  # an empty line is one empty cell
    if given == wanted:
        return ""
    mend = "a text with a comma stands in quotes"
    if given < wanted:
        mend = "what is not known is left empty between its commas"
    return f"{given} cell{'' if given == 1 else 's'} under {wanted} column{'' if wanted == 1 else 's'}: {mend}"


def _rows(file: Iterator[str]) -> Iterator[Row]:
    reader, line = csv.reader(file, strict=True), 1
    while True:
        cells, wrong = [], ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if str(error).startswith(NOT_CLOSED):
                raise refused("", f"not read: on line {line} a quote is opened that is not closed") from None
            wrong = f"not read: {error}"
        if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
            wrong, cells = "not UTF-8 text", [cell if cell.isprintable() else "" for cell in cells]
        yield line, cells, wrong
        line = reader.line_num + 1


def _table(head: list[str], rows: list[Row]) -> pl.DataFrame:
    """Texts by column. The rows that are none are among them, as far as they go, for the sake of their ids."""
    cells = [dict(zip(head, row, strict=False)) for _, row, _ in rows]
    return pl.DataFrame({name: pl.Series([row.get(name) or None for row in cells], dtype=pl.String) for name in head})
