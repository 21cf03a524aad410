"""Whether groups of people fare alike, and whether somebody was passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .greedy import Room, options
from .instance import Instance, groups, weights

FLOOR = 0.9
"""A group is well below when its share of its own best is below this part of everybody's."""


@dataclass(frozen=True)
class Fairness:
    """How a group fared. share: its weight over the weight of each at its own best place; placed: part with a place;
    alike: whether its share is at least nine tenths of everybody's. None where the group has nobody to count."""

    group: str
    cases: int
    placed: float | None
    share: float | None
    alike: bool | None


def fairness(instance: Instance, placed: Mapping[int, int], named: Mapping[str, Iterable[str]]) -> Iterator[Fairness]:
    """Each group, and first everybody. Which groups are counted, and from what size, is for the caller to say."""
    known = weights(instance)
    best = [max((w for _j, w in ways), default=0) for ways in options(instance)]
    everybody = _share(range(len(instance.case_ids)), known, best, placed)
    for name, ids in {"": instance.case_ids, **named}.items():
        members = [instance.case(one) for one in ids]
        share = _share(members, known, best, placed)
        part = sum(i in placed for i in members) / len(members) if members else None
        alike = None if share is None or everybody is None else share >= FLOOR * everybody
        yield Fairness(name, len(members), part, share, alike)


def _share(
    members: Iterable[int], known: Mapping[tuple[int, int], int], best: list[float], placed: Mapping[int, int]
) -> float | None:
    chosen = list(members)
    most = sum(best[i] for i in chosen)
    return sum(known[i, placed[i]] for i in chosen if i in placed) / most if most else None


def envy(instance: Instance, placed: Mapping[int, int]) -> list[tuple[str, ...]]:
    """Who could be better off at nobody's cost: (case, place) that is free for a case without one; and (case, case) of
    two who would both rather have the other's place and can. Empty in a placement that nobody can fault so."""
    known, alone = weights(instance), {group[0] for group in groups(instance) if len(group) == 1}
    fixed = dict(instance.fixed)
    free = [i for i in alone if i not in fixed]
    room = Room(instance)
    for i, j in placed.items():
        room.take(i, j)
    found: list[tuple[str, ...]] = [
        (instance.case_ids[i], instance.place_ids[j])
        for i, ways in enumerate(options(instance))
        for j, _weight in ways
        if i in alone and i not in placed and room.fits(i, j)
    ]
    here = sorted(i for i in free if i in placed)
    for n, one in enumerate(here):
        for other in here[n + 1 :]:
            a, b = placed[one], placed[other]
            if known.get((one, b), -1) <= known[one, a] or known.get((other, a), -1) <= known[other, b]:
                continue
            if _swap(room, one, other, a, b):
                found.append((instance.case_ids[one], instance.case_ids[other]))
    return found


def _swap(room: Room, one: int, other: int, a: int, b: int) -> bool:
    """Whether two can change places. The room is afterwards as it was."""
    room.take(one, a, -1)
    room.take(other, b, -1)
    fits = room.fits(one, b)
    if fits:
        room.take(one, b)
        fits = room.fits(other, a)
        room.take(one, b, -1)
    room.take(one, a)
    room.take(other, b)
    return fits
