"""Reading `calendars/<id>.yaml`, and `counting:` of pack.yaml: which days are days off, and how a term is counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from ..model import Calendar, Citation, Counting, Holiday, Marks, Presumption
from ..source import Mapping, Node, nearest
from .reader import ID, MARK_KEYS, Reader

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAYS = ("on", "easter", "date")
COUNTING_KEYS = ("calendar", "first_day", "months", "roll", "presumed")
EASTER = 120
"""Days from Easter Sunday within which a feast lies that is counted from it."""
_DAY_OF_YEAR = re.compile(r"(\d{2})-(\d{2})\Z")


class CalendarsReader:
    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems

    # --- calendars -------------------------------------------------------------------------------------------------

    def calendar(self, name: str, node: Mapping) -> Calendar:
        reader = self.reader
        reader.only(node, ("calendar", "weekend", "holidays", "source", "confidence", "notes"), "a calendar")
        declared = reader.word(node.get("calendar"), "calendar")
        if declared != name:
            place = (node.get("calendar") or node).place
            hint = f"write calendar: {name}"
            self.problems.error("E082", f'the file is called {name}, the calendar "{declared}"', place, hint)
        marks = reader.marks(node)
        days = reader.words(node.get("weekend"), "weekend", WEEK)
        weekend = tuple(sorted({WEEK.index(day) for day in days if day}))
        if len(weekend) == len(WEEK):
            self.problems.error("E082", "every day of the week is a day off", node.place, "leave out the working days")
        holidays = reader.mapping(node.get("holidays"), "holidays", node.place) if "holidays" in node else None
        if holidays:
            reader.ids(holidays, ID, "a holiday")
        found = tuple(
            self.holiday(key, one, marks)
            for key, item in (holidays.items() if holidays else ())
            if (one := reader.mapping(item, key, item.place))
        )
        return Calendar(name, weekend, found, marks)

    def holiday(self, name: str, node: Mapping, inherited: Marks) -> Holiday:
        reader = self.reader
        reader.only(node, (*HOLIDAYS, "in_force", "source", "confidence", "notes"), f"holiday {name}")
        marks = reader.marks(node, inherited)
        if len([key for key in HOLIDAYS if key in node]) != 1:
            self.problems.error("E083", f"{name} must have one of {', '.join(HOLIDAYS)}", node.place)
        if "easter" in node:
            after = reader.integer(node.get("easter"), "easter")
            if abs(after) > EASTER:
                self.problems.error(
                    "E083", f"{after} days from Easter", node.place, f"at most {EASTER} before or after Easter Sunday"
                )
            return Holiday(name, easter=after, marks=marks)
        if "date" in node:
            return Holiday(name, date=reader.date(node.get("date"), "date"), marks=marks)
        month, day = self.day_of_year(node.get("on"))
        return Holiday(name, month=month, day=day, marks=marks)

    def day_of_year(self, node: Node | None) -> tuple[int, int]:
        text = self.reader.word(node, "on")
        if (found := _DAY_OF_YEAR.match(text)) is not None:
            month, day = int(found[1]), int(found[2])
            try:
                dt.date(2024, month, day)  # a leap year has every day
            except ValueError:
                pass
            else:
                return month, day
        if node is not None:
            self.problems.error("E083", f'"{text}" is no day of a year', node.place, 'write month and day: "01-31"')
        return 1, 1

    # --- counting --------------------------------------------------------------------------------------------------

    def countings(self, node: Node | None, calendars: Iterable[str]) -> dict[str, Counting]:
        body = self.reader.mapping(node, "counting", node.place) if node is not None else None
        if body:
            self.reader.ids(body, ID, "a counting rule")
        return {
            key: self.counting(key, one, tuple(calendars))
            for key, item in (body.items() if body else ())
            if (one := self.reader.mapping(item, key, item.place))
        }

    def counting(self, name: str, node: Mapping, calendars: tuple[str, ...]) -> Counting:
        reader = self.reader
        reader.only(node, (*COUNTING_KEYS, *MARK_KEYS), f"counting rule {name}")
        marks = reader.marks(node)
        calendar = self.one_of("calendar", node.get("calendar"), calendars)
        first = reader.word(node.get("first_day"), "first_day", ("after", "counted"), "after")
        months = reader.word(node.get("months"), "months", ("next_month", "last_day"), "next_month")
        roll = reader.word(node.get("roll"), "roll", ("next", "before", "none"), "none")
        presumed = reader.mapping(node.get("presumed"), "presumed", node.place) if "presumed" in node else None
        found = tuple(
            self.presumption(key, one, marks)
            for key, item in (presumed.items() if presumed else ())
            if (one := reader.mapping(item, key, item.place))
        )
        if calendar is None and (roll != "none" or any(p.working_days for p in found)):
            hint = "add calendar: one of the files in calendars/"
            self.problems.error("E085", f"{name} asks which days are working days", node.place, hint)
        return Counting(name, marks, calendar, first, months, roll, found)

    def presumption(self, way: str, node: Mapping, inherited: Marks) -> Presumption:
        reader = self.reader
        reader.only(node, ("days", "working_days", "counted", *MARK_KEYS), f"presumption {way}")
        if ("days" in node) == ("working_days" in node):
            self.problems.error("E086", f"{way} must say `days` or `working_days`", node.place)
        return Presumption(
            way, reader.integer(node.get("days"), "days"), reader.integer(node.get("working_days"), "working_days"),
            reader.flag(node.get("counted"), "counted"), reader.marks(node, inherited),
        )  # fmt: skip

    def one_of(self, what: str, node: Node | None, known: tuple[str, ...]) -> str | None:
        """A name of something declared, or None where none is written or it is not there."""
        name = self.reader.word(node, what)
        if node is None or name in known:
            return name or None
        hint = nearest(name, known) or (f"there: {', '.join(known)}" if known else "add a file in calendars/")
        self.problems.error("E084", f'{what} "{name}" is not there', node.place, hint)
        return None

    # --- what the pack says of itself --------------------------------------------------------------------------------

    def sourced(self, node: Node | None, what: str) -> tuple[Citation, ...] | None:
        """The sources of something that a pack, or a route, says of itself; None where it says nothing of the kind."""
        body = self.reader.mapping(node, what, node.place) if node is not None else None
        if body is None:
            return None
        self.reader.only(body, ("source", "confidence", "notes"), what)
        found = self.reader.citations(body.get("source"))
        if not found:
            self.problems.error("E087", f"{what} has no source", body.place, "say which decision or law: source: {...}")
        return found

    def inner(self, node: Node | None, what: str, key: str) -> tuple[Citation, ...] | None:
        """The same where the key stands one map deeper: `nones: {error: {source: ...}}`."""
        body = self.reader.mapping(node, what, node.place) if node is not None else None
        if body is None:
            return None
        self.reader.only(body, (key,), what)
        if key not in body:
            self.problems.error("E087", f"{what} says nothing", body.place, f"write {what}: {{{key}: {{source: ...}}}}")
        return self.sourced(body.get(key), key)
