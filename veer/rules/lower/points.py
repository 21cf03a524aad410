"""From points, caps, tables and scales to nodes."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ..ir import BOOL, Graph, Node, Ty
from ..model import Axis, Band, Dated, Expr, Limit, Marks, Points, Scale, ScaleRow, Value
from ..problems import Place, Problems
from ..source import nearest
from ..time.days import to_day
from .expressions import Context, Expressions, Refused

Bound = int | Decimal | str | dt.date | None


class PointsLowering:
    """Lowers the points of one route; `by_name` finds parts by `section` or `section.item`."""

    def __init__(self, expressions: Expressions, problems: Problems) -> None:
        self.expressions, self.problems = expressions, problems
        self.graph: Graph = expressions.graph
        self.law = self.graph.slot(self.graph.layout.by_path["law_date"])
        self.by_name: dict[str, tuple[Value, Node | None]] = {}
        self.facts: dict[str, tuple[str, ...]] = {}
        self.open: set[str] = set()
        self.points: Points | None = None
        self.ok: dict[str, Node] = {}

    # --- names -----------------------------------------------------------------------------------------------------

    def declare(self, points: Points) -> None:
        self.points = points
        for value in points.sections:
            self.declare_value(value.id, value, value.id)
        for value in points.subtotals:
            self.declare_value(value.id, value, value.id)

    def declare_value(self, name: str, value: Value, section: str) -> None:
        if name in self.by_name:
            self.problems.error("E330", f'"{name}" stands twice in points', value.marks.place)
        self.by_name[name] = (value, None)
        for part in value.parts:
            self.declare_value(f"{section}.{part.id}", part, section)

    def named(self, name: str, ctx: Context, at: ast.AST) -> Node | None:
        """`points.total`, `points.pass`, `points.A`, `points.A.age`."""
        if not name.startswith("points."):
            return None
        rest = name.removeprefix("points.")
        if self.points is None:
            raise self.expressions.fail("E331", "the route has no points", ctx, at)
        if rest == "total":
            return self.total()
        if rest == "pass":
            if self.points.mark is None:
                raise self.expressions.fail("E331", "the points have no pass mark", ctx, at, "add `pass:`")
            return self.dated(self.points.mark)
        if rest not in self.by_name:
            raise self.expressions.fail("E102", f'unknown name "{name}"', ctx, at, nearest(rest, self.by_name))
        return self.part(rest)

    def part(self, name: str) -> Node:
        value, node = self.by_name[name]
        if node is not None:
            return node
        if name in self.open:
            self.problems.error("E320", f'"points.{name}" is computed from itself', value.marks.place)
            raise Refused
        self.open.add(name)
        try:
            with self.expressions.recording() as used:
                node = self.value(value, name.partition(".")[0])
        except Refused:
            node = self.graph.const(0)
        finally:
            self.open.discard(name)
        self.facts[name] = tuple(used.facts)
        self.by_name[name] = (value, node)
        return node

    def total(self) -> Node:
        assert self.points
        node = self.graph.add([self.part(v.id) for v in self.points.sections])
        return self.limited(node, self.points.cap, None)

    # --- one value -------------------------------------------------------------------------------------------------

    def value(self, value: Value, section: str) -> Node:
        with self.expressions.recording() as used:
            node = self.graph.or_zero(self.rule(value, section))
            when = self.expressions.truth(value.when) if value.when is not None else None
        node = self.limited(node, value.cap, value.floor)
        if when is not None:  # after cap and floor: what does not count is 0
            node = self.graph.choose(when, node, self.graph.const(0))
        if value.marks.needs == "verified":
            node = self.graph.choose(self.verified(used.facts), node, self.graph.const(0))
        return self.in_force(node, value.marks)

    def in_force(self, node: Node, marks: Marks, outside: int = 0) -> Node:
        inside = self.within(marks.since, marks.until)
        return node if inside is None else self.graph.choose(inside, node, self.graph.const(outside, node.ty))

    def within(self, since: dt.date | None, until: dt.date | None) -> Node | None:
        """True between two days of law, both included; None when neither is set."""
        if since is None and until is None:
            return None
        cuts = [to_day(d) for d in (since, until + dt.timedelta(1) if until else None) if d]
        values = {(True, True): (0, 1, 0), (True, False): (0, 1), (False, True): (1, 0)}[
            since is not None, until is not None
        ]
        return self.graph.table([(self.graph.segment(self.law, tuple(cuts)), len(cuts) + 1)], values, BOOL)

    def verified(self, facts: Iterable[str]) -> Node:
        by_path = self.graph.layout.by_path
        return self.graph.and_([self.graph.slot(by_path[f"{f}!"]) for f in facts if f"{f}!" in by_path])

    def rule(self, value: Value, section: str) -> Node:
        graph = self.graph
        match value.kind:
            case "number":
                return self.dated(value.number)
            case "expression":
                return self.expressions.number(value.expr) if value.expr else graph.const(0)
            case "bands":
                return graph.add([graph.or_zero(self.bands(of, value)) for of in value.of])
            case "map":
                return graph.add([graph.or_zero(self.map(of, value)) for of in value.of])
            case "grid":
                return self.grid(value)
            case "rate":
                count = graph.add([graph.or_zero(self.expressions.number(of)) for of in value.of])
                units = graph.largest([graph.whole(count, value.per), graph.const(0)])
                return graph.mul(units, self.dated(value.number))
            case "fixed":
                return self.dated(value.number)
            case "first":
                return self.first(value)
        parts = [self.part(f"{section}.{p.id}") for p in value.parts] + [self.referred(n, value) for n in value.names]
        if not parts:
            return graph.const(0)
        return graph.add(parts) if value.kind == "sum" else graph.largest(parts)

    def referred(self, name: str, value: Value) -> Node:
        if name not in self.by_name:
            self.problems.error("E102", f'unknown part "{name}"', value.marks.place, nearest(name, self.by_name))
            raise Refused
        return self.part(name)

    def first(self, value: Value) -> Node:
        node = self.graph.const(0)
        for case in reversed(value.first):
            if case.when is None:
                continue
            when = self.expressions.truth(case.when)
            inside = self.within(case.marks.since, case.marks.until)
            node = self.graph.choose(
                when if inside is None else self.graph.and_([inside, when]), self.dated(case.number), node
            )
        return node

    def limited(self, node: Node, cap: Limit | None, floor: Limit | None) -> Node:
        if floor is not None:
            node = self.graph.largest([node, self.limit(floor)])
        if cap is not None:
            limit = self.limit(cap)
            if node.high > limit.low:
                node = self.graph.smallest([node, limit])
        return node

    def limit(self, limit: Limit) -> Node:
        if limit.when is not None and limit.then and limit.other:
            return self.graph.choose(
                self.expressions.truth(limit.when), self.limit(limit.then), self.limit(limit.other)
            )
        if isinstance(limit.value, Dated):
            return self.dated(limit.value)
        if isinstance(limit.value, Expr):
            return self.expressions.number(limit.value)
        return self.graph.const(0)

    def dated(self, dated: Dated | None) -> Node:
        return self.table([], [[dated]] if dated else [[None]])

    # --- tables ----------------------------------------------------------------------------------------------------

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

    # --- scales ----------------------------------------------------------------------------------------------------

    def scale_call(self, scale: Scale, tree: ast.Call, ctx: Context) -> Node:
        """`clb(test, test_date, 'listening', listening)`: the level of a raw score."""
        expressions = self.expressions
        if len(tree.args) != len(scale.of) + 1 or tree.keywords:
            raise expressions.fail("E313", f"{scale.id} takes {', '.join((*scale.of, 'the raw score'))}", ctx, tree)
        symbol = date = None
        part = ""
        for kind, arg in zip(scale.of, tree.args, strict=False):
            if kind == "part":
                if not isinstance(arg, ast.Constant) or not isinstance(arg.value, str):
                    raise expressions.fail("E313", "the part is a fixed word", ctx, arg)
                part = arg.value
            elif kind == "date":
                date = expressions.visit(arg, replace(ctx, want=None))
            else:
                symbol = expressions.visit(arg, replace(ctx, want=None))
        raw = expressions.visit(tree.args[-1], replace(ctx, want=None))
        rows = [r for r in scale.rows if r.part == part or part == ""]
        if not rows:
            raise expressions.fail(
                "E303", f'scale {scale.id} has no part "{part}"', ctx, tree, nearest(part, {r.part for r in scale.rows})
            )
        return self.scaled(scale, rows, symbol, date, raw, ctx, tree)

    def scaled(
        self,
        scale: Scale,
        rows: list[ScaleRow],
        symbol: Node | None,
        date: Node | None,
        raw: Node,
        ctx: Context,
        tree: ast.AST,
    ) -> Node:
        words = symbol.ty.symbols.words if symbol is not None and symbol.ty.symbols else [""]
        for row in rows:
            if symbol is not None and row.symbol not in words:
                self.problems.error(
                    "E303", f'"{row.symbol}" is not among its values', row.place, nearest(row.symbol, words)
                )
        minima = {row: self.minima(row, raw) for row in rows}
        raw_cuts = tuple(sorted({m for found in minima.values() for m in found if m is not None}))
        edges = {to_day(r.since) for r in rows if r.since} | {to_day(r.until) + 1 for r in rows if r.until}
        day_cuts = tuple(sorted(edges)) if date is not None else ()
        values = []
        for word in words:
            for epoch in (None, *day_cuts):
                fitting = (
                    r for r in rows if (symbol is None or r.symbol == word) and (date is None or _covers(r, epoch))
                )
                lowest = next((minima[r] for r in fitting), None)
                values += [_level(scale, lowest, start) for start in (None, *raw_cuts)]
        axes = [(self.graph.segment(raw, raw_cuts), len(raw_cuts) + 1)]
        if date is not None:
            axes.insert(0, (self.graph.segment(date, day_cuts), len(day_cuts) + 1))
        if symbol is not None:
            axes.insert(0, (symbol, len(words)))
        return self.graph.table(axes, tuple(values), Ty("int"))

    def minima(self, row: ScaleRow, raw: Node) -> tuple[int | None, ...]:
        found = tuple(None if m is None else self.bound(m, raw, row.place) for m in row.minima)
        known = [m for m in found if m is not None]
        if known != sorted(known):
            self.problems.error("E338", "the lowest scores must rise with the levels", row.place)
        return found


def _at(cell: Dated | None, day: int | None) -> int:
    """What a dated number is on a day of law (None: before every date)."""
    if cell is None:
        return 0
    found = 0
    for since, value in cell.steps:
        if since is None or (day is not None and to_day(since) <= day):
            found = value
    return found


def _covers(row: ScaleRow, day: int | None) -> bool:
    """Does the row hold from that day on (None: before every edge)?"""
    if day is None:
        return row.since is None
    return (row.since is None or to_day(row.since) <= day) and (row.until is None or day <= to_day(row.until))


def _level(scale: Scale, minima: tuple[int | None, ...] | None, start: int | None) -> int:
    """The level of scores from `start` on (None: below every lowest score)."""
    if minima is None or start is None:
        return scale.below
    reached = [level for level, low in zip(scale.levels, minima, strict=True) if low is not None and low <= start]
    return reached[-1] if reached else scale.below
