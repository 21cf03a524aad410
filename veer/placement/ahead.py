"""Today's households with tomorrow in mind: a place goes to whom it is worth more than its price, and the rest wait.

The price of a place is what it would be worth in imagined rests of the horizon, averaged. Nobody of the first tier and
nobody whose time is over waits for a better day. What the best of today alone would have reached stays as the bound.
"""

from __future__ import annotations

from dataclasses import replace

from .dynamic import FUTURES, Step, batch, open_for, prices
from .highs import Left
from .instance import Instance, reached
from .solve import Level, Solution, place
from .verify import proved
from .written import document, prices_of


def ahead(instance: Instance, left: Left) -> tuple[Solution, Step]:
    """The placement of all cases at once, each future of the instance a whole rest of the horizon; and its prices.

    Raises as `place` does.
    """
    today = place(instance, None, left)
    cases = list(range(len(instance.case_ids)))
    now = open_for(instance, {}, cases)
    price, shared = prices(now, [one for one in instance.futures[:FUTURES] if len(one.need)], left)
    placed = {cases[i]: j for i, j in batch(now, price, shared, left).items()}
    found = replace(today, placed=placed, levels=_levels(instance, today, placed), status="limit")
    return found, Step(0, tuple(cases), price, shared)


def _levels(instance: Instance, today: Solution, placed: dict[int, int]) -> tuple[Level, ...]:
    """What was reached of each goal, under the bounds that the prices of today prove."""
    values = reached(instance, placed)
    told = document(today, 0.0)["prices"]
    found, first, before = [], "", 0
    for level in today.levels:
        if level.goal not in told:
            continue
        most = proved(instance, level.goal, told[level.goal], first, before)
        value = values[level.goal]
        found.append(Level(level.goal, value, float(max(most, value)), most <= value))
        first, before = level.goal, value
    return tuple(found)


def told_ahead(solution: Solution, step: Step, seconds: float) -> dict[str, object]:
    """As `document` writes it, with the prices at which today's households were weighed against those to come."""
    return {**document(solution, seconds), "ahead": prices_of(solution.instance, step.price, step.shared)}
