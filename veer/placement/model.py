"""The rows that bind: one place a case, capacities, also shared ones, clusters whole and near, floors of earlier goals.

A column is a possible pair. Columns are kept sparse: the entries of column k are entries[start[k]:start[k + 1]].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from .instance import Floats, Infeasible, Instance, Ints

FREE = float("inf")


@dataclass(frozen=True, eq=False)
class Model:
    """Maximise something of x in {0, 1} under lower <= A x <= upper.

    The first rows are the cases; `capacity` rows follow, then those of clusters, then floors. case, place, weight: of
    each column. start, row, value: A by columns.
    """

    cases: int
    capacity: int
    case: Ints
    place: Ints
    weight: Ints
    start: Ints
    row: Ints
    value: Floats
    lower: Floats
    upper: Floats

    @property
    def columns(self) -> int:
        return len(self.case)

    @property
    def column_of_entry(self) -> Ints:
        return np.repeat(np.arange(self.columns), np.diff(self.start))

    def priced(self, cost: Floats, price: Floats) -> Floats:
        """What each column is worth after paying for what it uses: cost - A'price."""
        if not self.columns:
            return cost
        return np.asarray(cost - np.add.reduceat(self.value * price[self.row], self.start[:-1]), dtype=np.float64)

    def activity(self, x: Floats) -> Floats:
        """A x."""
        used = np.bincount(self.row, self.value * x[self.column_of_entry], minlength=len(self.lower))
        return np.asarray(used, dtype=np.float64)

    def holds(self, x: Floats) -> bool:
        """Whether whole x keep to every row."""
        used = self.activity(x)
        return bool(((self.lower <= used) & (used <= self.upper)).all())

    def used(self, chosen: Ints) -> Floats:
        """A x, where x is one for the chosen columns and zero for all others; the quicker the fewer they are."""
        sizes = np.diff(self.start)[chosen]
        before = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
        entries = np.repeat(self.start[chosen] - before, sizes) + np.arange(int(sizes.sum()))
        used = np.bincount(self.row[entries], self.value[entries], minlength=len(self.lower))
        return np.asarray(used, dtype=np.float64)

    def limited(self, free: NDArray[np.bool_], x: Floats) -> Model:
        """The model of some of the columns, when the others stay as they are in x."""
        done = self.activity(np.where(free, 0.0, x))
        entry = free[self.column_of_entry]
        sizes = np.diff(self.start)[free]
        return replace(
            self,
            case=self.case[free], place=self.place[free], weight=self.weight[free],
            start=np.concatenate([[0], np.cumsum(sizes)]), row=self.row[entry], value=self.value[entry],
            lower=self.lower - done, upper=self.upper - done,
        )  # fmt: skip

    def floored(self, goal: Floats, least: float) -> Model:
        """The model with one row more: goal x >= least."""
        has = np.flatnonzero(goal)
        row, value, column = self.row, self.value, self.column_of_entry
        order = np.argsort(np.concatenate([column, has]), kind="stable")
        sizes = np.diff(self.start) + (goal != 0)
        return replace(
            self,
            start=np.concatenate([[0], np.cumsum(sizes)]),
            row=np.concatenate([row, np.full(len(has), len(self.lower))])[order],
            value=np.concatenate([value, goal[has]])[order],
            lower=np.append(self.lower, least),
            upper=np.append(self.upper, FREE),
        )


