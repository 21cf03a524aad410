"""Evidence that was good and no longer counts, because too much time passed since its date."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .evaluate import evaluate
from .expressions import parse
from .inputs import Profile, read_profile
from .load import Pack
from .lower import Program, lower_route
from .model import Derived, Fact
from .problems import Problems
from .time.days import to_date, to_day


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An entry of a list or map (by its place from 0, or its key), its date, and the first day it no longer counts."""

    item: str
    field: str
    dated: dt.date
    since: dt.date


def lapsed(pack: Pack, fact: str, value: object, *, on: dt.date) -> list[Lapsed]:
    """Which entries of this value the law counted on their own date and no longer counts on a day.

    What decides is the pack: a field computed of the entry that compares one of its dates with the day asked about.
    Raises InputError where the value cannot be taken.
    """
    declared = pack.facts[fact]
    found: dict[tuple[str, str], Lapsed] = {}
    for item, facts, entry in _entries(declared, value):
        for name, field in _watched(declared):
            dated = _date(entry.get(field))
            since = _since(pack, declared, name, item, facts, dated, on) if dated and dated <= on else None
            if dated and since:
                found.setdefault((item, field), Lapsed(item, field, dated, since))
    return list(found.values())


def _watched(fact: Fact) -> Iterator[tuple[str, str]]:
    """(computed field, date that it compares with the day asked about) of what a list or map holds."""
    record = fact.type.item
    for name, rule in record.derive.items() if record else ():
        read = {node.id for node in ast.walk(rule.expr.tree) if isinstance(node, ast.Name)} if rule.expr else set()
        if record and "on" in read:
            yield from ((name, field) for field, kind in record.fields.items() if kind.kind == "date" and field in read)


def _entries(fact: Fact, value: object) -> Iterator[tuple[str, dict[str, Any], Mapping[str, Any]]]:
    """Each entry by itself: its name, the facts that say it alone, what it holds."""
    if fact.type.kind == "map" and isinstance(value, Mapping):
        for key, entry in value.items():
            if key in fact.type.keys and isinstance(entry, Mapping):
                yield key, {fact.id: {key: entry}}, entry
    elif fact.type.kind == "list" and isinstance(value, Sequence):
        for place, entry in enumerate(value):
            if isinstance(entry, Mapping):
                yield str(place), {fact.id: [entry]}, entry


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _since(
    pack: Pack, fact: Fact, name: str, item: str, facts: dict[str, Any], dated: dt.date, on: dt.date
) -> dt.date | None:
    """The first day on which the entry no longer counts; None where it counts still, or never did."""
    made = _program(pack, fact)
    output = f"let.{name}.{item if fact.type.kind == 'map' else ''}"
    if output not in made.names or made.outputs[made.names[output]].ty.kind != "bool":
        return None
    profile = read_profile(made, facts, on=on, today=None)
    good, gone = to_day(dated), to_day(on)
    if _on(profile, output, good) != (1, 1) or _on(profile, output, gone) != (0, 0):
        return None
    while gone - good > 1:
        middle = (good + gone) // 2
        if _on(profile, output, middle) == (1, 1):
            good = middle
        else:
            gone = middle
    return to_date(gone)


def _on(profile: Profile, output: str, day: int) -> tuple[int, int]:
    """The bounds of an output on another day, under the same law."""
    there = profile.copy()
    there.low[0] = there.high[0] = day
    return evaluate(there).bounds(output)


def _program(pack: Pack, fact: Fact) -> Program:
    """Only what is watched of this fact, as a program; made once a pack."""
    key = f"?{fact.id}"  # no route has such a name
    if key not in pack.programs:
        route = next(iter(pack.routes.values()))
        watched = {name for name, _field in _watched(fact)}
        items = fact.type.keys if fact.type.kind == "map" else ("",)
        let = {f"{name}.{item}": _counts(fact, name, item) for name in watched for item in items}
        bare = replace(route, anchor=None, let=let, scales={}, points=None, conditions=())
        pack.programs[key] = lower_route(pack, bare, Problems())
    made: Program = pack.programs[key]
    return made


def _counts(fact: Fact, name: str, item: str) -> Derived:
    """Whether an entry counts, in the law's own language."""
    assert fact.type.item is not None
    rule = fact.type.item.derive[name]
    text = f"{fact.id}.{item}.{name}" if item else f"count({fact.id}, where={fact.id}.{name}) >= 1"
    return replace(rule, id=f"{name}.{item}", expr=parse(text, rule.marks.place, Problems()))
