"""For one household: why here, what next, what shut the others. For groups: whether they fare alike. And overrides."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.placement.small import instances
from tests.placement.test_best import known
from veer.placement import (
    Infeasible,
    Locks,
    document,
    envy,
    explain,
    fairness,
    forced,
    locked,
    place,
    read,
    restored,
)


@pytest.fixture
def town() -> Any:
    """Two places in a town where three households want the same one."""
    said = {
        "name": "town", "dims": 2,
        "cases": [
            {"id": "ana", "need": [2, 1], "tier": "A"}, {"id": "ben", "need": [2, 0], "tier": "C"},
            {"id": "cat", "need": [4, 0], "tier": "B"},
        ],
        "places": [{"id": "house", "cap": [2, 1]}, {"id": "flat", "cap": [2, 0]}, {"id": "hall", "cap": [9, 9]}],
        "pairs": [[0, 0, 900], [0, 2, 100], [1, 0, 800], [1, 1, 700], [1, 2, 50], [2, 2, 300]],
    }  # fmt: skip
    return read(said)


def test_why_here_and_not_there(town: Any) -> None:
    solution = place(town)
    why = explain(solution, "ben", {"hall": ["law/near_school"]})
    assert why.here is not None
    assert (why.here.place, why.here.weight) == ("flat", 700)
    assert [option.place for option in why.wish] == ["house"]
    assert why.wish[0].room is False
    assert why.shut == {"house": ("full:0",), "hall": ("law/near_school",)}
    assert {option.place for option in why.next} == {"house", "hall"}
    why = explain(solution, "ana")
    assert why.shut == {"flat": ("not_possible", "too_small:1", "full:0")}
    assert why.wish == ()
    assert explain(solution, "cat").shut == {
        "house": ("not_possible", "too_small:0"),
        "flat": ("not_possible", "too_small:0"),
    }


def test_what_is_scarce_has_a_price(town: Any) -> None:
    """Were the house larger, ben would live there: its beds cost something, the hall's nothing."""
    why = explain(place(town, "score"), "ben")
    assert why.scarce == ("house", 0)
    assert why.wish[0].cost > 0
    assert next(option for option in why.next if option.place == "hall").cost == 0


def test_who_has_no_place_is_told_as_well() -> None:
    solution = place(read(known("trap-1-family-blocks")))
    why = explain(solution, "A")
    assert (why.here, why.shut) == (None, {"X": ("full:0",)})
    assert [(option.place, option.weight, option.room) for option in why.next] == [("X", 500, False)]


def test_an_override_shows_its_cost_before_it_is_kept(town: Any) -> None:
    solution = place(town)
    cost = forced(solution, Locks(must=(("ben", "house"),)), {"large": ["cat"], "small": ["ana", "ben"]})
    assert (cost.first_loss, cost.score_loss, cost.second) == (0, 700, False)
    assert cost.moved == {"ana": ("house", "hall"), "ben": ("flat", "house")}
    assert [(group.group, group.cases) for group in cost.fairness] == [("", 3), ("large", 1), ("small", 2)]
    pushed = forced(solution, Locks(must_not=(("cat", "hall"),)))
    assert (pushed.unplaced, pushed.second, pushed.first_loss) == ({"cat": "B"}, True, 40)
    nothing = forced(solution, Locks())
    assert (nothing.moved, nothing.first_loss, nothing.score_loss) == ({}, 0, 0)


def test_locks(town: Any) -> None:
    together = place(locked(town, Locks(keep_with=(("ana", "ben"),))))
    assert together.placed[town.case("ana")] == together.placed[town.case("ben")] == town.place("hall")
    held = locked(town, Locks(must=(("ana", "hall"),)))
    assert place(held).placed[town.case("ana")] == town.place("hall")
    with pytest.raises(Infeasible, match="already"):
        locked(held, Locks(must=(("ana", "house"),)))
    with pytest.raises(Infeasible, match="not possible"):
        place(locked(town, Locks(must=(("cat", "flat"),))))
    with pytest.raises(ValueError, match="not in"):
        locked(town, Locks(must_not=(("nobody", "flat"),)))


def test_fairness_counts_each_group(town: Any) -> None:
    placed = {town.case("ana"): town.place("hall"), town.case("ben"): town.place("flat")}
    everybody, one, other, none = fairness(town, placed, {"ana": ["ana"], "ben": ["ben"], "none": []})
    assert everybody.share == pytest.approx(800 / 2000)
    assert (everybody.placed, everybody.alike) == (pytest.approx(2 / 3), True)
    assert (one.share, one.alike) == (pytest.approx(100 / 900), False)
    assert (other.share, other.alike, other.placed) == (pytest.approx(700 / 800), True, 1.0)
    assert (none.cases, none.placed, none.share, none.alike) == (0, None, None, None)


def test_envy_is_found(town: Any) -> None:
    ana, ben = town.case("ana"), town.case("ben")
    assert ("ana", "house") in envy(town, {ben: town.place("flat")})
    assert envy(town, place(town).placed) == []
    swapped = replace(town, need=town.need * 0 + 1, cap=town.cap * 0 + 1)
    said = {ana: swapped.place("hall"), ben: swapped.place("house"), swapped.case("cat"): swapped.place("flat")}
    assert envy(swapped, said) == []
    said = {ana: swapped.place("hall"), ben: swapped.place("flat")}
    assert ("ana", "house") not in envy(swapped, said)


@given(instances())
def test_nobody_is_passed_over(said: dict[str, Any]) -> None:
    """Where persons come first, nobody stays without a place that is free and possible, and no swap helps two."""
    said.pop("clusters", None)
    try:
        solution = place(read(said))
    except Infeasible:
        return
    assert envy(solution.instance, solution.placed) == []


@given(instances())
def test_more_room_never_places_fewer(said: dict[str, Any]) -> None:
    try:
        before = place(read(said)).levels[0].value
    except Infeasible:
        return
    for one in said["places"]:
        one["cap"] = [cap + 1 for cap in one["cap"]]
    assert place(read(said)).levels[0].value >= before


@given(instances())
def test_what_was_written_down_is_explained_without_solving_it_again(said: dict[str, Any]) -> None:
    instance = read(said)
    try:
        solution = place(instance)
    except Infeasible:
        return
    kept = document(solution, 0.0)
    again = restored(instance, json.loads(json.dumps(kept)))
    assert document(again, 0.0) == kept
    for case in instance.case_ids:
        before, after = explain(solution, case), explain(again, case)
        assert (after.here and after.here.place, after.shut) == (before.here and before.here.place, before.shut)
