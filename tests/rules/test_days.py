"""Counting years and months (contract 3), in the one table and in the generated code's functions alike."""

import datetime as dt
import random

import pytest

from veer.rules import runtime
from veer.rules.time.days import (
    FIRST,
    LAST,
    add_months,
    add_years,
    months_between,
    to_date,
    to_day,
    years_between,
    yyyymmdd,
)


def day(year: int, month: int, number: int) -> int:
    return to_day(dt.date(year, month, number))


def written(number: int) -> int:
    return yyyymmdd()[number - FIRST]


def test_a_day_is_a_number_from_1970():
    assert day(1970, 1, 1) == 0
    assert to_date(day(2026, 2, 2)) == dt.date(2026, 2, 2)


@pytest.mark.parametrize(
    ("on", "age"),
    [
        ((2022, 2, 28), 17),
        ((2022, 3, 1), 18),
        ((2024, 2, 28), 19),
        ((2024, 2, 29), 20),
    ],
)
def test_n_years_after_29_february_is_1_march_in_a_year_without_one(on, age):
    assert years_between(day(2004, 2, 29), day(*on)) == age


def test_years_and_months_added_to_29_february_fall_on_1_march():
    assert to_date(add_years(day(2004, 2, 29), 18)) == dt.date(2022, 3, 1)
    assert to_date(add_years(day(2004, 2, 29), 20)) == dt.date(2024, 2, 29)
    assert to_date(add_months(day(2026, 1, 31), 1)) == dt.date(2026, 3, 1)
    assert to_date(add_months(day(2026, 3, 31), -1)) == dt.date(2026, 3, 1)


def test_a_year_is_complete_on_the_day_it_was_added():
    random_ = random.Random(7)
    for _ in range(2000):
        start = random_.randrange(day(1900, 1, 1), day(2100, 1, 1))
        count = random_.randrange(0, 120)
        turn = add_years(start, count)
        assert years_between(start, turn) == count
        assert years_between(start, turn - 1) == count - 1


def test_a_month_is_complete_on_the_day_it_was_added():
    random_ = random.Random(8)
    for _ in range(2000):
        start = random_.randrange(day(1900, 1, 1), day(2100, 1, 1))
        count = random_.randrange(0, 400)
        turn = add_months(start, count)
        assert months_between(start, turn) == count
        assert months_between(start, turn - 1) == count - 1


def test_before_the_start_counts_are_negative():
    assert years_between(day(2026, 2, 2), day(2026, 2, 1)) == -1
    assert months_between(day(2026, 2, 2), day(2026, 2, 1)) == -1


def test_days_beyond_the_table_stop_at_its_ends():
    assert add_years(day(2290, 5, 5), 50) == LAST
    assert add_years(day(1805, 5, 5), -50) == FIRST


def test_generated_code_counts_alike():
    random_ = random.Random(9)
    for _ in range(3000):
        a, b = (random_.randrange(day(1850, 1, 1), day(2200, 1, 1)) for _ in range(2))
        count = random_.randrange(-300, 300)
        assert runtime.months(written(a), written(b)) == months_between(a, b)
        assert runtime.later(written(a), count) == add_months(a, count)


def test_the_place_among_cuts_counts_those_at_or_below():
    assert [runtime.place((3, 5, 9), v) for v in (2, 3, 4, 5, 8, 9, 10)] == [0, 1, 1, 2, 2, 3, 3]
    assert runtime.place((), 4) == 0
