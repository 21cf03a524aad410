"""Which facts a piece of law reads, from its own expressions."""

import ast
from collections.abc import Iterator
from typing import Any

from veer.openness import words


def facts_of(pack: Any, route: Any, value: Any) -> list[str]:
    """The declared facts behind a number of points, in the order in which the rule names them."""
    found: dict[str, None] = {}
    for expr in _expressions(value):
        _read(pack, route, expr, found, set())
    return list(found)


def facts_of_route(pack: Any, route: Any) -> set[str]:
    """Every declared fact that the conditions and points of a route read, through whatever names."""
    found: dict[str, None] = {}
    exprs = [expr for one in route.conditions for expr in _conditions(one)]
    if route.points:
        exprs += [expr for one in (*route.points.sections, *route.points.subtotals) for expr in _expressions(one)]
    for expr in exprs:
        _read(pack, route, expr, found, set())
    derived = [pack.facts[fact].derive for fact in found]
    for expr in (one for one in derived if one is not None):
        _read(pack, route, expr, found, set())
    return set(found)


def _conditions(node: Any) -> Iterator[Any]:
    if node.expr is not None:
        yield node.expr
    for one in (*node.children, *node.unless):
        yield from _conditions(one)


def _expressions(value: Any) -> Iterator[Any]:
    yield from value.of
    yield from (one for one in (value.expr, value.by, value.when) if one is not None)
    for axis in (value.rows, value.columns):
        if axis is not None:
            yield axis.of
    for part in (*value.first, *value.parts):
        yield from _expressions(part)


def _read(pack: Any, route: Any, expr: Any, found: dict[str, None], seen: set[str]) -> None:
    for name in _names(expr.tree):
        first = name.split(".")[0]
        if first == "points" or name in seen:
            continue
        seen.add(name)
        fact = declared(pack, name)
        if fact:
            found[fact] = None
        elif first in route.let:
            named = route.let[first]
            if named.expr is not None:
                _read(pack, route, named.expr, found, seen)
            if named.value is not None:
                for one in _expressions(named.value):
                    _read(pack, route, one, found, seen)


def declared(pack: Any, name: str) -> str:
    """The longest beginning of a dotted name that the pack declares as a fact."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        if ".".join(parts[:cut]) in pack.facts:
            return ".".join(parts[:cut])
    return ""


def _names(tree: ast.AST) -> Iterator[str]:
    """Dotted names in an expression, outermost first."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Attribute | ast.Name):
            dotted = _dotted(node)
            if dotted:
                yield dotted
                continue
        waiting.extend(ast.iter_child_nodes(node))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def flattened(pack: Any, facts: dict[str, Any], before: str = "") -> dict[str, Any]:
    """Facts by their declared ids, however nested they came."""
    flat: dict[str, Any] = {}
    for key, value in facts.items():
        name = f"{before}{key}"
        if name in pack.facts:
            flat[name] = value
        if isinstance(value, dict) and not words.is_unknown(value):
            flat.update(flattened(pack, value, f"{name}."))
    return flat
