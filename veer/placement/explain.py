"""Why a household is where it is: what the next places would have given, what shut the others, what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .greedy import Room, options
from .instance import Instance, weights
from .solve import Solution

NEXT = 2
NOT_POSSIBLE, TOO_SMALL, FULL = "not_possible", "too_small", "full"


@dataclass(frozen=True)
class Option:
    """A place for a household: its weight, what it uses there at the prices, and what then remains (weight - cost).
    room: whether there is room for it now, after everybody else."""

    place: str
    weight: int
    cost: float
    worth: float
    room: bool


@dataclass(frozen=True)
class Explanation:
    """here: where it is placed. next: its next best places by what remains after paying for what it uses. wish: the two
    of highest weight that it did not get. shut: place -> reasons (rule ids that the caller knows; else not_possible,
    too_small:<service>, full:<service>). scarce: the (place, service) whose price keeps it from the wish most."""

    case: str
    here: Option | None
    next: tuple[Option, ...]
    wish: tuple[Option, ...]
    shut: Mapping[str, tuple[str, ...]]
    scarce: tuple[str, int] | None


def explain(solution: Solution, case: str, rules: Mapping[str, Sequence[str]] | None = None) -> Explanation:
    """The reasons for one household. rules: place -> the ids of the rules that shut it for this household."""
    instance, i = solution.instance, solution.instance.case(case)
    room = Room(instance)
    for k, j in solution.placed.items():
        if k != i:
            room.take(k, j)
    price = _price(solution)
    found = []
    for j, weight in options(instance)[i]:
        cost = float(instance.need[i] @ price[j])
        found.append((j, Option(instance.place_ids[j], int(weight), cost, weight - cost, room.fits(i, j))))
    at = solution.placed.get(i)
    others = [(j, option) for j, option in found if j != at]
    by_worth = sorted(others, key=lambda one: (-one[1].worth, one[1].place))
    mine = next((option for j, option in found if j == at), None)
    wished = [one for one in others if mine is None or one[1].weight > mine.weight]
    return Explanation(
        case,
        mine,
        tuple(option for _j, option in by_worth[:NEXT]),
        tuple(option for _j, option in wished[:NEXT]),
        _shut(instance, i, room, at, rules or {}),
        _scarce(instance, i, wished[0][0], price) if wished else None,
    )


def _price(solution: Solution) -> list[list[float]]:
    """Prices of services at places in units of weight, shared capacities included."""
    prices = next(one for one in reversed(solution.prices) if one.goal == "score") if solution.prices else None
    if prices is None:
        return [[0.0] * solution.instance.cap.shape[1] for _ in solution.instance.place_ids]
    grid: list[list[float]] = prices.place.tolist()
    for one, shared in zip(prices.shared.tolist(), solution.instance.shared, strict=True):
        for j in shared.places:
            grid[j][shared.dim] += one
    return grid


def _shut(
    instance: Instance, i: int, room: Room, at: int | None, rules: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    known = weights(instance)
    found = {}
    for j, name in enumerate(instance.place_ids):
        if j == at:
            continue
        need = instance.need[i]
        small = [f"{TOO_SMALL}:{d}" for d in range(len(need)) if need[d] > instance.cap[j, d]]
        full = [f"{FULL}:{d}" for d in range(len(need)) if need[d] > room.cap[j, d] and need[d] <= instance.cap[j, d]]
        full += [
            f"{FULL}:{instance.shared[n].dim}" for n in room.over[j] if need[instance.shared[n].dim] > room.shared[n]
        ]
        barred = list(rules.get(name, ())) or ([] if (i, j) in known else [NOT_POSSIBLE])
        if reasons := (*barred, *small, *dict.fromkeys(full)):
            found[name] = reasons
    return found


def _scarce(instance: Instance, i: int, j: int, price: list[list[float]]) -> tuple[str, int] | None:
    paid = [float(need) * one for need, one in zip(instance.need[i].tolist(), price[j], strict=True)]
    most = max(range(len(paid)), key=paid.__getitem__)
    return (instance.place_ids[j], most) if paid[most] > 0 else None
