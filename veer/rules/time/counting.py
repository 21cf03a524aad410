"""How a term is counted: from the day something happened to the last day, step by step, each step said.

The parameters are those of a counting rule of the law (`model.Counting`): whether the day of the event counts, when
what was sent counts as received, how months end, and what happens to a last day that is no working day.
"""

from __future__ import annotations

import calendar as months_of
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Calendar, Counting, Length, Marks, Presumption
from ..problems import Place
from . import calendars
from .calendars import ONE


@dataclass(frozen=True, slots=True)
class Line:
    """One step of an explanation, to be put in words by whoever shows it.

    kinds: started (`id` act, `day`), presumed (`id` way, `day` received, `number` days, `working`, `counted` where that
    day is the first of the term), length (`length`, `id` variant or ''), unsure (`id` variant, `length`), extended
    (`id` act, `length`, `number` times), suspended (`id`, `day` from, `until`, `number` days), still (`id`, `day`
    since), moved (`day` from, `until` to, `id` why).
    """

    kind: str
    id: str = ""
    day: dt.date | None = None
    until: dt.date | None = None
    number: int = 0
    length: Length | None = None
    working: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Where a term begins: the day it is counted from and the first day that counts."""

    base: dt.date
    first: dt.date
    lines: tuple[Line, ...] = ()

    @property
    def counted(self) -> bool:
        """The day that the term is counted from counts itself."""
        return self.base == self.first


PLAIN = Counting("", Marks(Place("", 0, 0)), None)
"""Where the law names no rule: the day of the event does not count, nothing moves."""


def begin(event: dt.date, way: str | None, counting: Counting | None, calendars_by_id: Mapping[str, Calendar]) -> Term:
    """Where a term begins that an event on this day starts; `way`: how it reached the person."""
    rule = counting or PLAIN
    presumed = next((one for one in rule.presumptions if one.way == way), None)
    if presumed is None:
        return Term(event, event if rule.first_day == "counted" else event + ONE)
    received = _received(event, presumed, calendars_by_id.get(rule.calendar or ""))
    number = presumed.working_days or presumed.days
    working, counted = bool(presumed.working_days), presumed.counted
    line = Line("presumed", presumed.way, received, number=number, working=working, counted=counted)
    return Term(received, received if presumed.counted else received + ONE, (line,) if number else ())


def _received(event: dt.date, presumed: Presumption, calendar: Calendar | None) -> dt.date:
    day = event + presumed.days * ONE
    if presumed.working_days and calendar is not None:
        return calendars.nth_working(calendar, day + ONE, presumed.working_days)
    return day + presumed.working_days * ONE


def last_day(term: Term, length: Length, counting: Counting | None, calendars_by_id: Mapping[str, Calendar]) -> dt.date:
    """The last day of a term before it is moved off a day on which nothing can be done."""
    rule = counting or PLAIN
    months = length.months + 12 * length.years
    day = term.first - ONE
    if months:
        # Counted from its first day, a month ends on the day before the same number; else on the number of the event.
        start = term.first if term.counted else term.base
        day = add_months(start, months, rule.months) - (ONE if term.counted else 0 * ONE)
    day += (length.days + 7 * length.weeks) * ONE
    if not length.working_days:
        return day
    calendar = calendars_by_id.get(rule.calendar or "")
    if calendar is None:
        return day + length.working_days * ONE
    return calendars.nth_working(calendar, day + ONE, length.working_days)


def moved(
    day: dt.date, counting: Counting | None, calendars_by_id: Mapping[str, Calendar]
) -> tuple[dt.date, Line | None]:
    """The last day as it holds: on a day off it may move to another, and says why."""
    rule = counting or PLAIN
    calendar = calendars_by_id.get(rule.calendar or "")
    if calendar is None or rule.roll == "none":
        return day, None
    other = calendars.nearest_working(calendar, day, 1 if rule.roll == "next" else -1)
    if other == day:
        return day, None
    return other, Line("moved", calendars.off(calendar, day) or "", day, other)


def add_months(day: dt.date, months: int, rule: str) -> dt.date:
    """The same number so many months on; where the month lacks it, its last day or the first of the next month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = months_of.monthrange(year, month + 1)[1]
    if day.day <= length:
        return dt.date(year, month + 1, day.day)
    if rule == "last_day":
        return dt.date(year, month + 1, length)
    year, month = divmod(year * 12 + month + 1, 12)
    return dt.date(year, month + 1, 1)


def plus(one: Length, other: Length, times: int = 1) -> Length:
    """One length and so many times the other."""
    return Length(
        one.days + times * other.days,
        one.months + times * other.months,
        one.years + times * other.years,
        one.weeks + times * other.weeks,
        one.working_days + times * other.working_days,
    )
