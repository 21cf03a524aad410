"""The score and the outcome on future days, with nothing changed but time.

Birthdays, expiries, anniversaries, and law that is already enacted.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Any

from .answer import Facts, evaluated
from .evaluate import evaluate
from .explain import outcome_of, points_of
from .inputs import Profile
from .load import Pack
from .lower import program
from .time.days import FIRST, add_months, to_date, to_day

YEARS = 30


def forecast(
    pack: Pack, route: str, facts: Facts, *, on: dt.date, until: dt.date, parts: bool = False
) -> list[dict[str, Any]]:
    """Changes of the answer from `on` to `until`, both included; the first entry is `on` itself.

    Each entry: {"from": date, "outcome", "total", "min", "max"}; total is null while it is a range. With `parts` also
    {"sections"} as in an answer, and an entry for each day on which any section or item changes, so that what one
    item loses and another gains on one day is told too.
    """
    profile, _ = evaluated(program(pack, route), facts, on, None)
    found: list[dict[str, Any]] = []
    for day in _days(profile, to_day(on), to_day(until)):
        entry = _on(profile, day, parts)
        if not found or any(entry[k] != found[-1][k] for k in entry if k != "from"):
            found.append(entry)
    return found


def _days(profile: Profile, first: int, last: int) -> list[int]:
    """Days on which something may turn: anniversaries of every known date, days counted from it, changes of the law."""
    nodes = profile.program.graph.nodes.values()
    monthly = any(node.op == "months" or (node.op == "later" and node.number % 12) for node in nodes)
    counted = _counted(profile)
    turns = {
        *profile.program.breakpoints,
        *(node.low for node in nodes if node.op == "const" and node.ty.kind == "date"),
    }
    step = 1 if monthly else 12
    for slot in profile.program.layout.slots:
        if slot.ty.kind != "date" or slot.role != "value" or slot.index < 2:
            continue
        for start in {profile.low[slot.index], profile.high[slot.index]} if slot.index in profile.program.read else ():
            if start < to_day(dt.date(1850, 1, 1)):
                continue
            turns |= {start + days for days in counted}
            for until in profile.program.layout.calendars.values():  # the day on which so many working days are over
                turns |= {bisect_left(until, until[start - FIRST] + days) + FIRST for days in counted}
            ahead = (to_date(first).year - to_date(start).year - 1) * 12
            for months in range(ahead, ahead + 12 * YEARS, step):
                day = add_months(start, months)
                if day > last:
                    break
                turns.add(day)
    return sorted({first} | {d for turn in turns for d in (turn, turn + 1) if first < d <= last})


def _counted(profile: Profile) -> set[int]:
    """Numbers of days that rules count from one date to another, either way."""
    found: set[int] = set()
    for node in profile.program.graph.nodes.values():
        days = [a for a in node.args if a.op == "add" and any(b.ty.kind == "date" or b.op == "mul" for b in a.args)]
        if days or (node.op == "add" and node.ty.kind == "date"):
            found |= {a.low for a in (*node.args, *(b for d in days for b in d.args)) if a.op == "const"}
            found |= set(node.cuts) if node.op == "segment" else set()
    return {sign * each for each in found if abs(each) < 50_000 for sign in (1, -1)}


def _on(profile: Profile, day: int, parts: bool) -> dict[str, Any]:
    """The same facts on another day; the law of that day unless an event has fixed it."""
    later = profile.copy()
    if profile.program.route.anchor not in profile.given:
        later.low[1] = later.high[1] = day
    later.low[0] = later.high[0] = day
    result = evaluate(later)
    scored = "total" in profile.program.names and result.bounds("in_force") == (1, 1)
    low, high = result.bounds("total") if scored else (None, None)
    entry = {
        "from": to_date(day).isoformat(),
        "outcome": outcome_of(later, result),
        "total": low if low == high else None,
        "min": low,
        "max": high,
    }
    points = points_of(later, result, items=True) if parts else None
    return {**entry, "sections": points["sections"]} if points else entry
