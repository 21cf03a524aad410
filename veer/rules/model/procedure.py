"""What happens: steps, acts and branches, and what the law promises beside them, clocks, rights, duties, remedies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..problems import Place
from .basis import Expr, Marks

OPENING = "open"
"""What a clock starts with that runs from the opening of a case, which is no act of the law."""


@dataclass(frozen=True, slots=True)
class Step:
    """A state of a case or of a branch. `ball`: who has to move; `ends`: how it is over; `goes_on`: on which route the
    case of the same person continues, opened in the same act; `leads_to`: the route that the person may ask for because
    it ended so, one of the pack or one that the procedure `awaits`."""

    id: str
    ball: str | None
    ends: str | None
    place: Place
    goes_on: str | None = None
    marks: Marks | None = None
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody may do at a step.

    `to` and `letter` by outcome, or under '' for all outcomes. `opens`: branches that the act starts. `asks`: facts
    that whoever performs it has to give. `after`: acts that must have happened; `after_clocks`: clocks whose term must
    be over. `not_by`: acts whose author may not perform this one. `when`: what must hold of the facts. `way`: how a
    decision reaches the person, which counting rules read. `refuses`: what it proposes goes against the person.
    `kept_from`: who may not see the documents that come in by it: the applicant, or a role.
    """

    id: str
    does: str
    by: tuple[str, ...]
    from_: tuple[str, ...]
    to: dict[str, str]
    needs: tuple[str, ...]
    letter: dict[str, str]
    outcome: str | None
    marks: Marks
    branch: str = ""
    opens: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    after_clocks: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    when: Expr | None = None
    way: str | None = None
    refuses: bool = False
    kept_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A procedure inside the procedure, such as an appeal: it runs beside the case from when an act `opens` it.

    `leads`: for an ending of the branch, the step to which the case itself then goes. A branch that ended may be
    opened again.
    """

    id: str
    starts: str
    steps: dict[str, Step]
    leads: dict[str, str]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Procedure:
    """`acts` holds those of the branches too (`Act.branch`); `steps` only those of the case itself. `by`: who may open
    a case: the applicant, or a role that opens it for somebody, at a desk. `carries`: facts that a case takes over from
    the case that it goes on from, beside those of the person that the route reads. `awaits`: routes to which an ending
    leads and which are not written yet, each with what says so."""

    starts: str
    steps: dict[str, Step]
    acts: dict[str, Act]
    branches: dict[str, Branch] = field(default_factory=dict)
    by: tuple[str, ...] = ("applicant",)
    carries: tuple[str, ...] = ()
    awaits: dict[str, Marks] = field(default_factory=dict)

    def steps_of(self, branch: str) -> dict[str, Step]:
        """The steps of the case itself ('') or of a branch."""
        return self.branches[branch].steps if branch else self.steps


@dataclass(frozen=True, slots=True)
class Length:
    days: int = 0
    months: int = 0
    years: int = 0
    weeks: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class Variant:
    """Another length of a clock, where `when` holds: 10 days instead of 30 because the decision came fast."""

    id: str
    when: Expr
    length: Length
    marks: Marks


@dataclass(frozen=True, slots=True)
class Extension:
    """Each performing of `act` makes the clock longer by `by`; together at most `at_most` beside the length."""

    act: str
    by: Length
    at_most: Length | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands still from an act of `from_` until the next act of `until`, at most `at_most` each time."""

    id: str
    from_: tuple[str, ...]
    until: tuple[str, ...]
    at_most: Length | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal term. `starts`: the latest of these acts starts it, `open` (the case is opened) among them, or the day
    that the fact `day_of` names.

    `variants`: the first that holds gives the length, else `length`. `meets`: acts that fulfil it; `ends`: acts or
    steps with which it falls away. Without either it runs, for the applicant until the step is left, for anybody else
    until the case ends. `warn`: so long before the last day somebody is told. `expires`: the act that the program
    performs on the day after, None where the law lets nothing follow (`effect` says what it means).
    """

    id: str
    marks: Marks
    duty: str
    starts: tuple[str, ...] = ()
    day_of: str | None = None
    length: Length | None = None
    variants: tuple[Variant, ...] = ()
    counting: str | None = None
    meets: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    warn: Length | None = None
    expires: str | None = None
    nothing_follows: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may claim meanwhile: from an act (and `after` so long), at some steps, until an act or a step."""

    id: str
    marks: Marks
    holder: str
    from_: tuple[str, ...] = ()
    after: Length | None = None
    at: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    when: Expr | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody owes, and the clock by which."""

    id: str
    marks: Marks
    actor: str
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to have a decision looked at again: against which outcomes, before which body, by which clock or within
    which length from which event, and whether the decision waits (`suspends`: yes, no or an expression)."""

    id: str
    marks: Marks
    against: tuple[str, ...]
    body: str
    within: Length | None = None
    from_: str | None = None
    clock: str | None = None
    suspends: str | Expr | None = None
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class LetterForm:
    """The blocks of a letter, in order."""

    id: str
    marks: Marks
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number to be published: cases counted by ending (`endings`) or their `share`, the `days` between two acts
    (median and nine in ten), who is `waiting`. `by`: year or month, for `days` outcome too, for `waiting` step. Cells
    of fewer than `hide_below` cases are not shown."""

    id: str
    marks: Marks
    kind: str  # endings | days | share | waiting
    of: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    hide_below: int = 5


# --- calendars and counting ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off: every year on `month`-`day`, or so many days from Easter Sunday, or once on `date`."""

    id: str
    month: int = 0
    day: int = 0
    easter: int | None = None
    date: dt.date | None = None
    marks: Marks | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Which days are no working days: the days of the week (0 is Monday) and the holidays."""

    id: str
    weekend: tuple[int, ...]
    holidays: tuple[Holiday, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Presumption:
    """When what was sent in a certain `way` counts as received: so many days or working days after the sending.

    `counted`: that day is the first day of the term; else the term begins on the day after."""

    way: str
    days: int = 0
    working_days: int = 0
    counted: bool = False
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """How a term is counted. `first_day`: the day of the event is `after` (not counted) or `counted`. `months`: where
    a month lacks the day, the term ends on its `last_day` or on the first of the `next_month`. `roll`: a last day that
    is no working day moves to the `next` working day, to the one `before`, or stays (`none`)."""

    id: str
    marks: Marks
    calendar: str | None
    first_day: str = "after"
    months: str = "next_month"
    roll: str = "none"
    presumptions: tuple[Presumption, ...] = ()
