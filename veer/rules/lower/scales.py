"""Scales: from a raw result to a level, by test, date and part."""

from __future__ import annotations

import ast
from dataclasses import replace

from ..ir import Node, Ty
from ..model import Scale, ScaleRow
from ..problems import Problems
from ..source import nearest
from ..time.days import to_day
from .context import Context
from .expressions import Expressions
from .tables import Tables


class Scales:
    """Lowers calls of scales, such as `clb(test, test_date, 'listening', listening)`."""

    def __init__(self, expressions: Expressions, tables: Tables, problems: Problems) -> None:
        self.expressions, self.tables, self.problems = expressions, tables, problems
        self.graph = expressions.graph

    def lower(self, scale: Scale, tree: ast.Call, ctx: Context) -> Node:
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
        found = tuple(None if m is None else self.tables.bound(m, raw, row.place) for m in row.minima)
        known = [m for m in found if m is not None]
        if known != sorted(known):
            self.problems.error("E338", "the lowest scores must rise with the levels", row.place)
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
