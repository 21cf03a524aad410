"""Which law of a case holds on a day: the steps, acts, clocks and promises of a route that are in force then.

A route is one text with dates in it. The law day of a case is the day of the anchor event where it is known, else the
day asked about; `route_on` leaves out everything whose `in_force` does not hold on it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from .model import Clock, Marks, Procedure, Route

Part = TypeVar("Part")
KEPT = 512


def route_on(route: Route, law_day: dt.date) -> Route:
    """The route as it is law on a day: its procedure, clocks with their parts, rights, duties, remedies, statistics.

    Names, points and conditions stay as they are: they are computed with their dates.
    """
    return _version(route, bisect_right(days_of_change(route), law_day))


@lru_cache(KEPT)
def days_of_change(route: Route) -> tuple[dt.date, ...]:
    """Rising days from which another law holds; between two of them it does not change."""
    found: set[dt.date] = set()
    for marks in _marks(route):
        found |= {marks.since} if marks.since else set()
        found |= {marks.until + dt.timedelta(1)} if marks.until and marks.until < dt.date.max else set()
    return tuple(sorted(found))


@lru_cache(KEPT)
def _version(route: Route, stretch: int) -> Route:
    days = days_of_change(route)
    if not days:
        return route
    day = days[stretch - 1] if stretch else days[0] - dt.timedelta(1)
    return replace(
        route, procedure=_procedure(route.procedure, day) if route.procedure else None,
        clocks={key: _clock(clock, day) for key, clock in _held(route.clocks, day).items()},
        rights=_held(route.rights, day), duties=_held(route.duties, day), remedies=_held(route.remedies, day),
        statistics=_held(route.statistics, day), quotas=_held(route.quotas, day),
        costs=_held(route.costs, day),
    )  # fmt: skip


def _procedure(procedure: Procedure, day: dt.date) -> Procedure:
    branches = {
        key: replace(branch, steps=_held(branch.steps, day)) for key, branch in _held(procedure.branches, day).items()
    }
    acts = {key: act for key, act in _held(procedure.acts, day).items() if not act.branch or act.branch in branches}
    return replace(procedure, steps=_held(procedure.steps, day), acts=acts, branches=branches)


def _clock(clock: Clock, day: dt.date) -> Clock:
    return replace(
        clock, variants=_of(clock.variants, day), extensions=_of(clock.extensions, day),
        suspensions=_of(clock.suspensions, day),
    )  # fmt: skip


def _held(parts: Mapping[str, Part], day: dt.date) -> dict[str, Part]:
    return {key: part for key, part in parts.items() if in_force(_marked(part), day)}


def _of(parts: tuple[Part, ...], day: dt.date) -> tuple[Part, ...]:
    return tuple(part for part in parts if in_force(_marked(part), day))


def in_force(marks: Marks | None, day: dt.date) -> bool:
    """Is it law on this day? Both ends are included."""
    return marks is None or (
        (marks.since is None or marks.since <= day) and (marks.until is None or day <= marks.until)
    )


def _marked(part: Any) -> Marks | None:
    marks: Marks | None = part.marks
    return marks


def _marks(route: Route) -> Iterator[Marks]:
    procedure = route.procedure
    parts: list[Any] = [*route.rights.values(), *route.duties.values(), *route.remedies.values()]
    parts += [*route.statistics.values(), *route.quotas.values(), *route.costs.values()]
    if procedure is not None:
        parts += [*procedure.steps.values(), *procedure.acts.values(), *procedure.branches.values()]
        parts += [step for branch in procedure.branches.values() for step in branch.steps.values()]
    for clock in route.clocks.values():
        parts += [clock, *clock.variants, *clock.extensions, *clock.suspensions]
    yield from (marks for part in parts if (marks := _marked(part)) is not None)
