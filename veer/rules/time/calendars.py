"""Which days are working days: weekends and holidays of a calendar that the law itself declares."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from ..model import Calendar, Holiday

ONE = dt.timedelta(days=1)
FARTHEST = 400
"""No calendar has so many days off in a row; beyond it the search for a working day gives up."""


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return dt.date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


@lru_cache(4096)
def holidays(calendar: Calendar, year: int) -> dict[dt.date, str]:
    """The holidays of a year, each with its id."""
    found = {}
    for holiday in calendar.holidays:
        day = _day_of(holiday, year)
        marks = holiday.marks
        if day is None or (marks and ((marks.since and day < marks.since) or (marks.until and day > marks.until))):
            continue
        found[day] = holiday.id
    return found


def _day_of(holiday: Holiday, year: int) -> dt.date | None:
    if holiday.date is not None:
        return holiday.date if holiday.date.year == year else None
    if holiday.easter is not None:
        return easter(year) + holiday.easter * ONE
    try:
        return dt.date(year, holiday.month, holiday.day)
    except ValueError:
        return None  # 29 February in a year without one


def off(calendar: Calendar, day: dt.date) -> str | None:
    """Why a day is no working day: the id of the holiday, or `weekend`; None on a working day."""
    if day.weekday() in calendar.weekend:
        return "weekend"
    return holidays(calendar, day.year).get(day)


def working(calendar: Calendar, day: dt.date) -> bool:
    return off(calendar, day) is None


def nearest_working(calendar: Calendar, day: dt.date, step: int) -> dt.date:
    """The day itself where it is a working day, else the next one forwards (1) or backwards (-1)."""
    for _ in range(FARTHEST):
        if working(calendar, day):
            return day
        day += step * ONE
    raise ValueError(f"the calendar {calendar.id} has no working day around {day}")


def nth_working(calendar: Calendar, first: dt.date, number: int) -> dt.date:
    """The `number`th working day counted from `first`, which counts where it is one; number is at least 1."""
    day = nearest_working(calendar, first, 1)
    for _ in range(number - 1):
        day = nearest_working(calendar, day + ONE, 1)
    return day


def working_days(calendar: Calendar, start: dt.date, end: dt.date) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 where end is not later."""
    count, day = 0, start + ONE
    while day <= end:
        count += working(calendar, day)
        day += ONE
    return count
