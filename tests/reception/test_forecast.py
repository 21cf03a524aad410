"""The forecast: from clocks and lengths seen, kept once a week, and its error shown as it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reception import stage
from veer.reception import acts, looking_ahead
from veer.reception.forecast import Past, Staying, errors, expected, staying_on
from veer.reception.models import Forecast, Stay

TODAY = date(2026, 11, 25)
DAYS = st.lists(st.integers(1, 400), max_size=12)


def test_half_of_those_who_stayed_so_long_stayed_longer() -> None:
    assert staying_on(60, [30, 50, 90, 100], [], given=0) == pytest.approx(0.5)
    assert staying_on(60, [30, 50, 90, 100], [], given=45) == pytest.approx(2 / 3)
    assert staying_on(60, [], [200], given=0) == 1
    assert staying_on(60, [30], [40], given=0) == pytest.approx(0.5)  # the one who still stays counts


def test_who_has_a_clock_that_runs_stays_until_then() -> None:
    began, ended = TODAY - timedelta(days=50), [60, 60]
    far, none = Staying(4, began, TODAY + timedelta(days=90)), Staying(4, began, None)
    day = TODAY + timedelta(days=28)
    assert expected(TODAY, day, [far], ended, 0, 100) == 4
    assert expected(TODAY, day, [none], ended, 0, 100) < 4


def test_whoever_comes_fills_beds_and_never_more_than_there_are() -> None:
    assert expected(TODAY, TODAY + timedelta(weeks=4), [], [], 2.0, 100) == 8
    assert expected(TODAY, TODAY + timedelta(weeks=4), [], [], 2.0, 5) == 5


@given(DAYS, DAYS, st.integers(0, 400), st.integers(0, 400), st.integers(0, 100))
def test_the_chance_to_stay_is_one_and_falls_with_time(
    ended: list[int], open_: list[int], length: int, more: int, given_: int
) -> None:
    first, later = (staying_on(n, ended, open_, given=given_) for n in (length, length + more))
    assert 0 <= later <= first <= 1


def test_the_error_is_what_was_off_of_what_was() -> None:
    past = [Past(TODAY, TODAY + timedelta(weeks=n), e, w) for n, e, w in [(1, 11, 10), (1, 8, 10), (4, 5, 10)]]
    assert errors(past) == {1: pytest.approx(0.15), 4: pytest.approx(0.5)}


@pytest.mark.django_db
def test_a_week_is_kept_once_and_compared_with_what_was(at: Any) -> None:
    at(2026, 10, 1, 9)
    stage.activate_law()
    rik = stage.officer()
    where = stage.place(rik, 10)
    stay = stage.placed(rik, where, stage.waits(rik, 3))
    first = date(2026, 10, 1)
    assert (acts.keep_forecast(first), acts.keep_forecast(first + timedelta(days=6))) == (5, 0)
    assert looking_ahead.past(first) == []
    at(2026, 10, 10, 9)
    acts.leave(stay.pk, rik, "left", "k")
    assert Stay.objects.get(pk=stay.pk).until == date(2026, 10, 10)
    told = {one.weeks: (one.expected, one.was) for one in looking_ahead.past(date(2026, 10, 20))}
    assert told.keys() == {1, 2}
    assert (told[1][1], told[2][1]) == (3, 0)
    assert acts.keep_forecast(first + timedelta(days=8)) == 5
    assert {one.made_on for one in looking_ahead.ahead()} == {first + timedelta(days=8)}
    assert Forecast.objects.count() == 10
