"""How long data is kept: periods as data, a plan of what goes and what stays and why, and carrying it out.

A class of data knows its rows and how they are erased; periods come from a file that an installation may replace.
Erasing takes away what was told. That it was told stays: the journal's headers, digests and seals verify as before.
"""

import calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from veer.access.who import SYSTEM
from veer.journal.acts import Ref, append

ERASED = "erased"  # the journal's word: data of a class went because its time was over


class BadPeriods(ValueError):
    """The file of periods cannot be used: it lacks a class, has one too many, or says no number of months."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long, from when in words, and why."""

    months: int
    since: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """What one class holds of one subject: since which day its time runs, and what still keeps it, if anything.

    `left` is how many rows there are to erase; an item without any is not made. Without `since` its time has not begun.
    """

    kind: str
    subject: Ref
    since: date | None
    left: int
    erase: Callable[[], object]
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An item held against its period: it goes (`goes`), or stays until a day or for a reason."""

    item: Item
    until: date | None
    goes: bool
    why: str


Finder = Callable[[], Iterable[Item]]


def read_periods(path: Path, kinds: Iterable[str]) -> dict[str, Period]:
    """The periods of a file, checked against the classes that there are."""
    try:
        said = yaml.safe_load(path.read_text())
        found = {name: Period(int(one["months"]), str(one["from"]), str(one["why"])) for name, one in said.items()}
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadPeriods(f"{path} cannot be read as periods: {error!r}") from error
    wanted = set(kinds)
    wrong = sorted(wanted ^ found.keys()) or sorted(name for name, one in found.items() if one.months < 0)
    if wrong:
        raise BadPeriods(f"{path} must give months for {', '.join(sorted(wanted))}; look at {', '.join(wrong)}")
    return found


def plan(finders: Iterable[Finder], periods: Mapping[str, Period], today: date) -> list[Line]:
    """Everything that is held, each with what becomes of it today."""
    return [_line(item, periods[item.kind], today) for finder in finders for item in finder()]


def carry_out(lines: Iterable[Line]) -> int:
    """Erase what goes; gives how many rows went. Each item is one transaction with its entry in the journal."""
    gone = 0
    for line in lines:
        if not line.goes:
            continue
        with transaction.atomic():
            line.item.erase()
            if line.item.subject.kind in ("case", "person", "account"):
                told: dict[str, Any] = {"class": line.item.kind, "rows": line.item.left}
                append(line.item.subject, ERASED, SYSTEM.ref, payload=told)
        gone += line.item.left
    return gone


def _line(item: Item, period: Period, today: date) -> Line:
    if item.since is None:
        return Line(item, None, False, item.kept_by or "its time has not begun")
    until = months_after(item.since, period.months)
    if item.kept_by:
        return Line(item, until, False, item.kept_by)
    if until > today:
        return Line(item, until, False, period.why)
    return Line(item, until, True, f"{period.months} months from {period.since} are over")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
