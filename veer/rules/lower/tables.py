"""Bands, maps and grids: values of a fact cut into places of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..ir import Node
from ..model import Axis, Band, Dated, Expr, Value
from ..problems import Place, Problems
from ..source import nearest
from ..time.days import to_day
from .context import Refused
from .expressions import Expressions

Bound = int | Decimal | str | dt.date | None


class Tables:
    """Lowers the tables of one route. A table whose numbers are dated has the day of law as one more axis."""

    def __init__(self, expressions: Expressions, problems: Problems) -> None:
        self.expressions, self.problems, self.graph = expressions, problems, expressions.graph
        self.law = self.graph.slot(self.graph.layout.by_path["law_date"])

    def dated(self, dated: Dated | None) -> Node:
        return self.table([], [[dated]] if dated else [[None]])

    def table(self, axes: Sequence[tuple[Node, int]], cells: Sequence[Sequence[Dated | None]]) -> Node:
        """Cells row by row (flattened over the axes), each perhaps dated: the day of law is one more axis, in front."""
        flat = [cell for row in cells for cell in row]
        cuts = tuple(sorted({to_day(day) for cell in flat if cell for day, _ in cell.steps if day}))
        epochs = [None, *cuts]
        values = tuple(_at(cell, epoch) for epoch in epochs for cell in flat)
        if not cuts:
            return self.graph.table(axes, values)
        return self.graph.table([(self.graph.segment(self.law, cuts), len(epochs)), *axes], values)

    def by_axis(self, value: Value, columns: Iterable[dict[str, Dated]]) -> tuple[Node | None, list[str]]:
        """The node that picks the column, and the columns' names in its order."""
        if value.by is None:
            return None, [""]
        node = self.graph_truthful(value.by)
        if node.ty.kind == "bool":
            names = ["false", "true"]
        elif node.ty.symbols:
            names = list(node.ty.symbols.words)
        else:
            self.problems.error("E332", "`by` is true or false, or an enum", value.by.place)
            raise Refused
        for points in columns:
            for name in points:
                if name and name not in names:
                    self.problems.error(
                        "E303", f'"{name}" is not among the columns', value.marks.place, ", ".join(names)
                    )
            if "" not in points and set(points) != set(names):
                self.problems.error(
                    "E333", f"a column lacks points: {', '.join(sorted(set(names) - set(points)))}", value.marks.place
                )
        return node, names

    def graph_truthful(self, expr: Expr) -> Node:
        node = self.expressions.lower(expr, None)
        return self.graph.guarded(node) if node.ty.kind == "bool" else node

    def with_columns(self, value: Value, rows: Sequence[dict[str, Dated]], row: Node, size: int) -> Node:
        by, names = self.by_axis(value, rows)
        if by is None and any("" not in points for points in rows):
            self.problems.error("E334", "points by column, but no `by`", value.marks.place)
            raise Refused
        cells = [[points.get(name, points.get("")) for points in rows] for name in names]
        axes = [(row, size)] if by is None else [(by, len(names)), (row, size)]
        return self.table(axes, cells)

    def bands(self, of: Expr, value: Value) -> Node:
        node = self.expressions.lower(of)
        if node.ty.kind == "bool":
            self.problems.error("E301", "bands run over numbers, dates or levels", of.place)
            raise Refused
        spans = [(self.bound(b.low, node, b.place), self.bound(b.high, node, b.place), b) for b in value.bands]
        self.covers(spans, node, value)
        cuts: list[int] = []
        rows: list[dict[str, Dated]] = []
        nothing = {"": Dated(((None, 0),), value.marks.place)}
        for low, high, band in spans:
            start, end = (node.low if low is None else low), high
            if not cuts and not rows and low is not None and low > node.low:
                rows.append(nothing)  # below the first band (reported by `covers`)
            if rows:
                cuts.append(start)
            rows.append(band.points)
            if end is not None and band is value.bands[-1] and end < node.high:
                cuts.append(end + 1)
                rows.append(nothing)
        return self.with_columns(value, rows, self.graph.segment(node, tuple(cuts)), len(rows))

    def covers(self, spans: Sequence[tuple[int | None, int | None, Band]], node: Node, value: Value) -> None:
        """Every value of the domain lies in exactly one band."""
        expected: int | None = node.low
        for low, high, band in spans:
            start = node.low if low is None else low
            if expected is None or start < expected:
                self.problems.error(
                    "E202",
                    f"overlap in {value.id}: a band starts at {self.show(start, node)}, the one before goes on",
                    band.place,
                )
            elif start > expected:
                gap = self.show(expected, node) + (f" to {self.show(start - 1, node)}" if start - 1 > expected else "")
                self.problems.error(
                    "E201", f"gap in {value.id}: no band for {gap}", band.place, "add a band or start this one earlier"
                )
            if low is not None and high is not None and high < low:
                self.problems.error("E203", "the band ends before it starts", band.place)
            expected = None if high is None else high + 1
        if expected is not None and expected <= node.high:
            self.problems.error(
                "E201",
                f"gap in {value.id}: no band from {self.show(expected, node)}",
                value.marks.place,
                f"add a band from {self.show(expected, node)}, or close the domain",
            )

    def show(self, number: int, node: Node) -> str:
        if node.ty.symbols:
            words = node.ty.symbols.words
            return words[number] if 0 <= number < len(words) else str(number)
        return str(number * node.ty.step) if node.ty.step else str(number)

    def bound(self, value: Bound, node: Node, place: Place) -> int | None:
        if value is None:
            return None
        if node.ty.symbols:
            number = node.ty.symbols.place.get(str(value))
            if number is None:
                self.problems.error(
                    "E303", f'"{value}" is not among its values', place, nearest(str(value), node.ty.symbols.words)
                )
                raise Refused
            return number
        if node.ty.kind == "date" and isinstance(value, dt.date):
            return to_day(value)
        if isinstance(value, (int, Decimal)) and node.ty.kind == "int":
            scaled = Decimal(value) / (node.ty.step or 1)
            if scaled == scaled.to_integral_value():
                return int(scaled)
        self.problems.error("E306", f"{value} beside {node.ty.say()}", place)
        raise Refused

    def map(self, of: Expr, value: Value) -> Node:
        node = self.expressions.lower(of)
        symbols = node.ty.symbols
        words = (
            list(symbols.words) if symbols and not symbols.open else ["false", "true"] if node.ty.kind == "bool" else []
        )
        if not words:
            self.problems.error("E335", "map runs over an enum, a level or true and false", of.place)
            raise Refused
        for word, band in value.map.items():
            if word not in words:
                self.problems.error("E303", f'"{word}" is not among its values', band.place, nearest(word, words))
        missing = [w for w in words if w not in value.map]
        if missing and value.other is None:
            self.problems.error(
                "E204",
                f"{value.id} says nothing for {', '.join(missing[:5])}",
                value.marks.place,
                "add them or `else:`",
            )
        other = {"": value.other or Dated(((None, 0),), value.marks.place)}
        rows = [value.map[w].points if w in value.map else other for w in words]
        if node.ty.kind == "bool":
            node = self.graph.guarded(node)
        return self.with_columns(value, rows, node, len(words))

    def grid(self, value: Value) -> Node:
        if value.rows is None or value.columns is None:
            self.problems.error("E066", f"{value.id} needs rows and columns", value.marks.place)
            raise Refused
        rows, columns = self.axis(value.rows), self.axis(value.columns)
        if len(value.grid) != rows[1] or any(len(r) != columns[1] for r in value.grid):
            self.problems.error("E336", f"the grid must have {rows[1]} rows of {columns[1]}", value.marks.place)
            raise Refused
        return self.table([rows, columns], value.grid)

    def axis(self, axis: Axis) -> tuple[Node, int]:
        node = self.graph_truthful(axis.of)
        steps = [
            self.bound(s, node, axis.place) if node.ty.kind != "bool" else int(str(s) in ("True", "true", "1"))
            for s in axis.steps
        ]
        numbers = [s for s in steps if s is not None]
        if sorted(set(numbers)) != numbers or not numbers:
            self.problems.error("E337", "steps must rise", axis.place)
            raise Refused
        if numbers[0] > node.low:
            self.problems.error(
                "E201",
                f"no step for values below {self.show(numbers[0], node)}",
                axis.place,
                f"start at {self.show(node.low, node)}",
            )
        return self.graph.segment(node, tuple(numbers[1:])), len(numbers)


def _at(cell: Dated | None, day: int | None) -> int:
    """What a dated number is on a day of law (None: before every date)."""
    if cell is None:
        return 0
    found = 0
    for since, value in cell.steps:
        if since is None or (day is not None and to_day(since) <= day):
            found = value
    return found
