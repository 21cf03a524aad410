"""What acts, clocks, rights and remedies ask of the facts, as a program of its own: it moves no answer of a route.

Each condition is one reported truth, named by the path of its node: `procedure.acts.<act>`, `clocks.<clock>.<variant>`,
`rights.<right>`, `remedies.<remedy>`, `remedies.<remedy>.suspends`. The classes of the list of those who wait for a
place are asked in the same way, over the facts of the pack alone: `classes.<class>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..ir import Node
from ..load import Pack
from ..model import Expr, Marks, Route
from ..problems import Problems
from .context import Refused
from .program import UNKNOWN, Program, RouteLowering, held_to_depth

RECEPTION, CLASSES = "reception", "reception/classes"  # no route has the second name


def clauses(route: Route) -> Iterator[tuple[str, Expr, Marks]]:
    """Every condition of a clause, by the path of its node."""
    for act in route.procedure.acts.values() if route.procedure else ():
        if act.when is not None:
            yield f"procedure.acts.{act.id}", act.when, act.marks
    for clock in route.clocks.values():
        yield from ((f"clocks.{clock.id}.{v.id}", v.when, v.marks) for v in clock.variants)
    for right in route.rights.values():
        if right.when is not None:
            yield f"rights.{right.id}", right.when, right.marks
    for remedy in route.remedies.values():
        if remedy.when is not None:
            yield f"remedies.{remedy.id}", remedy.when, remedy.marks
        if isinstance(remedy.suspends, Expr):
            yield f"remedies.{remedy.id}.suspends", remedy.suspends, remedy.marks


def clause_program(pack: Pack, route_id: str) -> Program:
    """The conditions of the clauses of a route, made once a pack. Raises PackError where one has no meaning."""
    key = f"{route_id}/clauses"
    made: Program | None = pack.programs.get(key)
    if made is None:
        problems = Problems()
        made = lower_clauses(pack, pack.route(route_id), problems)
        problems.raise_errors()
        pack.programs[key] = made
    return made


def lower_clauses(pack: Pack, route: Route, problems: Problems) -> Program:
    """Lower the conditions of the clauses, collecting problems; one that cannot be lowered counts as false."""
    return held_to_depth(lambda: _Clauses(pack, route, problems).program(), route, problems)


def classes_program(pack: Pack) -> Program:
    """The conditions of the classes of those who wait, made once a pack. Raises PackError where one has no meaning."""
    made: Program | None = pack.programs.get(CLASSES)
    if made is None:
        problems = Problems()
        made = lower_classes(pack, problems)
        problems.raise_errors()
        pack.programs[CLASSES] = made
    return made


def lower_classes(pack: Pack, problems: Problems) -> Program:
    """Lower the conditions of the classes, collecting problems. Raises LookupError for a pack without reception."""
    reception = pack.reception
    if reception is None:
        raise LookupError(f"{pack.id} says nothing of reception")
    asked = [(f"classes.{one.id}", one.when, one.marks) for one in reception.classes.values() if one.when is not None]
    bare = Route(
        RECEPTION, {}, reception.marks, None, {}, {}, None, (), None, {}, {}, {}, {}, {}, {}, {}, reception.place
    )
    return held_to_depth(lambda: _Clauses(pack, bare, problems).program(asked), bare, problems)


class _Clauses(RouteLowering):
    def program(self, asked: Iterable[tuple[str, Expr, Marks]] | None = None) -> Program:
        if self.route.points:
            self.points.declare(self.route.points)
        facts: dict[str, tuple[str, ...]] = {}
        inner: dict[int, int] = {}
        for path, expr, marks in clauses(self.route) if asked is None else asked:
            with self.expressions.recording() as used:
                node = self.clause(expr)
            if marks.needs == "verified":
                unknown = self.graph.slot(self.layout.by_path[UNKNOWN])
                node = self.graph.choose(self.points.verified(used.facts), node, unknown)
            facts[path] = tuple(used.facts)
            inner |= self.inner_nodes(self.outputs[self.report(path, node)])
        return Program(
            self.pack, self.route, self.layout, self.graph, self.outputs, self.names, (), (), (), {}, (),
            self.breakpoints(), {}, self.slots_read(), inner, self.facts, clauses=facts,
        )  # fmt: skip

    def clause(self, expr: Expr) -> Node:
        try:
            return self.expressions.truth(expr)
        except Refused:
            return self.graph.const(0)
