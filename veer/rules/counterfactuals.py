"""What would change the answer: the smallest sets of changes, only over facts that somebody can change.

Candidates are the next cut points in the allowed direction, a record that is not there yet, an entry that a map lacks.
Singles first, then pairs, then triples; a set is dropped when a part of it is enough, and of several steps of one fact
the smallest that suffices is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from .cuts import classes
from .evaluate import Result, evaluate
from .explain import outcome_of, result_of, slot_value
from .inputs import Profile
from .lower import Program
from .model import Fact
from .questions import Assignment, assigned, fact_slots

MOST = 10
STEPS = 4
BEAM = 12
BUDGET = 160


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One change of one fact. `track` tells apart independent ways to change the same fact (entries of a map)."""

    fact: Fact
    assignment: Assignment
    track: int = 0

    @property
    def effort(self) -> int:
        assert self.fact.change
        return self.fact.change.effort

    @property
    def takes(self) -> str:
        assert self.fact.change
        return self.fact.change.takes


Change = tuple[tuple[Candidate, ...], Profile, Result]
"""What is changed, and the facts and every output after it."""


def counterfactuals(profile: Profile, result: Result) -> list[dict[str, Any]]:
    """At most ten sets of changes that open a route, the easiest first; none on a route without conditions.

    Where facts are missing and no change opens a closed route for sure, those that make it possible again are given.
    """
    if not profile.program.conditions:
        return []
    second = "maybe" if outcome_of(profile, result) == "closed" else None
    changes = search(profile, result, list(all_candidates(profile)), ("open", second))
    said = [_said(profile, changed, chosen, after, result) for chosen, changed, after in changes]
    return sorted(said, key=lambda f: (len(f["set"]), f["effort"]))


def search(
    profile: Profile, result: Result, candidates: list[Candidate], wanted: tuple[str, str | None], towards: int = 1
) -> list[Change]:
    """The smallest sets of `candidates` that lead to the first outcome of `wanted`; else, if any, to the second.

    `towards`: 1 where progress is more that holds, -1 where it is less. At most ten, singles before pairs and triples.
    """
    base = _score(profile, result)
    sure: list[Change] = []
    possible: list[Change] = []
    gains: dict[Candidate, int] = {}
    done: set[frozenset[tuple[str, int]]] = set()
    hoped: set[frozenset[tuple[str, int]]] = set()
    spent = 0
    for size in (1, 2, 3):
        for chosen in _sets(candidates, gains, size):
            if spent >= BUDGET or len(sure) >= MOST:
                break
            ways = frozenset((c.fact.id, c.track) for c in chosen)
            if any(known <= ways for known in done):
                continue
            spent += 1
            changed = _applied(profile, chosen)
            after = evaluate(changed)
            if size == 1:
                gains[chosen[0]] = towards * (_score(changed, after) - base)
            reached = outcome_of(changed, after)
            if reached not in wanted or _breaks(changed, after):
                continue
            if reached == wanted[0]:
                sure.append((chosen, changed, after))
                done.add(ways)
            elif not any(known <= ways for known in hoped):
                possible.append((chosen, changed, after))
                hoped.add(ways)
    return sure or possible[:MOST]


def improvements(profile: Profile, result: Result) -> list[dict[str, Any]]:
    """Single changes that gain points, most first, whatever the outcome; at most ten, one a fact and way."""
    low = result.bounds("total")[0] if "total" in profile.program.names else 0
    best: dict[tuple[str, int], tuple[int, Candidate, Profile, Result]] = {}
    for candidate in list(all_candidates(profile))[:BUDGET]:
        changed = _applied(profile, (candidate,))
        after = evaluate(changed)
        gain = (after.bounds("total")[0] if "total" in profile.program.names else 0) - low
        key = (candidate.fact.id, candidate.track)
        if gain > 0 and not _breaks(changed, after) and (key not in best or gain > best[key][0]):
            best[key] = (gain, candidate, changed, after)
    ranked = sorted(best.values(), key=lambda b: (-b[0], b[1].effort))[:MOST]
    return [{**_said(profile, changed, (c,), after, result), "gain": gain} for gain, c, changed, after in ranked]


# --- the search ----------------------------------------------------------------------------------------------------


