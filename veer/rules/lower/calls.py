"""Functions of the language: time, extremes, and what is made of the items of a list."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from ..expressions import dotted
from ..ir import BOOL, DATE, INT, ListLayout, Node
from ..source import nearest
from ..time.days import to_day
from ..time.working import working_days_until
from .context import Context, is_literal

if TYPE_CHECKING:
    from .expressions import Expressions

AGGREGATES = ("sum", "count", "any", "all", "max", "min", "best")
FUNCTIONS = (
    *AGGREGATES,
    "years_between",
    "months_between",
    "days_between",
    "working_days_between",
    "add_years",
    "add_months",
    "add_days",
    "count_true",
    "date",
    "given",
)


class Calls:
    """Lowers calls; `expressions` lowers their arguments."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.pack, self.graph = expressions.pack, expressions.graph

    def lower(self, tree: ast.Call, ctx: Context) -> Node:
        name = dotted(tree.func) or ""
        if name in self.expressions.scales and self.expressions.scale_call:
            return self.expressions.scale_call(self.expressions.scales[name], tree, ctx)
        if name not in FUNCTIONS:
            raise self.expressions.fail(
                "E312", f'unknown function "{name}"', ctx, tree, nearest(name, (*FUNCTIONS, *self.expressions.scales))
            )
        if name in AGGREGATES and (layout := self.list_of(tree, ctx)) is not None:
            return self.aggregate(name, layout, tree, ctx)
        if name in ("min", "max", "best"):
            return self.extreme(name, tree, ctx)
        if name == "count_true":
            return self.graph.add([self.expressions.truth_of(a, ctx) for a in tree.args])
        if name == "date":
            return self.a_date(tree, ctx)
        if name == "given":
            return self.given(tree, ctx)
        if name.endswith("_between") or name.startswith("add_"):
            return self.time(name, tree, ctx)
        raise self.expressions.fail("E313", f"{name} is written {name}(<list>..., where=...)", ctx, tree)

    def extreme(self, name: str, tree: ast.Call, ctx: Context) -> Node:
        if len(tree.args) < 2 or tree.keywords:
            raise self.expressions.fail("E313", f"{name} needs two values or a list", ctx, tree)
        parts = []
        want = None
        for arg in sorted(tree.args, key=is_literal):
            parts.append(self.expressions.visit(arg, replace(ctx, want=want)))
            want = want or parts[-1].ty
        for part in parts[1:]:
            self.expressions.same(parts[0], part, ctx, tree)
        return self.graph.smallest(parts) if name == "min" else self.graph.largest(parts)

    def a_date(self, tree: ast.Call, ctx: Context) -> Node:
        numbers = [a.value for a in tree.args if isinstance(a, ast.Constant) and isinstance(a.value, int)]
        try:
            year, month, day = numbers if len(numbers) == len(tree.args) else []
            return self.graph.const(to_day(dt.date(year, month, day)), DATE)
        except ValueError:
            raise self.expressions.fail("E314", "a date is written date(2020, 1, 31)", ctx, tree) from None

    def given(self, tree: ast.Call, ctx: Context) -> Node:
        name = dotted(tree.args[0]) if len(tree.args) == 1 else None
        fact = self.expressions.facts.get(name or "")
        if name is None or fact is None or not (fact.optional or fact.type.kind in ("text", "record")):
            raise self.expressions.fail("E315", "given() takes one optional fact", ctx, tree)
        self.expressions.use(name)
        by_path = self.graph.layout.by_path
        there = self.graph.slot(by_path.get(f"{name}?", by_path.get(name, 0)))
        self.expressions.names.guard(fact, there)
        return self.graph.guarded(there)

    def time(self, name: str, tree: ast.Call, ctx: Context) -> Node:
        if len(tree.args) != 2:
            raise self.expressions.fail("E313", f"{name} takes two values", ctx, tree)
        a = self.expressions.visit(tree.args[0], replace(ctx, want=DATE))
        if a.ty.kind != "date":
            raise self.expressions.fail("E316", f"a date is needed, this is {a.ty.say()}", ctx, tree.args[0])
        if name.startswith("add_"):
            return self.add_time(name, a, tree.args[1], ctx)
        b = self.expressions.visit(tree.args[1], replace(ctx, want=DATE))
        if b.ty.kind != "date":
            raise self.expressions.fail("E316", f"a date is needed, this is {b.ty.say()}", ctx, tree.args[1])
        if name == "working_days_between":
            calendar = self.calendar(ctx, tree)
            a, b = self.graph.working(a, calendar), self.graph.working(b, calendar)
        if name in ("days_between", "working_days_between"):
            return self.graph.add([b, self.graph.mul(a, self.graph.const(-1))], INT)
        return self.graph.span("years" if name == "years_between" else "months", a, b)

    def calendar(self, ctx: Context, tree: ast.AST) -> str:
        """The calendar by which expressions of the pack count working days."""
        calendar = self.pack.calendars.get(self.pack.calendar or "")
        if calendar is None:
            hint = "name one in pack.yaml, calendar: ..." if self.pack.calendars else "add a file in calendars/"
            raise self.expressions.fail("E321", "no calendar says which days are working days", ctx, tree, hint)
        self.graph.layout.calendars.setdefault(calendar.id, working_days_until(calendar))
        return calendar.id

    def add_time(self, name: str, date: Node, count: ast.expr, ctx: Context) -> Node:
        amount = self.expressions.visit(count, replace(ctx, want=None))
        if name == "add_days":
            return self.graph.add([date, amount], DATE)
        if amount.const is None:
            raise self.expressions.fail("E317", f"{name} takes a fixed number", ctx, count)
        return self.graph.later(date, amount.const * (12 if name == "add_years" else 1))

    # --- lists -----------------------------------------------------------------------------------------------------

    def list_of(self, tree: ast.Call, ctx: Context) -> ListLayout | None:
        """The list that an aggregate runs over: the one that its first argument names."""
        if not tree.args or len(tree.args) > 1:
            return None
        for node in ast.walk(tree.args[0]):
            name = dotted(node) or ""
            for list_name, layout in self.graph.layout.lists.items():
                entry = name[len(list_name) + 1 :].partition(".")[0] if name.startswith(list_name + ".") else None
                if name == list_name or (entry is not None and not (layout.keys and entry in layout.keys.place)):
                    return layout
        return None

    def aggregate(self, name: str, layout: ListLayout, tree: ast.Call, ctx: Context) -> Node:
        lowering, graph = self.expressions, self.graph
        lowering.use(layout.name)
        inner = replace(ctx, loop=layout, want=None)
        options = {k.arg: k.value for k in tree.keywords}
        if set(options) - {"where", "none"}:
            raise lowering.fail("E313", "only where= and none= may be named", ctx, tree)
        where = lowering.truth_of(options["where"], inner) if "where" in options else graph.const(1, BOOL)
        what = None if dotted(tree.args[0]) == layout.name else lowering.visit(tree.args[0], inner)
        try:
            if name in ("count", "any", "all"):
                return self.held(name, layout, where, what and lowering.as_truth(what, ctx, tree))
            if what is None:
                raise lowering.fail("E313", f"{name} of what? write {layout.name}.<field>", ctx, tree)
            what = graph.or_zero(what)
            if name == "sum":
                return graph.fold(layout, "sum", where, what, None, what.ty)
            empty = self.empty(name, options.get("none"), what, ctx, tree)
            return graph.fold(layout, "min" if name == "min" else "max", where, what, empty, what.ty)
        except ValueError as error:
            raise lowering.fail("E318", str(error), ctx, tree, "use one list in an expression") from None

    def held(self, name: str, layout: ListLayout, where: Node, what: Node | None) -> Node:
        """How many items, any item, every item. `what`: what an item must be; None where only `where` is written."""
        graph, one = self.graph, self.graph.const(1, BOOL)
        if name == "all":
            # all(<list>, where=x): every item is so; all(<list>.<x>, where=y): every item that counts is so
            failed = graph.not_(where) if what is None else graph.and_([where, graph.not_(what)])
            return graph.not_(graph.fold(layout, "any", failed, one, None, BOOL))
        both = where if what is None else graph.and_([where, what])
        if name == "any":
            return graph.fold(layout, "any", both, one, None, BOOL)
        return graph.fold(layout, "sum", both, graph.const(1), None, INT)

    def empty(self, name: str, none: ast.expr | None, what: Node, ctx: Context, tree: ast.Call) -> int:
        """The value when no item counts."""
        if none is None:
            raise self.expressions.fail(
                "E319", f"{name} over a list says what it gives when no item counts", ctx, tree, "add none=0"
            )
        empty = self.expressions.visit(none, replace(ctx, want=what.ty))
        if empty.const is None:
            raise self.expressions.fail("E319", "none= is a fixed value", ctx, tree)
        return empty.const
