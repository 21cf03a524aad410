"""Who may come: households of the last year, as they stood in earlier runs, drawn anew for so many weeks ahead.

Nothing of a household goes into it but what it needed and what the places that are there now were worth to it.
"""

from datetime import timedelta
from typing import Any

import numpy as np

from veer.journal import clock
from veer.matching.models import Run
from veer.matching.numbers import limits
from veer.matching.plain import Reading, coded

FUTURES, YEAR = 10, timedelta(days=365)  # how steady a price is, and no law (docs/placement.md)
RUNS, MOST = 26, 400  # runs that are read; households of one future

Past = dict[str, Any]


def futures(reading: Reading, number: int) -> list[list[Past]]:
    """So many rests of the horizon, each with as many households as came in such a time; none where nobody came, or the
    law looks at nobody ahead.

    The same run has the same ones again: what is drawn follows from its number.
    """
    runs = list(Run.objects.filter(source=reading.source, asked_at__gt=clock.now() - YEAR).order_by("-number")[:RUNS])
    pool = _pool(reading, runs)
    ahead = limits().ahead_weeks
    if not pool or not ahead:
        return []
    weeks = max(1.0, (clock.now() - runs[-1].asked_at).days / 7)
    size = max(1, min(MOST, round(ahead * len(pool) / weeks)))
    luck = np.random.default_rng(number)
    return [[pool[k] for k in luck.integers(len(pool), size=size)] for _future in range(FUTURES)]


def _pool(reading: Reading, runs: list[Run]) -> list[Past]:
    """Each household once, as it stood in the latest run; who waits now is no future."""
    _called, named = coded(reading)
    order = sorted(reading.places, key=lambda one: named[one.id])
    now = {one.id: n for n, one in enumerate(order)}
    seen = {one.id for one in reading.households}
    found: list[Past] = []
    for run in runs:
        if run.dims != list(reading.dims):
            continue
        spots = {one.code: now[one.place] for one in run.spots.order_by("code") if one.place in now}
        places = [spots.get(one["id"]) for one in run.instance["places"]]
        worth: dict[int, list[list[int]]] = {}
        for case, place, weight in run.instance["pairs"]:
            if places[place] is not None:
                worth.setdefault(case, []).append([places[place], weight])
        lines = dict(run.lines.order_by("code").values_list("code", "household"))
        for n, one in enumerate(run.instance["cases"]):
            household = lines.get(one["id"])
            if household is not None and household not in seen and n in worth:
                seen.add(household)
                found.append({"need": one["need"], "pairs": worth[n]})
    return found
