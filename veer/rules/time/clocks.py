"""Legal terms as a pure function of what happened, the calendar and today: a last day, with how it comes about.

Nothing is counted down and nothing is stored that this would not give again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Calendar, Clock, Counting, Length, Procedure, Suspension
from . import calendars as calendar_days
from . import counting as count
from .calendars import ONE
from .counting import Line


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on a legal day. `moves`: the steps it led to, of the case (`refused`) and of branches
    (`appeal/pending`)."""

    act: str
    day: dt.date
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a clock needs beside events: the procedure and counting rules of the law, the days that facts name, and
    which variants hold by their path (`clocks.appeal.detained`); None, and what is left out, is unknown."""

    procedure: Procedure
    countings: Mapping[str, Counting] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    days: Mapping[str, dt.date | None] = field(default_factory=dict)
    holds: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that started.

    `state`: running, still (it stands still), met, ended (it fell away), over (the last day is past and nobody acted),
    ran_out (it was over and its consequence was drawn).
    `last_day`: the earliest day it may run out, None while it stands still; `latest`: the day after which it has run
    out for certain, later where it is not known which length holds, None while it may stand still for ever.
    `if_today`: the last day if what it waits for came today. `met_on`: when it was met or fell away. `why`: the
    explanation, in order.
    """

    clock: Clock
    started: dt.date
    state: str
    last_day: dt.date | None
    latest: dt.date | None
    why: tuple[Line, ...]
    if_today: dt.date | None = None
    met_on: dt.date | None = None

    @property
    def open(self) -> bool:
        """Somebody still has to act, or should have."""
        return self.state in ("running", "still", "over")


def due(clock: Clock, events: Sequence[Event], today: dt.date, known: Known) -> Due | None:
    """Where a clock stands on a day; None where nothing has started it. Events are in order, none after today."""
    start = _start(clock, events, known)
    if start is None:
        return None
    place, day = start
    act = events[place].act if place >= 0 and clock.starts else ""
    declared = known.procedure.acts.get(act)
    rule = known.countings.get(clock.counting or "")
    term = count.begin(day, declared.way if declared else None, rule, known.calendars)
    stop = _stop(clock, events, place, known.procedure)
    until = stop[1] if stop else today
    base, lines = _extended(clock, events[place + 1 :])
    ends = [_end(clock, one, base, term, rule, events[place + 1 :], until, known) for one in _lengths(clock, known)]
    first, last = min(ends, key=lambda end: end.order), max(ends, key=lambda end: end.bound or dt.date.max)
    state = stop[0] if stop else "still" if first.still else "over" if last.past(today) else "running"
    why = (Line("started", act, day), *term.lines, *first.lines(lines), *_unsure(clock, known))
    met_on = stop[1] if stop else None
    return Due(clock, day, state, first.last, last.bound, why, first.if_today if first.still else None, met_on)


def all_due(clocks: Iterable[Clock], events: Sequence[Event], today: dt.date, known: Known) -> list[Due]:
    """Every clock that started, those that run out first in front, those without a day last."""
    found = [one for clock in clocks if (one := due(clock, events, today, known)) is not None]
    return sorted(found, key=lambda one: (one.last_day or dt.date.max, one.clock.id))


# --- start and stop --------------------------------------------------------------------------------------------------


def _start(clock: Clock, events: Sequence[Event], known: Known) -> tuple[int, dt.date] | None:
    """The place of the event that starts the clock (-1: before all of them) and its day.

    While the case, or a branch, stands at a step with which the clock falls away, nothing starts it.
    """
    if clock.day_of is not None:
        day = known.days.get(clock.day_of)
        return None if day is None else (-1, day)
    for place in reversed(range(len(events))):
        if events[place].act in clock.starts and not _fallen(clock, events[: place + 1], known.procedure):
            return place, events[place].day
    return None


def _fallen(clock: Clock, events: Sequence[Event], procedure: Procedure) -> bool:
    """Whether the case, or a branch that is open, is after these events at a step with which the clock falls away."""
    if not any("/" in name or name in procedure.steps for name in clock.ends):
        return False
    for branch, step in _steps(events, procedure).items():
        named = f"{branch}/{step}" if branch else step
        if named in clock.ends and not (branch and procedure.steps_of(branch)[step].ends):  # one that is over is gone
            return True
    return False


def opened_by_meeting(clock: Clock, procedure: Procedure) -> set[str]:
    """The branches that an act opens by which the clock is met."""
    return {branch for act in procedure.acts.values() if act.id in clock.meets for branch in act.opens}


def answered(clock: Clock, events: Sequence[Event], procedure: Procedure) -> bool:
    """Whether a branch is open that an act opens by which the clock is met: what the clock asks for was done.

    A decision that is told again meanwhile shows its term again, since it may be another one; nothing may end by that
    term while the branch is open.
    """
    opened = opened_by_meeting(clock, procedure)
    steps = {branch: step for branch, step in _steps(events, procedure).items() if branch in opened}
    return any(not procedure.steps_of(branch)[step].ends for branch, step in steps.items())


def _stop(clock: Clock, events: Sequence[Event], start: int, procedure: Procedure) -> tuple[str, dt.date] | None:
    """Whether the clock was met or fell away, and when."""
    steps = _steps(events[: start + 1], procedure)
    branch = procedure.acts[events[start].act].branch if start >= 0 and events[start].act in procedure.acts else ""
    until_left = not (clock.meets or clock.ends)
    for event in events[start + 1 :]:
        if event.act in clock.meets:
            return "met", event.day
        if event.act == clock.expires:
            return "ran_out", event.day
        if event.act in clock.ends or any(move in clock.ends for move in event.moves):
            return "ended", event.day
        for move in event.moves:
            at, _, step = move.rpartition("/")
            ended = not at and (procedure.steps[step].ends or procedure.steps[step].goes_on)
            if ended:
                return "ended", event.day
            if until_left and clock.duty == "applicant" and at == branch and step != steps.get(branch):
                return "met", event.day
    return None


