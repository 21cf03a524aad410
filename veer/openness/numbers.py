"""The open numbers of a route, ready to read: what was counted last, in words, as tables, drawings and files.

Shares are computed from what the tables show, so that they tell nothing more.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.access import roles
from veer.cases import listed as in_a_row
from veer.journal import clock
from veer.openness import charts, counting, people, words
from veer.openness.models import Count
from veer.openness.suppression import EXACT, HIDDEN, ROUNDED

METHOD = "https://sdctools.github.io/HandbookSDC/"  # financed by the European Union, chosen with Eurostat
LONG: dict[str, Promise] = {
    "month": gettext_lazy("up to 1 month"),
    "quarter": gettext_lazy("1 to 3 months"),
    "half": gettext_lazy("3 to 6 months"),
    "year": gettext_lazy("6 months to a year"),
    "longer": gettext_lazy("over a year"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as it is shown."""

    how: str
    number: int | None
    unit: str = ""

    @property
    def text(self) -> str:
        if self.how == HIDDEN:
            return _("not shown")
        said = f"{formats.localize(self.number)}{self.unit}"
        return _("about %(number)s") % {"number": said} if self.how == ROUNDED else said

    @property
    def hidden(self) -> bool:
        return self.how == HIDDEN


@dataclass
class Grid:
    """One table: its columns and rows by id, and each cell."""

    name: str
    columns: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def at(self, row: str, column: str) -> Cell:
        return self.cells.get((row, column), Cell(EXACT, 0))


def counted_at() -> dict[tuple[str, str], datetime]:
    """When each route was counted last."""
    found = Count.objects.order_by().values_list("pack", "route").annotate(at=Max("counted_at"))
    return {(pack, route): at for pack, route, at in found}


def kept(pack: str, route: str) -> tuple[dict[str, Grid], datetime | None]:
    """What was counted last of a route, by table, and when."""
    grids: dict[str, Grid] = {}
    at = None
    for one in Count.objects.filter(pack=pack, route=route).order_by("table", "row_place", "column_place"):
        grid = grids.setdefault(one.table, Grid(one.table))
        grid.rows += [one.row] if one.row not in grid.rows else []
        grid.columns += [one.column] if one.column not in grid.columns else []
        grid.cells[one.row, one.column] = Cell(one.how, one.number)
        at = one.counted_at
    return grids, at


# ---------- In words ----------


def page(pack: Any, route: Any, grids: dict[str, Grid]) -> list[dict[str, Any]]:
    """The parts of the page, in the order in which the law names its statistics."""
    reader = Reader(pack, route, grids)
    parts = [reader.part(one) for one in route.statistics.values()]
    late = grids.get(counting.LATE)
    if late is not None and late.rows:
        parts.append(reader.late(late))
    return parts + [reader.of_people(name) for name in people.of_route((pack.id, route.id))]


