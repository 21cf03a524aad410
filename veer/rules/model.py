"""The law as it is written: what a loader gives and everything else reads.

Nothing here computes. Expressions are kept parsed but unresolved (`Expr`); `lower` turns them into typed nodes.
"""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from .problems import Place

Words = dict[str, str]
"""One text in several languages, by language code."""

FactText = dict[str, dict[str, object]]
"""Words of one fact by language: `label`, `question`, `help`, and `values`, `evidence` by word."""


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression: its words, its checked Python tree, and where it stands."""

    text: str
    tree: ast.expr
    place: Place
    one_line: bool = True

    def at(self, node: ast.AST) -> Place:
        """Where a part of the expression stands in the file; the whole, where it runs over lines."""
        if not self.one_line:
            return self.place
        return self.place.shifted(getattr(node, "col_offset", 1) - 1)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as cited at one node: which one and which article."""

    source: str
    article: str


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: Words
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class Marks:
    """What any node of law may carry beside its rule."""

    place: Place
    source: tuple[Citation, ...] = ()
    confidence: str = "verified"
    since: dt.date | None = None
    until: dt.date | None = None
    needs: str | None = None
    text: Words = field(default_factory=dict)


# --- facts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """May this fact serve in "what would change the answer", and at what price."""

    by: str
    direction: str
    effort: int
    takes: str


@dataclass(frozen=True, slots=True)
class Type:
    """What values a fact or a field takes."""

    kind: str
    place: Place
    unit: str | None = None
    step: Decimal | None = None
    low: int | Decimal | dt.date | str | None = None
    high: int | Decimal | dt.date | str | None = None
    symbols: tuple[str, ...] = ()
    pattern: str | None = None
    item: RecordType | None = None
    item_type: Type | None = None
    keys: tuple[str, ...] = ()
    max_items: int = 0


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed field of a record type, or a named value of a route."""

    id: str
    expr: Expr | None
    marks: Marks
    type: Type | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """A rule that a set of facts must not break; breaking it is a `conflict` at `field`."""

    id: str
    expr: Expr
    field: str
    text: Words


@dataclass(frozen=True, slots=True)
class RecordType:
    """Fields that several facts share."""

    id: str
    fields: dict[str, Type]
    derive: dict[str, Derived]
    valid: tuple[Validity, ...]
    place: Place
    text: dict[str, FactText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known about a person, a household, a case or an organisation."""

    id: str
    of: str
    type: Type
    place: Place
    role: str | None = None
    optional: bool = False
    partial: bool = False
    applies: Expr | None = None
    derive: Expr | None = None
    by: tuple[str, ...] = ("applicant", "official")
    evidence: tuple[str, ...] = ()
    change: Change | None = None
    cost: int = 1
    sensitive: bool = False
    group: str | None = None
    decided_by: tuple[str, ...] = ()
    text: FactText = field(default_factory=dict)


# --- values, points, conditions ------------------------------------------------------------------------------------


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


# --- procedure -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A state a case can be in. `ball`: who has to move; `ends`: how the case is over."""

    id: str
    ball: str | None
    ends: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody may do at a step. `to` and `letter` by outcome, or under '' for all outcomes."""

    id: str
    does: str
    by: tuple[str, ...]
    from_: tuple[str, ...]
    to: dict[str, str]
    needs: tuple[str, ...]
    letter: dict[str, str]
    outcome: str | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class Procedure:
    starts: str
    steps: dict[str, Step]
    acts: dict[str, Act]


@dataclass(frozen=True, slots=True)
class Length:
    days: int = 0
    months: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """A clock, right, duty, remedy or letter: its declared words by key, checked for shape by the loader."""

    id: str
    kind: str
    marks: Marks
    data: dict[str, object]
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One route: one file of law."""

    id: str
    title: Words
    marks: Marks
    anchor: str | None
    let: dict[str, Derived]
    scales: dict[str, Scale]
    points: Points | None
    conditions: tuple[Condition, ...]
    procedure: Procedure | None
    clocks: dict[str, Clause]
    rights: dict[str, Clause]
    duties: dict[str, Clause]
    remedies: dict[str, Clause]
    letters: dict[str, Clause]
    nones: dict[str, tuple[Citation, ...]]
    texts: dict[str, Words]
    place: Place
