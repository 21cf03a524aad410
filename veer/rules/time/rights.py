"""Rights while waiting as a pure function of what happened and today: which hold now, which will, which perhaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Right
from . import counting
from .calendars import ONE
from .clocks import Event


@dataclass(frozen=True, slots=True)
class Held:
    """A right of a case on a day. `state`: now, later (from `since` on), perhaps (that depends on what is unknown)."""

    right: Right
    since: dt.date | None
    state: str


def rights_on(
    rights: Iterable[Right],
    events: Sequence[Event],
    steps: Mapping[str, str],
    today: dt.date,
    holds: Mapping[str, bool | None],
) -> list[Held]:
    """The rights that somebody has or will have, in the order of the law.

    `steps`: where the case ('') and its open branches are; `holds`: conditions by path, None if unknown.
    """
    found = (_held(right, events, steps, today, holds) for right in rights)
    return [one for one in found if one is not None]


def _held(
    right: Right,
    events: Sequence[Event],
    steps: Mapping[str, str],
    today: dt.date,
    holds: Mapping[str, bool | None],
) -> Held | None:
    place = max((place for place, event in enumerate(events) if event.act in right.from_), default=None)
    if right.from_ and place is None:
        return None
    ended = events[(place or 0) + 1 :] if place is not None else events
    if any(event.act in right.until or set(event.moves) & set(right.until) for event in ended):
        return None
    at = {f"{branch}/{step}" if branch else step for branch, step in steps.items()}
    if right.at and not at & set(right.at):
        return None
    holding = holds.get(f"rights.{right.id}", True) if right.when is not None else True
    if holding is False:
        return None
    since = _since(right, events[place].day) if place is not None else None
    if since is not None and since > today:
        return Held(right, since, "later")
    return Held(right, since, "now" if holding else "perhaps")


def _since(right: Right, day: dt.date) -> dt.date:
    if right.after is None:
        return day
    months = right.after.months + 12 * right.after.years
    later = counting.add_months(day, months, "next_month")
    return later + (right.after.days + right.after.working_days + 7 * right.after.weeks) * ONE
