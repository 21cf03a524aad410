"""From points, caps and floors to nodes."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterable

from ..ir import BOOL, Node
from ..model import Dated, Expr, Limit, Marks, Points, Value
from ..problems import Problems
from ..source import nearest
from ..time.days import to_day
from .context import Context, Refused
from .expressions import Expressions
from .tables import Tables


class PointsLowering:
    """Lowers the points of one route; `by_name` finds parts by `section` or `section.item`."""

    def __init__(self, expressions: Expressions, problems: Problems) -> None:
        self.expressions, self.problems = expressions, problems
        self.graph, self.tables = expressions.graph, Tables(expressions, problems)
        self.by_name: dict[str, tuple[Value, Node | None]] = {}
        self.facts: dict[str, tuple[str, ...]] = {}
        self.open: set[str] = set()
        self.points: Points | None = None

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
            return self.tables.dated(self.points.mark)
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
        return self.graph.table([(self.graph.segment(self.tables.law, tuple(cuts)), len(cuts) + 1)], values, BOOL)

    def verified(self, facts: Iterable[str]) -> Node:
        by_path = self.graph.layout.by_path
        return self.graph.and_([self.graph.slot(by_path[f"{f}!"]) for f in facts if f"{f}!" in by_path])

    def rule(self, value: Value, section: str) -> Node:
        graph = self.graph
        match value.kind:
            case "number":
                return self.tables.dated(value.number)
            case "expression":
                return self.expressions.number(value.expr) if value.expr else graph.const(0)
            case "bands":
                return graph.add([graph.or_zero(self.tables.bands(of, value)) for of in value.of])
            case "map":
                return graph.add([graph.or_zero(self.tables.map(of, value)) for of in value.of])
            case "grid":
                return self.tables.grid(value)
            case "rate":
                count = graph.add([graph.or_zero(self.expressions.number(of)) for of in value.of])
                units = graph.largest([graph.whole(count, value.per), graph.const(0)])
                return graph.mul(units, self.tables.dated(value.number))
            case "fixed":
                return self.tables.dated(value.number)
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
                when if inside is None else self.graph.and_([inside, when]), self.tables.dated(case.number), node
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
            return self.tables.dated(limit.value)
        if isinstance(limit.value, Expr):
            return self.expressions.number(limit.value)
        return self.graph.const(0)
