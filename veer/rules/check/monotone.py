"""`monotone: up` says that more never gives less; here the declared numbers are held to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from ..lower import Program
from ..model import Band, Dated, Value
from ..problems import Place, Problems
from .reach import on_day
from .walk import values

PROVABLE = ("bands", "map", "grid", "rate", "number")


def check_monotone(program: Program, problems: Problems) -> None:
    for _, value in values(program.route.points):
        if value.monotone is None:
            continue
        if value.kind not in PROVABLE:
            problems.warn(
                "W421", f"{value.id} is declared monotone, which cannot be proved for {value.kind}", value.marks.place,
                "declare it on the parts, or write bands, a map, a grid or a rate",
            )  # fmt: skip
            continue
        broken = next(_breaks(program, value), None)
        if broken is not None:
            place, witness = broken
            way = "fall" if value.monotone == "up" else "rise"
            problems.error(
                "E420",
                f"{value.id} is declared monotone {value.monotone}, but its points {way}",
                place,
                "check the numbers",
                witness,
            )


def _breaks(program: Program, value: Value) -> Iterator[tuple[Place, str]]:
    for day in _days(value):
        if value.kind == "rate" and on_day(value.number, day) * _sign(value) < 0:
            yield value.marks.place, f"{on_day(value.number, day)} points for each {value.per}"
        elif value.kind == "bands":
            yield from _row(value, [(f"{b.low if b.low is not None else '…'}", b) for b in value.bands], day)
        elif value.kind == "map":
            yield from _row(value, _ordered(program, value), day)
        elif value.kind == "grid":
            yield from _grid(value, day)


def _sign(value: Value) -> int:
    return 1 if value.monotone == "up" else -1


def _days(value: Value) -> list[dt.date]:
    cells: list[Dated] = [d for band in (*value.bands, *value.map.values()) for d in band.points.values()]
    cells += [d for row in value.grid for d in row]
    cells += [d for d in (value.number, value.other) if d is not None]
    days = {day for cell in cells for day, _ in cell.steps if day is not None}
    return sorted(days) or [dt.date(2000, 1, 1)]


def _ordered(program: Program, value: Value) -> list[tuple[str, Band]]:
    """The entries of a map in the order of its level."""
    words = next((f.type.symbols for f in program.facts.values() if set(value.map) <= set(f.type.symbols)), ())
    types = [t for kind in program.pack.types.values() for t in kind.fields.values()]
    words = words or next((t.symbols for t in types if set(value.map) <= set(t.symbols)), tuple(value.map))
    spare = Band(None, None, {"": value.other}, value.marks.place) if value.other else None
    found = [(w, value.map.get(w, spare)) for w in words]
    return [(w, band) for w, band in found if band is not None]


def _row(value: Value, entries: list[tuple[str, Band]], day: dt.date) -> Iterator[tuple[Place, str]]:
    columns = sorted({c for _, band in entries for c in band.points if c})
    for column in columns or [""]:
        for (name, before), (other, after) in pairwise(entries):
            a, b = (on_day(x.points.get(column, x.points.get("")), day) for x in (before, after))
            if (b - a) * _sign(value) < 0:
                yield after.place, f"{name} gives {a}, {other} gives {b}" + (f" ({column})" if column else "")


def _grid(value: Value, day: dt.date) -> Iterator[tuple[Place, str]]:
    rows = [[on_day(cell, day) for cell in row] for row in value.grid]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            for other, (dr, dc) in (
                (row[c + 1] if c + 1 < len(row) else None, (0, 1)),
                (rows[r + 1][c] if r + 1 < len(rows) else None, (1, 0)),
            ):
                if other is not None and (other - cell) * _sign(value) < 0:
                    yield (
                        value.grid[r + dr][c + dc].place,
                        f"row {r + 1}, column {c + 1}: {cell}; row {r + dr + 1}, column {c + dc + 1}: {other}",
                    )
