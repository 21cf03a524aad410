"""Dates as days since 1970-01-01, and the one table that completed years and months are read from.

Counting (contract 3): n years after 29 February fall on 1 March in a year without one. With a date written as the
number yyyymmdd, completed years are the difference divided by 10000 and rounded down, which says just that.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from functools import cache

EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST = dt.date(1800, 1, 1).toordinal() - EPOCH
LAST = dt.date(2299, 12, 31).toordinal() - EPOCH


def to_day(date: dt.date) -> int:
    return date.toordinal() - EPOCH


def to_date(day: int) -> dt.date:
    return dt.date.fromordinal(day + EPOCH)


@cache
def yyyymmdd() -> tuple[int, ...]:
    """For each day from FIRST to LAST, its date written as a number."""
    found: list[int] = []
    for month in range(1800 * 12, 2300 * 12):
        year, place = divmod(month, 12)
        first = year * 10000 + (place + 1) * 100
        found += range(first + 1, first + 1 + monthrange(year, place + 1)[1])
    return tuple(found)


def years_between(start: int, end: int) -> int:
    """Completed years from one day to another; negative when the end lies before the start."""
    table = yyyymmdd()
    return (table[end - FIRST] - table[start - FIRST]) // 10000


def months_between(start: int, end: int) -> int:
    """Completed months from one day to another."""
    a, b = to_date(start), to_date(end)
    return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)


def add_months(day: int, months: int) -> int:
    """The same day so many months on; a day that the month lacks becomes the first of the next month."""
    date = to_date(day)
    count = date.year * 12 + date.month - 1 + months
    year, month = divmod(count, 12)
    if not 1800 <= year < 2299:
        return LAST if year >= 2299 else FIRST
    try:
        return to_day(dt.date(year, month + 1, date.day))
    except ValueError:
        year, month = divmod(count + 1, 12)
        return to_day(dt.date(year, month + 1, 1))


def add_years(day: int, years: int) -> int:
    return add_months(day, 12 * years)
