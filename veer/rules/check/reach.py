"""What the numbers of a route can reach: caps that never bind, marks out of reach, groups that cannot get there."""

from __future__ import annotations

import datetime as dt

from ..evaluate import evaluate
from ..inputs import Profile
from ..ir import Slot
from ..lower import PointsView
from ..model import Dated, Limit, Value
from ..problems import Problems
from ..questions import fact_slots
from ..time.days import to_date
from .say import said, value_of
from .world import Epoch, World, climb

SINGLE = ("number", "bands", "map", "grid", "fixed", "first")


def on_day(number: Dated | None, day: dt.date) -> int:
    """A dated number on a day of law."""
    found = 0
    for since, value in number.steps if number else ():
        if since is None or since <= day:
            found = value
    return found


def limits(limit: Limit | None, day: dt.date) -> tuple[int, int] | None:
    """Lowest and highest that a cap can be on a day; None where an expression says it."""
    if limit is None:
        return None
    if limit.when is not None:
        ends = [found for one in (limit.then, limit.other) if (found := limits(one, day)) is not None]
        return (min(e[0] for e in ends), max(e[1] for e in ends)) if len(ends) == 2 else None
    if isinstance(limit.value, Dated):
        return on_day(limit.value, day), on_day(limit.value, day)
    return None


def check_reach(world: World, problems: Problems) -> None:
    for view in (*world.program.sections, *world.program.subtotals):
        _cap(world, view, problems)
    if world.program.route.points is not None:
        _total(world, problems)
        _mark(world, problems)


# --- caps ----------------------------------------------------------------------------------------------------------


def _cap(world: World, view: PointsView, problems: Problems) -> None:
    value = view.value
    _never_binds(world, view, problems)
    epochs = [e for e in world.epochs if _holds(value, e)]
    for part in view.parts:
        _cap(world, part, problems)
        if part.value.kind not in SINGLE or value.kind != "sum":
            continue
        for epoch in reversed(epochs):
            cap = limits(value.cap, to_date(epoch.first))
            most = world.most(epoch, part.output)
            if cap is not None and most > cap[1]:
                problems.warn(
                    "W402",
                    f"{part.value.id} alone gives {most}, more than the {cap[1]} of {value.id}",
                    part.value.marks.place,
                    f"{epoch}: lower the part or raise the cap",
                )
                break


def _never_binds(world: World, view: PointsView, problems: Problems) -> None:
    """The cap lies above what can be reached, under every version of the law."""
    reached = []
    for epoch in world.epochs:
        day = to_date(epoch.first)
        cap, most = limits(view.value.cap, day), _before_cap(world, view, epoch)
        if not _holds(view.value, epoch):
            continue
        if cap is None or most is None or most >= cap[0]:
            return
        reached.append((most, cap[0]))
    if reached:
        most, least = max(reached)
        problems.warn(
            "W401", f"the cap of {view.value.id} never binds: {most} is the most, the cap is {least}",
            view.value.marks.place,
            "the parts and the declared maximum do not add up: check both against the source",
        )  # fmt: skip


def _holds(value: Value, epoch: Epoch) -> bool:
    first, last = to_date(epoch.first), to_date(epoch.last)
    return not ((value.marks.since and value.marks.since > last) or (value.marks.until and value.marks.until < first))


def _before_cap(world: World, view: PointsView, epoch: Epoch) -> int | None:
    """The most that a value can come to without its cap; None where that is not known."""
    value, day = view.value, to_date(epoch.first)
    if value.kind in ("sum", "best") and view.parts:
        parts = [world.most(epoch, p.output) for p in view.parts]
        return sum(parts) if value.kind == "sum" else max(parts)
    if value.kind in ("sum", "best"):
        by_name = {v.name: v.output for v in _all(world)}
        parts = [world.most(epoch, by_name[n]) for n in value.names if n in by_name]
        return sum(parts) if value.kind == "sum" else max(parts, default=0)
    if value.kind in ("bands", "map"):
        cells = [on_day(d, day) for b in (*value.bands, *value.map.values()) for d in b.points.values()]
        return max([*cells, on_day(value.other, day)]) * len(value.of)
    if value.kind == "grid":
        return max(on_day(d, day) for row in value.grid for d in row)
    if value.kind == "first":
        return max((on_day(c.number, day) for c in value.first), default=0)
    if value.kind in ("number", "fixed"):
        return on_day(value.number, day)
    return None


