"""The best placement, goal after goal: what an earlier goal has reached, no later one gives up.

Where the instance is small enough, each goal is proved by branch and bound. Larger ones are solved as one: a person
counts far more than any weight, and the prices of the relaxation say which few columns are worth a search.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from .greedy import chosen, complete, filled, greedy
from .highs import WHOLE, Left, OutOfTime, Relaxed, Searched, floor_of, relax, search
from .instance import Floats, Infeasible, Instance, Ints
from .model import Model, build
from .sift import Cases, Mask, sifted, simpler

GOALS = ("score", "persons-then-score", "tiers")
EXACT = 30_000
"""The most columns for which each goal is solved by itself."""
TIE_NODES = 20
"""How long the last goal, the public draw, may be searched: counted in nodes, so the same everywhere."""
NEAR = (1.0, 10.0, 50.0)
"""How far below its case's best a column may be that is still searched, in large instances, one after the other."""
NODES = 20
"""How long each of these is searched, counted in nodes."""
SUMS = 5
"""How many sums of the two goals are tried for the bound of the second."""
CLOSE = 1e-4
"""The part of all weight within which the search of a large instance is content."""
FIRST = {"tiers": "tier_persons", "persons-then-score": "persons"}
RANKS = "ranks"


@dataclass(frozen=True)
class Level:
    """One goal: its value, the bound that no placement can pass that is as good in the goals before, and if proved."""

    goal: str
    value: int
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        return 0.0 if self.proven else (self.bound - self.value) / max(1, abs(self.value))


@dataclass(frozen=True, eq=False)
class Prices:
    """What one unit of each service is worth at each place (places x services) and in each shared capacity; and what
    one unit of the goal before is worth (`before`). In units of the goal that they prove."""

    goal: str
    place: Floats
    shared: Floats
    before: float


@dataclass(frozen=True, eq=False)
class Solution:
    """Case -> place by position; levels in order; prices of goals but the last. status: optimal, limit, fallback."""

    instance: Instance
    goal: str
    placed: dict[int, int]
    levels: tuple[Level, ...]
    prices: tuple[Prices, ...]
    status: str

    def level(self, goal: str) -> Level:
        return next(level for level in self.levels if level.goal == goal)


def default_goal(instance: Instance) -> str:
    return "persons-then-score" if instance.tiers is None else "tiers"


def place(instance: Instance, goal: str | None = None, left: Left = lambda: inf) -> Solution:
    """The best placement in the time that is left. Raises Infeasible of fixed cases that cannot all stay; OutOfTime
    where even a placement that keeps them was not found."""
    wanted = goal or default_goal(instance)
    model = build(instance)
    return (_Exact if model.columns <= EXACT else _Large)(instance, wanted, model, left).solution()


class _Run:
    """What both ways share: the goals of each column, the best so far, and how it becomes a solution."""

    def __init__(self, instance: Instance, goal: str, model: Model, left: Left) -> None:
        self.instance, self.goal, self.model, self.left = instance, goal, model, left
        self.counts: dict[str, Ints] = {}
        if goal in FIRST:
            self.counts[FIRST[goal]] = (instance.tier_persons if goal == "tiers" else instance.persons)[model.case]
        self.counts["score"] = model.weight
        self.x: Ints | None = None
        self.by_solver = False
        self.levels: list[Level] = []
        self.prices: list[Prices] = []

    def begin(self) -> None:
        """Something to go on from, and to fall back on."""
        first = greedy(self.instance)
        if complete(self.instance, first):
            self.x = chosen(self.model.case, self.model.place, first)

    def value(self, goal: str) -> int:
        if self.x is None:
            raise OutOfTime
        return int(self.counts[goal] @ self.x)

    def better(self, x: Ints) -> bool:
        values = [(int(count @ x), 0 if self.x is None else int(count @ self.x)) for count in self.counts.values()]
        return self.x is None or [new for new, _ in values] > [old for _, old in values]

    def take(self, x: Ints) -> None:
        """Only what can be done: a relaxation whose prices are still far off may exceed a capacity."""
        if self.better(x) and self.model.holds(x.astype(np.float64)):
            self.x, self.by_solver = x, True

    def most(self, goal: str) -> float:
        """No placement has more than everybody at their best."""
        best = np.zeros(self.model.cases, dtype=np.int64)
        np.maximum.at(best, self.model.case, self.counts[goal])
        return float(best.sum())

    def priced(self, goal: str, price: Floats, before: float) -> None:
        size = self.instance.cap.size
        rows = np.maximum(price[self.model.cases : self.model.cases + self.model.capacity], 0.0)
        shape = self.instance.cap.shape
        self.prices.append(Prices(goal, rows[:size].reshape(shape), rows[size:], before))

    def done(self) -> Solution:
        if self.x is None:
            raise OutOfTime
        for goal in self.counts:  # goals that were not reached in time
            if all(level.goal != goal for level in self.levels):
                value, most = self.value(goal), self.most(goal)
                self.levels.append(Level(goal, value, most, value == most))
        main = [level for level in self.levels if level.goal != RANKS]
        status = "optimal" if all(level.proven for level in main) else "limit" if self.by_solver else "fallback"
        where = np.flatnonzero(self.x)
        placed = dict(zip(self.model.case[where].tolist(), self.model.place[where].tolist(), strict=True))
        return Solution(self.instance, self.goal, placed, tuple(self.levels), tuple(self.prices), status)


