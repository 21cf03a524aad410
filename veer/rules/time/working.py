"""Working days counted once for all days: a number rising from day to day, from which any stretch is read."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from ..model import Calendar
from .calendars import working
from .days import FIRST, LAST, to_date


@lru_cache(16)
def working_days_until(calendar: Calendar) -> tuple[int, ...]:
    """For each day from FIRST to LAST, how many working days there are up to and including it."""
    return tuple(accumulate(int(working(calendar, to_date(day))) for day in range(FIRST, LAST + 1)))
