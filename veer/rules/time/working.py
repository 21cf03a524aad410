"""Working days counted once for all days: a number rising from day to day, from which any stretch is read."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from ..model import Calendar
from .calendars import holidays
from .days import FIRST, LAST, to_date, to_day


@lru_cache(16)
def working_days_until(calendar: Calendar) -> tuple[int, ...]:
    """For each day from FIRST to LAST, how many working days there are up to and including it."""
    years = range(to_date(FIRST).year, to_date(LAST).year + 1)
    feasts = {to_day(day) for year in years for day in holidays(calendar, year)}
    week = [int(to_date(day).weekday() not in calendar.weekend) for day in range(7)]
    return tuple(accumulate(week[day % 7] if day not in feasts else 0 for day in range(FIRST, LAST + 1)))