def _steps(events: Iterable[Event], procedure: Procedure) -> dict[str, str]:
    """At which step the case ('') and its branches are after these events."""
    steps = {"": procedure.starts}
    for event in events:
        for move in event.moves:
            branch, _, step = move.rpartition("/")
            steps[branch] = step
    return steps


# --- how long --------------------------------------------------------------------------------------------------------


def _lengths(clock: Clock, known: Known) -> list[tuple[str, Length]]:
    """The lengths that may hold, each with its variant: one, unless it is unknown which."""
    found = []
    for variant in clock.variants:
        holds = known.holds.get(f"clocks.{clock.id}.{variant.id}")
        if holds is not False:
            found.append((variant.id, variant.length))
        if holds:
            return found
    if clock.length is not None:
        found.append(("", clock.length))
    return found or [("", Length())]


def _unsure(clock: Clock, known: Known) -> Iterator[Line]:
    lengths = _lengths(clock, known)
    if len(lengths) > 1:
        for variant, length in lengths:
            yield Line("unsure", variant, length=length)


def _extended(clock: Clock, later: Sequence[Event]) -> tuple[Length, list[Line]]:
    """What extensions add to the length, each act as often as it was performed, never beyond what the law allows."""
    added, lines = Length(), []
    for extension in clock.extensions:
        times = sum(event.act == extension.act for event in later)
        if not times:
            continue
        more = count.plus(Length(), extension.by, times)
        if extension.at_most is not None and _longer(more, extension.at_most):
            more = extension.at_most
        added = count.plus(added, more)
        lines.append(Line("extended", extension.act, number=times, length=more))
    return added, lines


def _longer(one: Length, other: Length) -> bool:
    """By whole days of the longest months: enough to compare a length with a limit in the same unit."""

    def size(length: Length) -> int:
        return length.days + length.working_days + 7 * length.weeks + 31 * length.months + 372 * length.years

    return size(one) > size(other)


# --- the end ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _End:
    """The end of a clock for one of the lengths that may hold."""

    variant: str
    length: Length
    last: dt.date | None
    bound: dt.date | None
    still: bool
    if_today: dt.date
    stands: list[Line]
    moved: Line | None

    @property
    def order(self) -> dt.date:
        return self.last or dt.date.max

    def past(self, today: dt.date) -> bool:
        return self.last is not None and self.last < today

    def lines(self, extended: Sequence[Line]) -> Iterator[Line]:
        yield Line("length", self.variant, length=self.length)
        yield from extended
        yield from self.stands
        if self.moved:
            yield self.moved


def _end(
    clock: Clock,
    chosen: tuple[str, Length],
    added: Length,
    term: count.Term,
    rule: Counting | None,
    later: Sequence[Event],
    until: dt.date,
    known: Known,
) -> _End:
    """The last day for one length: the term, extensions, the days it stood still, and off days at the end."""
    variant, own = chosen
    length = count.plus(own, added)
    calendar = known.calendars.get(rule.calendar or "") if rule else None
    in_working_days = calendar if length.working_days and not (length.days or length.months or length.years) else None

    def ending(days: int) -> tuple[dt.date, Line | None]:
        more = Length(working_days=days) if in_working_days else Length(days=days)
        return count.moved(count.last_day(term, count.plus(length, more), rule, known.calendars), rule, known.calendars)

    def between(since: dt.date, stop: dt.date) -> int:
        return calendar_days.working_days(in_working_days, since, stop) if in_working_days else (stop - since).days

    stood, lines, still = 0, [], False
    bound: dt.date | None = None
    for id_, since, back, limit in _stands(clock, later, until, rule, known):
        if since > ending(stood)[0]:
            continue  # it had run out before: nothing can stand still any more
        stop, still = back or until, back is None
        number = between(since, stop)
        if still and limit is not None:
            bound = ending(stood + between(since, limit))[0]
        stood += number
        lines.append(Line("still", id_, since) if still else Line("suspended", id_, since, stop, number))
    last, moved = ending(stood)
    return _End(variant, own, None if still else last, bound if still else last, still, last, lines, moved)


Stand = tuple[str, dt.date, dt.date | None, dt.date | None]
"""The clock stood still: by which suspension, from when, until when (None: it still does), and at most until when."""


def _stands(
    clock: Clock, later: Sequence[Event], until: dt.date, rule: Counting | None, known: Known
) -> Iterator[Stand]:
    """When the clock stood still, earliest first. Where two causes overlap, the later counts from the earlier's end."""
    free = dt.date.min
    for suspension, since, back in sorted(_causes(clock, later), key=lambda one: (one[1], one[2] or dt.date.max)):
        limit = None
        if suspension.at_most is not None:
            limit = count.last_day(count.Term(since, since + ONE), suspension.at_most, rule, known.calendars)
            back = limit if (back or until) > limit else back
        since = max(since, free)
        if since > until or (back is not None and back <= since):
            continue
        yield suspension.id, since, back, limit
        if back is None:
            return
        free = back


def _causes(clock: Clock, later: Sequence[Event]) -> Iterator[tuple[Suspension, dt.date, dt.date | None]]:
    """What made the clock stand still, from the act that began it to the act that ended it."""
    for suspension in clock.suspensions:
        since: dt.date | None = None
        for event in later:
            if since is None and event.act in suspension.from_:
                since = event.day
            elif since is not None and event.act in suspension.until:
                yield suspension, since, event.day
                since = None
        if since is not None:
            yield suspension, since, None
