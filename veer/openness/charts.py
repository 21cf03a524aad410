"""Numbers to drawings: widths and places in percent, so that words in a drawing keep their size on a phone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

SHADES = ("f-water", "f-water2", "f-water3", "f-slate", "f-slate2", "f-slate3")
TRACK = "f-track"
TOP, DEEP = 20.0, 220.0  # of a step chart: where its field begins, how tall it is


def percent(part: float, whole: float) -> float:
    """How much of the whole, between 0 and 100."""
    return max(0.0, min(100.0, 100 * part / whole)) if whole else 0.0


def width(value: float) -> str:
    return f"{value:.2f}%"


def anchor(place: float) -> str:
    """On which side of its point a word stands, so that it never leaves the drawing."""
    if place < 12:
        return "start"
    return "end" if place > 88 else "middle"


def scale_of(total_max: int | None, *, marks: Sequence[int | None]) -> int:
    """The end of the scale: what the law makes possible, or a little beyond what is there."""
    highest = max([1, *(mark for mark in marks if mark)])
    if total_max and total_max <= 4 * highest:
        return max(total_max, highest)
    return int(highest * 1.5)


def stacked(
    parts: Sequence[dict[str, Any]],
    *,
    total: int,
    high: int,
    whole: int,
    mark: int | None,
    label: str,
    height: int = 44,
) -> dict[str, Any]:
    """Parts ({"points", "shade"}) laid end to end, what is not known yet dashed, and the line to pass."""
    drawn, at = _end_to_end(parts, whole)
    at = min(at, percent(total, whole))
    chart: dict[str, Any] = {
        "parts": drawn,
        "label": label,
        "max": whole,
        "height": height,
        "show_max": True,
        "total": {"x": width(percent(total, whole)), "anchor": anchor(percent(total, whole)), "words": str(total)},
    }
    if high > total:
        end = percent(high, whole)
        chart["range"] = {"x": width(at), "width": width(max(0.0, end - at))}
        chart["total"]["words"] = _("%(low)d to %(high)d") % {"low": total, "high": high}
    if mark is not None:
        place = percent(mark, whole)
        chart["pass"] = {
            "x": width(place),
            "anchor": anchor(place),
            "words": _("pass %(mark)d") % {"mark": mark},
            "to": height + 8,
        }
        chart["show_max"] = place < 80
    return chart


def _end_to_end(parts: Sequence[dict[str, Any]], whole: int) -> tuple[list[dict[str, Any]], float]:
    """The parts that count for something, each where the one before ends; and where the last of them ends."""
    drawn, at = [], 0.0
    for part in parts:
        if part["points"] > 0:
            size = percent(part["points"], whole)
            drawn.append({"x": width(at), "width": width(size), "end": width(at + size), "shade": part["shade"]})
            at += size
    return drawn, at


def gain(before: int, after: int, *, whole: int, mark: int | None) -> dict[str, Any]:
    """One change: what there is, what comes, and the line."""
    low, high = percent(min(before, after), whole), percent(max(before, after), whole)
    return {
        "base": width(low),
        "from": width(low),
        "more": width(high - low),
        "pass": width(percent(mark, whole)) if mark is not None else "",
        "less": after < before,
    }


def _nice(span: float) -> int:
    """A step of a scale that people count in."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000):
        if span / step <= 5:
            return step
    return 2000


