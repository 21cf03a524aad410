"""Legal deadlines as a calculation: from the law's clocks, what happened and today, a date with its explanation.

Nothing is counted down and nothing is stored that this would not give again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.rules.time import days


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on a legal day. `step` is where it left the case."""

    act: str
    day: date
    step: str


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: until when, who has to act, and how the date comes about."""

    id: str
    until: date
    duty: str
    started: date
    today: date
    length: Mapping[str, int]

    @property
    def days_left(self) -> int:
        return (self.until - self.today).days

    @property
    def late(self) -> bool:
        return self.until < self.today

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)

    @property
    def why(self) -> str:
        """How the date was counted, in the reader's language."""
        started = date_format(self.started, "DATE_FORMAT")
        if self.length.get("days"):
            n = self.length["days"]
            return ngettext("%(n)d day since %(day)s", "%(n)d days since %(day)s", n) % {"n": n, "day": started}
        if self.length.get("months"):
            n = self.length["months"]
            return ngettext("%(n)d month since %(day)s", "%(n)d months since %(day)s", n) % {"n": n, "day": started}
        return _("since %(day)s") % {"day": started}


def legal_day(moment: datetime, zone: str) -> date:
    """The day that an instant falls on, in the time zone of the law."""
    return moment.astimezone(ZoneInfo(zone)).date()


def add(start: date, length: Any) -> date:
    """The last day of a length that begins after `start`."""
    day = days.add_months(days.to_day(start), length.months + 12 * length.years)
    return days.to_date(day + length.days)


def running(procedure: Any, clocks: Mapping[str, Any], events: Sequence[Event], today: date) -> list[Running]:
    """The clocks that run now, soonest first."""
    if not events or (procedure.steps[events[-1].step].ends is not None):
        return []
    found = []
    for clause in clocks.values():
        start = _last(events, clause.starts)
        if start is None or clause.length is None or _met(clause, events, start):
            continue
        length = {"days": clause.length.days, "months": clause.length.months, "years": clause.length.years}
        until = add(events[start].day, clause.length)
        duty = clause.duty
        found.append(Running(clause.id, until, duty, events[start].day, today, length))
    return sorted(found, key=lambda clock: (clock.until, clock.id))


def soonest(clocks: Iterable[Running], duty: str) -> date | None:
    """The first date by which `duty` has to act."""
    return min((clock.until for clock in clocks if clock.duty == duty), default=None)


def _last(events: Sequence[Event], acts: Sequence[str]) -> int | None:
    return max((place for place, event in enumerate(events) if event.act in acts), default=None)


def _met(clause: Any, events: Sequence[Event], start: int) -> bool:
    """A clock of the authority runs until the case ends, one of the applicant until the case leaves the step."""
    if clause.duty != "applicant":
        return False
    return any(event.step != events[start].step for event in events[start + 1 :])
