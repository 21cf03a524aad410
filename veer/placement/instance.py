"""What is to be placed where, as the optimiser sees it: numbers and pseudonymous ids, no names, no grounds of asylum.

Cases and places are kept in the order of their ids, whatever the order in which they were written, so the answer cannot
depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

TIERS = {"A": 100, "B": 10, "C": 1}
"""What one person of a tier counts in the first goal."""
LATE = 3
"""How many times more somebody counts whose deadline has passed."""


class InstanceError(ValueError):
    """An instance that cannot be taken: where in it, what is wrong, and what to do."""

    def __init__(self, field: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.field, self.message, self.hint = field, message, hint


class Infeasible(ValueError):
    """The cases that are fixed cannot all stand where they are fixed."""


@dataclass(frozen=True)
class Shared:
    """One capacity over several places: no more than `cap` of service `dim` in all of them together."""

    places: tuple[int, ...]
    dim: int
    cap: int


@dataclass(frozen=True)
class Future:
    """One guess at who may still come: their needs (cases x services) and their pairs (case, place, weight)."""

    need: Ints
    pairs: Ints


@dataclass(frozen=True, eq=False)
class Instance:
    """Cases are households, never split. All indices are positions in `case_ids` and `place_ids`.

    need: cases x services, persons first. cap: places x services. pairs: rows of (case, place, weight 0..1000), in that
    order; what is not listed is impossible. near: places so close that a cluster may be spread over them. fixed: the
    place of a case that the optimiser may not move. batch: in which batch a case arrives, for the dynamic run. load:
    how full the municipality of a place is by its spread key, in a hundred; none where nobody says so.
    """

    name: str
    case_ids: tuple[str, ...]
    place_ids: tuple[str, ...]
    need: Ints
    cap: Ints
    pairs: Ints
    tiers: tuple[str, ...] | None
    late: tuple[bool, ...]
    rank: Ints
    shared: tuple[Shared, ...] = ()
    clusters: tuple[tuple[int, ...], ...] = ()
    near: frozenset[tuple[int, int]] = frozenset()
    fixed: tuple[tuple[int, int], ...] = ()
    batch: tuple[int, ...] = ()
    futures: tuple[Future, ...] = ()
    seed: int = 0
    load: tuple[int, ...] = ()

    @property
    def persons(self) -> Ints:
        """Persons of each case."""
        return self.need[:, 0]

    @property
    def tier_persons(self) -> Ints:
        """Persons of each case, weighted by its tier; a case without one is C."""
        tiers = self.tiers or ("C",) * len(self.case_ids)
        weight = [TIERS[t] * (LATE if late else 1) for t, late in zip(tiers, self.late, strict=True)]
        return self.persons * np.array(weight, dtype=np.int64)

    def case(self, name: str) -> int:
        return self.case_ids.index(name)

    def place(self, name: str) -> int:
        return self.place_ids.index(name)

    def together(self, one: int, other: int) -> bool:
        """Whether a cluster may be spread over these two places."""
        return one == other or (min(one, other), max(one, other)) in self.near

    def only(self, cases: Ints | list[int], pairs: Ints | None = None) -> Instance:
        """The same places for some of the cases, in their old order; clusters that are not whole here are left out."""
        kept = np.sort(np.asarray(cases, dtype=np.int64))
        at = np.full(len(self.case_ids), -1, dtype=np.int64)
        at[kept] = np.arange(len(kept))
        rows = self.pairs if pairs is None else pairs
        rows = rows[at[rows[:, 0]] >= 0].copy()
        rows[:, 0] = at[rows[:, 0]]
        return replace(
            self,
            case_ids=tuple(self.case_ids[i] for i in kept),
            need=self.need[kept],
            pairs=rows,
            tiers=None if self.tiers is None else tuple(self.tiers[i] for i in kept),
            late=tuple(self.late[i] for i in kept),
            rank=self.rank[kept],
            clusters=tuple(tuple(int(at[i]) for i in c) for c in self.clusters if all(at[i] >= 0 for i in c)),
            fixed=tuple((int(at[i]), j) for i, j in self.fixed if at[i] >= 0),
            batch=tuple(self.batch[i] for i in kept) if self.batch else (),
        )


def reached(instance: Instance, placed: Mapping[int, int]) -> dict[str, int]:
    """What a placement has of each goal: persons, persons weighted by tier, and weight."""
    chosen, known = np.array(sorted(placed), dtype=np.int64), weights(instance)
    return {
        "persons": int(instance.persons[chosen].sum()),
        "tier_persons": int(instance.tier_persons[chosen].sum()),
        "score": sum(known[pair] for pair in placed.items()),
    }


def weights(instance: Instance) -> dict[tuple[int, int], int]:
    """The weight of each possible pair."""
    return {(i, j): w for i, j, w in instance.pairs.tolist()}


def groups(instance: Instance) -> list[tuple[int, ...]]:
    """Cases that are placed whole or not at all: clusters that share a case taken together, then each other case."""
    parent = list(range(len(instance.case_ids)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for cluster in instance.clusters:
        for i in cluster[1:]:
            one, other = sorted((root(cluster[0]), root(i)))
            parent[other] = one
    found: dict[int, list[int]] = {}
    for i in range(len(parent)):
        found.setdefault(root(i), []).append(i)
    return [tuple(members) for members in found.values()]


def written(instance: Instance, placed: dict[int, int]) -> dict[str, str]:
    """Placements by id, in the order of ids."""
    return {instance.case_ids[i]: instance.place_ids[j] for i, j in sorted(placed.items())}


def indexed(instance: Instance, placements: dict[str, Any]) -> dict[int, int]:
    """Placements by position. Raises KeyError of an id that is not in the instance."""
    cases = {name: i for i, name in enumerate(instance.case_ids)}
    places = {name: j for j, name in enumerate(instance.place_ids)}
    return {cases[i]: places[j] for i, j in placements.items()}
