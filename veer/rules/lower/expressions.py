"""From expressions to nodes: types and units agree, a comparison says what it compares."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from ..graph import Graph
from ..ir import BIG, BOOL, INT, Node, Symbols, Ty
from ..load import Pack
from ..model import Expr, Fact, Scale
from ..problems import Problems
from ..source import nearest
from .calls import Calls
from .context import Context, Refused, Used, is_literal
from .names import Names


class Expressions:
    """Lowers expressions of one route.

    `facts`: what names may stand for, those of the pack and the events of the route; `events`: all events that it
    could name. `named` resolves names of the route (let, points) and may raise Refused, `known` lists them for hints;
    `scale_call` lowers the call of one of `scales`.
    """

    def __init__(self, pack: Pack, graph: Graph, types: dict[str, Ty], problems: Problems) -> None:
        self.pack, self.graph, self.types, self.problems = pack, graph, types, problems
        self.facts: dict[str, Fact] = pack.facts
        self.events: list[str] = []
        self.named: Callable[[str, Context, ast.AST], Node | None] = lambda name, ctx, at: None
        self.known: Callable[[], list[str]] = list
        self.scales: dict[str, Scale] = {}
        self.scale_call: Callable[[Scale, ast.Call, Context], Node] | None = None
        self.used: list[Used] = []
        self.names, self.calls = Names(self), Calls(self)

    # --- entry points ----------------------------------------------------------------------------------------------

    def lower(self, expr: Expr, want: Ty | None = None) -> Node:
        return self.visit(expr.tree, Context(expr, want=want))

    def truth(self, expr: Expr) -> Node:
        return self.as_truth(self.lower(expr, BOOL), Context(expr), expr.tree)

    def number(self, expr: Expr) -> Node:
        node = self.lower(expr)
        if node.ty.kind not in ("int", "bool"):
            raise self.fail("E301", f"a number is needed, this is {node.ty.say()}", Context(expr), expr.tree)
        return node

    @contextmanager
    def recording(self) -> Iterator[Used]:
        """Collect the facts that are named meanwhile, also those behind names."""
        self.used.append(Used())
        try:
            yield self.used[-1]
        finally:
            done = self.used.pop()
            if self.used:
                self.used[-1].facts.update(done.facts)

    def use(self, fact: str) -> None:
        if self.used:
            self.used[-1].facts[fact] = None

    def fail(self, code: str, message: str, ctx: Context, at: ast.AST, hint: str = "") -> Refused:
        self.problems.error(code, message, ctx.expr.at(at), hint)
        return Refused()

    # --- the walk --------------------------------------------------------------------------------------------------

    def visit(self, tree: ast.AST, ctx: Context) -> Node:
        if isinstance(tree, ast.BoolOp):
            parts = [self.truth_of(v, ctx) for v in tree.values]
            return self.graph.and_(parts) if isinstance(tree.op, ast.And) else self.graph.or_(parts)
        if isinstance(tree, ast.UnaryOp):
            return self.unary(tree, ctx)
        if isinstance(tree, ast.BinOp):
            return self.binary(tree, ctx)
        if isinstance(tree, ast.Compare):
            return self.compare(tree, ctx)
        if isinstance(tree, ast.IfExp):
            return self.choice(tree, ctx)
        if isinstance(tree, ast.Call):
            return self.calls.lower(tree, ctx)
        if isinstance(tree, ast.Constant):
            return self.literal(tree, ctx)
        if isinstance(tree, (ast.Name, ast.Attribute)):
            return self.names.lower(tree, ctx)
        raise self.fail("E103", "a set stands only after `in`", ctx, tree)

    def as_truth(self, node: Node, ctx: Context, at: ast.AST) -> Node:
        if node.ty.kind != "bool":
            raise self.fail(
                "E302", f"true or false is needed, this is {node.ty.say()}", ctx, at, "compare it with something"
            )
        return self.graph.guarded(node)

    def truth_of(self, tree: ast.expr, ctx: Context) -> Node:
        """A part of an expression that must be true or false."""
        return self.as_truth(self.visit(tree, replace(ctx, want=BOOL)), ctx, tree)

    def unary(self, tree: ast.UnaryOp, ctx: Context) -> Node:
        if isinstance(tree.op, ast.Not):
            return self.graph.not_(self.truth_of(tree.operand, ctx))
        inner = self.visit(tree.operand, ctx)
        return self.graph.mul(inner, self.graph.const(-1), inner.ty)

    def literal(self, tree: ast.Constant, ctx: Context) -> Node:
        value, want = tree.value, ctx.want
        if isinstance(value, str):
            symbols = want.symbols if want and want.symbols else Symbols([value])
            number = symbols.number(value)
            if number is None:
                raise self.fail(
                    "E303",
                    f"'{value}' is not among its values",
                    ctx,
                    tree,
                    nearest(value, symbols.words) or ", ".join(symbols.words),
                )
            return self.graph.const(number, want if want and want.symbols else Ty("sym", symbols=symbols))
        assert isinstance(value, (int, float))  # the parser lets no other constant through
        if want and want.kind in ("sym", "date"):
            raise self.fail("E304", f"{value} compared with {want.say()}", ctx, tree)
        number_ = Decimal(repr(value)) / (want.step if want and want.step else 1)
        if number_ != number_.to_integral_value():
            step = f"a multiple of {want.step}" if want and want.step else "a whole number"
            raise self.fail("E305", f"{value} is not {step}", ctx, tree)
        return self.graph.const(int(number_), want if want and want.kind == "int" else INT)

    def pair(self, left: ast.expr, right: ast.expr, ctx: Context) -> tuple[Node, Node]:
        """Two sides of one operation; a literal takes the type of the other side."""
        free = replace(ctx, want=None)
        if is_literal(left) and not is_literal(right):
            b = self.visit(right, free)
            return self.visit(left, replace(ctx, want=b.ty)), b
        a = self.visit(left, free)
        return a, self.visit(right, replace(ctx, want=a.ty))

    def same(self, a: Node, b: Node, ctx: Context, at: ast.AST) -> None:
        kinds = {a.ty.kind, b.ty.kind}
        if kinds - {"int", "bool"} and len(kinds) > 1:
            raise self.fail("E306", f"{a.ty.say()} beside {b.ty.say()}", ctx, at)
        if a.ty.unit and b.ty.unit and a.ty.unit != b.ty.unit:
            raise self.fail(
                "E310", f"{a.ty.unit} beside {b.ty.unit}", ctx, at, "convert one of them by a rule that says how"
            )
        if (a.ty.step or 1) != (b.ty.step or 1) and a.const is None and b.const is None:
            raise self.fail("E311", "numbers with different steps", ctx, at)

    def binary(self, tree: ast.BinOp, ctx: Context) -> Node:
        if isinstance(tree.op, (ast.FloorDiv, ast.Mod)):
            return self.division(tree, ctx)
        if isinstance(tree.op, ast.Mult):
            return self.product(tree, ctx)
        a, b = self.pair(tree.left, tree.right, ctx)
        if a.ty.kind == "date" and b.ty.kind == "date" and isinstance(tree.op, ast.Sub):
            return self.graph.add([a, self.graph.mul(b, self.graph.const(-1))], INT)
        self.same(a, b, ctx, tree)
        ty = a.ty if a.ty.unit or a.ty.step else b.ty if b.ty.unit or b.ty.step else INT
        if isinstance(tree.op, ast.Sub):
            b = self.graph.mul(b, self.graph.const(-1), ty)
        return self.held(self.graph.add([a, b], ty), ctx, tree)

    def held(self, node: Node, ctx: Context, at: ast.AST) -> Node:
        """A number that stays small enough for exact arithmetic, whatever the facts are."""
        if max(-node.low, node.high) >= BIG:
            raise self.fail("E323", "this can grow beyond all numbers", ctx, at, "give its facts a domain")
        return node

    def division(self, tree: ast.BinOp, ctx: Context) -> Node:
        """Whole part and rest. A decimal counts its steps: a step of a half makes the divisor twice as large."""
        a, by = self.visit(tree.left, replace(ctx, want=None)), self.positive(tree.right, ctx)
        per_unit = 1 / (a.ty.step or Decimal(1))
        if per_unit != per_unit.to_integral_value():
            raise self.fail("E311", "a unit is not a whole number of steps", ctx, tree)
        by *= int(per_unit)
        return self.graph.whole(a, by) if isinstance(tree.op, ast.FloorDiv) else self.graph.rest(a, by)

    def product(self, tree: ast.BinOp, ctx: Context) -> Node:
        a, b = (self.visit(side, replace(ctx, want=None)) for side in (tree.left, tree.right))
        if a.ty.step and b.ty.step:
            raise self.fail("E311", "two decimals are not multiplied", ctx, tree)
        ty = next((n.ty for n in (a, b) if n.ty.unit or n.ty.step), INT)
        return self.held(self.graph.mul(a, b, ty), ctx, tree)

    def positive(self, tree: ast.AST, ctx: Context) -> int:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, int) and tree.value > 0:
            return tree.value
        raise self.fail("E307", "the divisor must be a positive whole number", ctx, tree)

    def choice(self, tree: ast.IfExp, ctx: Context) -> Node:
        when = self.truth_of(tree.test, ctx)
        words = [v.value for v in (tree.body, tree.orelse) if isinstance(v, ast.Constant) and isinstance(v.value, str)]
        if words and ctx.want is None:
            ctx = replace(ctx, want=Ty("sym", symbols=Symbols(dict.fromkeys(_words(tree)))))
        then, other = self.visit(tree.body, ctx), self.visit(tree.orelse, ctx)
        self.same(then, other, ctx, tree)
        return self.graph.choose(when, then, other)

    # --- comparison ------------------------------------------------------------------------------------------------

    def compare(self, tree: ast.Compare, ctx: Context) -> Node:
        sides = [tree.left, *tree.comparators]
        parts = [self.one(op, a, b, ctx, tree) for op, a, b in zip(tree.ops, sides, sides[1:], strict=False)]
        return self.graph.and_(parts)

    def one(self, op: ast.cmpop, left: ast.expr, right: ast.expr, ctx: Context, tree: ast.AST) -> Node:
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self.among(left, right, ctx)
            return self.graph.not_(found) if isinstance(op, ast.NotIn) else found
        a, b = self.pair(left, right, ctx)
        self.same(a, b, ctx, tree)
        if a.ty.symbols and b.ty.symbols and a.ty.symbols is not b.ty.symbols:
            if a.ty.symbols.open or b.ty.symbols.open:
                raise self.fail("E306", "an open code is compared with fixed words only", ctx, tree)
            b = self.translated(b, a.ty)
        if isinstance(op, (ast.Eq, ast.NotEq)):
            equal = self.graph.eq(a, b)
            return self.graph.not_(equal) if isinstance(op, ast.NotEq) else equal
        if a.ty.symbols and not a.ty.symbols.ordered:
            raise self.fail(
                "E308", "these values have no order", ctx, tree, "use == or in, or declare the fact as a level"
            )
        if a.ty.kind == "bool" or b.ty.kind == "bool":
            raise self.fail("E308", "true and false have no order", ctx, tree)
        one = self.graph.const(1)
        if isinstance(op, ast.LtE):
            return self.graph.le(a, b)
        if isinstance(op, ast.GtE):
            return self.graph.le(b, a)
        if isinstance(op, ast.Lt):
            return self.graph.le(self.graph.add([a, one], a.ty), b)
        return self.graph.le(self.graph.add([b, one], b.ty), a)

    def among(self, left: ast.expr, right: ast.expr, ctx: Context) -> Node:
        if not isinstance(right, ast.Set):
            raise self.fail("E309", "after `in` stands a set, such as {'a', 'b'}", ctx, right)
        a = self.visit(left, replace(ctx, want=None))
        members = [self.visit(e, replace(ctx, want=a.ty)) for e in right.elts]
        for member in members:
            self.same(a, member, ctx, right)
        if a.ty.symbols and not a.ty.symbols.open and all(m.const is not None for m in members):
            chosen = {m.low for m in members}
            size = len(a.ty.symbols.words)
            return self.graph.guarded(self.graph.table([(a, size)], tuple(int(i in chosen) for i in range(size)), BOOL))
        return self.graph.or_([self.graph.eq(a, m) for m in members])

    def translated(self, node: Node, to: Ty) -> Node:
        """The same word as a number of another list of words; a word that the other lacks equals none of its words."""
        assert node.ty.symbols is not None
        assert to.symbols is not None
        values = tuple(n if (n := to.symbols.place.get(w)) is not None else -1 for w in node.ty.symbols.words)
        return self.graph.table([(node, len(values))], values, to)


def _words(tree: ast.AST) -> list[str]:
    """The words that a chain of `a if c else b` can give, in order."""
    if isinstance(tree, ast.IfExp):
        return [*_words(tree.body), *_words(tree.orelse)]
    return [tree.value] if isinstance(tree, ast.Constant) and isinstance(tree.value, str) else []