class _Exact(_Run):
    """Each goal by itself. Columns that no best placement can hold, by their price, are left out of the next."""

    def solution(self) -> Solution:
        part, at, floor_rows = self.model, np.arange(self.model.columns), 0
        if isfinite(self.left()):
            self.begin()
        try:
            for goal, count in self.counts.items():
                proven, relaxed = self.one(part, at, goal, floor_rows)
                if not proven:
                    return self.done()
                value = self.value(goal)
                reduced = part.priced(count[at].astype(np.float64), relaxed.price)
                kept = reduced >= value - relaxed.value - 1e-6
                part = part.limited(kept, np.zeros(part.columns)).floored(count[at[kept]].astype(np.float64), value)
                at, floor_rows = at[kept], floor_rows + 1
            self.ties(part, at)
        except OutOfTime:
            pass
        return self.done()

    def one(self, part: Model, at: Ints, goal: str, floors: int) -> tuple[bool, Relaxed]:
        cost = self.counts[goal][at].astype(np.float64)
        relaxed = relax(part, cost, self.left)
        before = max(0.0, -float(relaxed.price[-1])) if floors else 0.0
        self.priced(goal, relaxed.price, before)
        bound = floor_of(relaxed.value)
        if relaxed.whole:
            self.replace(at, np.round(relaxed.x).astype(np.int64))
        elif self.x is None:
            self.begin()
        if self.x is None or self.value(goal) < bound:
            found = search(part, cost, None if self.x is None else self.x[at], self.left)
            bound = min(bound, floor_of(found.bound))
            if found.x is not None:
                self.replace(at, found.x)
            if found.finished and self.x is not None:
                bound = self.value(goal)
        value = self.value(goal)
        self.levels.append(Level(goal, value, max(bound, value), value >= bound))
        return value >= bound, relaxed

    def replace(self, at: Ints, x: Ints) -> None:
        whole = np.zeros(self.model.columns, dtype=np.int64)
        whole[at] = x
        self.take(whole)

    def ties(self, part: Model, at: Ints) -> None:
        """Of placements that are equally good, the one that loads full municipalities least, person by person; of these
        the one with the lowest sum of ranks in the public draw."""
        assert self.x is not None
        rank = self.instance.rank[self.model.case[at]]
        tie = rank + self.loads(at) * (int(self.instance.rank.sum()) + 1)
        cost = -tie.astype(np.float64)
        relaxed = relax(part, cost, self.left)  # whole far more often than not, and then much quicker than a search
        if relaxed.whole:
            found = Searched(np.round(relaxed.x).astype(np.int64), floor_of(relaxed.value), True)
        else:
            found = search(part, cost, self.x[at], self.left, nodes=TIE_NODES)
        if found.x is not None and int(tie @ found.x) < int(tie @ self.x[at]):
            self.x = np.zeros(self.model.columns, dtype=np.int64)
            self.x[at] = found.x
            self.by_solver = True
        value = int(rank @ self.x[at])
        least = value if found.finished else -floor_of(found.bound) if not self.instance.load else 0
        self.levels.append(Level(RANKS, value, float(max(0, least)), found.finished))

    def loads(self, at: Ints) -> Ints:
        """What each column adds to the load of a municipality: how full it is, for every person."""
        if not self.instance.load:
            return np.zeros(len(at), dtype=np.int64)
        load = np.array(self.instance.load, dtype=np.int64)
        return load[self.model.place[at]] * self.instance.persons[self.model.case[at]]


