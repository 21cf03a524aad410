"""What everybody may read: the weights of the law, and groups without anybody to be found in them."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.matching import stage
from veer.journal import clock
from veer.matching import numbers
from veer.matching.models import Line, Run, Spot
from veer.matching.pages.shown import is_often


def told(rows: list[tuple[bool, bool]]) -> list[numbers.Group]:
    """A run of so many households: whether each is in the group, and whether it was given a place."""
    now = clock.now()
    run = Run.objects.create(
        source="reception", number=Run.objects.count() + 1, laws=[], dims=[], instance={}, digest="x", asked_at=now,
        asked_by=uuid.uuid4(),
    )  # fmt: skip
    spot = Spot.objects.create(run=run, code="P00001", place=uuid.uuid4(), title="De Brug", where="Gent")
    for n, (inside, given_) in enumerate(rows):
        confirmed: dict[str, Any] = {
            "state": Line.CONFIRMED, "spot": spot, "worth": 300, "decided_by": uuid.uuid4(), "decided_at": now,
            "confirmed_by": uuid.uuid4(), "confirmed_at": now,
        }  # fmt: skip
        Line.objects.create(
            run=run, code=f"H{n}", household=uuid.uuid4(), person=uuid.uuid4(), persons=2, tier="C", shut={}, best=600,
            groups=["large"] if inside else [], **(confirmed if given_ else {}),
        )  # fmt: skip
    return numbers.numbers(now).groups


@pytest.mark.django_db
def test_shares_of_groups_that_are_large_enough() -> None:
    groups = told([(n < 10, n % 2 == 0) for n in range(20)])
    assert groups == [numbers.Group("", 20, 50, 25), numbers.Group("large", 10, 50, 25)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inside", "others", "expected"),
    [(4, 20, (None, None)), (20, 4, (None, None)), (10, 10, (10, 0)), (0, 9, None)],
)
def test_neither_a_small_group_nor_a_small_rest_is_shown(inside: int, others: int, expected: Any) -> None:
    groups = {one.group: one for one in told([(True, False)] * inside + [(False, False)] * others)}
    assert groups[""].households == inside + others
    found = groups.get("large")
    assert (found and (found.households, found.placed)) == expected


def test_a_class_is_not_told_by_what_the_others_leave() -> None:
    classes = [numbers.Group("tier_A", None, None, None), numbers.Group("tier_B", 9, 50, 40)]
    found = numbers._apart([numbers.Group("", 12, 50, 40), *classes, numbers.Group("large", 6, None, None)])
    assert found == [
        numbers.Group("", 12, 50, 40), numbers.Group("tier_A", None, None, None),
        numbers.Group("tier_B", None, None, None), numbers.Group("large", 6, None, None),
    ]  # fmt: skip


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_nothing_shown_tells_of_fewer_than_the_law_says(size: int, given_: int, others: int) -> None:
    given_ = min(given_, size)
    lines = [Line(state=Line.CONFIRMED if n < given_ else Line.PROPOSED, best=1, worth=1) for n in range(size)]
    found = numbers._group("g", lines, size + others, 5)
    if found.households is not None:
        assert not 0 < size < 5
        assert not 0 < others < 5
    if found.placed is not None:
        assert not 0 < given_ < 5
        assert not 0 < size - given_ < 5


@pytest.mark.parametrize(("number", "often"), [(29, False), (30, True), (31, True)])
def test_a_reason_for_more_than_thirty_in_a_hundred_overrides_is_often(number: int, often: bool) -> None:
    assert is_often(number, 97, 30) is often, "30 of 97 are 30.9 in a hundred"


@pytest.mark.django_db
def test_everybody_reads_the_weights_and_where_they_stand() -> None:
    stage.town()
    said = Client().get(reverse("matching:public") + "?lang=en").content.decode()
    for words in (
        "Where they wish to live".lower(),
        "350",
        "instead of the first",
        "articles 11 and 36",
        "Nothing yet.",
    ):
        assert words in said