def awaited(pack: Any, route: Any) -> list[dict[str, Any]]:
    """What will stand on the page of a route of which nothing was counted yet."""
    reader = Reader(pack, route, {})
    return [reader.of_people(name) for name in people.of_route((pack.id, route.id))]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the numbers of one route aloud."""

    pack: Any
    route: Any
    grids: dict[str, Grid]

    def part(self, statistic: Any) -> dict[str, Any]:
        made = {"endings": self.endings, "share": self.shares, "days": self.days, "waiting": self.waiting}
        said = words.said(self.pack, self.route.id, f"statistics.{statistic.id}")
        return {
            "id": statistic.id,
            "title": said,
            "lang": bool(said),
            "figure": None,
            **made[statistic.kind](statistic),
        }

    def endings(self, statistic: Any) -> dict[str, Any]:
        grid = self.grids.get(counting.ENDINGS, Grid(counting.ENDINGS))
        columns = [one for one in grid.columns if not statistic.of or one in statistic.of]
        heads = [self.column(one) for one in columns]
        rows = [self.row(period(one), [grid.at(one, column) for column in columns]) for one in latest(grid.rows)]
        return {"kind": _("How cases ended"), "table": table(_("When"), heads, rows)}

    def shares(self, statistic: Any) -> dict[str, Any]:
        """What part of all cases that ended in a year ended in each of these ways."""
        grid = self.grids.get(counting.ENDINGS, Grid(counting.ENDINGS))
        heads = [self.column(one) for one in statistic.of]
        rows, bars = [], []
        for one in latest(grid.rows):
            cells = [share(grid.at(one, ending), grid.at(one, Count.TOTAL)) for ending in statistic.of]
            rows.append(self.row(period(one), cells))
            said = in_a_row.listed(in_a_row.labelled(head, cell.text) for head, cell in zip(heads, cells, strict=True))
            bars.append(
                {"words": period(one), "after": "", "chart": charts.shares([cell.number for cell in cells], label=said)}
            )
        legend = [{"words": head, "shade": charts.shade(place)} for place, head in enumerate(heads)]
        figure = {"bars": bars, "legend": legend} if bars else None
        return {"kind": _("Shares of how cases ended"), "table": table(_("When"), heads, rows), "figure": figure}

    def days(self, statistic: Any) -> dict[str, Any]:
        """Half of the cases within so many days, nine in ten within so many."""
        grid = self.grids.get(counting.DAYS + statistic.id, Grid(""))
        columns = (counting.MEDIAN, counting.NINE_IN_TEN)
        rows, bars = [], []
        most = max((cell.number or 0 for cell in grid.cells.values()), default=0)
        for one in latest(grid.rows):
            half, nine = (grid.at(one, column) for column in columns)
            line = self.row_of(statistic, one)
            rows.append({**self.row(line, [half, nine]), "lang": "outcome" in statistic.by})
            said = _("half within %(half)s days, nine in ten within %(nine)s")
            label = said % {"half": half.text, "nine": nine.text}
            chart = charts.band(half.number, nine.number, most=most, label=label)
            bars.append({"words": line, "chart": chart, "after": f"{half.text} / {nine.text}"})
        first, last = (words.say(self.pack, self.route.id, f"procedure.acts.{act}") for act in statistic.of)
        corner = _("When and what was decided") if "outcome" in statistic.by else _("When")
        return {
            "kind": _("Days between two acts"),
            "between": (first, last),
            "table": table(corner, [_("Half within (days)"), _("Nine in ten within (days)")], rows),
            "figure": {"bars": bars, "legend": []} if most else None,
        }

    def row_of(self, statistic: Any, name: str) -> str:
        """The time, the outcome, or both, of a row of days."""
        if "outcome" not in statistic.by:
            return period(name)
        when, _slash, outcome = name.rpartition("/")
        acts = self.route.procedure.acts.values()
        act = next((act.id for act in acts if act.outcome == outcome), "")
        said = words.say(self.pack, self.route.id, f"procedure.acts.{act}") if act else _("nothing decided")
        return f"{period(when)}, {said}" if when else said

    def waiting(self, statistic: Any) -> dict[str, Any]:
        grid = self.grids.get(counting.WAITING, Grid(counting.WAITING))
        heads = [str(LONG[one]) if one in LONG else _("Total") for one in grid.columns]
        by_step = counting.Counted(self.pack, self.route).by_step
        rows = []
        for one in grid.rows:
            said = self.step(one) if by_step else whose(one)
            cells = [grid.at(one, column) for column in grid.columns]
            rows.append({**self.row(said, cells), "lang": by_step and one != Count.TOTAL})
        corner = _("Where the case is") if by_step else _("Whose turn it is")
        return {"kind": _("Who waits, and for whom"), "table": table(corner, heads, rows)}

    def step(self, name: str) -> str:
        """A step as the authority calls it; as it is told to the person where nothing else is said."""
        if name == Count.TOTAL:
            return _("All together")
        path = f"procedure.steps.{name}"
        return words.said(self.pack, self.route.id, f"{path}.office") or words.say(self.pack, self.route.id, path)

    def late(self, grid: Grid) -> dict[str, Any]:
        rows = []
        for name in grid.rows:
            said = words.say(self.pack, self.route.id, f"clocks.{name}")
            rows.append({"words": said, "lang": True, "cells": [grid.at(name, counting.TOO_LATE)]})
        title = _("Terms of the authority that are over")
        return {"id": "late", "title": "", "kind": title, "figure": None,
                "table": table(_("What"), [_("Too late today")], rows)}  # fmt: skip

    def of_people(self, name: str) -> dict[str, Any]:
        """One of the tables of the programme; from how many on it is there, where it is not yet."""
        title = str(people.TABLES.get(name) or people.ALONE[name])
        made: dict[str, Any] = {"id": name.replace(".", "-"), "title": "", "kind": title, "figure": None}
        if name not in self.grids:
            return {**made, "awaited": people.awaited(name, clock.now(), self.pack.time_zone)}
        grid = self.grids[name]
        return {**made, "table": self.people(grid) if name in people.TABLES else self.alone(grid)}

    def people(self, grid: Grid) -> dict[str, Any]:
        """By nationality, as the passport writes it: each sex and age, all of them, and what part of all they are."""
        groups = people.heads([one for one in grid.columns if one != Count.TOTAL])
        heads = [age for _sex, ages in groups for age in ages]
        rows = []
        for one in grid.rows:
            part = share(grid.at(one, Count.TOTAL), grid.at(Count.TOTAL, Count.TOTAL))
            cells = [*(grid.at(one, column) for column in grid.columns), part]
            rows.append(self.row(_("All together") if one == Count.TOTAL else one, cells))
        over = {"over": [(sex, len(ages)) for sex, ages in groups], "beside": [_("Total"), _("Of all")]}
        return table(_("Nationality"), heads, rows) | over

    def alone(self, grid: Grid) -> dict[str, Any]:
        """One number a row: what it is of, in the words of the law."""
        rows = []
        for one in grid.rows:
            said = _("All together") if one == Count.TOTAL else self.of_the_programme(grid.name, one)
            rows.append({**self.row(said, [grid.at(one, Count.TOTAL)]), "lang": one not in (Count.TOTAL, "")})
        return table(_("What"), [_("Total")], rows)

    def of_the_programme(self, name: str, value: str) -> str:
        """A row as the law calls it; a reason of no rule is an official's own."""
        if fact := people.FACTS.get(name):
            return words.value_words(self.pack, fact, value)
        if branch := people.STEPS.get(name):
            return words.say(self.pack, self.route.id, f"{branch}.{value}")
        route, _slash, path = value.partition("/")
        return words.say(self.pack, route, path) if path else _("a reason in the official’s own words")

    def column(self, name: str) -> str:
        return _("Total") if name == Count.TOTAL else words.ended(name)

    @staticmethod
    def row(said: str, cells: list[Cell]) -> dict[str, Any]:
        return {"words": said, "lang": False, "cells": cells}


