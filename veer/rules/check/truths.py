"""Truths that are not a question: conditions that never hold or always do, points that nobody gets."""

from __future__ import annotations

from collections.abc import Iterator

from ..explain import every_condition
from ..lower import ConditionView, PointsView
from ..problems import Problems
from .world import Epoch, World, can_be


def check_truths(world: World, problems: Problems) -> None:
    top = {id(view) for view in world.program.conditions}
    gates = 0
    for view in every_condition(world.program.conditions):
        if view.condition.kind == "judgement" or view.condition.marks.needs:
            continue
        gates += _condition(world, view, id(view) in top, problems)
    if not gates:
        _together(world, problems)
    for name, place in world.program.lets.items():
        if world.program.outputs[place].ty.kind == "bool":
            always = _constant(world, list(world.epochs), place)
            if always is not None:
                what = "always" if always else "never"
                problems.warn(
                    "W412" if always else "W411", f"{name} {what} holds", world.program.route.let[name].marks.place
                )
    for part in _parts((*world.program.sections, *world.program.subtotals)):
        _points(world, part, problems)


def _condition(world: World, view: ConditionView, top: bool, problems: Problems) -> bool:
    """Report a condition that has one answer; tells whether it closes the route."""
    epochs = [e for e in world.epochs if view.applies is None or world.most(e, view.applies)]
    place, name = view.condition.marks.place, view.path.removeprefix("conditions.")
    holds = _constant(world, epochs, view.result) if epochs else None
    if holds is None and epochs:
        holds = _searched(world, view)
    if holds is None:
        return False
    someone = world.people[0] if world.people else None
    witness = world.witness(someone, view.facts)
    if holds:
        problems.warn("W412", f"{name} always holds: it asks nothing", place, "remove it, or say what it should ask")
        return False
    if top:
        problems.error(
            "E410", f"no one passes {name}: it can never hold", place, "no answer to its facts makes it true", witness
        )
        return True
    problems.warn("W411", f"{name} can never hold", place, "no answer to its facts makes it true", witness)
    return False


def _constant(world: World, epochs: list[Epoch], place: int) -> bool | None:
    """The one answer that intervals prove for every version of the law."""
    if all(world.most(e, place) == 0 for e in epochs):
        return False
    if all(world.least(e, place) == 1 for e in epochs):
        return True
    return None


def _searched(world: World, view: ConditionView) -> bool | None:
    """The one answer, found by going through the facts where no invented person shows both."""
    seen = {s.result.low[view.result] for s in world.people if s.result.low[view.result] == s.result.high[view.result]}
    if len(seen) == 2 or view.applies is not None:
        return None
    for want in (1, 0):
        if want not in seen and can_be(world, view.result, want) is False:
            return want == 0
    return None


def _together(world: World, problems: Problems) -> None:
    """Two conditions may exclude each other though each can hold."""
    views = world.program.conditions
    if not views or any(world.program.facts[f].type.kind == "judgement" for v in views for f in v.facts):
        return
    place = world.program.names["conditions"]
    if world.person_with(place, 1) is not None:
        return
    if _constant(world, list(world.epochs), place) is False or can_be(world, place, 1, 1000) is False:
        where = views[0].condition.marks.place
        problems.error("E414", "no one can meet all conditions together", where, "two of them exclude each other")


def _parts(views: tuple[PointsView, ...]) -> Iterator[PointsView]:
    for view in views:
        yield view
        yield from _parts(view.parts)


def _points(world: World, view: PointsView, problems: Problems) -> None:
    if view.value.kind == "number" and not view.parts:
        return
    if all(world.most(e, view.output) == 0 == world.least(e, view.output) for e in world.epochs):
        problems.warn(
            "W413",
            f"{view.value.id} never gives points",
            view.value.marks.place,
            "its condition cannot hold, or all its numbers are 0",
        )
