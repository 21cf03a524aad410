"""The solution as others read it: placements by id, what was reached, and the prices that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .dynamic import Replay
from .instance import Floats, Instance, indexed, reached, written
from .solve import Level, Prices, Solution

GRID = 1_000_000
"""Prices are written in millionths, and proofs are counted in whole millionths."""


def document(solution: Solution, seconds: float) -> dict[str, Any]:
    """One JSON object. The same instance gives the same object, but for the seconds."""
    instance, placed = solution.instance, solution.placed
    score = solution.level("score")
    return {
        "contract": 1,
        "name": instance.name,
        "goal": solution.goal,
        "status": solution.status,
        "placements": written(instance, placed),
        "unplaced": [name for i, name in enumerate(instance.case_ids) if i not in placed],
        "objective": reached(instance, placed),
        "bound": int(score.bound),
        "gap": round(max(level.gap for level in solution.levels if level.goal != "ranks"), 9),
        "levels": [
            {"goal": one.goal, "value": one.value, "bound": int(one.bound), "proven": one.proven}
            for one in solution.levels
        ],
        "prices": {prices.goal: _prices(instance, prices) for prices in solution.prices},
        "seconds": round(seconds, 3),
    }


def _prices(instance: Instance, prices: Prices) -> dict[str, Any]:
    """Only what has a price."""
    return {
        "before": _one(prices.before),
        "places": {
            name: [_one(price) for price in row]
            for name, row in zip(instance.place_ids, prices.place.tolist(), strict=True)
            if any(_one(price) for price in row)
        },
        "shared": [
            {"places": [instance.place_ids[j] for j in shared.places], "dim": shared.dim, "price": _one(price)}
            for shared, price in zip(instance.shared, prices.shared.tolist(), strict=True)
        ],
    }


def restored(instance: Instance, said: Mapping[str, Any]) -> Solution:
    """The solution that a document was written of: what was kept is explained and changed without solving it again.

    Nothing is checked here; `wrong` says what does not hold of a document.
    """
    return Solution(
        instance,
        said["goal"],
        indexed(instance, said["placements"]),
        tuple(Level(one["goal"], one["value"], float(one["bound"]), one["proven"]) for one in said["levels"]),
        tuple(_read_prices(instance, goal, one) for goal, one in said["prices"].items()),
        said["status"],
    )


def _read_prices(instance: Instance, goal: str, said: Mapping[str, Any]) -> Prices:
    place = np.zeros(instance.cap.shape)
    for name, row in said["places"].items():
        place[instance.place(name)] = row
    return Prices(goal, place, np.array([one["price"] for one in said["shared"]], dtype=np.float64), said["before"])


def prices_of(instance: Instance, place: Floats, shared: Floats) -> dict[str, Any]:
    """Prices of weight, as they are written."""
    return _prices(instance, Prices("score", place, shared, 0.0))


def _one(price: float) -> float:
    return round(price * GRID) / GRID


def replayed(instance: Instance, replay: Replay, best: float, seconds: float) -> dict[str, Any]:
    """A dynamic run: where everybody was placed, and batch by batch the prices that were thought right at the time.

    `bound` is what nobody could have passed who knew all batches before.
    """
    placed = replay.placed
    objective = reached(instance, placed)
    score = objective["score"]
    return {
        "contract": 1,
        "name": instance.name,
        "goal": "dynamic",
        "status": "optimal" if score >= int(best + 1e-6) else "limit",
        "placements": written(instance, placed),
        "unplaced": [name for i, name in enumerate(instance.case_ids) if i not in placed],
        "objective": objective,
        "bound": int(best + 1e-6),
        "gap": round(max(0, int(best + 1e-6) - score) / max(1, score), 9),
        "levels": [],
        "prices": {},
        "batches": [
            {
                "batch": step.batch,
                "cases": [instance.case_ids[i] for i in step.cases],
                "prices": _prices(instance, Prices("score", step.price, step.shared, 0.0)),
            }
            for step in replay.steps
        ],
        "seconds": round(seconds, 3),
    }
