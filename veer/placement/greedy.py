"""Each household in turn takes the best place that still has room. Only where the solver has nothing better.

It costs 13 to 18 in a hundred of what is possible on real instances, so whoever gets its answer is told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .instance import Instance, Ints, groups


class Room:
    """What is left of every capacity, while households are put somewhere one after the other."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.cap = instance.cap.copy()
        self.shared = np.array([s.cap for s in instance.shared], dtype=np.int64)
        self.over: list[list[int]] = [[] for _ in instance.place_ids]
        for n, shared in enumerate(instance.shared):
            for j in shared.places:
                self.over[j].append(n)

    def fits(self, i: int, j: int) -> bool:
        need = self.instance.need[i]
        return bool((need <= self.cap[j]).all()) and all(
            need[self.instance.shared[n].dim] <= self.shared[n] for n in self.over[j]
        )

    def take(self, i: int, j: int, times: int = 1) -> None:
        """times -1 gives it back."""
        need = self.instance.need[i]
        self.cap[j] -= times * need
        for n in self.over[j]:
            self.shared[n] -= times * need[self.instance.shared[n].dim]


def options(instance: Instance, value: Sequence[float] | None = None) -> list[list[tuple[int, float]]]:
    """For each case its possible places with what each is worth (default: its weight), best first."""
    found: list[list[tuple[int, float]]] = [[] for _ in instance.case_ids]
    worth = instance.pairs[:, 2].tolist() if value is None else value
    for (i, j), w in zip(instance.pairs[:, :2].tolist(), worth, strict=True):
        found[i].append((j, w))
    fixed = dict(instance.fixed)
    for i, listed in enumerate(found):
        listed.sort(key=lambda one: (-one[1], one[0]))
        if i in fixed:
            found[i] = [one for one in listed if one[0] == fixed[i]]
    return found


def greedy(instance: Instance) -> dict[int, int]:
    """Case -> place. Fixed cases first, then by what they count in the first goal, then by the public draw."""
    room, fixed, count = Room(instance), dict(instance.fixed), instance.tier_persons // np.maximum(instance.persons, 1)
    wanted = options(instance)
    placed: dict[int, int] = {}

    def turn(group: tuple[int, ...]) -> tuple[bool, int, int]:
        return (
            not any(i in fixed for i in group),
            -max(int(count[i]) for i in group),
            min(instance.rank[i] for i in group),
        )

    for group in sorted(groups(instance), key=lambda g: (*turn(g), g)):
        found = _way(instance, room, group, wanted)
        for i, j in found.items():
            room.take(i, j)
        placed |= found
    return placed


def filled(instance: Instance, placed: dict[int, int]) -> dict[int, int]:
    """The placement with whoever else still fits, in the same order; members of clusters stay as they are."""
    room, found = Room(instance), dict(placed)
    for i, j in placed.items():
        room.take(i, j)
    together = {i for cluster in instance.clusters for i in cluster}
    out = [i for i in range(len(instance.case_ids)) if i not in placed and i not in together]
    wanted = options(instance.only(np.array(out, dtype=np.int64)))
    count = instance.tier_persons
    for n in sorted(range(len(out)), key=lambda n: (-int(count[out[n]]), int(instance.rank[out[n]]), out[n])):
        for j, _worth in wanted[n]:
            if room.fits(out[n], j):
                found[out[n]] = j
                room.take(out[n], j)
                break
    return found


MOST_TRIES = 2_000


def _way(instance: Instance, room: Room, group: Sequence[int], wanted: list[list[tuple[int, float]]]) -> dict[int, int]:
    """A way to place a whole group, the best choice of each in turn first; none where none was found in time."""
    mates = {i: [k for c in instance.clusters if i in c for k in c] for i in group}
    found: dict[int, int] = {}
    tries = 0

    def further(rest: Sequence[int]) -> bool:
        nonlocal tries
        if not rest:
            return True
        i = rest[0]
        for j, _worth in wanted[i]:
            tries += 1
            if tries > MOST_TRIES:
                return False
            if room.fits(i, j) and all(instance.together(j, found[k]) for k in mates[i] if k in found):
                found[i] = j
                room.take(i, j)
                done = further(rest[1:])
                room.take(i, j, -1)
                if done:
                    return True
                del found[i]
        return False

    return found if further(group) else {}


def complete(instance: Instance, placed: dict[int, int]) -> bool:
    """Whether every fixed case stands where it is fixed."""
    return all(placed.get(i) == j for i, j in instance.fixed)


def chosen(case: Ints, place: Ints, placed: dict[int, int]) -> Ints:
    """The columns of a placement, as zeros and ones."""
    return np.array([placed.get(i) == j for i, j in zip(case.tolist(), place.tolist(), strict=True)], dtype=np.int64)