class _Large(_Run):
    """All goals as one sum, in which one person counts more than any weight."""

    def solution(self) -> Solution:
        self.begin()
        first = FIRST.get(self.goal)
        most = max(1, int(self.counts[first].max(initial=0))) if first else 1
        much = max(2_000, min(100_000, 1_000_000 // most)) if first else 0
        cost = (self.counts["score"] + (much * self.counts[first] if first else 0)).astype(np.float64)
        try:
            relaxed = sifted(self.model, cost, self.left)
        except OutOfTime:
            return self.done()
        bound = floor_of(relaxed.value)
        with suppress(OutOfTime):
            self.searched(cost, relaxed, bound)
        if self.x is None:
            raise OutOfTime
        if first:
            self.first_goal(first, relaxed.price / much, floor_of(bound / much))
        self.weights(first, cost, much, relaxed)
        return self.done()

    def first_goal(self, first: str, price: Floats, top: float) -> None:
        """The bound of the first goal: the lowest of everybody at their best, of the sum, and of rounded prices."""
        value, most = self.value(first), self.most(first)
        if most <= top:  # which is proved by places that cost nothing
            top, price = most, np.zeros(len(price))
        if value < top:
            own, rounded = simpler(self.model, self.counts[first].astype(np.float64), price, float(value), self.left)
            if floor_of(own) < top:
                top, price = floor_of(own), rounded
        self.priced(first, price, 0.0)
        self.levels.append(Level(first, value, max(top, value), value >= top))

    def weights(self, first: str | None, cost: Floats, much: int, relaxed: Relaxed) -> None:
        """The bound of the weight, for placements that reach as much of the first goal: from the sum, and where that is
        too rough, because the best of the first goal could not quite be reached, from sums in which it counts less."""
        score, value = self.value("score"), self.value(first) if first else 0
        top, price, before = floor_of(relaxed.value - much * value), relaxed.price, much
        count = self.counts[first] if first else np.zeros(self.model.columns, dtype=np.int64)
        high, low = (float(count @ relaxed.x), float(self.model.weight @ relaxed.x)), None
        times = 0
        with suppress(OutOfTime):
            for _ in range(SUMS if first else 0):
                if top - score <= max(1.0, CLOSE * score):
                    break
                found = sifted(self.model, (self.model.weight + times * count).astype(np.float64), self.left)
                if floor_of(found.value - times * value) < top:
                    top, price, before = floor_of(found.value - times * value), found.price, times
                here = float(count @ found.x), float(self.model.weight @ found.x)
                if here[0] < value:
                    low = here
                else:
                    high = here
                if low is None or high[0] - low[0] < WHOLE:
                    break
                times = round((low[1] - high[1]) / (high[0] - low[0]))
        self.priced("score", price, float(before))
        self.levels.append(Level("score", score, max(top, score), score >= top))

    def searched(self, cost: Floats, relaxed: Relaxed, bound: float) -> None:
        if relaxed.whole:
            self.take(np.round(relaxed.x).astype(np.int64))
        if self.x is not None and bound <= float(cost @ self.x):
            return
        cases = Cases.of(self.model)
        paid = np.where(np.arange(len(relaxed.price)) < self.model.cases, 0.0, relaxed.price)
        worth = self.model.priced(cost, paid)
        best = np.maximum(cases.best(worth), 0.0)
        split = (relaxed.x > WHOLE) & (relaxed.x < 1 - WHOLE)
        self.near(cost, relaxed, cases.each(np.maximum.reduceat(split.astype(np.float64), cases.first)) > 0)
        endless = 0
        for near in NEAR:
            if self.x is not None and bound - float(cost @ self.x) < max(1.0, CLOSE * self.value("score")):
                return
            if endless == 2:  # a wider search would have still less of an end
                return
            core = (worth >= cases.each(best) - near) | (relaxed.x > 0)
            single = cases.each(np.add.reduceat(core.astype(np.float64), cases.first)) == 1
            endless += not self.near(cost, relaxed, core & ~(single & (relaxed.x > 1 - WHOLE)))

    def near(self, cost: Floats, relaxed: Relaxed, free: Mask) -> bool:
        """Search these columns; of all others those are taken that the relaxation takes whole. Whether it ended."""
        x = np.where(~free & (relaxed.x > 1 - WHOLE), 1.0, 0.0)
        try:
            found = search(
                self.model.limited(free, x),
                cost[free],
                None,
                self.left,
                nodes=NODES,
                gap=max(0.99, CLOSE / 2 * float(self.model.weight @ relaxed.x)),
            )
        except Infeasible:
            return True
        if found.x is not None:
            x[free] = found.x
            self.take_filled(np.round(x).astype(np.int64))
        return found.finished

    def take_filled(self, x: Ints) -> None:
        """Take it, with those who still fit: who was left out of the columns that were searched may have room."""
        where = np.flatnonzero(x)
        placed = dict(zip(self.model.case[where].tolist(), self.model.place[where].tolist(), strict=True))
        if len(placed) < len(self.instance.case_ids):
            x = chosen(self.model.case, self.model.place, filled(self.instance, placed))
        self.take(x)
