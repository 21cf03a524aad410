"""Whole places divided by weight: nothing lost, nothing made up, nobody off by a whole place."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veer.quotas.shares import evenly, most_called, shares

WEIGHTS = st.dictionaries(st.text("abc", min_size=1), st.integers(0, 500), min_size=1).filter(lambda w: sum(w.values()))


@given(st.integers(0, 10_000), WEIGHTS)
def test_shares_add_up_and_are_within_one_of_the_exact_part(total: int, weights: dict[str, int]) -> None:
    found = shares(total, weights)
    assert sum(found.values()) == total
    whole = sum(weights.values())
    for name, weight in weights.items():
        assert abs(found[name] - Fraction(weight * total, whole)) < 1
    assert found == shares(total, dict(reversed(weights.items())))


@given(st.integers(0, 10_000), WEIGHTS)
def test_whoever_weighs_more_never_gets_less(total: int, weights: dict[str, int]) -> None:
    found = shares(total, weights)
    for one in weights:
        assert all(found[one] >= found[other] for other in weights if weights[one] > weights[other])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(0, 2000))
def test_counters_keep_what_they_hold_and_the_rest_is_even(held: list[int], more: int) -> None:
    found = evenly(sum(held) + more, held)
    assert sum(found) == sum(held) + more
    assert all(now >= before for now, before in zip(found, held, strict=True))
    filled = [now for now, before in zip(found, held, strict=True) if now > before]
    assert not filled or max(filled) - min(filled) <= 1


@given(st.integers(0, 10**6))
def test_a_factor_is_rounded_down(places: int) -> None:
    assert most_called(places, Fraction(11, 10)) == places * 11 // 10


def test_nothing_to_divide_by_is_said() -> None:
    for total, weights in [(3, {}), (3, {"a": 0}), (-1, {"a": 1}), (3, {"a": 2, "b": -1})]:
        with pytest.raises(ValueError, match="divided over weights"):
            shares(total, weights)
    with pytest.raises(ValueError, match="more is held"):
        evenly(3, [2, 2])
    with pytest.raises(ValueError, match="below one"):
        most_called(10, Fraction(9, 10))
