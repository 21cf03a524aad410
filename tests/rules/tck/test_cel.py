"""What the cases of `logic.textproto` of the CEL conformance suite say, restated: see README.md beside this file.

An operand that fails there (`2 / 0 > 3`) is one that is not known here: `a`.
"""

import pytest

from tests.rules.tck.conftest import RESULT
from veer.rules import PackError

# Operand, operand, both, either; None: an error there, not known here.
TABLE = [
    (True, True, True, True),
    (False, False, False, False),
    (False, True, False, True),
    (True, False, False, True),
    (False, None, False, None),
    (None, False, False, None),
    (True, None, None, True),
    (None, True, None, True),
]


def said(value):
    return "A" if value is None else str(value).lower()


@pytest.mark.parametrize(("one", "other", "both", "either"), TABLE)
def test_what_decides_absorbs_what_fails_on_either_side(ask, one, other, both, either):
    assert ask(f"{said(one)} and {said(other)}") == RESULT[both]
    assert ask(f"{said(one)} or {said(other)}") == RESULT[either]


@pytest.mark.parametrize(("value", "negated"), [(True, False), (False, True)])
def test_not(ask, value, negated):
    assert ask(f"not({said(value)})") == RESULT[negated]


@pytest.mark.parametrize(("feel", "value"), [("if true then 1 else 2", 1), ("if false then 1 else 2", 2)])
def test_conditional(ask, feel, value):
    assert ask(feel, let=True) == value


@pytest.mark.parametrize(
    "feel",
    [
        "false and 32", '"horses" and false', "true or 32", '"horses" or true',
        '"less filling" and "tastes great"', '"less filling" or "tastes great"',
    ],
)  # fmt: skip
def test_what_is_no_truth_is_refused_before_any_fact_even_where_it_would_be_absorbed(ask, feel):
    with pytest.raises(PackError):
        ask(feel)


def test_a_conditional_over_what_is_no_truth_or_of_two_types_is_refused(ask):
    for feel in ('if "cows" then 1 else 17', 'if true then "cows" else 17'):
        with pytest.raises(PackError):
            ask(feel, let=True)
