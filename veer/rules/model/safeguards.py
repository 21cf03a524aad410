"""Safeguards as law: what can be reported and how soon somebody looks, what a stop lets pass, the limits of control."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Place
from .basis import Marks

LIMITS = (
    "hide_below", "network_groups", "top_helpers", "fewest", "audit_granted_percent", "audit_refused_percent",
    "value_days",
)  # fmt: skip
"""Every number that the safeguards need, by its name under `limits`."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A kind of concern: within so many `hours`, or so many `working_days`, somebody has decided what follows; one of
    the two is 0. `freezes`: while a stop for such a concern stands, a sponsor does not open the file."""

    id: str
    hours: int
    working_days: int
    freezes: bool
    marks: Marks


@dataclass(frozen=True, slots=True, eq=False)
class Safeguards:
    """`counting`: the rule by which working days are counted. `outcomes`: what can come of a concern. `passes`: acts of
    any route that a stop on a file lets the authority do. `limits`: numbers by name, each of `LIMITS`."""

    counting: str
    concerns: dict[str, Concern]
    outcomes: tuple[str, ...]
    passes: tuple[str, ...]
    limits: dict[str, int]
    marks: Marks
    place: Place
