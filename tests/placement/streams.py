"""A year of arrivals and imagined years like it, made by chance: more people than places, so waiting can pay."""

from __future__ import annotations

from typing import Any

import numpy as np

SIZES, SHARE = [1, 2, 3, 4, 5, 6], [0.4, 0.2, 0.15, 0.12, 0.08, 0.05]


def stream(batches: int, each: int, places: int, seed: int, futures: int = 5, dims: int = 1) -> dict[str, Any]:
    """Batches of cases, and futures drawn from the same world by other chances."""
    world = np.random.default_rng([seed, 0])
    liking = world.integers(200, 800, places)

    def cases(luck: np.random.Generator, number: int, name: str) -> list[dict[str, Any]]:
        made = []
        for i in range(number):
            size = int(luck.choice(SIZES, p=SHARE))
            need = [size, *(int(luck.binomial(size, 0.3)) for _ in range(dims - 1))]
            where = luck.choice(places, min(places, int(luck.integers(3, 12))), replace=False)
            weight = np.clip(liking[where] + luck.normal(0, 180, len(where)), 0, 1000).astype(int)
            pairs = [[int(j), int(w)] for j, w in zip(where, weight, strict=True)]
            made.append({"id": f"{name}{i:05}", "need": need, "pairs": pairs})
        return made

    number = batches * each
    come = cases(np.random.default_rng([seed, 1]), number, "H")
    persons = sum(case["need"][0] for case in come)
    room = np.maximum(6, np.round(0.8 * persons / places * world.uniform(0.6, 1.4, places)).astype(int))
    return {
        "name": f"stream-{seed}",
        "dims": dims,
        "cases": [{"id": case["id"], "need": case["need"]} for case in come],
        "places": [{"id": f"P{j:04}", "cap": [int(c), *([int(c) // 3] * (dims - 1))]} for j, c in enumerate(room)],
        "pairs": [[i, *pair] for i, case in enumerate(come) for pair in case["pairs"]],
        "arrivals": [i // each for i in range(number)],
        "futures": [cases(np.random.default_rng([seed, 2, f]), number, f"F{f}-") for f in range(futures)],
        "seed": seed,
    }
