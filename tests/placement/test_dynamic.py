"""Batch by batch, with prices: near what hindsight would have done, and well above taking the best of the day."""

from __future__ import annotations

import os
from copy import deepcopy
from math import inf
from typing import Any

import pytest

from tests.placement.streams import stream
from veer.placement import dynamic, first_come, hindsight, read, replayed
from veer.placement.verify import impossible

LONG = os.environ.get("VEER_LONG") == "1"
STREAMS = [(12, 25, 20, 1), (12, 25, 20, 2), (12, 40, 20, 3), *([(52, 60, 120, 4)] if LONG else [])]


def forever() -> float:
    return inf


def weight_of(instance: Any, placed: dict[int, int]) -> int:
    known = {(i, j): w for i, j, w in instance.pairs.tolist()}
    return sum(known[pair] for pair in placed.items())


@pytest.mark.parametrize("size", STREAMS, ids=str)
def test_prices_reach_nearly_what_hindsight_would(size: tuple[int, int, int, int], record_property: Any) -> None:
    instance = read(stream(*size))
    best = hindsight(instance)
    found, plain = dynamic(instance, forever), first_come(instance)
    assert impossible(instance, found.placed) == impossible(instance, plain) == []
    with_prices, without = found.score(instance) / best, weight_of(instance, plain) / best
    record_property("ratio", f"{with_prices:.3f} with prices, {without:.3f} without")
    assert with_prices >= 0.97
    assert without < with_prices - 0.02


def test_nothing_of_later_batches_is_looked_at() -> None:
    """Whoever comes later may be anybody: the earlier batches are placed the same."""
    said = stream(6, 10, 8, 5)
    other = deepcopy(said)
    for i in range(30, 60):
        other["cases"][i]["need"] = [1]
    other["pairs"] = [[i, j, w if i < 30 else 1000 - w] for i, j, w in said["pairs"]]
    one, two = dynamic(read(said), forever), dynamic(read(other), forever)
    early = set(range(30))
    assert {i: j for i, j in one.placed.items() if i in early} == {i: j for i, j in two.placed.items() if i in early}
    assert one.placed != two.placed


def test_the_same_stream_has_the_same_answer() -> None:
    said = stream(5, 8, 8, 6)
    instance = read(said)
    document = replayed(instance, dynamic(instance, forever), hindsight(instance), 0.0)
    assert document == replayed(instance, dynamic(read(deepcopy(said)), forever), hindsight(instance), 0.0)
    assert [batch["batch"] for batch in document["batches"]] == [0, 1, 2, 3, 4]
    assert document["bound"] >= document["objective"]["score"]


def test_tier_a_never_waits_for_a_better_day() -> None:
    said = {
        "name": "urgent", "dims": 1,
        "cases": [{"id": "now", "need": [1], "tier": "A"}, {"id": "soon", "need": [1], "tier": "C"}],
        "places": [{"id": "one", "cap": [1]}], "pairs": [[0, 0, 10], [1, 0, 900]], "arrivals": [0, 1],
        "futures": [[{"id": "f", "need": [1], "pairs": [[0, 900]]}, {"id": "g", "need": [1], "pairs": [[0, 900]]}]],
    }  # fmt: skip
    instance = read(said)
    assert dynamic(instance, forever).placed == {instance.case("now"): 0}
    said["cases"][0]["tier"] = "C"
    instance = read(said)
    assert dynamic(instance, forever).placed == {instance.case("soon"): 0}


def test_a_cluster_waits_for_its_last_member_and_fixed_cases_stay() -> None:
    said = {
        "name": "together", "dims": 1, "cases": [{"id": one, "need": [1]} for one in "ABC"],
        "places": [{"id": "X", "cap": [2]}, {"id": "Y", "cap": [2]}],
        "pairs": [[0, 0, 5], [0, 1, 9], [1, 0, 9], [1, 1, 5], [2, 0, 1], [2, 1, 9]],
        "clusters": [[0, 1]], "fixed": [[2, 0]], "arrivals": [0, 1, 2],
    }  # fmt: skip
    instance = read(said)
    found = dynamic(instance, forever)
    assert [step.cases for step in found.steps] == [(0, 1), (2,)]
    assert impossible(instance, found.placed) == []
