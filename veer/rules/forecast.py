"""The score and the outcome on future days, with nothing changed but time.

Birthdays, expiries, anniversaries, and law that is already enacted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from .answer import Facts, evaluated
from .evaluate import evaluate
from .explain import outcome_of
from .inputs import Profile
from .load import Pack
from .lower import program
from .time.days import add_months, to_date, to_day

YEARS = 30


def forecast(pack: Pack, route: str, facts: Facts, *, on: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Changes of the answer from `on` to `until`, both included; the first entry is `on` itself.

    Each entry: {"from": date, "outcome", "total", "min", "max"}; total is null while it is a range.
    """
    profile, _ = evaluated(program(pack, route), facts, on, None)
    found: list[dict[str, Any]] = []
    for day in _days(profile, to_day(on), to_day(until)):
        entry = _on(profile, day)
        if not found or any(entry[k] != found[-1][k] for k in ("outcome", "total", "min", "max")):
            found.append(entry)
    return found


def _days(profile: Profile, first: int, last: int) -> list[int]:
    """Days on which something may turn: anniversaries of every known date, the days after, and changes of the law."""
    monthly = any(node.op == "months" for node in profile.program.graph.nodes.values())
    found = {first, *(b for b in profile.program.breakpoints if first < b <= last)}
    step = 1 if monthly else 12
    for slot in profile.program.layout.slots:
        if slot.ty.kind != "date" or slot.role != "value" or slot.index < 2:
            continue
        for start in {profile.low[slot.index], profile.high[slot.index]} if slot.index in profile.program.read else ():
            if start < to_day(dt.date(1850, 1, 1)):
                continue
            ahead = max(0, (to_date(first).year - to_date(start).year - 1) * 12)
            for months in range(ahead, ahead + 12 * YEARS, step):
                day = add_months(start, months)
                if day > last:
                    break
                found |= {d for d in (day, day + 1) if first < d <= last}
    return sorted(found)


def _on(profile: Profile, day: int) -> dict[str, Any]:
    """The same facts on another day; the law of that day unless an event has fixed it."""
    later = profile.copy()
    if later.low[1] == later.low[0]:
        later.low[1] = later.high[1] = day
    later.low[0] = later.high[0] = day
    result = evaluate(later)
    low, high = result.bounds("total") if "total" in profile.program.names else (None, None)
    return {
        "from": to_date(day).isoformat(),
        "outcome": outcome_of(later, result),
        "total": low if low == high else None,
        "min": low,
        "max": high,
    }
