"""What the tests of dates of the Catala language say, restated: see README.md beside this file."""

from datetime import date

import pytest

from veer.rules import PackError
from veer.rules.time.counting import add_months

LEAP_BIRTH, EIGHTEEN = date(2000, 2, 29), 12 * 18


@pytest.mark.parametrize(("rule", "day"), [("next_month", date(2018, 3, 1)), ("last_day", date(2018, 2, 28))])
def test_good_rounding_option(rule, day):
    """Eighteen years after 29 February: round increasing and round decreasing are two rules, each named by the law."""
    assert add_months(LEAP_BIRTH, EIGHTEEN, rule) == day


def test_good_simple_and_durations(ask):
    assert ask(ours="days_between(date(2002, 9, 30), date(2019, 1, 1))", let=True) == 5937


@pytest.mark.parametrize(("today", "of_age"), [("2018, 2, 28", "no"), ("2018, 3, 1", "yes")])
def test_an_age_in_an_expression_rounds_up_always(ask, today, of_age):
    assert ask(ours=f"years_between(date(2000, 2, 29), date({today})) >= 18") == of_age


def test_bad_substraction_is_refused_before_any_fact(ask):
    with pytest.raises(PackError):
        ask(ours="date(2024, 1, 16) <= 0")
