"""What the cases of the DMN conformance suite say, restated: see README.md beside this file."""

import pytest

from tests.rules.tck.conftest import NAMES, RESULT
from tests.rules.tck.feel import Left, expression
from veer.rules import PackError


def known(**facts):
    return {name: value for name, value in facts.items() if value is not None}


@pytest.mark.parametrize(
    "a,b,both,either",
    [
        (True, True, True, True), (False, True, False, True), (None, True, None, True),
        (True, False, False, True), (False, False, False, False), (None, False, False, None),
        (True, None, None, True), (False, None, False, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_0106_ternary_logic(ask, a, b, both, either):
    assert ask("A and B", known(a=a, b=b)) == RESULT[both]
    assert ask("A or B", known(a=a, b=b)) == RESULT[either]


@pytest.mark.parametrize("a,other", [(True, False), (False, True), (None, None)])
def test_0107_ternary_not(ask, a, other):
    assert ask("not(A)", known(a=a)) == RESULT[other]


@pytest.mark.parametrize("word", ["123", '"true"', "0"])
@pytest.mark.parametrize("form", ["true and {}", "false and {}", "{} and true", "{} and false", "{} and {}"])
def test_0064_what_is_no_truth_is_refused_before_any_fact(ask, form, word):
    with pytest.raises(PackError):
        ask(form.format(word, word))


@pytest.mark.parametrize(
    "age,risk,affordable,approved",
    [
        (18, "Low", True, True), (17, "Low", True, False), (18, "High", True, False), (18, "Medium", False, False),
        (18, None, True, None), (None, "High", True, False), (None, None, False, False), (17, None, None, False),
    ],
)  # fmt: skip
def test_0004_the_table_of_approvals(ask, age, risk, affordable, approved):
    rule = 'Age >= 18 and RiskCategory in {"Medium", "Low"} and isAffordable'
    assert ask(rule, known(age=age, risk=risk, affordable=affordable)) == RESULT[approved]


@pytest.mark.parametrize("text", ['date("2017-12-31")', "date(2017,01,01)", 'date("2016-02-29")'])
def test_1115_dates(ask, text):
    assert ask(f"{text} = {text}") == "yes"


@pytest.mark.parametrize("text", ['date("2017-13-10")', 'date("2017-12-32")', "date(2017,13,31)", "date(2017,12,32)"])
def test_1115_what_is_no_date_is_refused(ask, text):
    with pytest.raises(PackError):
        ask(f"{text} = {text}")


@pytest.mark.parametrize(
    "start,end,feel,ours",
    [
        ("2011-12-22", "2013-08-24", 20, 20),
        ("2013-08-24", "2011-12-22", -20, -21),  # rounded towards 0 there, down here
        ("2015-01-21", "2016-01-21", 12, 12),
        ("2016-01-21", "2015-01-21", -12, -12),
        ("2016-01-01", "2016-01-01", 0, 0),
    ],
)
def test_1121_years_and_months(ask, start, end, feel, ours):
    assert ask(f'years and months duration(date("{start}"), date("{end}"))', let=True) == ours
    assert (feel == ours) is not (feel < 0 and feel % 12 != 0)


@pytest.mark.parametrize("text", ["null and true", 'duration("P1D")', 'date and time("2012-12-24")', "[1, 2]"])
def test_left_out_with_a_reason(text):
    with pytest.raises(Left, match=r"\w+"):
        expression(text, NAMES)
