"""Which facts a route reads: what it may ask of a case, and so what a case of it may see."""

from __future__ import annotations

from collections.abc import Iterable

from .expressions import dotted_names
from .load import Pack
from .lower import expressions
from .model import Expr, Fact, Route


def reads(pack: Pack, route_id: str) -> frozenset[str]:
    """The facts that a route names in its expressions or beside them, and those from which these follow."""
    route = pack.route(route_id)
    asked = names_of(route)
    found = {fact.id for fact in pack.facts.values() if any(fact.id.startswith(f"{name}.") for name in asked)}
    todo = asked | _names(expressions(route))
    while todo:
        new = [fact for fact in pack.facts.values() if fact.id not in found and _named(fact, todo)]
        found |= {fact.id for fact in new}
        todo = _names(rule for fact in new for rule in (fact.derive, fact.applies) if rule is not None)
    return frozenset(found)


def carried(pack: Pack, route_id: str) -> frozenset[str]:
    """The facts that a case of a route takes over from the case that it goes on from: those of the person that it
    reads, and whatever it says that it carries."""
    procedure = pack.route(route_id).procedure
    named = set(procedure.carries) if procedure else set()
    return frozenset(fact for fact in reads(pack, route_id) if pack.facts[fact].of == "person" or fact in named)


def names_of(route: Route) -> set[str]:
    """Facts that a route names outside its expressions: the anchor, what acts ask, what it carries, the day of a
    clock."""
    procedure = route.procedure
    asked = {fact for act in procedure.acts.values() for fact in act.asks} if procedure else set()
    days = {clock.day_of for clock in route.clocks.values() if clock.day_of}
    carries = procedure.carries if procedure else ()
    return {*asked, *carries, *days, *((route.anchor,) if route.anchor else ())}


def _names(found: Iterable[Expr]) -> set[str]:
    return {name for one in found for name in dotted_names(one.tree)}


def _named(fact: Fact, names: set[str]) -> bool:
    return any(name == fact.id or name.startswith(f"{fact.id}.") for name in names)