def _sets(candidates: list[Candidate], gains: dict[Candidate, int], size: int) -> list[tuple[Candidate, ...]]:
    if size == 1:
        return sorted(((c,) for c in candidates), key=lambda s: s[0].effort)
    best = sorted((c for c in candidates if gains.get(c, 0) > 0), key=lambda c: (-gains[c], c.effort))[:BEAM]
    sets = [s for s in combinations(best, size) if len({(c.fact.id, c.track) for c in s}) == size]
    nearest = {c: i for i, c in enumerate(candidates)}  # smaller steps of a fact stand first
    return sorted(sets, key=lambda s: (sum(c.effort for c in s), sum(nearest[c] for c in s)))


def _applied(profile: Profile, chosen: tuple[Candidate, ...]) -> Profile:
    for candidate in chosen:
        profile = assigned(profile, candidate.assignment)
    return profile


def _score(profile: Profile, result: Result) -> int:
    """Progress towards the outcome: conditions that surely hold, then points, then parts of conditions."""
    program = profile.program
    held = sum(result.low[view.result] for view in program.conditions)
    total = sum(result.bounds("total")) if "total" in program.names else 0
    parts = sum(
        result.low[place] if wanted else 1 - result.high[place]
        for place, wanted in program.once("leaves", lambda: _leaves(program))
    )
    return (held * 1000 + total) * 1000 + parts


def _leaves(program: Program) -> list[tuple[int, bool]]:
    """Places of what the conditions are made of in the end, and whether each should hold or should not."""
    found: dict[tuple[int, bool], None] = {}
    todo = [(program.outputs[program.names["conditions"]], True)]
    seen: set[tuple[int, bool]] = set()
    while todo:
        node, wanted = todo.pop()
        if (id(node), wanted) in seen:
            continue
        seen.add((id(node), wanted))
        if node.op in ("and", "or", "add", "not"):
            todo += [(part, wanted != (node.op == "not")) for part in node.args]
        elif node.op == "le" and any(part.op == "add" and part.args[0].ty.kind == "bool" for part in node.args):
            todo += [(node.args[0], not wanted), (node.args[1], wanted)]  # at least so many of them
        elif node.ty.kind == "bool" and (place := program.inner.get(id(node))) is not None:
            found[place, wanted] = None
    return list(found)


def _breaks(profile: Profile, result: Result) -> bool:
    for check in profile.program.checks:
        high = result.at(check.output)[1]
        if high < (check.size if check.kind == "item" else 1):
            return True
    return False


# --- candidates ----------------------------------------------------------------------------------------------------


def all_candidates(profile: Profile) -> Iterator[Candidate]:
    """Changes of given facts that the pack lets somebody make, nearest first for each fact."""
    program = profile.program
    for fact_id in profile.given:
        fact = program.facts[fact_id]
        if fact.change is None or not any(s.index in program.read for s in fact_slots(program, fact)):
            continue
        if fact_id in program.layout.lists:
            yield from _of_list(profile, fact)
        elif fact.type.kind == "record":
            yield from _of_record(profile, fact)
        else:
            slots = fact_slots(program, fact)
            there: Assignment = ((slots[0].index, 1, 1),) if slots[0].role == "present" else ()
            for step in steps_of(profile, slots[-1].index, fact.change.direction):
                yield Candidate(fact, (*there, *step))


def steps_of(profile: Profile, slot: int, direction: str) -> list[Assignment]:
    """The next cut points of one slot in the allowed direction, nearest first."""
    meta = profile.program.layout.slots[slot]
    if not profile.known(slot):
        return []
    value, on = profile.low[slot], profile.low[0]
    symbols = meta.ty.symbols
    if meta.ty.kind == "bool":
        return [
            ((slot, v, v),) for v in (0, 1) if v != value and (direction == "any" or (v > value) == (direction == "up"))
        ]
    if symbols is not None and not symbols.ordered:
        return [((slot, v, v),) for v in range(len(symbols.words)) if v != value and not (symbols.open and v == 0)]
    spans = classes(profile.program, meta, meta.low, meta.high, on)
    up = [low for low, _ in spans if low > value][:STEPS] if direction in ("up", "any") else []
    down = [high for _, high in reversed(spans) if high < value][:STEPS] if direction in ("down", "any") else []
    return [((slot, v, v),) for v in (*up, *down)]