def build(instance: Instance) -> Model:
    """The model of an instance. Raises Infeasible where a fixed case has no place or fixed cases exceed a capacity."""
    pairs = _possible(instance)
    case, place, weight = pairs[:, 0], pairs[:, 1], pairs[:, 2]
    number, dims = len(case), instance.cap.shape[1]
    cases, places = len(instance.case_ids), len(instance.place_ids)
    rows, columns, values = [case], [np.arange(number)], [np.ones(number)]
    for d in range(dims):
        rows.append(cases + place * dims + d)
        columns.append(np.arange(number))
        values.append(instance.need[case, d].astype(np.float64))
    upper = [np.ones(cases), instance.cap.ravel().astype(np.float64)]
    first = cases + places * dims
    for n, shared in enumerate(instance.shared):
        inside = np.flatnonzero(np.isin(place, shared.places))
        rows.append(np.full(len(inside), first + n))
        columns.append(inside)
        values.append(instance.need[case[inside], shared.dim].astype(np.float64))
    upper.append(np.array([s.cap for s in instance.shared], dtype=np.float64))
    lower = [np.zeros(cases), np.full(places * dims + len(instance.shared), -FREE)]
    for i, _place in instance.fixed:
        lower[0][i] = 1.0
    bound = _clusters(instance, case, place, first + len(instance.shared))
    ends = [len(instance.shared) + places * dims, bound[3], bound[4]]
    row, column = np.concatenate([*rows, bound[0]]), np.concatenate([*columns, bound[1]])
    value = np.concatenate([*values, bound[2]])
    kept = value != 0
    row, column, value = row[kept], column[kept], value[kept]
    order = np.lexsort((row, column))
    return Model(
        cases, int(ends[0]), case, place, weight,
        np.concatenate([[0], np.cumsum(np.bincount(column, minlength=number))]).astype(np.int64),
        row[order], value[order], np.concatenate([*lower, ends[1]]), np.concatenate([*upper, ends[2]]),
    )  # fmt: skip


def _possible(instance: Instance) -> Ints:
    """Pairs that fit on their own, and of a fixed case only the one that it has."""
    pairs = instance.pairs
    kept = (instance.need[pairs[:, 0]] <= instance.cap[pairs[:, 1]]).all(axis=1)
    for shared in instance.shared:
        inside = np.isin(pairs[:, 1], shared.places)
        kept &= ~inside | (instance.need[pairs[:, 0], shared.dim] <= shared.cap)
    where = np.full(len(instance.case_ids), -1, dtype=np.int64)
    for i, j in instance.fixed:
        where[i] = j
    kept &= (where[pairs[:, 0]] < 0) | (where[pairs[:, 0]] == pairs[:, 1])
    found = np.asarray(pairs[kept], dtype=np.int64)
    _fixed_fit(instance, found)
    return found


def _fixed_fit(instance: Instance, possible: Ints) -> None:
    """Says by name what is wrong with the fixed cases, where they alone already exceed something."""
    there = {(i, j) for i, j, _weight in possible.tolist()} if instance.fixed else set()
    used = np.zeros_like(instance.cap)
    for i, j in instance.fixed:
        one, place = instance.case_ids[i], instance.place_ids[j]
        if (i, j) not in there:
            raise Infeasible(f"{one} is fixed at {place}, which is not possible for it")
        used[j] += instance.need[i]
    for j, d in np.argwhere(used > instance.cap).tolist():
        told = f"use {used[j, d]} of service {d} at {instance.place_ids[j]}, which has {instance.cap[j, d]}"
        raise Infeasible(f"the fixed cases {told}")
    for shared in instance.shared:
        taken = int(used[list(shared.places), shared.dim].sum())
        if taken > shared.cap:
            names = ", ".join(instance.place_ids[j] for j in shared.places)
            raise Infeasible(
                f"the fixed cases use {taken} of service {shared.dim} at {names}, which share {shared.cap}"
            )


Rows = tuple[Ints, Ints, Floats, Floats, Floats]


def _clusters(instance: Instance, case: Ints, place: Ints, first: int) -> Rows:
    """(row, column, value, lower, upper): whole or not at all, and each member near each other one."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    lower: list[float] = []

    def add(plus: list[int], minus: list[int], least: float) -> None:
        rows.extend([first + len(lower)] * (len(plus) + len(minus)))
        columns.extend(plus + minus)
        values.extend([1.0] * len(plus) + [-1.0] * len(minus))
        lower.append(least)

    members = sorted({i for cluster in instance.clusters for i in cluster})
    own = {i: np.flatnonzero(case == i).tolist() for i in members}
    for cluster in instance.clusters:
        for other in cluster[1:]:
            add(own[cluster[0]], own[other], 0.0)
        for one, other in permutations(cluster, 2):
            for k in own[one]:
                near = [n for n in own[other] if instance.together(int(place[k]), int(place[n]))]
                add([k], near, -FREE)
    return (
        np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values, dtype=np.float64),
        np.array(lower, dtype=np.float64), np.zeros(len(lower)),
    )  # fmt: skip
