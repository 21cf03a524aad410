"""The few functions that generated code calls. Whole numbers only, so that they run interpreted and compiled alike."""

from __future__ import annotations

from collections.abc import Sequence

UNKNOWN = -(1 << 60)
"""Stands in an input for "not known"; no fact can have this value."""


def place(cuts: Sequence[int], value: int) -> int:
    """How many of the rising cuts lie at or below the value."""
    low, high = 0, len(cuts)
    while low < high:
        middle = (low + high) // 2
        if cuts[middle] <= value:
            low = middle + 1
        else:
            high = middle
    return low


def extent1(table: Sequence[int], low: int, high: int, stride: int) -> tuple[int, int]:
    """Smallest and largest entry between two places, both included. `stride`: how far apart places lie."""
    least = most = table[low * stride]
    for place_ in range(low + 1, high + 1):
        entry = table[place_ * stride]
        least, most = min(least, entry), max(most, entry)
    return least, most


def extent2(
    table: Sequence[int], low1: int, high1: int, stride1: int, low2: int, high2: int, stride2: int
) -> tuple[int, int]:
    """The same over two axes."""
    least = most = table[low1 * stride1 + low2 * stride2]
    for first in range(low1, high1 + 1):
        for second in range(low2, high2 + 1):
            entry = table[first * stride1 + second * stride2]
            least, most = min(least, entry), max(most, entry)
    return least, most


def extent3(
    table: Sequence[int], low1: int, high1: int, stride1: int, low2: int, high2: int, stride2: int, low3: int,
    high3: int, stride3: int,
) -> tuple[int, int]:  # fmt: skip
    """The same over three axes."""
    least = most = table[low1 * stride1 + low2 * stride2 + low3 * stride3]
    for first in range(low1, high1 + 1):
        for second in range(low2, high2 + 1):
            for third in range(low3, high3 + 1):
                entry = table[first * stride1 + second * stride2 + third * stride3]
                least, most = min(least, entry), max(most, entry)
    return least, most


def months(start: int, end: int) -> int:
    """Completed months between two dates written yyyymmdd."""
    whole = (end // 10000 - start // 10000) * 12 + end // 100 % 100 - start // 100 % 100
    return whole - (1 if end % 100 < start % 100 else 0)


def later(date: int, count: int) -> int:
    """Day number of a date (yyyymmdd) so many months on; a day that the month lacks becomes the first of the next."""
    day = date % 100
    number = date // 10000 * 12 + date // 100 % 100 - 1 + count
    year, month = number // 12, number % 12 + 1
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    longest = 28 + (1 if leap else 0) if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if day > longest:
        day = 1
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    # days from civil date, proleptic Gregorian (Howard Hinnant, "chrono-compatible low-level date algorithms")
    y = year - (1 if month <= 2 else 0)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
