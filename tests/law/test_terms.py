"""Every term of the law, worked out: from the day that starts it to its last day, with each length that it may have.

`terms.yaml` says the days, by pack, route and clock: `from`, the last day under `to`, under the name of each other
length and of each act that extends it; in several rows where no one start shows each length apart from its neighbours,
since a last day may move to a working day. A slip of one unit in any length is noticed here, and both sides of each
last day are tried.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from tests.law.story import moves_of, read
from tests.laws import law_in
from veer.rules import Pack, route_on
from veer.rules.model import Clock, Length, Route
from veer.rules.time.clocks import Due, Event, Known, due

LAW = Path(__file__).parents[2] / "veer/law"
TERMS = read(Path(__file__).with_name("terms.yaml"))
ROUTES = [(pack, route) for pack, routes in TERMS.items() for route in routes]
DAY = dt.date.fromisoformat


def lengths(clock: Clock) -> Iterator[tuple[str, list[Clock]]]:
    """Each length by its name in the table, and the clock after a slip of one unit either way."""
    if clock.length is not None:
        yield "to", [replace(clock, length=one) for one in slipped(clock.length)]
    for n, variant in enumerate(clock.variants):
        before, behind = clock.variants[:n], clock.variants[n + 1 :]
        others = [replace(variant, length=one) for one in slipped(variant.length)]
        yield variant.id, [replace(clock, variants=(*before, one, *behind)) for one in others]
    for n, more in enumerate(clock.extensions):
        first, rest = clock.extensions[:n], clock.extensions[n + 1 :]
        longer = [replace(more, by=one, at_most=None) for one in slipped(more.by)]
        yield more.act, [replace(clock, extensions=(*first, one, *rest)) for one in longer]


def slipped(length: Length) -> list[Length]:
    units = [(unit, number) for unit, number in asdict(length).items() if number]
    return [replace(length, **{unit: number + by}) for unit, number in units for by in (1, -1)]


def rows(days: Any) -> list[dict[str, str]]:
    return days if isinstance(days, list) else [days]


def stands(pack: Pack, law: Route, clock: Clock, start: str, name: str, today: dt.date) -> Due:
    """Where the clock stands on a day: with the length of this name, or after the act of this name a day after."""
    assert law.procedure is not None
    holds = {f"clocks.{clock.id}.{one.id}": one.id == name for one in clock.variants}
    day = DAY(start)
    days = {clock.day_of: day} if clock.day_of else {}
    act = law.procedure.acts.get(clock.starts[0]) if clock.starts else None
    moves = moves_of(law.procedure, act, next(iter(act.to), "")) if act else {}
    began = (
        [] if clock.day_of else [Event(clock.starts[0], day, tuple(f"{b}/{s}" if b else s for b, s in moves.items()))]
    )
    later = [Event(one.act, day + dt.timedelta(1)) for one in clock.extensions if one.act == name]
    found = due(clock, [*began, *later], today, Known(law.procedure, pack.countings, pack.calendars, days, holds))
    assert found is not None, clock.id
    return found


@pytest.mark.parametrize("name", [pack.name for pack in sorted(LAW.iterdir()) if (pack / "pack.yaml").exists()])
def test_every_clock_is_in_the_table_with_each_of_its_lengths(name: str) -> None:
    pack = law_in(LAW / name)
    there = {
        (route.id, clock.id): {"from", *(key for key, _ in lengths(clock))}
        for route in pack.routes.values()
        for clock in route.clocks.values()
    }
    told = {(r, c): set().union(*rows(days)) for r, clocks in TERMS.get(name, {}).items() for c, days in clocks.items()}
    assert told == there


@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_each_term_ends_on_its_day_and_a_slip_in_its_length_is_noticed(name: str, route: str) -> None:
    pack = law_in(LAW / name)
    for term, days in ((term, row) for term, told in TERMS[name][route].items() for row in rows(told)):
        law = route_on(pack.routes[route], DAY(days["from"]))
        clock = law.clocks[term]
        for key, others in lengths(clock):
            if key not in days:
                continue
            last = DAY(days[key])
            on, after = (stands(pack, law, clock, days["from"], key, day) for day in (last, last + dt.timedelta(1)))
            assert (term, key, on.last_day, on.state, after.state) == (term, key, last, "running", "over")
            moved = [stands(pack, law, one, days["from"], key, last).last_day for one in others]
            assert last not in moved, (term, key)
