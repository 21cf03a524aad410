"""People arrive in batches and places last a year: what a place is worth tomorrow is its price today.

Before each batch the rest of the horizon is imagined several times from the futures given; the prices of places in
those imagined worlds, averaged, say what using one up costs. The batch is then placed at what each pair is worth after
paying. Nothing of later batches is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .greedy import greedy
from .highs import Left, relax, search
from .instance import Floats, Future, Instance
from .model import FREE, Model, build

FUTURES = 10
"""How many imagined futures are averaged."""


@dataclass(frozen=True, eq=False)
class Step:
    """One batch: its number, who came, and what one unit of each service at each place was thought to be worth."""

    batch: int
    cases: tuple[int, ...]
    price: Floats
    shared: Floats


@dataclass(frozen=True, eq=False)
class Replay:
    """Case -> place by position, and the steps in which it came about."""

    placed: dict[int, int]
    steps: tuple[Step, ...]

    def score(self, instance: Instance) -> int:
        known = {(i, j): w for i, j, w in instance.pairs.tolist()}
        return sum(known[pair] for pair in self.placed.items())


def dynamic(instance: Instance, left: Left) -> Replay:
    """Place batch by batch. Places of fixed cases are held from the beginning; clusters come in one batch."""
    placed: dict[int, int] = {}
    steps = []
    for number, cases in batches(instance):
        now = open_for(instance, placed, cases)
        price, shared = prices(now, [one for one in _worlds(instance, number) if len(one.need)], left)
        found = batch(now, price, shared, left)
        placed |= {cases[i]: j for i, j in found.items()}
        steps.append(Step(number, tuple(cases), price, shared))
    return Replay(placed, tuple(steps))


def first_come(instance: Instance) -> dict[int, int]:
    """What happens without prices: each batch takes the best that is there."""
    placed: dict[int, int] = {}
    for _number, cases in batches(instance):
        found = greedy(open_for(instance, placed, cases))
        placed |= {cases[i]: j for i, j in found.items()}
    return placed


def batches(instance: Instance) -> Iterator[tuple[int, list[int]]]:
    """Each batch with its cases; without arrivals all come at once. A cluster waits for its last member."""
    number = list(instance.batch or [0] * len(instance.case_ids))
    for cluster in instance.clusters * 2:
        last = max(number[i] for i in cluster)
        for i in cluster:
            number[i] = last
    for batch in sorted(set(number)):
        yield batch, [i for i, n in enumerate(number) if n == batch]


def open_for(instance: Instance, placed: dict[int, int], cases: list[int]) -> Instance:
    """The batch, with what is still free for it: places of those who are fixed are held for them before they come."""
    held = {i: j for i, j in instance.fixed if i not in cases}
    return taken(instance, placed | held).only(np.array(cases))


def taken(instance: Instance, placed: dict[int, int]) -> Instance:
    """The instance with what the placed cases use taken out of every capacity."""
    cap = instance.cap.copy()
    for i, j in placed.items():
        cap[j] -= instance.need[i]
    used = instance.cap - cap
    shared = tuple(replace(s, cap=s.cap - int(used[list(s.places), s.dim].sum())) for s in instance.shared)
    return replace(instance, cap=cap, shared=shared)


def prices(now: Instance, worlds: list[Future], left: Left) -> tuple[Floats, Floats]:
    """Prices of the relaxation of this batch and an imagined rest, averaged over the worlds; none where there are
    none."""
    price, shared = np.zeros(now.cap.shape), np.zeros(len(now.shared))
    for future in worlds:
        world = _with(now, future)
        model = build(world)
        found = relax(model, model.weight.astype(np.float64), left)
        rows = np.maximum(found.price[model.cases : model.cases + model.capacity], 0.0)
        price += rows[: now.cap.size].reshape(now.cap.shape) / len(worlds)
        shared += rows[now.cap.size :] / len(worlds)
    return price, shared


def _worlds(instance: Instance, number: int) -> Iterator[Future]:
    """The futures from which the rest is imagined: of each, as large a part as there are batches still to come.

    Which cases of a future are taken is drawn by the seed of the instance and the number of the batch alone.
    """
    numbers = sorted({n for n, _cases in batches(instance)})
    rest = sum(n > number for n in numbers) / max(1, len(numbers))
    luck = np.random.default_rng([instance.seed, number])
    for future in instance.futures[:FUTURES]:
        size = len(future.need)
        kept = np.sort(luck.permutation(size)[: round(size * rest)])
        at = np.full(size, -1, dtype=np.int64)
        at[kept] = np.arange(len(kept))
        rows = future.pairs[at[future.pairs[:, 0]] >= 0].copy()
        rows[:, 0] = at[rows[:, 0]]
        yield Future(future.need[kept], rows)


def _with(now: Instance, future: Future) -> Instance:
    """The batch and those who are imagined, as one instance without goals but the weight."""
    here, more = len(now.case_ids), len(future.need)
    rows = future.pairs + np.array([here, 0, 0])
    return replace(
        now,
        case_ids=(*now.case_ids, *(f"future {n}" for n in range(more))),
        need=np.concatenate([now.need, future.need]),
        pairs=np.concatenate([now.pairs, rows]),
        tiers=None,
        late=(*now.late, *([False] * more)),
        rank=np.concatenate([now.rank, np.zeros(more, dtype=np.int64)]),
    )


def batch(now: Instance, price: Floats, shared: Floats, left: Left) -> dict[int, int]:
    """The batch at what each pair is worth after paying, in whole thousandths. Neither tier A nor whoever is late waits
    for a better day."""
    model = build(now)
    rows = np.concatenate([np.zeros(model.cases), price.ravel(), shared])
    worth = np.round(1000 * model.priced(model.weight.astype(np.float64), _padded(model, rows)))
    tiers = now.tiers or ("C",) * len(now.case_ids)
    urgent = np.array([tier == "A" or late for tier, late in zip(tiers, now.late, strict=True)])
    if urgent.any():
        worth += np.where(urgent[model.case], 1000 * 2 * (1 + float(np.abs(worth).max(initial=0)) / 1000), 0.0)
    found = search(model, worth, None, left)
    x = found.x if found.x is not None else np.zeros(model.columns, dtype=np.int64)
    return {int(i): int(j) for i, j in zip(model.case[x == 1], model.place[x == 1], strict=True)}


def _padded(model: Model, rows: Floats) -> Floats:
    """Prices of all rows: clusters have none of their own."""
    return np.concatenate([rows, np.zeros(len(model.lower) - len(rows))])


def hindsight(instance: Instance, left: Left = lambda: FREE) -> float:
    """What nobody could have passed, knowing everything: the relaxation over all who came."""
    model = build(instance)
    return relax(model, model.weight.astype(np.float64), left).value
