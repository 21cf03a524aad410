"""Instances of any size whose best placement is known without a solver.

Everybody is given a place, each place a price and each household a surplus. The weight of the given place is the
surplus plus what the household's needs cost there; every other place is worth at most as much; capacity is used up
wherever it has a price. Then surpluses plus priced capacity bound every placement from above (weak duality), and the
planted placement reaches that bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

MOST = 1000
"""The highest weight of a pair."""


@dataclass(frozen=True)
class Planted:
    """An instance in its written form, and the best that can be had: persons placed, and total weight."""

    instance: dict[str, Any]
    persons: int
    score: int


def planted(households: int, places: int, dims: int, pairs: int, seed: int) -> Planted:
    """So many households with at most so many possible places each. The same numbers give the same instance."""
    luck = np.random.default_rng(seed)
    need = np.zeros((households, dims), dtype=np.int64)
    need[:, 0] = luck.choice([1, 2, 3, 4, 5, 6, 7], households, p=[0.4, 0.2, 0.14, 0.12, 0.08, 0.04, 0.02])
    for d in range(1, dims):
        need[:, d] = luck.binomial(need[:, 0], 0.3 / d)
    given = luck.integers(0, places, households)
    price = luck.integers(0, 41, (places, dims)) * (luck.random((places, dims)) < 0.7)
    cost = np.einsum("id,ijd->ij", need, price[given][:, None, :])[:, 0]
    surplus = luck.integers(0, np.maximum(MOST - cost, 1))
    weight = surplus + cost
    used = np.zeros((places, dims), dtype=np.int64)
    np.add.at(used, given, need)
    room = used + np.where(price == 0, luck.integers(0, 4, used.shape), 0)
    other = luck.integers(0, places, (households, max(pairs - 1, 0)))
    most = surplus[:, None] + np.einsum("id,ijd->ij", need, price[other])
    less = np.clip(most - luck.integers(0, 300, most.shape), 0, MOST)
    less = np.minimum(less, most)
    found = {(i, int(j)): int(w) for i, j, w in zip(range(households), given, weight, strict=True)}
    for i in range(households):
        for j, w in zip(other[i].tolist(), less[i].tolist(), strict=True):
            found.setdefault((i, j), w)
    instance = {
        "name": f"planted-{households}x{places}x{dims}-{seed}",
        "dims": dims,
        "cases": [{"id": f"H{i:06}", "need": row} for i, row in enumerate(need.tolist())],
        "places": [{"id": f"P{j:04}", "cap": row} for j, row in enumerate(room.tolist())],
        "pairs": [[i, j, w] for (i, j), w in found.items()],
        "seed": seed,
    }
    return Planted(instance, int(need[:, 0].sum()), int(weight.sum()))
