"""B5: who gets a place in the order of a draw, by hand and against every way that chance can fall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veer.draw import IN, OUT, PASSED, Lot, allot, written


def ids(*said: str) -> list[str]:
    """`4C`, `1A`, `6Bh`: persons and tier of households in one part, in the order in which they were drawn."""
    return [f"n{number}.one.{text[0]}.{text[1:]}" for number, text in enumerate(said)]


def outcomes(places: int, need: int, *said: str) -> list[str]:
    found = allot(ids(*said), {"one": places}, need)
    return [found[one] for one in ids(*said)]


@pytest.mark.parametrize(
    ("places", "need", "drawn", "wanted"),
    [
        pytest.param(3, 0, ["1C", "1C", "1C", "1C"], [IN, IN, IN, OUT], id="in the order of the draw"),
        pytest.param(5, 60, ["1C", "1C", "1C", "1A", "1B"], [IN, IN, IN, IN, IN], id="all fit"),
        pytest.param(3, 60, ["1C", "1C", "1B", "1A"], [IN, IN, OUT, IN], id="A before B where need has one place"),
        pytest.param(5, 60, ["1C", "1C", "1C", "1B", "1A"], [IN, IN, IN, IN, IN], id="what need leaves goes to all"),
        pytest.param(10, 60, ["4C", "4C", "4B", "2A"], [IN, OUT, IN, IN], id="six by need, four by lot"),
        pytest.param(4, 0, ["3C", "2C", "1C"], [IN, PASSED, IN], id="too large, and a smaller one after it fits"),
        pytest.param(4, 0, ["3C", "2C", "2C"], [IN, OUT, OUT], id="too large, and nothing after it fits"),
        pytest.param(2, 0, ["1C", "1C", "2Ch"], [OUT, OUT, IN], id="whoever was passed over is in front"),
        pytest.param(0, 60, ["1A"], [OUT], id="no places"),
        pytest.param(5, 100, ["6A", "1C"], [PASSED, IN], id="never split"),
    ],
)  # fmt: skip
def test_B5_who_gets_a_place(places: int, need: int, drawn: list[str], wanted: list[str]) -> None:
    assert outcomes(places, need, *drawn) == wanted


PARTS = st.sampled_from(["one", "two"])
CHANCE = st.text("abc234", min_size=10, max_size=10)
LOTS = st.builds(written, CHANCE, PARTS, st.integers(1, 9), st.sampled_from("ABC"), st.booleans())


@given(st.lists(LOTS, unique=True, max_size=30), st.integers(0, 40), st.integers(0, 100))
def test_B5_no_place_too_many_and_nobody_beaten_by_one_alike(order: list[str], places: int, need: int) -> None:
    """Never more persons than places; and of two households alike in all but the lot, the earlier is not worse off."""
    found = allot(order, {"one": places}, need)
    assert set(found) == set(order)
    lots = [Lot.read(one) for one in order]
    assert sum(lot.persons for lot in lots if lot.part == "one" and found[lot.id] == IN) <= places
    assert all(found[lot.id] == OUT for lot in lots if lot.part == "two")
    alike: dict[tuple[str, int, str, bool], list[bool]] = {}
    for lot in lots:
        alike.setdefault((lot.part, lot.persons, lot.tier, lot.heads), []).append(found[lot.id] == IN)
    assert all(got == sorted(got, reverse=True) for got in alike.values())


@given(st.lists(LOTS, unique=True, max_size=30), st.integers(0, 40))
def test_B5_whoever_was_passed_over_was_beaten_only_by_a_smaller_one(order: list[str], places: int) -> None:
    found = allot(order, {"one": places, "two": places}, 60)
    for place, one in enumerate(order):
        if found[one] == PASSED:
            later = [Lot.read(other) for other in order[place + 1 :] if found[other] == IN]
            assert any(lot.part == Lot.read(one).part for lot in later)


@pytest.mark.parametrize("said", ["a.one.4", "a.one.x.C", "a.one.0.C", "a.one.4.D", "a.one.4.C.h", "", "a.one.-1.C"])
def test_an_id_that_does_not_say_what_decides(said: str) -> None:
    with pytest.raises(ValueError, match=r"is not chance|has no tier"):
        Lot.read(said)
