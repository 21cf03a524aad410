"""Reception as law: which rights open a place, who comes first on the list, what is owed of a wage, the letters."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Place
from .basis import Expr, Marks
from .procedure import LetterForm

STAY, DEPARTURE = "stay", "departure"
TIERS = ("A", "B", "C")
WEIGHTS = ("wish", "ties", "needs", "language", "stability")


@dataclass(frozen=True, slots=True)
class WaitingClass:
    """Those who wait together: whoever is in no class before it and for whom `when` holds; None takes everybody."""

    id: str
    when: Expr | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class WageBand:
    """Of the part of a month's wage up to and including `to` (whole units of money; None: no end) `percent` is owed."""

    to: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is owed of a month's wage, by parts of it, while these dates hold."""

    id: str
    bands: tuple[WageBand, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Placing:
    """Places proposed to many households at once. `tiers`: of the classes, how many times the persons of each count (A
    100, B 10; a class that is not named is C, 1). `weights`: what a pair is worth, of a thousand. `elsewhere`: what a
    place is worth where they did not wish to live, instead of the wish. `agree_days`: so many days both sides have to
    say yes or no. `reserve_percent`: so many of a hundred beds are for tier A alone.
    `wait_weeks`: whoever has waited so long counts three times, and waits for no better place (0: nobody).
    `ahead_weeks`: so far is looked ahead where a run thinks of who may come (0: nobody is thought of).
    `reason_characters`: so long at least is what whoever overrides a place says. `often_percent`: a reason that is
    given for more of a hundred overrides asks for other weights (100: none ever does)."""

    tiers: dict[str, str]
    weights: dict[str, int]
    elsewhere: int
    agree_days: int
    reserve_percent: int
    wait_weeks: int
    ahead_weeks: int
    reason_characters: int
    often_percent: int
    marks: Marks


@dataclass(frozen=True, slots=True, eq=False)
class Reception:
    """`opens`: a right of any route and the kind of place it opens, to stay or for departure. `keeps`: rights by which
    a place that somebody has is kept, and none is opened. `performs`: acts of a file that go with a place given; the
    one for which the file waits is performed. `classes`: who comes first, in this order; within a class the day of
    asking. `placing`: how places are proposed to many at once. `hide_below`: a number of persons so small
    that the public does not read it."""

    opens: dict[str, str]
    keeps: tuple[str, ...]
    performs: tuple[str, ...]
    classes: dict[str, WaitingClass]
    contributions: dict[str, Contribution]
    letters: dict[str, LetterForm]
    placing: Placing | None
    hide_below: int
    marks: Marks
    place: Place
