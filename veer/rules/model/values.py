"""What is computed: points of every kind, conditions, scales."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from ..problems import Place
from .basis import Expr, Marks


@dataclass(frozen=True, slots=True)
class Dated:
    """Numbers that change with the law: each holds from its day until the next; 0 before the first."""

    steps: tuple[tuple[dt.date | None, int], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Band:
    """Points from `low` to `high`, both included; None is without end. `points` by column, or one under ''."""

    low: int | Decimal | str | dt.date | None
    high: int | Decimal | str | dt.date | None
    points: dict[str, Dated]
    place: Place


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap or a floor: a number in time, an expression, or a choice by condition."""

    value: Dated | Expr | None = None
    when: Expr | None = None
    then: Limit | None = None
    other: Limit | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    of: Expr
    steps: tuple[int | Decimal | str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Value:
    """A number of points. `kind` says which of the fields below carry the rule."""

    id: str
    kind: str  # number expression bands map grid rate fixed first sum best
    marks: Marks
    number: Dated | None = None
    expr: Expr | None = None
    of: tuple[Expr, ...] = ()
    by: Expr | None = None
    bands: tuple[Band, ...] = ()
    map: dict[str, Band] = field(default_factory=dict)
    other: Dated | None = None
    rows: Axis | None = None
    columns: Axis | None = None
    grid: tuple[tuple[Dated, ...], ...] = ()
    per: int = 1
    first: tuple[Value, ...] = ()
    parts: tuple[Value, ...] = ()
    names: tuple[str, ...] = ()
    when: Expr | None = None
    cap: Limit | None = None
    floor: Limit | None = None
    monotone: str | None = None


@dataclass(frozen=True, slots=True)
class Points:
    sections: tuple[Value, ...]
    subtotals: tuple[Value, ...]
    cap: Limit | None
    mark: Dated | None
    place: Place


@dataclass(frozen=True, slots=True)
class Condition:
    id: str
    kind: str  # if all any at_least judgement
    marks: Marks
    expr: Expr | None = None
    children: tuple[Condition, ...] = ()
    count: int = 0
    judgement: str | None = None
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """Minima of the levels for one symbol, one span of dates and one word."""

    symbol: str
    since: dt.date | None
    until: dt.date | None
    part: str
    minima: tuple[int | Decimal | None, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Scale:
    id: str
    levels: tuple[int, ...]
    below: int
    of: tuple[str, ...]
    rows: tuple[ScaleRow, ...]
    marks: Marks
