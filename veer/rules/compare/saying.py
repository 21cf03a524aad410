"""What stands at a node of law, in words: the same words for the same meaning, however it is laid out."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from ..model import Axis, Change, Citation, Dated, Expr, Length, Limit, Marks, RecordType, Type

APART = frozenset({
    "id", "marks", "place", "branch", "text", "parts", "children", "unless", "bands", "map", "grid", "rows", "first",
    "variants", "extensions", "suspensions", "presumptions", "holidays", "value", "fields", "derive_of", "title",
})  # fmt: skip
"""Fields that are said elsewhere: as nodes of their own, or part by part."""
CALLED = {
    "from_": "from",
    "when": "if",
    "other": "else",
    "number": "points",
    "expr": "is",
    "mark": "pass",
    "names": "of",
}
"""Fields whose key in the law is another word."""
ORDERED = frozenset({"blocks", "levels", "names", "steps", "minima", "languages"})
"""Lists whose order means something."""


def rule_of(node: Any, without: Iterable[str] = ()) -> dict[str, str]:
    """What a part of the model says by the keys of the law; empty things are left out."""
    left = {*APART, *without}
    found = {
        CALLED.get(one.name, one.name): said(getattr(node, one.name), ordered=one.name in ORDERED)
        for one in fields(node)
        if one.name not in left
    }
    marks = getattr(node, "marks", None)
    if isinstance(marks, Marks):
        found |= {"in_force": span(marks.since, marks.until), "needs": found.get("needs", "") or marks.needs or ""}
    return {key: words for key, words in found.items() if words}


def said(value: Any, *, ordered: bool = False) -> str:
    """One value in words; '' for nothing."""
    if value is None or value is False or value == () or value == {}:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, (str, int, Decimal, dt.date)):
        return str(value)
    if isinstance(value, Expr):
        return ast.unparse(value.tree).replace("points.pas_", "points.pass")  # as the parser had to call it
    if isinstance(value, (Dated, Limit, Length, Axis, Citation, Type, Change, RecordType)):
        return _part(value)
    if isinstance(value, dict):
        return "; ".join(sorted(f"{key}: {said(one)}" if key else said(one) for key, one in value.items()))
    words = [said(one) for one in value]
    return ("; " if any(" " in one for one in words) else ", ").join(words if ordered else sorted(words))


def span(low: object, high: object) -> str:
    """`18 to 35`, `from 36`, `up to 17`; '' without ends."""
    if low is None and high is None:
        return ""
    if low == high:
        return str(low)
    return f"up to {high}" if low is None else f"from {low}" if high is None else f"{low} to {high}"


def _part(value: Dated | Limit | Length | Axis | Citation | Type | Change | RecordType) -> str:
    if isinstance(value, Dated):
        return ", ".join(str(number) if since is None else f"{number} from {since}" for since, number in value.steps)
    if isinstance(value, Limit):
        if value.when is not None:
            return f"{said(value.then)} if {said(value.when)}, else {said(value.other)}"
        return said(value.value)
    if isinstance(value, Length):
        counted = ((one.name.replace("_", " "), getattr(value, one.name)) for one in fields(value))
        return ", ".join(f"{number} {unit}" for unit, number in counted if number) or "0 days"
    if isinstance(value, Axis):
        return f"{said(value.of)}: {', '.join(map(str, value.steps))}"
    if isinstance(value, Citation):
        return f"{value.source}, {value.article}"
    if isinstance(value, RecordType):
        return value.id
    if isinstance(value, Change):
        return f"by {value.by}, {value.direction}, effort {value.effort}" + (f", {value.takes}" if value.takes else "")
    return _type(value)


def _type(value: Type) -> str:
    symbols = value.symbols if value.kind == "level" else tuple(sorted(value.symbols))
    parts = [
        value.kind, value.unit or "", f"step {value.step}" if value.step else "", span(value.low, value.high),
        ", ".join(symbols), value.pattern or "", f"of {value.item.id}" if value.item else "",
        f"of {_type(value.item_type)}" if value.item_type else "",
        f"keys {', '.join(sorted(value.keys))}" if value.keys else "",
        f"at most {value.max_items}" if value.max_items else "",
    ]  # fmt: skip
    return "; ".join(part for part in parts if part)
