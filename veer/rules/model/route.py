"""One route: one file of law; and what may bring somebody to one."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import Place
from .basis import Citation, Marks, Words
from .costs import Cost
from .facts import Derived
from .procedure import Clock, Duty, LetterForm, Procedure, Remedy, Right, Statistic
from .quotas import Quota
from .values import Condition, Points, Scale


@dataclass(frozen=True, slots=True)
class Purpose:
    """What brings somebody to a law, in a reader's words: asked before anything else, so that only the routes that name
    it are looked at. `help`: a line under the words, where there is one. `instead`: the purposes that are offered first
    to whoever every way of this one is closed to."""

    id: str
    text: Words
    help: Words
    place: Place
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One route: one file of law, top to bottom. `nones`: what the law says there is none of, with its source. `alone`:
    its questions are asked only of who chose this route. `purposes`: by id, what may bring somebody to it."""

    id: str
    title: Words
    marks: Marks
    anchor: str | None
    let: dict[str, Derived]
    scales: dict[str, Scale]
    points: Points | None
    conditions: tuple[Condition, ...]
    procedure: Procedure | None
    clocks: dict[str, Clock]
    rights: dict[str, Right]
    duties: dict[str, Duty]
    remedies: dict[str, Remedy]
    letters: dict[str, LetterForm]
    nones: dict[str, tuple[Citation, ...]]
    texts: dict[str, Words]
    place: Place
    statistics: dict[str, Statistic] = field(default_factory=dict)
    quotas: dict[str, Quota] = field(default_factory=dict)
    alone: bool = False
    purposes: tuple[str, ...] = ()
    costs: dict[str, Cost] = field(default_factory=dict)