@dataclass(frozen=True)
class Field:
    """Where a day and a value stand in a step chart: across in percent, down in the drawing's own units."""

    start: datetime.date
    end: datetime.date
    bottom: int
    top: int
    step: int

    @classmethod
    def around(cls, values: Sequence[int], start: datetime.date, end: datetime.date) -> "Field":
        """Room for these values, between round numbers; from nought unless that would flatten the steps."""
        low, high = min(values), max(values)
        step = _nice(max(high - low, 4) * 1.2)
        bottom = 0 if low < (high - low) else max(0, (low - 1) // step * step)
        return cls(start, end, bottom, (high // step + 1) * step, step)

    def across(self, day: datetime.date) -> float:
        days = max(1, (self.end - self.start).days)
        return 6 + 94 * max(0.0, min(1.0, (day - self.start).days / days))

    def down(self, value: float) -> float:
        return TOP + DEEP * (1 - (value - self.bottom) / (self.top - self.bottom))

    def line(self, points: Sequence[tuple[datetime.date, int]]) -> str:
        """The path of one series, in thousandths of the field, until the field's end."""
        drawn = ""
        for day, value in points:
            x, y = self.across(day) * 10, (self.down(value) - TOP) / DEEP * 1000
            drawn += f"H{x:.0f}V{y:.0f}" if drawn else f"M{x:.0f} {y:.0f}"
        return f"{drawn}H1000"


def steps(
    series: Sequence[dict[str, Any]], *, start: datetime.date, end: datetime.date, mark: int | None, label: str
) -> dict[str, Any]:
    """Values that hold from a day until the next. A series: {"stroke", "points": [(day, value)]}, first day first."""
    values = [value for one in series for _day, value in one["points"]] + ([mark] if mark is not None else [])
    field = Field.around(values, start, end)
    first_day, first = series[0]["points"][0]
    chart: dict[str, Any] = {
        "label": label,
        "grid": [
            {"y": f"{field.down(value):.1f}", "text_y": f"{field.down(value) - 5:.1f}", "words": str(value)}
            for value in range(field.bottom, field.top + 1, field.step)
        ],
        "series": [{"stroke": one["stroke"], "d": field.line(one["points"])} for one in series],
        "ticks": _ticks(start, end, field.across),
        "now": {"x": width(field.across(first_day)), "y": f"{field.down(first):.1f}"},
        "marks": _marks(field, series[0]["points"]),
        "note": _("The scale starts at %(number)d.") % {"number": field.bottom} if field.bottom else "",
    }
    if mark is not None:
        y = field.down(mark)
        chart["pass"] = {
            "y": f"{y:.1f}",
            "text_y": f"{y + 18:.1f}" if y < 200 else f"{y - 8:.1f}",
            "words": _("pass %(mark)d") % {"mark": mark},
        }
    return chart


def _marks(field: Field, points: Sequence[tuple[datetime.date, int]]) -> list[dict[str, Any]]:
    """A number at each change: above a rise, below a fall, and never outside the field."""
    marks = []
    for number, ((_before, was), (day, value)) in enumerate(pairwise(points), start=1):
        y = field.down(value) + (26 if value < was else -18)
        y = max(12.0, min(TOP + DEEP - 12, y))
        marks.append({"n": number, "x": width(min(field.across(day), 97)), "y": f"{y:.1f}", "text_y": f"{y + 4:.1f}"})
    return marks


def _ticks(start: datetime.date, end: datetime.date, across: Any) -> list[dict[str, Any]]:
    """At most five dates under a chart, the first of them now."""
    months = max(1, (end.year - start.year) * 12 + end.month - start.month)
    every = next((n for n in (3, 6, 12, 24, 36, 60) if months / n <= 4), 120)
    ticks = [{"x": width(across(start)), "anchor": "start", "words": _("now")}]
    year, month = start.year, start.month
    while True:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        day = datetime.date(year, month, 1)
        if day >= end:
            return ticks
        place = across(day)
        if (
            (month - 1) % min(every, 12) == 0
            and (every <= 12 or (year - start.year) % (every // 12) == 0)
            and 18 < place < 97
        ):
            ticks.append({"x": width(place), "anchor": "middle", "words": formats.date_format(day, "M Y")})


def ways(states: Sequence[str]) -> list[dict[str, Any]]:
    """Each way a still line: long while it is possible, short once it is closed. `states`: open, maybe, closed."""
    drawn = []
    for number, state in enumerate(states):
        closed = state == "closed"
        length = 6 + (number * 5) % 13 if closed else 100
        drawn.append(
            {"y": 7 + 12 * number, "to": width(length), "stroke": "k-edge" if closed else "k-water", "state": state}
        )
    return drawn


def shade(place: int) -> str:
    """The shade of the part in this place; there are six, then they come round again."""
    return SHADES[place % len(SHADES)]


def shares(percents: Sequence[int | None], *, label: str) -> dict[str, Any]:
    """Shares of a whole end to end, each in the shade of its place; one that is not shown is left open."""
    parts = [{"points": part or 0, "shade": shade(place)} for place, part in enumerate(percents)]
    return {"parts": _end_to_end(parts, 100)[0], "label": label}


def band(half: int | None, nine: int | None, *, most: int, label: str) -> dict[str, Any]:
    """Until when half were done, and from there until when nine in ten."""
    parts = [{"points": half or 0, "shade": SHADES[0]}, {"points": (nine or 0) - (half or 0), "shade": SHADES[2]}]
    return {"parts": _end_to_end(parts, most)[0], "label": label}
