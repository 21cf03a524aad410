"""Households and places as they come from a room, and the instance that the optimiser reads. Nothing here is a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Household:
    """Whoever needs one place, whole. need: one number a service, persons first. tier: A, B or C. number: where it
    stands in the public order. groups: in which it is counted when one looks whether groups fare alike."""

    id: UUID
    person: UUID
    need: tuple[int, ...]
    tier: str
    number: int
    groups: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to live. cap: what is left of each service. load: how full its municipality is, of a hundred persons
    that it may get by its size; None where nobody counts that."""

    id: UUID
    title: str
    where: str
    cap: tuple[int, ...]
    load: int | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """One capacity of a service over several places together."""

    places: tuple[UUID, ...]
    dim: int
    cap: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Who waits and what there is, at one moment. worth: 0..1000 of each pair that is possible; shut: why the others
    are not, as codes. together: households placed near each other or not at all; near: places that are."""

    source: str
    laws: tuple[str, ...]
    dims: tuple[str, ...]
    households: tuple[Household, ...]
    places: tuple[Place, ...]
    worth: Mapping[Pair, int]
    shut: Mapping[Pair, tuple[str, ...]]
    together: tuple[tuple[UUID, ...], ...] = ()
    shared: tuple[Shared, ...] = ()
    near: tuple[Pair, ...] = field(default=())


def coded(reading: Reading) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Codes of households, by the public order, and of places, by their title: the same input has the same codes."""
    households = sorted(reading.households, key=lambda one: (one.number, one.id))
    places = sorted(reading.places, key=lambda one: (one.title, one.id))
    return (
        {one.id: f"H{number:05}" for number, one in enumerate(households, 1)},
        {one.id: f"P{number:05}" for number, one in enumerate(places, 1)},
    )


def instance(reading: Reading) -> dict[str, Any]:
    """The written instance, in the order of the codes."""
    called, named = coded(reading)
    households = sorted(reading.households, key=lambda one: called[one.id])
    places = sorted(reading.places, key=lambda one: named[one.id])
    at = {one.id: n for n, one in enumerate(households)} | {one.id: n for n, one in enumerate(places)}
    pairs = sorted([at[one], at[place], worth] for (one, place), worth in reading.worth.items())
    return {
        "name": reading.source,
        "dims": len(reading.dims),
        "cases": [
            {
                "id": called[one.id],
                "need": list(one.need),
                "tier": one.tier,
                "rank": number,
                **({"late": True} if one.late else {}),
            }
            for number, one in enumerate(households, 1)
        ],
        "places": [
            {"id": named[one.id], "cap": list(one.cap), **({} if one.load is None else {"load": one.load})}
            for one in places
        ],
        "pairs": pairs,
        "shared": [
            {"places": sorted(at[place] for place in one.places), "dim": one.dim, "cap": one.cap}
            for one in reading.shared
        ],
        "clusters": [sorted(at[one] for one in group) for group in reading.together],
        "near": [sorted((at[one], at[other])) for one, other in reading.near],
    }


def shut_of(reading: Reading) -> dict[UUID, dict[str, list[str]]]:
    """For each household: reason -> the codes of the places that it shuts."""
    _called, named = coded(reading)
    found: dict[UUID, dict[str, list[str]]] = {one.id: {} for one in reading.households}
    for (one, place), reasons in reading.shut.items():
        for reason in reasons:
            found[one].setdefault(reason, []).append(named[place])
    return {one: {reason: sorted(codes) for reason, codes in by.items()} for one, by in found.items()}


def best_of(reading: Reading) -> dict[UUID, int]:
    """What the best possible place of each household is worth; households without any are not in it."""
    found: dict[UUID, int] = {}
    for (one, _place), worth in reading.worth.items():
        found[one] = max(worth, found.get(one, 0))
    return found
