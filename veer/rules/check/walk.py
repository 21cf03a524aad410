"""Going through the model of a route: every part of its points, every condition, every expression, with its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..expressions import dotted_names
from ..model import Condition, Dated, Expr, Marks, Points, Route, Value


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


def names(expressions: Iterable[Expr]) -> set[str]:
    """All names in them, dotted ones whole and by their beginnings, called ones too."""
    return {name for expr in expressions for name in dotted_names(expr.tree)}
