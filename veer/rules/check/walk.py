"""Going through the model of a route: every part of its points, every condition, every expression, with its path."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..expressions import dotted
from ..model import Condition, Dated, Expr, Limit, Marks, Points, Route, Value


def values(points: Points | None) -> Iterator[tuple[str, Value]]:
    """(path of its words, value) of every section, item and subtotal: a nested item is named in its section."""
    if points is None:
        return
    for value in (*points.sections, *points.subtotals):
        yield f"points.{value.id}", value
        yield from _parts(value, value.id)


def _parts(value: Value, section: str) -> Iterator[tuple[str, Value]]:
    for part in value.parts:
        yield f"points.{section}.{part.id}", part
        yield from _parts(part, section)


def conditions(found: Iterable[Condition], prefix: str = "conditions") -> Iterator[tuple[str, Condition]]:
    for condition in found:
        path = f"{prefix}.{condition.id}"
        yield path, condition
        yield from conditions(condition.children, path)
        yield from conditions(condition.unless, f"{path}.unless")


def marks(route: Route) -> Iterator[tuple[str, Marks]]:
    """Everything in a route that may carry a source and dates."""
    for name, rule in route.let.items():
        yield f"let.{name}", rule.marks
    for path, value in values(route.points):
        yield path, value.marks
        yield from ((f"{path}.{case.id}", case.marks) for case in value.first)
    for path, condition in conditions(route.conditions):
        yield path, condition.marks


def dated(route: Route) -> Iterator[tuple[str, Dated, Marks]]:
    """Every number in time, with what it stands in."""
    for path, value in values(route.points):
        yield from ((path, number, value.marks) for number in numbers(value))
        yield from ((f"{path}.{c.id}", c.number, c.marks) for c in value.first if c.number)


def numbers(value: Value) -> Iterator[Dated]:
    """The numbers of points that a value may give, its own cases aside."""
    if value.number:
        yield value.number
    if value.other:
        yield value.other
    for band in (*value.bands, *value.map.values()):
        yield from band.points.values()
    for row in value.grid:
        yield from row


# --- expressions ---------------------------------------------------------------------------------------------------


def of_limit(limit: Limit | None) -> Iterator[Expr]:
    if limit is None:
        return
    if isinstance(limit.value, Expr):
        yield limit.value
    if limit.when:
        yield limit.when
    yield from of_limit(limit.then)
    yield from of_limit(limit.other)


def of_value(value: Value) -> Iterator[Expr]:
    yield from value.of
    for one in (value.expr, value.by, value.when):
        if one is not None:
            yield one
    for axis in (value.rows, value.columns):
        if axis is not None:
            yield axis.of
    yield from of_limit(value.cap)
    yield from of_limit(value.floor)
    for inner in (*value.first, *value.parts):
        yield from of_value(inner)


def of_route(route: Route) -> Iterator[Expr]:
    for rule in route.let.values():
        if rule.expr is not None:
            yield rule.expr
        if rule.value is not None:
            yield from of_value(rule.value)
    if route.points:
        yield from of_limit(route.points.cap)
        for value in (*route.points.sections, *route.points.subtotals):
            yield from of_value(value)
    for _, condition in conditions(route.conditions):
        if condition.expr is not None:
            yield condition.expr


def names(expressions: Iterable[Expr]) -> set[str]:
    """All names in them, dotted ones whole and by their beginnings, called ones too."""
    found: set[str] = set()
    for expr in expressions:
        for node in ast.walk(expr.tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and (name := dotted(node)):
                found.add(name)
    return found
