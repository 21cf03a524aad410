"""The law of a pack as text: what a route asks, gives, allows and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from veer.rules.model import Citation, Clock, Condition, Dated, Duty, Limit, Marks, Remedy, Right, Route, Value

if TYPE_CHECKING:
    from veer.rules import Pack

KINDS = ("clocks", "rights", "duties", "remedies")


def law(pack: Pack, routes: Iterable[str], lang: str) -> str:
    head = f"{pack.title.get(lang) or pack.id} ({pack.id}, version {pack.version}, {pack.status})"
    parts = [head]
    for route in routes:
        parts += ["", *_Shown(pack, pack.route(route), lang).lines()]
    return "\n".join(parts) + "\n"


class _Shown:
    def __init__(self, pack: Pack, route: Route, lang: str) -> None:
        self.pack, self.route, self.lang = pack, route, lang

    def text(self, path: str, otherwise: str = "") -> str:
        """Words of a node; where there are none, its name."""
        found = self.pack.text(self.route.id, path, self.lang)
        return otherwise if found == path and otherwise else found

    def cited(self, citations: Iterable[Citation]) -> str:
        parts = [
            f"{self.pack.source_title(one.source, self.lang)}, {self.pack.article(one, self.lang)}" for one in citations
        ]
        return f"  [{'; '.join(parts)}]" if parts else ""

    def lines(self) -> Iterator[str]:
        route = self.route
        title = self.text("title", route.title.get(self.lang) or route.id)
        yield f"{title} ({route.id})"
        yield "=" * len(f"{title} ({route.id})")
        if (summary := self.text("summary", " ")) != " ":
            yield summary
        yield (
            f"in force from {route.marks.since or '…'}"
            + (f" to {route.marks.until}" if route.marks.until else "")
            + self.cited(route.marks.source)
        )
        yield from self.points()
        if route.conditions:
            yield from ("", "Conditions (all must hold)")
            for condition in route.conditions:
                yield from self.condition(condition, f"conditions.{condition.id}", 1)
        yield from self.procedure()
        for kind in KINDS:
            yield from self.clauses(kind, getattr(route, kind))
        yield from self.costs()

    # --- points ----------------------------------------------------------------------------------------------------

    def points(self) -> Iterator[str]:
        points = self.route.points
        if points is None:
            return
        limits = [
            f"mark {_dated(points.mark)}" if points.mark else "",
            f"at most {_limit(points.cap)}" if points.cap else "",
        ]
        told = ", ".join(part for part in limits if part)
        yield from ("", "Points" + (f" ({told})" if told else ""))
        for value in points.sections:
            yield from self.value(value, value.id, value.id, 1)
        for value in points.subtotals:
            yield from self.value(value, value.id, value.id, 1)

    def value(self, value: Value, path: str, section: str, depth: int) -> Iterator[str]:
        cap = f", at most {_limit(value.cap)}" if value.cap else ""
        rule = _rule(value)
        indent = "  " * depth
        yield f"{indent}{self.text(f'points.{path}', value.id)}{cap}{self.marked(value.marks)}"
        yield from (f"{indent}    {line}" for line in rule)
        for part in value.parts:
            yield from self.value(part, f"{section}.{part.id}", section, depth + 1)

    def marked(self, marks: Marks) -> str:
        """Source, dates and doubts of a node."""
        parts = []
        if marks.since or marks.until:
            parts.append(f"from {marks.since or '…'} to {marks.until or '…'}")
        if marks.needs:
            parts.append(f"must be {marks.needs}")
        if marks.confidence == "unverified":
            parts.append("not verified")
        own = () if marks.source == self.route.marks.source else marks.source
        return (f"  ({', '.join(parts)})" if parts else "") + self.cited(own)

    # --- conditions ------------------------------------------------------------------------------------------------

    def condition(self, condition: Condition, path: str, depth: int) -> Iterator[str]:
        how = {"any": "one of", "all": "all of", "at_least": f"at least {condition.count} of"}.get(condition.kind, "")
        rule = (
            condition.expr.text
            if condition.expr
            else f"a person judges: {condition.judgement}"
            if condition.judgement
            else how
        )
        yield f"{'  ' * depth}- {self.text(path, condition.id)}{self.marked(condition.marks)}"
        yield f"{'  ' * depth}    {rule}"
        for child in condition.children:
            yield from self.condition(child, f"{path}.{child.id}", depth + 2)
        for exception in condition.unless:
            yield f"{'  ' * depth}    unless"
            yield from self.condition(exception, f"{path}.unless.{exception.id}", depth + 2)

    # --- procedure and promises ------------------------------------------------------------------------------------

    def procedure(self) -> Iterator[str]:
        procedure = self.route.procedure
        if procedure is None:
            return
        yield from ("", "Procedure")
        for step in procedure.steps.values():
            who = f"  ({step.ball} has to move)" if step.ball else f"  (ends: {step.ends})" if step.ends else ""
            yield f"  {self.text(f'procedure.steps.{step.id}', step.id)}{who}"
            for act in procedure.acts.values():
                if step.id in act.from_:
                    to = ", ".join(dict.fromkeys(act.to.values()))
                    yield f"    {', '.join(act.by)}: {self.text(f'procedure.acts.{act.id}', act.id)}" + (
                        f" -> {to}" if to else ""
                    )

    def clauses(self, kind: str, clauses: Mapping[str, Clock | Right | Duty | Remedy]) -> Iterator[str]:
        if clauses:
            yield from ("", kind.capitalize())
        for clause in clauses.values():
            yield f"  {self.text(f'{kind}.{clause.id}', clause.id)}{self.marked(clause.marks)}"
        if not clauses and kind in self.route.nones:
            yield from ("", f"{kind.capitalize()}: none{self.cited(self.route.nones[kind])}")

    def costs(self) -> Iterator[str]:
        costs = self.route.costs.values()
        if costs:
            yield from ("", "Costs")
        for cost in costs:
            text = self.text(f"costs.{cost.id}", cost.id)
            yield f"  {text}: {cost.currency} {_dated(cost.amount)}{self.marked(cost.marks)}"
        if not costs and "costs" in self.route.nones:
            yield from ("", f"Costs: none{self.cited(self.route.nones['costs'])}")


def _dated(number: Dated | None) -> str:
    if number is None:
        return "0"
    if len(number.steps) == 1 and number.steps[0][0] is None:
        return str(number.steps[0][1])
    return ", ".join(f"{value} from {since}" for since, value in number.steps)


def _limit(limit: Limit) -> str:
    if limit.when is not None and limit.then and limit.other:
        return f"{_limit(limit.then)} if {limit.when.text}, else {_limit(limit.other)}"
    if isinstance(limit.value, Dated):
        return _dated(limit.value)
    return limit.value.text if limit.value else "0"


def _columns(points: dict[str, Dated]) -> str:
    return "; ".join(f"{name}: {_dated(number)}" if name else _dated(number) for name, number in points.items())


def _rule(value: Value) -> list[str]:
    """How the points are found, in a few lines."""
    of = ", ".join(e.text for e in value.of)
    lines = [f"if {value.when.text}"] if value.when else []
    if value.by:
        lines.append(f"by {value.by.text}")
    match value.kind:
        case "number" | "fixed":
            lines.append(f"{_dated(value.number)} points")
        case "expression":
            lines.append(value.expr.text if value.expr else "")
        case "bands":
            lines.append(f"of {of}:")
            lines += [f"  {_span(b.low, b.high)}: {_columns(b.points)}" for b in value.bands]
        case "map":
            lines.append(f"of {of}:")
            lines += [f"  {word}: {_columns(b.points)}" for word, b in value.map.items()]
            lines += [f"  else: {_dated(value.other)}"] if value.other else []
        case "rate":
            lines.append(f"{_dated(value.number)} for each {value.per} of {of}")
        case "first":
            lines += [f"{_dated(c.number)} if {c.when.text}" for c in value.first if c.when]
        case "grid" if value.rows and value.columns:
            across = ", ".join(map(str, value.columns.steps))
            lines.append(f"{value.rows.of.text} (down) by {value.columns.of.text} (across: {across})")
            lines += [
                f"  {step}: {'  '.join(_dated(c) for c in row)}"
                for step, row in zip(value.rows.steps, value.grid, strict=False)
            ]
        case "sum" | "best" if value.names:
            lines.append(f"{'the sum' if value.kind == 'sum' else 'the best'} of {', '.join(value.names)}")
        case "best":
            lines.append("the best of")
    return lines


def _span(low: object, high: object) -> str:
    if low == high:
        return str(low)
    return f"up to {high}" if low is None else f"from {low}" if high is None else f"{low} to {high}"
