"""At least, likely and at most of the six weeks ahead, from days alone."""

from datetime import date

from veer.municipalities.forecast import Expected, forecast, half_way
from veer.municipalities.rules import bands, period_of, periods, wants
from veer.people import birth

TODAY = date(2026, 3, 4)  # a Wednesday


def test_a_day_is_certain_a_term_is_likely_and_half_of_it_the_earliest() -> None:
    flies = Expected(4, date(2026, 3, 18), date(2026, 3, 18), date(2026, 3, 18))
    waits = Expected(2, None, half_way(TODAY, date(2026, 4, 1)), date(2026, 4, 1))
    far = Expected(3, None, half_way(TODAY, date(2026, 9, 1)), date(2026, 9, 1))
    found = forecast([flies, waits, far], TODAY)
    assert [one.begins.day for one in found.weeks] == [2, 9, 16, 23, 30, 6]
    assert [(one.low, one.likely, one.high) for one in found.weeks] == [
        (0, 0, 0), (0, 0, 0), (4, 4, 6), (0, 0, 2), (0, 2, 2), (0, 0, 0),
    ]  # fmt: skip
    assert found.later == 3


def test_who_should_have_come_is_expected_now_and_nobody_is_nobody() -> None:
    late = Expected(5, date(2026, 2, 20), date(2026, 2, 20), date(2026, 2, 20))
    assert [(one.low, one.high) for one in forecast([late], TODAY).weeks][:2] == [(5, 5), (0, 0)]
    assert forecast([], TODAY).empty


def test_ages_bands_and_what_a_household_needs() -> None:
    assert [birth.age(born, TODAY) for born in ("2020-03-04", "2020-03-05", "1990", "1990-01", "")] == [
        6,
        5,
        35,
        36,
        None,
    ]
    ages = [3, 9, 16, 40, 70]
    assert [count for _words, count in bands(ages)] == [1, 1, 1, 1, 1]
    assert wants(ages) == {"childcare": 1, "school": 2, "language": 2, "health": 5}
    assert wants([40]) == {"language": 1, "health": 1}
    assert (period_of(date(2026, 12, 31)).begins, period_of(date(2026, 12, 31)).ends.day) == (date(2026, 10, 1), 31)
    assert [one.begins.month for one in periods(date(2026, 11, 5))] == [10, 1, 4, 7]
