"""What would change the answer: the smallest sets of changes, only over facts that somebody can change.

Candidates are the next cut points in the allowed direction. Singles first, then pairs, then triples; a set is dropped
when a part of it is enough. On a route without a mark the changes that gain most are shown.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from .cuts import classes
from .evaluate import Result, evaluate
from .explain import outcome_of, result_of, slot_value
from .inputs import Profile
from .questions import Assignment, assigned, fact_slots

MOST = 10
PER_FACT = 4
BEAM = 12
BUDGET = 160


class _Candidate:
    __slots__ = ("fact", "assignment", "effort", "takes")

    def __init__(self, fact: str, assignment: Assignment, effort: int, takes: str) -> None:
        self.fact, self.assignment, self.effort, self.takes = fact, assignment, effort, takes


def counterfactuals(profile: Profile, result: Result, outcome: str) -> list[dict[str, Any]]:
    """At most ten sets of changes, the easiest first; each gives a better outcome, or more points where there is no mark."""
    candidates = [c for fact in profile.given for c in _candidates(profile, fact)]
    searching = bool(profile.program.conditions)
    base = _score(profile, result)
    found: list[dict[str, Any]] = []
    sets: list[tuple[_Candidate, ...]] = [(c,) for c in candidates]
    passed: list[frozenset[int]] = []
    gains: dict[int, int] = {}
    spent = 0
    for size in (1, 2, 3):
        if size > 1:
            best = sorted((c for c in candidates if gains.get(id(c), 0) > 0), key=lambda c: (-gains[id(c)], c.effort))[
                :BEAM
            ]
            sets = [s for s in combinations(best, size) if len({c.fact for c in s}) == size]
            sets.sort(key=lambda s: sum(c.effort for c in s))
        for chosen in sets:
            key = frozenset(id(c) for c in chosen)
            if spent >= BUDGET or any(p <= key for p in passed):
                continue
            spent += 1
            changed = profile
            for candidate in chosen:
                changed = assigned(changed, candidate.assignment)
            after = evaluate(changed)
            gain = _score(changed, after) - base
            if size == 1:
                gains[id(chosen[0])] = gain
            better = outcome_of(changed, after)
            if (
                searching
                and better == "open"
                and not _breaks(changed, after)
                or not searching
                and size == 1
                and gain > 0
            ):
                passed.append(key)
                found.append(_said(profile, changed, chosen, better, after, result))
        if not searching or len(found) >= MOST:
            break
    if not searching:
        found.sort(key=lambda f: (-(f["total"] or 0), f["effort"]))
    return sorted(found, key=lambda f: (len(f["set"]), f["effort"]))[:MOST] if searching else found[:MOST]


def _score(profile: Profile, result: Result) -> int:
    """Progress towards the outcome: conditions that surely hold, then points."""
    held = sum(result.at(view.result)[0] for view in profile.program.conditions)
    total = sum(result.bounds("total")) if "total" in profile.program.names else 0
    return held * 1000 + total


def _breaks(profile: Profile, result: Result) -> bool:
    for check in profile.program.checks:
        low, high = result.at(check.output)
        if check.kind == "item" and high < check.size or check.kind != "item" and high == 0:
            return True
    return False


def _candidates(profile: Profile, fact_id: str) -> list[_Candidate]:
    program = profile.program
    fact = program.facts[fact_id]
    if fact.change is None or not any(s.index in program.read for s in fact_slots(program, fact)):
        return []
    if fact_id in program.layout.lists:
        assignments = _list_steps(profile, fact_id)
    else:
        assignments = _steps(profile, fact_slots(program, fact)[-1].index, fact.change.direction, fact.type.kind)
        there = fact_slots(program, fact)[0]
        if there.role == "present" and fact.type.kind != "record":
            assignments = [((there.index, 1, 1), *a) for a in assignments]
    return [_Candidate(fact_id, a, fact.change.effort, fact.change.takes) for a in assignments]


def _steps(profile: Profile, slot: int, direction: str, kind: str) -> list[Assignment]:
    """The next cut points of one slot in the allowed direction, nearest first."""
    meta = profile.program.layout.slots[slot]
    if not profile.known(slot) or kind == "record":
        return []
    value, on = profile.low[slot], profile.low[0]
    if meta.ty.kind in ("bool", "sym") and not (meta.ty.symbols and meta.ty.symbols.ordered):
        ups = [v for v in range(meta.low, (len(meta.ty.symbols.words) if meta.ty.symbols else 2)) if v != value]
        if meta.ty.kind == "bool" and direction != "any":
            ups = [v for v in ups if (v > value) == (direction == "up")]
        return [((slot, v, v),) for v in ups[:PER_FACT]]
    spans = classes(profile.program, meta, meta.low, meta.high, on)
    up = [low for low, _ in spans if low > value][:PER_FACT]
    down = [high for _, high in reversed(spans) if high < value][:PER_FACT]
    chosen = (up if direction in ("up", "any") else []) + (down if direction in ("down", "any") else [])
    return [((slot, v, v),) for v in chosen]


def _list_steps(profile: Profile, fact_id: str) -> list[Assignment]:
    """For each item: all its ordered fields one, two, three steps up together."""
    program, found = profile.program, []
    layout = program.layout.lists[fact_id]
    for i in range(layout.size):
        start = layout.base + i * layout.stride
        there = profile.low[start] if layout.keys else int(i < profile.low[layout.count or 0])
        if not there:
            continue
        offsets = [
            o
            for name, o in layout.offsets.items()
            if layout.types[name].kind == "int" or (layout.types[name].symbols and layout.types[name].symbols.ordered)
        ]  # type: ignore[union-attr]
        ladders = [_steps(profile, start + o, "up", "level") for o in offsets]
        for rung in range(3):
            step = tuple(entry for ladder in ladders if ladder for entry in ladder[min(rung, len(ladder) - 1)])
            if step and step not in found:
                found.append(step)
    return found


def _said(
    before: Profile, after: Profile, chosen: tuple[_Candidate, ...], outcome: str, result: Result, base: Result
) -> dict[str, Any]:
    low, high = result.bounds("total") if "total" in before.program.names else (None, None)
    because = [
        f"{before.program.route.id}/{view.path}"
        for view in before.program.conditions
        if result_of(view, base) != "yes" and result_of(view, result) == "yes"
    ]
    return {
        "set": {c.fact: fact_value(after, c.fact) for c in chosen},
        "was": {c.fact: before.given[c.fact] for c in chosen},
        "outcome": outcome,
        "total": low if low == high else None,
        "effort": sum(c.effort for c in chosen),
        "takes": max((c.takes for c in chosen), key=_months, default=""),
        "because": because,
    }


def _months(takes: str) -> float:
    """Length of `6 months`, `2 years`, for choosing the longest."""
    number, _, unit = takes.partition(" ")
    try:
        return float(number) * {"y": 12, "m": 1, "w": 0.23, "d": 0.033}.get(unit[:1], 1)
    except ValueError:
        return 0


def fact_value(profile: Profile, fact_id: str) -> Any:
    """The value of a fact as JSON, read back from its slots."""
    program = profile.program
    layout = program.layout.lists.get(fact_id)
    slots = program.layout.slots
    if layout is None:
        slot = fact_slots(program, program.facts[fact_id])[-1]
        return slot_value(slot, profile.low[slot.index])
    items: dict[str, Any] = {}
    size = layout.size if layout.keys else profile.low[layout.count or 0]
    for i in range(size):
        start = layout.base + i * layout.stride
        if layout.keys and not profile.low[start]:
            continue
        fields = {
            n: slot_value(slots[start + o], profile.low[start + o])
            for n, o in layout.offsets.items()
            if profile.known(start + o)
        }
        items[layout.keys.words[i] if layout.keys else str(i)] = (
            fields["value"] if "value" in fields and len(layout.offsets) == 1 else fields
        )
    return items if layout.keys else list(items.values())
