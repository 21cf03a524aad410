"""What would have broken a yes: the smallest sets of changes that close an open route, over facts that can change.

The same search as towards a yes, over the next cut points on either side: what could have become better could have been
worse. A record or an entry that is there may not have been.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .counterfactuals import Candidate, fact_value, search, steps_of
from .evaluate import Result
from .explain import outcome_of, result_of
from .inputs import Profile
from .ir import ListLayout
from .model import Fact
from .questions import Assignment, fact_slots

HELD = ("yes", "not_applicable")


def breaking(profile: Profile, result: Result) -> list[dict[str, Any]]:
    """At most ten sets of changes that close an open route; where none does for sure, those that leave it unsure.

    Each `{"set", "was", "outcome", "total", "because"}`, as counterfactuals have them; `because`: the conditions that
    no longer hold. `null` in `set`: it is not there. None on a route without conditions.
    """
    if not profile.program.conditions:
        return []
    changes = search(profile, result, list(_candidates(profile)), ("closed", "maybe"), towards=-1)
    said = [_said(profile, result, *change) for change in changes]
    return sorted(said, key=lambda one: len(one["set"]))


def _said(
    before: Profile, base: Result, chosen: tuple[Candidate, ...], after: Profile, result: Result
) -> dict[str, Any]:
    program = before.program
    low, high = result.bounds("total") if "total" in program.names else (None, None)
    turned = [
        view for view in program.conditions if result_of(view, base) in HELD and result_of(view, result) not in HELD
    ]
    return {
        "set": {c.fact.id: fact_value(after, c.fact) for c in chosen},
        "was": {c.fact.id: _given(before, c.fact) for c in chosen},
        "outcome": outcome_of(after, result),
        "total": low if low == high else None,
        "because": [f"{program.route.id}/{view.path}" for view in turned],
    }


def _given(profile: Profile, fact: Fact) -> Any:
    """A fact as it was given; of a record all that was said of it."""
    return fact_value(profile, fact) if fact.type.kind == "record" else profile.given[fact.id]


def _candidates(profile: Profile) -> Iterator[Candidate]:
    """Changes of given facts, nearest first for each fact and way."""
    program = profile.program
    for fact_id in profile.given:
        fact = program.facts[fact_id]
        if fact.change is None or not any(s.index in program.read for s in fact_slots(program, fact)):
            continue
        if fact_id in program.layout.lists:
            yield from _of_list(profile, fact, program.layout.lists[fact_id])
        else:
            yield from _of_one(profile, fact)


def _of_one(profile: Profile, fact: Fact) -> Iterator[Candidate]:
    """A fact that is not there after all, or another value; of a record, each field that it has."""
    slots = fact_slots(profile.program, fact)
    first, there = slots[0], Assignment()
    if first.role == "present":
        if profile.low[first.index] == 1:
            yield Candidate(fact, ((first.index, 0, 0),))
        elif fact.type.kind == "record":
            return  # what it would have said is not known
        there = ((first.index, 1, 1),)
    if fact.type.kind == "record":
        slots = [s for s in profile.program.layout.slots if s.role == "value" and first.index in s.guards]
    values = [slot for slot in slots if slot.role == "value" and slot.index in profile.program.read]
    for way, slot in enumerate(values, 1):
        yield from _either_way(profile, fact, slot.index, way, there)


def _of_list(profile: Profile, fact: Fact, layout: ListLayout) -> Iterator[Candidate]:
    """An item or entry that is not there, or one of its ordered fields lower."""
    ordered = [
        offset
        for name, offset in layout.offsets.items()
        if layout.types[name].kind == "int" or ((s := layout.types[name].symbols) is not None and s.ordered)
    ]
    if layout.count is not None and not profile.known(layout.count):
        return
    size = layout.size if layout.count is None else profile.low[layout.count]
    for i in range(size):
        start, way = layout.base + i * layout.stride, i * (layout.stride + 1)
        if layout.keys and not profile.low[start]:
            continue
        yield Candidate(fact, _without(profile, layout, i, size), way)
        for offset in ordered:
            for step in steps_of(profile, start + offset, "down"):
                yield Candidate(fact, step, way + offset + 1)


def _without(profile: Profile, layout: ListLayout, i: int, size: int) -> Assignment:
    """A list less one item: those behind it move up."""
    start = layout.base + i * layout.stride
    if layout.count is None:
        return ((start, 0, 0),)
    moved = (
        (at, profile.low[at + layout.stride], profile.high[at + layout.stride])
        for at in range(start, layout.base + (size - 1) * layout.stride)
    )
    return (*moved, (layout.count, size - 1, size - 1))


def _either_way(profile: Profile, fact: Fact, slot: int, way: int, there: Assignment) -> Iterator[Candidate]:
    """The next values of one slot; up and down are ways apart, so that the nearest on each side is found."""
    value = profile.low[slot]
    for step in steps_of(profile, slot, "any"):
        side = 1 if step[0][1] > value else -1
        yield Candidate(fact, (*there, *step), side * way)
