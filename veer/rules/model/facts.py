"""What can be known: facts, the types of their values, and rules that values must keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from ..problems import Place
from .basis import Expr, FactText, Marks, Words
from .values import Value


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
