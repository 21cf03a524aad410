"""Days of acts as facts: `event.<act>` is the day of the last time an act of the route was performed, or none.

Nobody states them and nobody is asked for them: the journal of the case gives them. A pack declares none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from ..expressions import dotted_names
from ..load import Pack
from ..model import Expr, Fact, Route, Type
from .names import EVENT as PREFIX


def events_of(pack: Pack, route: Route) -> dict[str, Fact]:
    """The events that the law of a route names, each as an optional date that nobody states."""
    acts = route.procedure.acts if route.procedure else {}
    law = (route, tuple(pack.facts.values()), pack.valid)
    named = {name for expr in expressions(law) for name in dotted_names(expr.tree)} | {route.anchor}
    wanted = [act for act in acts.values() if (name := PREFIX + act.id) in named and name not in pack.facts]
    return {
        PREFIX + act.id: Fact(
            PREFIX + act.id, "case", Type("date", act.marks.place), act.marks.place, optional=True, by=()
        )
        for act in wanted
    }


def every_event(pack: Pack) -> set[str]:
    """Events of all routes of a pack: what the journal of a case may give, whether or not a law names it."""
    return {event for route in pack.routes.values() for event in events_named(route)}


def events_named(route: Route) -> list[str]:
    """Every event of a route, by name."""
    return [PREFIX + act for act in route.procedure.acts] if route.procedure else []


def expressions(part: object) -> Iterator[Expr]:
    """Every expression in a part of the model."""
    if isinstance(part, Expr):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from expressions(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from expressions(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from expressions(getattr(part, field.name))
