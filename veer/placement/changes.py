"""A caseworker's hand: locks before a run, and what it would cost to decide otherwise than proposed.

A risk is never among the pairs of an instance, so nothing here can place somebody where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from .fairness import Fairness, fairness
from .highs import Left
from .instance import Infeasible, Instance
from .solve import FIRST, Solution, place


@dataclass(frozen=True)
class Locks:
    """What people have settled, by id: (case, place) that must be, that must not be, and cases to keep together."""

    must: tuple[tuple[str, str], ...] = ()
    must_not: tuple[tuple[str, str], ...] = ()
    keep_with: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Change:
    """What an override costs. Losses are of the goals, in their units; moved: case -> (place before, place after), None
    for no place; unplaced: who loses a place, with its tier; second: whether somebody else has to sign as well."""

    first_loss: int
    score_loss: int
    moved: Mapping[str, tuple[str | None, str | None]]
    unplaced: Mapping[str, str]
    second: bool
    fairness: tuple[Fairness, ...]


def locked(instance: Instance, locks: Locks) -> Instance:
    """The instance under these locks. Raises ValueError of an unknown id, Infeasible of two places for one case."""
    fixed = dict(instance.fixed)
    for name, where in locks.must:
        i, j = instance.case(name), instance.place(where)
        if fixed.setdefault(i, j) != j:
            raise Infeasible(f"{name} is held at {instance.place_ids[fixed[i]]} already")
    shut = {(instance.case(name), instance.place(where)) for name, where in locks.must_not}
    kept = np.array([(i, j) not in shut for i, j, _weight in instance.pairs.tolist()], dtype=bool)
    together = {tuple(sorted(instance.case(name) for name in group)) for group in locks.keep_with}
    return replace(
        instance,
        pairs=instance.pairs[kept] if len(kept) else instance.pairs,
        fixed=tuple(sorted(fixed.items())),
        clusters=tuple(sorted({*instance.clusters, *together})),
    )


def forced(
    solution: Solution,
    locks: Locks,
    groups: Mapping[str, Iterable[str]] | None = None,
    left: Left = lambda: inf,
) -> Change:
    """What it costs to keep to these locks, against the solution: shown before anything is saved.

    groups: names of groups with their cases, for what it does to fairness. Raises Infeasible where it cannot be done.
    """
    before, instance = solution, solution.instance
    after = place(locked(instance, locks), solution.goal, left)
    names = instance.place_ids

    def where(found: Solution, i: int) -> str | None:
        return names[found.placed[i]] if i in found.placed else None

    moved = {
        name: (where(before, i), where(after, i))
        for i, name in enumerate(instance.case_ids)
        if where(before, i) != where(after, i)
    }
    tiers = instance.tiers or ("C",) * len(instance.case_ids)
    lost = {name: tiers[instance.case(name)] for name, (_old, new) in moved.items() if new is None}
    first = FIRST.get(solution.goal)
    return Change(
        first_loss=before.level(first).value - after.level(first).value if first else 0,
        score_loss=before.level("score").value - after.level("score").value,
        moved=moved,
        unplaced=lost,
        second=any(tier in "AB" for tier in lost.values()),
        fairness=tuple(fairness(instance, after.placed, groups)) if groups else (),
    )
