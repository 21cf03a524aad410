"""Holes and overlaps in time: scales, dated numbers, parts that are never in force."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from ..model import Dated, Limit, Marks, Route, Scale, ScaleRow
from ..problems import Problems
from .walk import dated, marks, values

DAY = dt.timedelta(1)


def check_dates(route: Route, problems: Problems) -> None:
    for scale in route.scales.values():
        _scale(scale, problems)
    for path, inner in marks(route):
        _outside(path, inner, route.marks, problems)
    for path, number, inner in dated(route):
        _number(path, number, inner, route, problems)
    if route.points:
        _from_the_start("the mark", route.points.mark, route.marks, problems)
        _limit("the cap of all points", route.points.cap, route.marks, problems)
        for path, value in values(route.points):
            _limit(f"the cap of {path}", value.cap, value.marks if value.marks.since else route.marks, problems)


def _scale(scale: Scale, problems: Problems) -> None:
    rows: dict[tuple[str, str], list[ScaleRow]] = {}
    for row in scale.rows:
        rows.setdefault((row.symbol, row.part), []).append(row)
    for (symbol, part), found in rows.items():
        name = f"{scale.id}, {symbol} {part}"
        found.sort(key=lambda r: r.since or dt.date.min)
        for before, after in pairwise(found):
            if before.until is None or after.since is None or after.since <= before.until:
                problems.error(
                    "E602", f"two rows of {name} hold on one day", after.place, "close the earlier one with `until`"
                )
            elif after.since > before.until + DAY:
                problems.error(
                    "E601",
                    f"no row of {name} from {before.until + DAY} to {after.since - DAY}",
                    after.place,
                    "let one end where the next begins",
                )
        if "date" not in scale.of and any(r.since or r.until for r in found):
            problems.error(
                "E603",
                f"the rows of {name} have dates, but the scale takes no date",
                found[0].place,
                "add `date` to `of`",
            )


def _outside(path: str, inner: Marks, route: Marks, problems: Problems) -> None:
    if (inner.since and route.until and inner.since > route.until) or (
        inner.until and route.since and inner.until < route.since
    ):
        problems.warn(
            "W606", f"{path} is never in force while the route is", inner.place, f"the route holds {_span(route)}"
        )


def _number(path: str, number: Dated, inner: Marks, route: Route, problems: Problems) -> None:
    since = max((d for d in (inner.since, route.marks.since) if d), default=None)
    first, last = number.steps[0][0], number.steps[-1][0]
    if first and since and first > since:
        problems.warn(
            "W604",
            f"{path} says nothing from {since} to {first - DAY} and gives 0 then",
            number.place,
            f"write it: {{{since}: 0, ...}}",
        )
    until = min((d for d in (inner.until, route.marks.until) if d), default=None)
    if last and until and last > until:
        problems.warn(
            "W605", f"{path} changes on {last}, when it is no longer in force", number.place, f"in force until {until}"
        )


def _from_the_start(what: str, number: Dated | None, route: Marks, problems: Problems) -> None:
    first = number.steps[0][0] if number else None
    if number and first and route.since and first > route.since:
        problems.error(
            "E607",
            f"{what} says nothing from {route.since} to {first - DAY}",
            number.place,
            f"begin with {route.since}",
        )


def _limit(what: str, limit: Limit | None, span: Marks, problems: Problems) -> None:
    if limit is None:
        return
    if isinstance(limit.value, Dated):
        _from_the_start(what, limit.value, span, problems)
    _limit(what, limit.then, span, problems)
    _limit(what, limit.other, span, problems)


def _span(inner: Marks) -> str:
    return f"from {inner.since or '…'} to {inner.until or '…'}"
