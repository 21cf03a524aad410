"""The legal terms of a case in words: the engine counts them, here they are said in the reader's language."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases.listed import listed, parted
from veer.rules.model import Length
from veer.rules.time.clocks import Due
from veer.rules.time.counting import Line


def legal_day(moment: datetime, zone: str) -> date:
    """The day that an instant falls on, in the time zone of the law."""
    return moment.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that somebody still has to act by: until when, who, and how the date comes about."""

    due: Due
    today: date

    @property
    def id(self) -> str:
        return self.due.clock.id

    @property
    def duty(self) -> str:
        return self.due.clock.duty

    @property
    def started(self) -> date:
        return self.due.started

    @property
    def until(self) -> date | None:
        """The last day on the safe side; None while the clock stands still."""
        return self.due.last_day

    @property
    def still(self) -> bool:
        return self.due.state == "still"

    @property
    def days_left(self) -> int | None:
        return (self.until - self.today).days if self.until else None

    @property
    def late(self) -> bool:
        return self.until is not None and self.until < self.today

    @property
    def days_late(self) -> int:
        return (self.today - self.until).days if self.until and self.late else 0

    @property
    def confidence(self) -> str:
        return self.due.clock.marks.confidence

    @property
    def why(self) -> str:
        """How the date was counted, in the reader's language."""
        return in_words(self.due.why, self.started)

    @property
    def counted(self) -> list[str]:
        """The sum that gives the last day, a sentence each; nothing where `why` is all there is to it."""
        return sum_of(self.due.why, self.started, self.until)

    @property
    def if_today(self) -> date | None:
        """What the last day would be if that which the clock waits for came today."""
        return self.due.if_today


def running(found: Iterable[Due], today: date) -> list[Running]:
    """The clocks that somebody still has to act by, soonest first."""
    return [Running(one, today) for one in found if one.open]


def soonest(clocks: Iterable[Running], duty: str) -> date | None:
    """The first date by which `duty` has to act."""
    return min((clock.until for clock in clocks if clock.duty == duty and clock.until), default=None)


def in_words(why: Iterable[Line], started: date) -> str:
    """How a last day was counted, in the reader's language."""
    why = list(why)
    presumed = any(line.kind == "presumed" for line in why)
    told = [said for line in why if (said := _line(line, started, presumed=presumed))]
    plain = {line.length for line in why if line.kind == "length"}
    perhaps = dict.fromkeys(line.length for line in why if line.kind == "unsure" and line.length not in plain)
    if perhaps:
        lengths = get_text_list([length_words(length) for length in perhaps if length])
        told.append(_("perhaps %(length)s: that depends on something not known yet") % {"length": lengths})
    return parted(told)


def sum_of(why: Iterable[Line], started: date, until: date | None) -> list[str]:
    """How a last day comes about where it was sent, and the law says when that counts as received: step by step."""
    why = list(why)
    received = next((line for line in why if line.kind == "presumed" and line.day), None)
    if received is None or until is None:
        return []
    days = ngettext("%(n)d day", "%(n)d days", received.number)
    if received.working:
        days = ngettext("%(n)d working day", "%(n)d working days", received.number)
    said = {"received": date_format(received.day, "DATE_FORMAT"), "after": days % {"n": received.number}}
    first = _("That day is the first of the term.") if received.counted else _("The term begins on the day after.")
    return [
        _("Sent on %(start)s.") % {"start": date_format(started, "DATE_FORMAT")},
        _("By law what was sent counts as received after %(after)s: on %(received)s.") % said,
        first,
        *(_("The term: %(length)s.") % {"length": length_words(one.length)} for one in _lengths(why)),
        *(f"{_capital(_line(one, started))}." for one in why if one.kind in ("extended", "suspended", "moved")),
        _("So the last day is %(day)s.") % {"day": date_format(until, "DATE_FORMAT")},
    ]


def _lengths(why: Iterable[Line]) -> list[Line]:
    return [line for line in why if line.kind == "length" and line.length]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def kept(why: Iterable[Line]) -> list[dict[str, Any]]:
    """The explanation of a last day as a row keeps it: only what is not empty, days in ISO form."""
    rows = []
    for line in why:
        row = {name: value for name, value in asdict(line).items() if value}
        rows.append({name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()})
    return rows


def read(rows: Iterable[dict[str, Any]]) -> list[Line]:
    """What `kept` wrote, as lines again."""
    found = []
    for row in rows:
        days = {name: date.fromisoformat(row[name]) for name in ("day", "until") if name in row}
        length = {"length": Length(**row["length"])} if "length" in row else {}
        found.append(Line(**{**row, **days, **length}))
    return found


def length_words(length: Length) -> str:
    """A length in words: 1 month and 3 days."""
    parts = [
        ngettext("%(n)d year", "%(n)d years", length.years) % {"n": length.years} if length.years else "",
        ngettext("%(n)d month", "%(n)d months", length.months) % {"n": length.months} if length.months else "",
        ngettext("%(n)d week", "%(n)d weeks", length.weeks) % {"n": length.weeks} if length.weeks else "",
        ngettext("%(n)d day", "%(n)d days", length.days) % {"n": length.days} if length.days else "",
        ngettext("%(n)d working day", "%(n)d working days", length.working_days) % {"n": length.working_days}
        if length.working_days
        else "",
    ]
    return listed(part for part in parts if part)


def _line(line: Line, started: date, *, presumed: bool = False) -> str:
    """One step of an explanation. Where the start and the plain length stand apart, they are one sentence. `presumed`:
    the length is counted from the day of receiving, which another step names."""
    values: dict[str, Any] = {
        "day": date_format(line.day, "DATE_FORMAT") if line.day else "",
        "until": date_format(line.until, "DATE_FORMAT") if line.until else "",
        "length": length_words(line.length) if line.length else "",
        "start": date_format(started, "DATE_FORMAT"),
        "n": line.number,
    }
    match line.kind:
        case "length" if presumed:
            return _("%(length)s from then on") % values
        case "length":
            return _("%(length)s since %(start)s") % values
        case "presumed":
            return _("sent on %(start)s, counts as received on %(day)s") % values
        case "extended":
            return _("made longer by %(length)s") % values
        case "suspended":
            return _("stood still from %(day)s to %(until)s") % values
        case "still":
            return _("stands still since %(day)s") % values
        case "moved":
            return _("%(day)s is no working day, so the last day is %(until)s") % values
    return ""
