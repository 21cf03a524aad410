"""Small instances made by chance, their best placement by trying every one, and a small one that has no end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from veer.placement.instance import Instance
from veer.placement.verify import impossible

MOST_TRIES = 20_000


@st.composite
def instances(draw: st.DrawFn) -> dict[str, Any]:
    """At most six cases and three places, with everything that the format knows."""
    dims = draw(st.integers(1, 2))
    cases, places = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    small = st.integers(0, 3)
    possible = draw(st.lists(st.booleans(), min_size=cases * places, max_size=cases * places))
    weight = draw(st.lists(st.integers(0, 12), min_size=cases * places, max_size=cases * places))
    said: dict[str, Any] = {
        "name": "small",
        "dims": dims,
        "cases": [
            {"id": f"H{i}", "need": [draw(st.integers(1, 4)), *(draw(small) for _ in range(dims - 1))]}
            for i in range(cases)
        ],
        "places": [{"id": f"P{j}", "cap": [draw(st.integers(0, 8)) for _ in range(dims)]} for j in range(places)],
        "pairs": [
            [i, j, weight[i * places + j]] for i in range(cases) for j in range(places) if possible[i * places + j]
        ],
    }
    if draw(st.booleans()):
        for case in said["cases"]:
            case |= {"tier": draw(st.sampled_from("ABC")), "late": draw(st.booleans())}
    if draw(st.booleans()):
        inside = sorted(draw(st.sets(st.integers(0, places - 1), min_size=1)))
        said["shared"] = [{"places": inside, "dim": draw(st.integers(0, dims - 1)), "cap": draw(st.integers(0, 8))}]
    if cases > 1 and draw(st.booleans()):
        said["clusters"] = [sorted(draw(st.sets(st.integers(0, cases - 1), min_size=2, max_size=3)))]
    if places > 1 and draw(st.booleans()):
        said["near"] = [[0, 1]]
    if draw(st.integers(0, 3)) == 0:
        said["fixed"] = [[draw(st.integers(0, cases - 1)), draw(st.integers(0, places - 1))]]
    return said


def every(instance: Instance) -> Iterator[dict[int, int]]:
    """Every placement that breaks no rule."""
    ways: list[list[int | None]] = [[None] for _ in instance.case_ids]
    for i, j, _weight in instance.pairs.tolist():
        ways[i].append(j)
    for chosen in product(*ways):
        placed = {i: j for i, j in enumerate(chosen) if j is not None}
        if not impossible(instance, placed):
            yield placed


def reached(instance: Instance, goal: str, placed: dict[int, int]) -> tuple[int, ...]:
    """The goals of a placement in their order, the sum of ranks last and turned about: more is better."""
    known = {(i, j): w for i, j, w in instance.pairs.tolist()}
    persons = sum(int(instance.persons[i]) for i in placed)
    first = {
        "score": (),
        "persons-then-score": (persons,),
        "tiers": (sum(int(instance.tier_persons[i]) for i in placed),),
    }[goal]
    ranks = sum(int(instance.rank[i]) for i in placed)
    return (*first, sum(known[pair] for pair in placed.items()), -ranks)


def endless() -> dict[str, Any]:
    """Five full knapsacks that are full in five ways: no search comes to an end of that while somebody waits."""
    luck = np.random.default_rng(1)
    need = luck.integers(20, 100, (60, 5))
    return {
        "name": "endless",
        "dims": 5,
        "cases": [{"id": f"H{i}", "need": row} for i, row in enumerate(need.tolist())],
        "places": [{"id": f"P{j}", "cap": [int(need.sum()) // 50] * 5} for j in range(5)],
        "pairs": [[i, j, w] for i in range(60) for j, w in enumerate(luck.integers(400, 600, 5).tolist())],
    }