def table(corner: str, heads: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"corner": corner, "heads": heads, "rows": rows}


def share(part: Cell, total: Cell) -> Cell:
    """A part in whole percents of a total, as far as both are shown."""
    if part.number is None or not total.number:
        return Cell(HIDDEN, None)
    how = EXACT if {part.how, total.how} == {EXACT} else ROUNDED
    return Cell(how, min(100, round(100 * part.number / total.number)), " %")


def latest(rows: Iterable[str]) -> list[str]:
    """Periods, the last first, all of them together at the end."""
    return sorted(rows, key=lambda one: (one != Count.TOTAL, one), reverse=True)


def period(name: str) -> str:
    """A year or a month in words."""
    if name == Count.TOTAL:
        return _("All together")
    if "-" not in name:
        return name
    return formats.date_format(date.fromisoformat(f"{name}-01"), "F Y")


def whose(role: str) -> str:
    """Whose turn it is, told to a passer-by."""
    if role == Count.TOTAL:
        return _("All together")
    return str({roles.APPLICANT: _("the applicant"), "": _("nobody"), **roles.TITLES}.get(role, words.named(role)))


# ---------- As files ----------


def as_rows(pack: str, route: str, grids: dict[str, Grid], at: datetime | None) -> list[list[Any]]:
    """Every cell as a row: table, row, column, number, how it is shown."""
    when = at.isoformat(timespec="seconds") if at else ""
    return [
        [pack, route, grid.name, named(row), named(column), grid.at(row, column).number, grid.at(row, column).how, when]
        for grid in grids.values()
        for row in grid.rows
        for column in grid.columns
    ]


HEADS = ["pack", "route", "table", "row", "column", "number", "how", "counted_at"]


def as_csv(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *rows])
    return out.getvalue()


def named(name: str) -> str:
    return "total" if name == Count.TOTAL else name
