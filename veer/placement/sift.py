"""The linear relaxation of instances too large to give a solver whole.

Prices first: places that are asked for too much become dearer, others cheaper, in ever smaller steps. Then a solver
gets the few columns that are nearly the best of their case; with the prices it finds, columns that would be better
come in, until prices and placement prove each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .highs import Left, OutOfTime, Relaxed, relax
from .instance import Floats, Ints
from .model import FREE, Model

STEPS = 300
SLACK = 5.0
"""How far below its case's best a column may be to be tried at once, in units of weight."""
WIDTH = 2.0
"""How far prices may move in the first round; eight times as far in each further one."""
ROUNDS = 30
CLOSE = 1e-5
"""The part of all weight by which prices and placement may miss each other, where there are many columns."""
NEAR = 1e-6
PARTS = (1.0, 2.0, 12.0)
"""Into how many parts of one the prices of a simple goal are rounded."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cases:
    """The columns of each case: from first, so many; and the cases that have any."""

    having: Ints
    first: Ints
    sizes: Ints

    @staticmethod
    def of(model: Model) -> Cases:
        having, first, sizes = np.unique(model.case, return_index=True, return_counts=True)
        return Cases(having, first, sizes)

    def best(self, worth: Floats) -> Floats:
        """The most that any column of each case is worth."""
        return np.asarray(np.maximum.reduceat(worth, self.first), dtype=np.float64)

    def each(self, of_case: Floats) -> Floats:
        """A value of each case, for each of its columns."""
        return np.repeat(of_case, self.sizes)


def sifted(model: Model, cost: Floats, left: Left) -> Relaxed:
    """The same as `relax`, for many columns; its value is the bound that its prices prove. Raises OutOfTime."""
    if not model.columns:
        return relax(model, cost, left)
    cases = Cases.of(model)
    center = ascent(model, cost, cases, left)
    lowest, prices = bound_of(model, cost, cases, center), center
    always = bound_cases(model)
    worth = model.priced(cost, center)
    core = always | (worth >= cases.each(np.maximum(cases.best(worth), _least(model, cases))) - SLACK)
    width = WIDTH
    for _ in range(ROUNDS):
        x, price, strained = _round(model, cost, cases, (worth, core, always), (center, width), left)
        bound = bound_of(model, cost, cases, price)
        if bound < lowest:
            lowest, prices = bound, price
        if not strained:
            value, near = float(cost @ x), max(0.5, CLOSE * float(model.weight @ x))
            lowest, prices = _polished(model, cost, cases, prices, (lowest, value, near), left)
            if lowest - value < near:
                break
        width *= 8 if strained else 0.25
        worth = model.priced(cost, np.where(np.arange(len(price)) < model.cases, 0.0, price))
        surplus = np.maximum(cases.best(np.where(core, worth, -FREE)), _least(model, cases))
        core |= (worth >= cases.each(surplus) - NEAR) | (x > 0)
        center = price if strained else prices
    return Relaxed(x, prices, lowest)


def bound_of(model: Model, cost: Floats, cases: Cases, price: Floats) -> float:
    """What the prices of capacities prove: no placement is worth more (weak duality)."""
    paid = np.where(np.arange(len(price)) < model.cases, 0.0, price)
    best = np.maximum(cases.best(model.priced(cost, paid)), _least(model, cases))
    rows = slice(model.cases, None)
    limit = np.where(paid[rows] >= 0, model.upper[rows], model.lower[rows])
    return float(best.sum() + (paid[rows] * np.where(paid[rows] == 0, 0.0, limit)).sum())


def simpler(model: Model, goal: Floats, price: Floats, value: float, left: Left) -> tuple[float, Floats]:
    """(bound, prices) of a goal that counts in small whole numbers, from prices that weigh more than it.

    Its own prices are mostly simple fractions, of which these are a little off; rounded they prove more. Then steps
    straight for the value that was reached.
    """
    cases = Cases.of(model)
    tries = [price, *(np.round(price * parts) / parts for parts in PARTS)]
    bounds = [bound_of(model, goal, cases, one) for one in tries]
    lowest = min(bounds)
    return _polished(model, goal, cases, tries[bounds.index(lowest)], (lowest, value, 1.0), left)


def _polished(
    model: Model, cost: Floats, cases: Cases, start: Floats, between: tuple[float, float, float], left: Left
) -> tuple[float, Floats]:
    """Prices that prove less, now that a value is known that no bound can pass: the steps that go straight for it."""
    lowest, value, near = between
    price, kept, rows = start.copy(), start, slice(model.cases, model.cases + model.capacity)
    for _ in range(STEPS):
        if lowest - value < near or left() <= 0:
            break
        asked = _asked(model, cost, cases, price)[rows]
        way = np.where((asked < model.upper[rows]) & (price[rows] == 0), 0.0, asked - model.upper[rows])
        length = float(way @ way)
        if not length:
            break
        bound = bound_of(model, cost, cases, price)
        price[rows] = np.maximum(0, price[rows] + (bound - value) / length * way)
        bound = bound_of(model, cost, cases, price)
        if bound < lowest:
            lowest, kept = bound, price.copy()
    return lowest, kept


def _asked(model: Model, cost: Floats, cases: Cases, price: Floats) -> Floats:
    """What everybody together would use, if each took its best at these prices; of equals, the first."""
    worth = model.priced(cost, price)
    best = np.maximum(cases.best(worth), _least(model, cases))
    taken = np.flatnonzero(worth == cases.each(best))
    first = taken[np.unique(model.case[taken], return_index=True)[1]]
    return model.used(first)


def ascent(model: Model, cost: Floats, cases: Cases, left: Left) -> Floats:
    """Prices of capacities whose bound is near the lowest there is."""
    price, lowest, kept = np.zeros(len(model.lower)), FREE, np.zeros(len(model.lower))
    rows = slice(model.cases, model.cases + model.capacity)
    room, least = model.upper[rows], _least(model, cases)
    high = float(np.abs(cost).max(initial=1.0))
    for step in np.geomspace(high, min(0.5, high), STEPS):
        if left() <= 0:
            raise OutOfTime
        worth = model.priced(cost, price)
        best = np.maximum(cases.best(worth), least)
        bound = float(best.sum() + room @ price[rows])
        if bound < lowest:
            lowest, kept = bound, price.copy()
        asked = model.used(np.flatnonzero(worth == cases.each(best)))[rows]
        price[rows] = np.maximum(0, price[rows] + step * np.clip((asked - room) / np.maximum(room, 1), -1, 1))
    return kept


def bound_cases(model: Model) -> Mask:
    """Columns of cases in rows beyond the capacities (clusters, floors), and of fixed cases: these stay in the core."""
    other = np.bincount(model.column_of_entry[model.row >= model.cases + model.capacity], minlength=model.columns) > 0
    inside = np.zeros(model.cases, dtype=bool)
    inside[model.case[other]] = True
    inside |= model.lower[: model.cases] > 0
    return np.asarray(inside[model.case])


def _least(model: Model, cases: Cases) -> Floats:
    """A case that may stay without a place is worth nothing then; one that may not, what its place is worth."""
    return np.where(model.lower[cases.having] > 0, -FREE, 0.0)


def _round(
    model: Model, cost: Floats, cases: Cases, columns: tuple[Floats, Mask, Mask], box: tuple[Floats, float], left: Left
) -> tuple[Floats, Floats, bool]:
    """The relaxation over the core: x, prices, and whether the prices would rather leave the box around the center.

    Who has one choice only in the core simply takes it. Without the box the prices, which are not unique, would jump
    about, and half of all columns would seem to be missing from the core.
    """
    worth, core, always = columns
    count = np.add.reduceat(core.astype(np.int64), cases.first)
    best = cases.best(np.where(core, worth, -FREE))
    settled = cases.each(((count == 1) & (best > SLACK)).astype(np.float64)) > 0
    x = np.where(core & settled & ~always, 1.0, 0.0)
    free = core & (x == 0)
    part = model.limited(free, x)
    found = relax(*_boxed(part, cost[free], *box), left, method="ipm")
    x[free] = found.x[: part.columns]
    strained = bool((found.x[part.columns :] > NEAR).any())
    price = found.price.copy()
    price[: model.cases] = 0.0
    rows = slice(model.cases, model.cases + model.capacity)
    price[rows] = np.maximum(price[rows], 0.0)  # a hair below zero, by the solver's tolerance, would prove nothing
    return x, price, strained


def _boxed(model: Model, cost: Floats, center: Floats, width: float) -> tuple[Model, Floats]:
    """The model with two columns more a capacity row: to exceed it at a high price, to leave it for a low one."""
    rows = np.arange(model.cases, model.cases + model.capacity)
    low, high = np.maximum(center[rows] - width, 0.0), center[rows] + width
    more = np.concatenate([rows, rows[low > 0]])
    sign = np.concatenate([-np.ones(len(rows)), np.ones(len(more) - len(rows))])
    nothing = np.zeros(len(more), dtype=np.int64)
    boxed = replace(
        model,
        case=np.append(model.case, nothing), place=np.append(model.place, nothing),
        weight=np.append(model.weight, nothing),
        start=np.append(model.start, model.start[-1] + 1 + np.arange(len(more))),
        row=np.append(model.row, more), value=np.append(model.value, sign),
    )  # fmt: skip
    return boxed, np.concatenate([cost, -high, low[low > 0]])
