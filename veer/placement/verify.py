"""Checks a solution without any solver: it can be done, it is what it says, and its prices prove how good it is.

Weak duality: whatever the prices (none below zero), no placement is worth more than the priced capacity plus, for each
household or cluster, the most that it could be worth after paying for what it uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .instance import Instance, groups, indexed, reached, weights
from .written import GRID

STATUSES = ("optimal", "limit", "fallback")


def proved(instance: Instance, goal: str, prices: Mapping[str, Any], first: str, reached: int) -> int:
    """The most that any placement can have of a goal, if it has `reached` of the goal `first` ("": there is none)."""
    grid = [[0] * instance.need.shape[1] for _ in instance.place_ids]
    for name, row in prices["places"].items():
        grid[instance.place(name)] = [round(price * GRID) for price in row]
    shared = [round(one["price"] * GRID) for one in prices["shared"]]
    before = round(prices["before"] * GRID)
    if min([before, *shared, *(price for row in grid for price in row)]) < 0 or len(shared) != len(instance.shared):
        raise ValueError("a price below zero, or of a shared capacity that is not there")
    total = sum(
        price * cap
        for row, caps in zip(grid, instance.cap.tolist(), strict=True)
        for price, cap in zip(row, caps, strict=True)
    )
    for price, limit in zip(shared, instance.shared, strict=True):
        total += price * limit.cap
        for j in limit.places:
            grid[j][limit.dim] += price
    counts = {"score": None, "persons": instance.persons.tolist(), "tier_persons": instance.tier_persons.tolist()}
    own, earlier, fixed = counts[goal], counts.get(first), dict(instance.fixed)
    best: dict[int, int] = {}
    for i, j, weight in instance.pairs.tolist():
        if fixed.get(i, j) == j and (instance.need[i] <= instance.cap[j]).all():
            gain = (weight if own is None else own[i]) * GRID + (before * earlier[i] if earlier else 0)
            paid = sum(need * price for need, price in zip(instance.need[i].tolist(), grid[j], strict=True))
            best[i] = max(best.get(i, gain - paid), gain - paid)
    for group in groups(instance):
        most = sum(best[i] for i in group) if all(i in best for i in group) else 0
        total += most if any(i in fixed for i in group) else max(0, most)
    return int((total - before * reached) // GRID)


def wrong(instance: Instance, said: Mapping[str, Any]) -> list[str]:
    """What does not hold of a solution as it was written, a sentence each; none where all does."""
    try:
        placed = indexed(instance, said["placements"])
        found = impossible(instance, placed)
        return found or _untrue(instance, said, placed)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"not a solution of this instance: {error}"]


def impossible(instance: Instance, placed: Mapping[int, int]) -> list[str]:
    """Which rules a placement breaks."""
    case, place, known = instance.case_ids, instance.place_ids, weights(instance)
    found = [f"{case[i]} at {place[j]} is not possible" for i, j in placed.items() if (i, j) not in known]
    used = np.zeros_like(instance.cap)
    for i, j in placed.items():
        used[j] += instance.need[i]
    over = np.argwhere(used > instance.cap).tolist()
    found += [f"{place[j]} has {instance.cap[j, d]} of service {d}, and {used[j, d]} are used" for j, d in over]
    for shared in instance.shared:
        taken = int(used[list(shared.places), shared.dim].sum())
        if taken > shared.cap:
            found.append(f"{taken} of service {shared.dim} are used, and {shared.cap} are shared")
    for cluster in instance.clusters:
        where = [placed[i] for i in cluster if i in placed]
        if where and len(where) < len(cluster):
            found.append(f"the cluster of {case[cluster[0]]} is placed in part")
        elif any(not instance.together(one, other) for one in where for other in where):
            found.append(f"the cluster of {case[cluster[0]]} is placed in places that are not near")
    found += [f"{case[i]} is not where it is fixed" for i, j in instance.fixed if placed.get(i) != j]
    return found


def _untrue(instance: Instance, said: Mapping[str, Any], placed: Mapping[int, int]) -> list[str]:
    """What a possible solution says of itself and is not so."""
    real = reached(instance, placed)
    found = [
        f"{goal} is {real[goal]}, not {said['objective'][goal]}"
        for goal in real
        if real[goal] != said["objective"][goal]
    ]
    rest = [name for i, name in enumerate(instance.case_ids) if i not in placed]
    if said["unplaced"] != rest:
        found.append("the list of those without a place is another")
    first, before = "", 0
    for goal, prices in said["prices"].items():
        if proved(instance, goal, prices, first, before) < real[goal]:
            found.append(f"the prices prove less than the placement has of {goal}: something is counted wrong")
        first, before = goal, real[goal]
    if said["bound"] < real["score"]:
        found.append("the bound is below the score")
    return found + _claimed(said, real["score"])


def _claimed(said: Mapping[str, Any], score: int) -> list[str]:
    """What a solution claims to be and its own numbers deny."""
    status, gap = said.get("status", "limit"), said.get("gap", 0)
    if status not in STATUSES:
        return [f"the status is none of {', '.join(STATUSES)}"]
    if gap < 0 or (status == "optimal" and (gap > 0 or said["bound"] > score)):
        return ["it says that nothing is better, and its bound or its gap says that something may be"]
    return []


def proofs(instance: Instance, said: Mapping[str, Any]) -> dict[str, int]:
    """For each goal the bound that the prices prove, by arithmetic alone."""
    first, found = "", {}
    for goal, prices in said["prices"].items():
        found[goal] = proved(instance, goal, prices, first, said["objective"].get(first, 0))
        first = goal
    return found
