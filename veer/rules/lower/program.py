"""One route as a program: inputs, a graph, and the list of what is reported."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar, cast

from ..graph import Graph
from ..ir import BOOL, Layout, Node, Symbols, Ty
from ..load import Pack
from ..model import Condition, Derived, Fact, Points, Route, Validity, Value, Words
from ..problems import PackError, Problems
from ..time.days import to_date, to_day
from .context import Context, Refused
from .events import events_named, events_of
from .expressions import Expressions
from .layout import layout_of
from .points import PointsLowering
from .scales import Scales

UNKNOWN = "?"
DEEPEST = 150
Made = TypeVar("Made")


@dataclass(slots=True)
class ConditionView:
    """A condition as it is reported: places of its result and of whether it applies among the outputs."""

    path: str
    condition: Condition
    result: int
    applies: int | None
    facts: tuple[str, ...]
    children: tuple[ConditionView, ...]
    judgement: str | None = None


@dataclass(slots=True)
class PointsView:
    """A section, item or subtotal as it is reported."""

    name: str
    value: Value
    output: int
    facts: tuple[str, ...]
    parts: tuple[PointsView, ...] = ()


@dataclass(slots=True)
class Check:
    """A rule on the facts themselves: broken where the output shows it for certain."""

    field: str
    rule: str
    output: int
    kind: str  # fact | item | derived
    text: Words
    of_list: str | None = None
    size: int = 0


@dataclass(eq=False, slots=True)
class Program:
    """Everything one route needs to be run, for one person or for millions."""

    pack: Pack
    route: Route
    layout: Layout
    graph: Graph
    outputs: list[Node]
    names: dict[str, int]
    conditions: tuple[ConditionView, ...]
    sections: tuple[PointsView, ...]
    subtotals: tuple[PointsView, ...]
    lets: dict[str, int]
    checks: tuple[Check, ...]
    breakpoints: tuple[int, ...]
    applies: dict[str, int]
    read: frozenset[int]
    inner: dict[int, int]
    facts: dict[str, Fact]
    clauses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compiled: dict[str, object] = field(default_factory=dict)

    def once(self, key: str, make: Callable[[], Made]) -> Made:
        """What is made at most once a program, such as generated code; `key` names it and its type."""
        if key not in self.compiled:
            self.compiled[key] = make()
        return cast(Made, self.compiled[key])


def program(pack: Pack, route_id: str) -> Program:
    """The program of a route, made once a pack. Raises PackError with everything that has no meaning."""
    made: Program | None = pack.programs.get(route_id)
    if made is None:
        problems = Problems()
        made = lower_route(pack, pack.route(route_id), problems)
        problems.raise_errors()
        pack.programs[route_id] = made
    return made


def lower_route(pack: Pack, route: Route, problems: Problems) -> Program:
    """Lower one route, collecting problems; what cannot be lowered counts as 0 or false.

    Raises PackError where names stand on names so deep that no program can be made.
    """
    return held_to_depth(lambda: RouteLowering(pack, route, problems).run(), route, problems)


def held_to_depth(make: Callable[[], Program], route: Route, problems: Problems) -> Program:
    """What `make` makes, unless names stand on names too deep for generated code: that raises PackError."""
    made = None
    with suppress(RecursionError):
        made = make()
    if made is None or any(node.depth > DEEPEST for node in made.outputs):
        hint = f"at most {DEEPEST} steps lead from a fact to what is reported"
        problems.error("E322", f"the names of {route.id} stand on each other too deep", route.place, hint)
        raise PackError(problems.found)
    return made


class RouteLowering:
    """Lowers the parts of one route into one graph."""

    def __init__(self, pack: Pack, route: Route, problems: Problems) -> None:
        self.pack, self.route, self.problems = pack, route, problems
        self.facts = pack.facts | events_of(pack, route)
        self.layout, types = layout_of(pack, self.facts, problems)
        self.layout.add(UNKNOWN, "value", BOOL, 0, 1)
        self.graph = Graph(self.layout)
        self.expressions = Expressions(pack, self.graph, types, problems)
        self.expressions.facts, self.expressions.events = self.facts, events_named(route)
        self.points = PointsLowering(self.expressions, problems)
        self.expressions.named = self.named
        self.expressions.known = self.known
        self.expressions.scales = route.scales
        self.expressions.scale_call = Scales(self.expressions, self.points.tables, problems).lower
        self.let_nodes: dict[str, Node | None] = {}
        self.let_facts: dict[str, tuple[str, ...]] = {}
        self.outputs: list[Node] = []
        self.names: dict[str, int] = {}

    def run(self) -> Program:
        route = self.route
        if route.points:
            self.points.declare(route.points)
        lets = {name: self.report(f"let.{name}", node) for name in route.let if (node := self.let(name)) is not None}
        sections, subtotals = self.point_views(route.points)
        conditions = tuple(self.condition(c, "conditions") for c in route.conditions)
        held = self.graph.and_([self.outputs[c.result] for c in conditions])
        held = self.outputs[self.report("conditions", held)]
        inner = {} if not conditions else self.inner_nodes(held)
        inside = self.points.within(route.marks.since, route.marks.until)
        self.report("in_force", inside if inside is not None else self.graph.const(1, BOOL))
        checks = [*self.rules_of_pack(), *self.rules_of_types()]
        applies = {
            f.id: self.report(f"applies.{f.id}", node)
            for f in self.pack.facts.values()
            if f.applies and (node := self.try_truth(f))
        }
        read = self.slots_read()
        checks += self.agreements()  # whether or not the route reads them
        return Program(
            self.pack, route, self.layout, self.graph, self.outputs, self.names, conditions, sections, subtotals, lets,
            tuple(checks), self.breakpoints(), applies, read, inner, self.facts,
        )  # fmt: skip

    def report(self, name: str, node: Node) -> int:
        node = self.graph.guarded(node) if node.ty.kind == "bool" else self.graph.or_zero(node)
        self.names[name] = len(self.outputs)
        self.outputs.append(node)
        return self.names[name]

    def inner_nodes(self, root: Node) -> dict[int, int]:
        """Places of everything that the conditions are made of, down to what is compared: to find what is undecided."""
        found: dict[int, int] = {}
        todo = [root]
        while todo:
            node = todo.pop()
            if id(node) in found or node.op == "const":
                continue
            found[id(node)] = len(self.outputs)
            self.outputs.append(node)
            if node.op in ("and", "or", "not", "le", "eq") or (node.op == "if" and node.ty.kind == "bool"):
                todo += node.args
        return found

    # --- names -----------------------------------------------------------------------------------------------------

    def named(self, name: str, ctx: Context, at: ast.AST) -> Node | None:
        if name in self.route.let:
            node = self.let(name)
            if node is None:
                raise Refused
            return node
        return self.points.named(name, ctx, at)

    def known(self) -> list[str]:
        return [*self.route.let, "points.total", *(f"points.{n}" for n in self.points.by_name)]

    def let(self, name: str) -> Node | None:
        if name in self.let_nodes:
            node = self.let_nodes[name]
            for fact in self.let_facts.get(name, ()):
                self.expressions.use(fact)
            if node is None and name not in self.let_facts:
                self.problems.error("E320", f'"{name}" is computed from itself', self.route.let[name].marks.place)
                self.let_facts[name] = ()
            return node
        self.let_nodes[name] = None
        rule = self.route.let[name]
        try:
            with self.expressions.recording() as used:
                self.let_nodes[name] = self.let_value(rule)
        except Refused:
            pass
        self.let_facts[name] = tuple(used.facts)
        return self.let_nodes[name]

    def let_value(self, rule: Derived) -> Node | None:
        if rule.value is not None:
            return self.points.value(rule.value, "let")
        if rule.expr is None:
            return None
        want = None
        if rule.type is not None and rule.type.symbols:
            want = Ty("sym", symbols=Symbols(rule.type.symbols, ordered=rule.type.kind == "level"))
        node = self.expressions.lower(rule.expr, want)
        return self.points.in_force(node, rule.marks)

    # --- points ----------------------------------------------------------------------------------------------------

    def point_views(self, points: Points | None) -> tuple[tuple[PointsView, ...], tuple[PointsView, ...]]:
        if points is None:
            return (), ()
        sections = tuple(self.point_view(v.id, v, v.id) for v in points.sections)
        subtotals = tuple(self.point_view(v.id, v, v.id) for v in points.subtotals)
        self.report("total", self.points.total())
        if points.mark is not None:
            self.report("pass", self.points.tables.dated(points.mark))
        return sections, subtotals

    def point_view(self, name: str, value: Value, section: str) -> PointsView:
        parts = tuple(self.point_view(f"{section}.{p.id}", p, section) for p in value.parts)
        output = self.report(f"points.{name}", self.points.part(name))
        return PointsView(name, value, output, self.points.facts.get(name, ()), parts)

    # --- conditions ------------------------------------------------------------------------------------------------

    def condition(self, condition: Condition, prefix: str) -> ConditionView:
        path = f"{prefix}.{condition.id}"
        with self.expressions.recording() as used:
            children = tuple(self.condition(c, path) for c in condition.children)
            node = self.condition_node(condition, [self.outputs[c.result] for c in children])
        exceptions = tuple(self.condition(c, f"{path}.unless") for c in condition.unless)
        if condition.marks.needs == "verified":
            unknown = self.graph.slot(self.layout.by_path[UNKNOWN])
            node = self.graph.choose(self.points.verified(used.facts), node, unknown)
        if exceptions:
            node = self.graph.or_([node, *(self.outputs[c.result] for c in exceptions)])
        inside = self.points.within(condition.marks.since, condition.marks.until)
        applies = None
        if inside is not None:
            node = self.graph.choose(inside, node, self.graph.const(1, BOOL))
            applies = self.report(f"{path}.applies", inside)
        view = ConditionView(
            path, condition, self.report(path, node), applies, tuple(used.facts), (*children, *exceptions)
        )
        view.judgement = condition.judgement
        return view

    def condition_node(self, condition: Condition, children: list[Node]) -> Node:
        graph = self.graph
        try:
            match condition.kind:
                case "if":
                    return self.expressions.truth(condition.expr) if condition.expr else graph.const(0, BOOL)
                case "all":
                    return graph.and_(children)
                case "any":
                    return graph.or_(children)
                case "at_least":
                    return graph.le(graph.const(condition.count), graph.add(children))
        except Refused:
            return graph.const(0, BOOL)
        fact = self.pack.facts.get(condition.judgement or "")
        if fact is None or fact.type.kind != "judgement":
            self.problems.error(
                "E340", f'"{condition.judgement}" is not a fact of type judgement', condition.marks.place
            )
            return graph.const(0, BOOL)
        self.expressions.use(fact.id)
        return graph.slot(self.layout.by_path[fact.id])

    # --- rules on facts --------------------------------------------------------------------------------------------

    def rules_of_pack(self) -> Iterator[Check]:
        for rule in self.pack.valid:
            if (node := self.try_rule(rule)) is not None:
                yield Check(rule.field, rule.id, self.report(f"valid.{rule.id}", node), "fact", rule.text)

    def rules_of_types(self) -> Iterator[Check]:
        """Rules that every item of a list must keep; the output is the first item that breaks one."""
        for name, layout in self.layout.lists.items():
            record = self.pack.facts[name].type.item
            if record is None:
                continue
            for rule in record.valid:
                context = Context(rule.expr, bare=(record, layout, None))
                try:
                    broken = self.graph.not_(
                        self.expressions.as_truth(
                            self.expressions.visit(rule.expr.tree, context), context, rule.expr.tree
                        )
                    )
                except Refused:
                    continue
                first = self.graph.fold(
                    layout, "min", broken, self.graph.index(layout), layout.size, self.graph.const(0).ty
                )
                output = self.report(f"valid.{name}.{rule.id}", first)
                yield Check(rule.field, rule.id, output, "item", rule.text, name, layout.size)

    def agreements(self) -> Iterator[Check]:
        """What is given for a derived fact must be what its rule computes."""
        for fact in self.pack.facts.values():
            if fact.derive is None:
                continue
            try:
                own = self.expressions.names.fact(fact.id)
            except Refused:
                continue
            if own is not None and own.op == "own":
                output = self.report(f"valid.{fact.id}", self.graph.agree(*own.args))
                yield Check(fact.id, "derived", output, "derived", {})

    def try_rule(self, rule: Validity) -> Node | None:
        try:
            return self.expressions.truth(rule.expr)
        except Refused:
            return None

    def try_truth(self, fact: Fact) -> Node | None:
        try:
            return self.expressions.truth(fact.applies) if fact.applies else None
        except Refused:
            return None

    # --- what the law reads ----------------------------------------------------------------------------------------

    def breakpoints(self) -> tuple[int, ...]:
        """Days on which the law of this route changes."""
        cuts: set[int] = set()
        if self.route.marks.since:
            cuts.add(to_day(self.route.marks.since))
        for node in self.graph.nodes.values():
            if (
                node.op == "segment"
                and node.args[0].op == "slot"
                and node.args[0].number == self.layout.by_path["law_date"]
            ):
                cuts |= set(node.cuts)
        return tuple(sorted(cuts))

    def slots_read(self) -> frozenset[int]:
        """Slots of facts that some output depends on, through items too."""
        seen: set[int] = set()
        todo = list(self.outputs)
        found: set[int] = set()
        while todo:
            node = todo.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            todo += node.args
            if node.op == "slot":
                found.add(node.number)
            elif node.op == "fold":
                layout = self.layout.lists[node.fold_of.list]
                found |= {layout.count} if layout.count is not None else set()
                found |= set(range(layout.base, layout.base + layout.stride * layout.size))
                found |= set(layout.guards)
        return frozenset(found)


def first_day(program: Program, law_date: int) -> dt.date | None:
    """First day of the version of the law that holds on a day; None before all of them."""
    past = [day for day in program.breakpoints if day <= law_date]
    return to_date(past[-1]) if past else None