def _of_record(profile: Profile, fact: Fact) -> Iterator[Candidate]:
    """A record that is not there yet, with the fields that serve best (found one after another)."""
    there = fact_slots(profile.program, fact)[0].index
    if profile.low[there] != 0 or profile.high[there] != 0:
        return
    chosen: Assignment = ((there, 1, 1),)
    for slot in profile.program.layout.slots:
        if slot.role != "value" or there not in slot.guards or slot.index not in profile.program.read:
            continue
        options = classes(profile.program, slot, slot.low, min(slot.high, _top(profile, slot.index)), profile.low[0])
        tried = [assigned(profile, (*chosen, (slot.index, low, low))) for low, _ in options[:12]]
        if tried:
            best = max(tried, key=lambda p: _score(p, evaluate(p)))
            chosen = (*chosen, (slot.index, best.low[slot.index], best.low[slot.index]))
    yield Candidate(fact, chosen)


def _top(profile: Profile, slot: int) -> int:
    meta = profile.program.layout.slots[slot]
    if meta.until_on:
        return profile.low[0]
    return len(meta.ty.symbols.words) - 1 if meta.ty.symbols else meta.high


def _of_list(profile: Profile, fact: Fact) -> Iterator[Candidate]:
    """For each item, and for each entry that a map lacks: all its ordered fields some steps up together."""
    program = profile.program
    layout = program.layout.lists[fact.id]
    ordered = [
        offset
        for name, offset in layout.offsets.items()
        if layout.types[name].kind == "int" or ((s := layout.types[name].symbols) is not None and s.ordered)
    ]
    dates = [offset for name, offset in layout.offsets.items() if layout.types[name].kind == "date"]
    for i in range(layout.size):
        start = layout.base + i * layout.stride
        there = profile.low[start] if layout.keys else int(i < profile.low[layout.count or 0])
        before, fresh = profile, Assignment()
        if not there:
            if layout.keys is None or profile.high[start]:
                continue
            fresh = (
                (start, 1, 1),
                *((at, low, low) for at, low in ((start + o, program.layout.slots[start + o].low) for o in ordered)),
                *((start + o, profile.low[0], profile.low[0]) for o in dates),
            )
            before = assigned(profile, fresh)
        ladders = [steps_of(before, start + o, "up") for o in ordered]
        seen = []
        for rung in range(STEPS):
            step = tuple(entry for ladder in ladders if ladder for entry in ladder[min(rung, len(ladder) - 1)])
            if step and step not in seen:
                seen.append(step)
                yield Candidate(fact, (*fresh, *step), i)


# --- words ---------------------------------------------------------------------------------------------------------


def _said(
    before: Profile, after: Profile, chosen: tuple[Candidate, ...], result: Result, base: Result
) -> dict[str, Any]:
    low, high = result.bounds("total") if "total" in before.program.names else (None, None)
    because = [
        f"{before.program.route.id}/{view.path}"
        for view in before.program.conditions
        if result_of(view, base) != "yes" and result_of(view, result) == "yes"
    ]
    return {
        "set": {c.fact.id: fact_value(after, c.fact) for c in chosen},
        "was": {c.fact.id: before.given[c.fact.id] for c in chosen},
        "outcome": outcome_of(after, result),
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


def fact_value(profile: Profile, fact: Fact) -> Any:
    """The value of a fact as JSON, read back from its slots."""
    program = profile.program
    layout, slots = program.layout.lists.get(fact.id), program.layout.slots
    if fact.type.kind == "record":
        there = fact_slots(program, fact)[0].index
        if profile.high[there] == 0:
            return None
        fields = [s for s in slots if s.role == "value" and there in s.guards and profile.known(s.index)]
        return {s.path.removeprefix(f"{fact.id}."): slot_value(s, profile.low[s.index]) for s in fields}
    if layout is None:
        first, slot = fact_slots(program, fact)[0], fact_slots(program, fact)[-1]
        if first.role == "present" and profile.high[first.index] == 0:
            return None
        return slot_value(slot, profile.low[slot.index])
    items: dict[str, Any] = {}
    for i in range(layout.size if layout.keys else profile.low[layout.count or 0]):
        start = layout.base + i * layout.stride
        if layout.keys and not profile.low[start]:
            continue
        values = {
            n: slot_value(slots[start + o], profile.low[start + o])
            for n, o in layout.offsets.items()
            if profile.known(start + o)
        }
        plain = fact.type.item_type is not None
        items[layout.keys.words[i] if layout.keys else str(i)] = values.get("value") if plain else values
    return items if layout.keys else list(items.values())
