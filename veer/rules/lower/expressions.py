"""From expressions to nodes: names are resolved, types and units agree, unknown names get a hint."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..expressions import dotted
from ..ir import BOOL, DATE, INT, Graph, ListLayout, Node, Symbols, Ty
from ..load import Pack
from ..model import Expr, RecordType, Scale
from ..problems import Problems
from ..source import nearest
from ..time.days import to_day

AGGREGATES = ("sum", "count", "any", "all", "max", "min", "best")
FUNCTIONS = (
    *AGGREGATES,
    "years_between",
    "months_between",
    "days_between",
    "add_years",
    "add_months",
    "add_days",
    "count_true",
    "date",
    "given",
)


class Refused(Exception):
    """An expression that cannot be given a meaning; already reported."""


@dataclass(frozen=True, slots=True)
class Context:
    """What names mean here: inside a loop over a list, or inside an item or entry of it where bare names are fields."""

    expr: Expr
    loop: ListLayout | None = None
    bare: tuple[RecordType, ListLayout, str | None] | None = None
    want: Ty | None = None


@dataclass(slots=True)
class Used:
    """Facts that expressions named while something was lowered, in order."""

    facts: dict[str, None] = field(default_factory=dict)


class Expressions:
    """Lowers expressions of one route. `named` resolves names of the route (let, points); it may raise Refused."""

    def __init__(self, pack: Pack, graph: Graph, types: dict[str, Ty], problems: Problems) -> None:
        self.pack, self.graph, self.types, self.problems = pack, graph, types, problems
        self.named: Callable[[str, Context, ast.AST], Node | None] = lambda name, ctx, at: None
        self.known: Callable[[], list[str]] = list
        self.scales: dict[str, Scale] = {}
        self.scale_call: Callable[[Scale, ast.Call, Context], Node] | None = None
        self.used: list[Used] = []
        self.fields: dict[tuple[str, str, str | None], Node] = {}
        self.derived: dict[str, Node | None] = {}

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
            parts = [self.as_truth(self.visit(v, replace(ctx, want=BOOL)), ctx, v) for v in tree.values]
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
            return self.call(tree, ctx)
        if isinstance(tree, ast.Constant):
            return self.literal(tree, ctx)
        if isinstance(tree, (ast.Name, ast.Attribute)):
            return self.name(tree, ctx)
        raise self.fail("E103", "a set stands only after `in`", ctx, tree)

    def as_truth(self, node: Node, ctx: Context, at: ast.AST) -> Node:
        if node.ty.kind != "bool":
            raise self.fail(
                "E302", f"true or false is needed, this is {node.ty.say()}", ctx, at, "compare it with something"
            )
        return self.graph.guarded(node)

    def unary(self, tree: ast.UnaryOp, ctx: Context) -> Node:
        if isinstance(tree.op, ast.Not):
            return self.graph.not_(self.as_truth(self.visit(tree.operand, replace(ctx, want=BOOL)), ctx, tree.operand))
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
        if _is_literal(left) and not _is_literal(right):
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
        return self.graph.add([a, b], ty)

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
        return self.graph.mul(a, b, next((n.ty for n in (a, b) if n.ty.unit or n.ty.step), INT))

    def positive(self, tree: ast.AST, ctx: Context) -> int:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, int) and tree.value > 0:
            return tree.value
        raise self.fail("E307", "the divisor must be a positive whole number", ctx, tree)

    def choice(self, tree: ast.IfExp, ctx: Context) -> Node:
        when = self.as_truth(self.visit(tree.test, replace(ctx, want=BOOL)), ctx, tree.test)
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

    # --- names -----------------------------------------------------------------------------------------------------

    def name(self, tree: ast.AST, ctx: Context) -> Node:
        name = dotted(tree)
        if name is None:
            raise self.fail("E103", "only names may have dots", ctx, tree)
        found = self.word(name) or self.bare(name, ctx) or self.of_loop(name, ctx) or self.named(name, ctx, tree)
        if found is None:
            found = self.of_list(name, ctx) or self.fact(name)
        if found is None:
            raise self.fail("E102", f'unknown name "{name}"', ctx, tree, nearest(name, self.names(ctx)))
        return found

    def word(self, name: str) -> Node | None:
        if name in ("true", "false"):
            return self.graph.const(int(name == "true"), BOOL)
        if name in ("on", "law_date"):
            return self.graph.slot(self.graph.layout.by_path[name])
        return None

    def names(self, ctx: Context) -> list[str]:
        found = [*self.pack.facts, *self.known()]
        if ctx.bare:
            found += [*ctx.bare[0].fields, *ctx.bare[0].derive]
        for name, layout in self.graph.layout.lists.items():
            record = self.pack.facts[name].type.item
            found += [f"{name}.{f}" for f in (*layout.offsets, *(record.derive if record else ()))]
        return found

    def bare(self, name: str, ctx: Context) -> Node | None:
        """A field or derived field inside the rules of its own record type."""
        if ctx.bare is None:
            return None
        record, layout, key = ctx.bare
        return self.field_of(record, layout, name, key)

    def field_of(self, record: RecordType | None, layout: ListLayout, name: str, key: str | None) -> Node | None:
        if name in layout.offsets:
            if key is None:
                return self.graph.item(layout, name)
            return self.graph.slot(self.graph.layout.by_path[f"{layout.name}.{key}.{name}"])
        if record is None or name not in record.derive:
            return None
        memo = (layout.name, name, key)
        if memo in self.fields:
            return self.fields[memo]
        rule = record.derive[name]
        if rule.expr is None:
            raise Refused
        self.fields[memo] = self.graph.const(0)  # a circle meets this and is reported below
        want = None
        if rule.type is not None:
            want = (
                BOOL
                if rule.type.kind == "bool"
                else Ty("sym", symbols=Symbols(rule.type.symbols))
                if rule.type.symbols
                else None
            )
        if self._circles(record, name, ()):
            self.problems.error("E320", f'"{name}" is computed from itself', rule.marks.place)
            raise Refused
        node = self.visit(rule.expr.tree, Context(rule.expr, bare=(record, layout, key), want=want))
        self.fields[memo] = node
        return node

    def _circles(self, record: RecordType, name: str, above: tuple[str, ...]) -> bool:
        if name in above:
            return True
        rule = record.derive.get(name)
        if rule is None or rule.expr is None:
            return False
        inner = {n.id for n in ast.walk(rule.expr.tree) if isinstance(n, ast.Name)}
        return any(self._circles(record, other, (*above, name)) for other in inner if other in record.derive)

    def of_loop(self, name: str, ctx: Context) -> Node | None:
        layout = ctx.loop
        if layout is None or not name.startswith(layout.name + "."):
            return None
        field_name = name[len(layout.name) + 1 :]
        if field_name == "key" and layout.keys:
            return self.graph.key(layout)
        return self.field_of(self.pack.facts[layout.name].type.item, layout, field_name, None)

    def of_list(self, name: str, ctx: Context) -> Node | None:
        """An entry of a map: `languages.nl`, `languages.nl.listening`."""
        for list_name, layout in self.graph.layout.lists.items():
            if layout.keys is None or not name.startswith(list_name + "."):
                continue
            key, _, rest = name[len(list_name) + 1 :].partition(".")
            if key not in layout.keys.place:
                return None
            self.use(list_name)
            if not rest:
                path = f"{list_name}.{key}"
                plain = self.pack.facts[list_name].type.item_type is not None
                return self.graph.slot(self.graph.layout.by_path[path if plain else f"{path}?"])
            return self.field_of(self.pack.facts[list_name].type.item, layout, rest, key)
        return None

    def fact(self, name: str) -> Node | None:
        fact = self.pack.facts.get(name)
        if fact is None:
            return None
        if fact.role == "on":
            return self.graph.slot(self.graph.layout.by_path["on"])
        self.use(name)
        if fact.type.kind == "record":
            return self.graph.slot(self.graph.layout.by_path[f"{name}?"])
        if name not in self.graph.layout.by_path or name in self.graph.layout.lists:
            return None
        slot = self.graph.slot(self.graph.layout.by_path[name])
        if fact.derive is None:
            return slot
        if name in self.derived:
            found = self.derived[name]
            if found is None:
                self.problems.error("E320", f'"{name}" is computed from itself', fact.place)
                raise Refused
            return found
        self.derived[name] = None
        self.derived[name] = found = self.graph.own(slot, self.lower(fact.derive, slot.ty))
        return found

    # --- calls -----------------------------------------------------------------------------------------------------

    def call(self, tree: ast.Call, ctx: Context) -> Node:
        name = dotted(tree.func) or ""
        if name in self.scales and self.scale_call:
            return self.scale_call(self.scales[name], tree, ctx)
        if name not in FUNCTIONS:
            raise self.fail("E312", f'unknown function "{name}"', ctx, tree, nearest(name, (*FUNCTIONS, *self.scales)))
        if name in AGGREGATES and (layout := self.list_of(tree, ctx)) is not None:
            return self.aggregate(name, layout, tree, ctx)
        if name in ("min", "max", "best"):
            return self.extreme(name, tree, ctx)
        if name == "count_true":
            return self.graph.add([self.as_truth(self.visit(a, replace(ctx, want=BOOL)), ctx, a) for a in tree.args])
        if name == "date":
            return self.a_date(tree, ctx)
        if name == "given":
            return self.given(tree, ctx)
        if name.endswith("_between") or name.startswith("add_"):
            return self.time(name, tree, ctx)
        raise self.fail("E313", f"{name} is written {name}(<list>..., where=...)", ctx, tree)

    def extreme(self, name: str, tree: ast.Call, ctx: Context) -> Node:
        if len(tree.args) < 2 or tree.keywords:
            raise self.fail("E313", f"{name} needs two values or a list", ctx, tree)
        parts = []
        want = None
        for arg in sorted(tree.args, key=_is_literal):
            parts.append(self.visit(arg, replace(ctx, want=want)))
            want = want or parts[-1].ty
        for part in parts[1:]:
            self.same(parts[0], part, ctx, tree)
        return self.graph.smallest(parts) if name == "min" else self.graph.largest(parts)

    def a_date(self, tree: ast.Call, ctx: Context) -> Node:
        try:
            year, month, day = (a.value for a in tree.args if isinstance(a, ast.Constant) and isinstance(a.value, int))
            return self.graph.const(to_day(dt.date(year, month, day)), DATE)
        except ValueError:
            raise self.fail("E314", "a date is written date(2020, 1, 31)", ctx, tree) from None

    def given(self, tree: ast.Call, ctx: Context) -> Node:
        name = dotted(tree.args[0]) if len(tree.args) == 1 else None
        fact = self.pack.facts.get(name or "")
        if name is None or fact is None or not (fact.optional or fact.type.kind in ("text", "record")):
            raise self.fail("E315", "given() takes one optional fact", ctx, tree)
        self.use(name)
        by_path = self.graph.layout.by_path
        return self.graph.guarded(self.graph.slot(by_path.get(f"{name}?", by_path.get(name, 0))))

    def time(self, name: str, tree: ast.Call, ctx: Context) -> Node:
        if len(tree.args) != 2:
            raise self.fail("E313", f"{name} takes two values", ctx, tree)
        a = self.visit(tree.args[0], replace(ctx, want=DATE))
        if a.ty.kind != "date":
            raise self.fail("E316", f"a date is needed, this is {a.ty.say()}", ctx, tree.args[0])
        if name.startswith("add_"):
            return self.add_time(name, a, tree.args[1], ctx)
        b = self.visit(tree.args[1], replace(ctx, want=DATE))
        if b.ty.kind != "date":
            raise self.fail("E316", f"a date is needed, this is {b.ty.say()}", ctx, tree.args[1])
        if name == "days_between":
            return self.graph.add([b, self.graph.mul(a, self.graph.const(-1))], INT)
        return self.graph.span("years" if name == "years_between" else "months", a, b)

    def add_time(self, name: str, date: Node, count: ast.expr, ctx: Context) -> Node:
        amount = self.visit(count, replace(ctx, want=None))
        if name == "add_days":
            return self.graph.add([date, amount], DATE)
        if amount.const is None:
            raise self.fail("E317", f"{name} takes a fixed number", ctx, count)
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
        self.use(layout.name)
        inner = replace(ctx, loop=layout, want=None)
        options = {k.arg: k.value for k in tree.keywords}
        if set(options) - {"where", "none"}:
            raise self.fail("E313", "only where= and none= may be named", ctx, tree)
        where = self.graph.const(1, BOOL)
        if "where" in options:
            where = self.as_truth(self.visit(options["where"], replace(inner, want=BOOL)), ctx, options["where"])
        whole = dotted(tree.args[0]) == layout.name
        what = self.graph.const(1) if whole else self.visit(tree.args[0], inner)
        try:
            return self.folded(name, layout, where, what, whole, options.get("none"), ctx, tree)
        except ValueError as error:
            raise self.fail("E318", str(error), ctx, tree, "use one list in an expression") from None

    def folded(
        self,
        name: str,
        layout: ListLayout,
        where: Node,
        what: Node,
        whole: bool,
        none: ast.expr | None,
        ctx: Context,
        tree: ast.Call,
    ) -> Node:
        graph, one = self.graph, self.graph.const(1, BOOL)
        if name == "count":
            return graph.fold(
                layout,
                "sum",
                where if whole else graph.and_([where, self.as_truth(what, ctx, tree)]),
                graph.const(1),
                None,
                INT,
            )
        if name == "any":
            held = where if whole else graph.and_([where, self.as_truth(what, ctx, tree)])
            return graph.fold(layout, "any", held, one, None, BOOL)
        if name == "all":
            # all(<list>, where=x): every item is so; all(<list>.<x>, where=y): every item that counts is so
            failed = graph.not_(where) if whole else graph.and_([where, graph.not_(self.as_truth(what, ctx, tree))])
            return graph.not_(graph.fold(layout, "any", failed, one, None, BOOL))
        if whole:
            raise self.fail("E313", f"{name} of what? write {layout.name}.<field>", ctx, tree)
        what = graph.or_zero(what)
        if name == "sum":
            return graph.fold(layout, "sum", where, what, None, what.ty)
        if none is None:
            raise self.fail(
                "E319", f"{name} over a list says what it gives when no item counts", ctx, tree, "add none=0"
            )
        empty = self.visit(none, replace(ctx, want=what.ty))
        if empty.const is None:
            raise self.fail("E319", "none= is a fixed value", ctx, tree)
        return graph.fold(layout, "min" if name == "min" else "max", where, what, empty.const, what.ty)


def _is_literal(tree: ast.AST) -> bool:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return _is_literal(tree.operand)
    return isinstance(tree, ast.Constant)


def _words(tree: ast.AST) -> list[str]:
    """The words that a chain of `a if c else b` can give, in order."""
    if isinstance(tree, ast.IfExp):
        return [*_words(tree.body), *_words(tree.orelse)]
    return [tree.value] if isinstance(tree, ast.Constant) and isinstance(tree.value, str) else []
