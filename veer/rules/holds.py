"""What the facts say of the conditions of acts, clocks, rights and remedies, and what one that is open waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .evaluate import evaluate
from .inputs import Profile, read_profile
from .load import Pack
from .lower import clause_program
from .questions import could_be_given, read_by, undecided_at

Facts = Mapping[str, Any]


def holds(
    pack: Pack, route: str, facts: Facts, *, on: dt.date | None = None, today: dt.date | None = None
) -> dict[str, bool | None]:
    """Every condition of a clause of a route by the path of its node; None where the facts leave it open.

    Paths: `procedure.acts.<act>`, `clocks.<clock>.<variant>`, `rights.<right>`, `remedies.<remedy>` and
    `remedies.<remedy>.suspends`; a clause without a condition is not among them. Dates of `in_force` are not looked
    at (`route_on`). Raises InputError where facts cannot be taken, PackError where the pack has no meaning.
    """
    profile = _profile(pack, route, facts, on, today)
    result = evaluate(profile)
    bounds = ((path, result.bounds(path)) for path in profile.program.clauses)
    return {path: bool(low) if low == high else None for path, (low, high) in bounds}


def waits_for(
    pack: Pack, route: str, facts: Facts, path: str, *, on: dt.date | None = None, today: dt.date | None = None
) -> list[str]:
    """Facts that are not known and still can change a condition, in declared order, judgements and events among them;
    none where it is settled. Raises LookupError where the route has no condition at the path."""
    profile = _profile(pack, route, facts, on, today)
    program = profile.program
    if path not in program.clauses:
        raise LookupError(f'{route} has no condition at "{path}"; it has: {", ".join(program.clauses)}')
    result = evaluate(profile)
    watched = undecided_at(program, program.names[path], result.low, result.high)
    read = {slot for place in watched for slot in read_by(program, place) if not profile.known(slot)}
    open_facts = {program.layout.slots[slot].fact for slot in read}
    return [f.id for f in program.facts.values() if f.id in open_facts and could_be_given(profile, f)]


def _profile(pack: Pack, route: str, facts: Facts, on: dt.date | None, today: dt.date | None) -> Profile:
    return read_profile(clause_program(pack, route), facts, on=on, today=today)
