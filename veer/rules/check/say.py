"""Facts and numbers in the words of a finding."""

from __future__ import annotations

from collections.abc import Iterable

from ..explain import slot_value
from ..inputs import Profile
from ..ir import Slot
from ..questions import fact_slots

MOST = 6


def said(profile: Profile, facts: Iterable[str]) -> str | None:
    """`education = none, age = 17`: the facts that a rule reads, as somebody has them."""
    program = profile.program
    parts = []
    for fact_id in facts:
        fact = program.facts[fact_id]
        slots = fact_slots(program, fact)
        if fact.derive is not None or not slots:
            continue
        there = slots[0]
        if there.role == "present" and profile.low[there.index] == 0:
            parts.append(f"{fact_id} = null")
        elif fact.type.kind == "record":
            parts.append(f"{fact_id} = true")
        elif fact_id in program.layout.lists:
            count = program.layout.lists[fact_id].count
            parts += [f"{fact_id} with {profile.low[count]}"] if count is not None and profile.known(count) else []
        elif profile.known(slots[-1].index):
            parts.append(f"{fact_id} = {value_of(slots[-1], profile.low[slots[-1].index])}")
    return ", ".join(parts[:MOST]) + ("…" if len(parts) > MOST else "") if parts else None


def value_of(slot: Slot, number: int) -> str:
    return _value(slot_value(slot, number))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