def _all(world: World) -> list[PointsView]:
    found, todo = [], [*world.program.sections, *world.program.subtotals]
    while todo:
        found.append(todo.pop())
        todo += found[-1].parts
    return found


def _total(world: World, problems: Problems) -> None:
    """The declared maximum of all against what the sections come to."""
    points = world.program.route.points
    assert points is not None
    if points.cap is None:
        return
    outputs = tuple(v.output for v in world.program.sections)
    reached = []
    for epoch in world.epochs:
        cap = limits(points.cap, to_date(epoch.first))
        if cap is None:
            return
        most = sum(world.most(epoch, place) for place in outputs)
        reached.append((most, cap[0], most < cap[0]))
        if most > cap[1] and (found := climb(world, outputs, epoch)) and found[0] > cap[1]:
            problems.warn(
                "W403", f"the sections come to {found[0]}, the declared maximum is {cap[1]}", points.place,
                f"{epoch}: check both against the source", said(found[1].profile, world.program.facts),
            )  # fmt: skip
            return
    if all(below for _, _, below in reached):
        most, cap_, _ = max(reached)
        problems.warn(
            "W401", f"the cap of all points never binds: {most} is the most, the cap is {cap_}", points.place,
            "the sections and the declared maximum do not add up: check both against the source",
        )  # fmt: skip


# --- the mark ------------------------------------------------------------------------------------------------------


def _mark(world: World, problems: Problems) -> None:
    names = world.program.names
    points = world.program.route.points
    if points is None or points.mark is None or "pass" not in names:
        return
    for epoch in world.epochs:
        most, mark = world.most(epoch, names["total"]), world.least(epoch, names["pass"])
        if most < mark:
            problems.error(
                "E404",
                f"nobody can reach the mark of {mark} {epoch}: {most} is the most",
                points.mark.place,
                "lower the mark or add points",
            )
            return
    _groups(world, world.epochs[-1], problems)


def _groups(world: World, epoch: Epoch, problems: Problems) -> None:
    """For each word of an enum or level, each truth and each absence: can those people reach the mark?"""
    program = world.program
    total, mark = program.names["total"], world.least(epoch, program.names["pass"])
    blank = world.anybody(epoch)
    read = {f for view in _all(world) for f in view.facts}
    for fact_id in (f for f in program.facts if f in read and f not in program.layout.lists):
        fact = program.facts[fact_id]
        if fact.derive is not None or fact.role == "on":
            continue
        for slot in fact_slots(program, fact):
            found = [(most, v) for v in _values(slot) if (most := _most_with(blank, slot, v, total)) < mark]
            if found:
                shown = ["null" if slot.role == "present" else value_of(slot, v) for _, v in found]
                problems.warn(
                    "W405", f"nobody with {fact_id} {' or '.join(shown)} can reach {mark}: {max(found)[0]} is the most",
                    fact.place, "meant so? then make it a condition, so that a reader sees it",
                    f"{fact_id} = {shown[0]}",
                )  # fmt: skip


def _values(slot: Slot) -> range:
    if slot.role == "present":
        return range(1)
    if slot.ty.kind == "bool":
        return range(2)
    return range(len(slot.ty.symbols.words)) if slot.ty.symbols and not slot.ty.symbols.open else range(0)


def _most_with(blank: Profile, slot: Slot, value: int, place: int) -> int:
    profile = blank.copy()
    for guard in slot.guards:
        profile.low[guard] = profile.high[guard] = 1
    profile.low[slot.index] = profile.high[slot.index] = value
    return evaluate(profile, (place,)).high[place]
