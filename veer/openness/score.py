"""The score page's figures: points by factor, what gains most, how time moves them, two profiles side by side."""

import datetime
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases.forms.values import day_words
from veer.cases.listed import labelled, listed, parted
from veer.openness import charts, points, queries, relevance, words
from veer.openness.points import as_day


class Profile:
    """One set of facts under one route: what the engine says of it, once."""

    def __init__(self, pack: Any, route: Any, facts: dict[str, Any], title: str, title_lang: str = "") -> None:
        self.pack, self.route, self.facts, self.title = pack, route, facts, title
        self.title_lang = title_lang  # the attributes of an element with the title, where that is in another language
        self.lang = words.law_language(pack)
        self.said = queries.decide(pack, route.id, facts, lang=self.lang)
        self.in_force = self.said["points"]["min"] is not None
        self.points = self.said["points"] if self.in_force else nothing(self.said["points"])
        widest = queries.widest(pack, route.id) or {}
        self.widest = widest.get("sections", {})
        self.most = widest.get("max")
        self.whole = charts.scale_of(self.most, marks=[self.points["max"], self.points["pass"]])

    @property
    def day(self) -> datetime.date:
        """The day on which this profile is counted."""
        return as_day(self.said["on"])

    @property
    def end(self) -> datetime.date:
        """Until when time is looked into."""
        return queries.years_on(self.day, queries.AHEAD)

    @property
    def low(self) -> int:
        return int(self.points["min"])

    @property
    def high(self) -> int:
        return int(self.points["max"])

    @property
    def mark(self) -> int | None:
        mark: int | None = self.points["pass"]
        return mark

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @cached_property
    def spans(self) -> list[dict[str, Any]]:
        """What time alone does to each item, from the day counted on; empty where the law does not hold then."""
        return queries.forecast(self.pack, self.route.id, self.facts, start=self.day)

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """Each factor with its points, the facts behind it, and what proves them."""
        explainer = points.Explainer(self.pack, self.route, self.facts, self.spans)
        found = []
        for place, node in enumerate(self.route.points.sections):
            got = self.points["sections"][node.id]
            behind = explainer.facts(relevance.facts_of(relevance.view_of(self.pack, self.route, node)))
            path = f"points.{node.id}"
            found.append(
                {
                    "id": path,
                    "title": words.say(self.pack, self.route.id, path),
                    "shade": charts.SHADES[place % len(charts.SHADES)] if got["min"] > 0 else charts.TRACK,
                    "points": got["min"],
                    "low": got["min"],
                    "high": got["max"],
                    "most": self.widest.get(node.id, {}).get("max"),
                    "items": explainer.items(node, got),
                    "facts": behind,
                    "papers": list(dict.fromkeys(paper for one in behind if one["known"] for paper in one["evidence"])),
                    "unverified": node.marks.confidence == "unverified",
                    "turns": explainer.turns(node.id),
                }
            )
        return found

    def chart(self, height: int = 44) -> dict[str, Any]:
        spoken = parted(f"{one['title']} {one['points']}" for one in self.sections if one["points"] > 0)
        label = _("Stacked bar. %(parts)s. Total %(total)s.") % {
            "parts": spoken or _("No points yet"),
            "total": self.total_words,
        }
        if self.mark is not None:
            label += " " + _("The pass line is %(mark)d.") % {"mark": self.mark}
        return charts.stacked(
            self.sections, total=self.low, high=self.high, whole=self.whole, mark=self.mark, label=label, height=height
        )

    @property
    def total_words(self) -> str:
        if self.exact:
            return str(self.low)
        return _("%(low)d to %(high)d") % {"low": self.low, "high": self.high}

    def headline(self) -> str:
        """The answer in one sentence."""
        if not self.in_force:
            return _("This law was not in force on %(day)s.") % {"day": day_words(self.day.isoformat())}
        if self.exact:
            have = ngettext("You have %(n)d point.", "You have %(n)d points.", self.low) % {"n": self.low}
        else:
            have = _("You have between %(low)d and %(high)d points.") % {"low": self.low, "high": self.high}
        if self.mark is None:
            return have
        return f"{have} " + _("The pass line is %(mark)d.") % {"mark": self.mark}

    def verdict(self) -> dict[str, str]:
        """Where that stands beside the line: a sign, and words."""
        mark = self.mark
        if not self.in_force:
            return {"icon": "none", "kind": "", "text": _("not in force")}
        if mark is None:
            return {"icon": "full", "kind": "", "text": _("ranked, no pass line")}
        if self.low >= mark:
            return {
                "icon": "full",
                "kind": "tag--yes",
                "text": _("passes by %(n)d") % {"n": self.low - mark}
                if self.exact and self.low > mark
                else _("passes the line"),
            }
        if self.high < mark:
            return {"icon": "none", "kind": "", "text": _("%(n)d short") % {"n": mark - self.high}}
        return {"icon": "half", "kind": "tag--water", "text": _("depends on what is not answered yet")}


def nothing(points: dict[str, Any]) -> dict[str, Any]:
    """Points of a day on which the law is not in force: none, where the engine gives no number."""
    parts = {
        key: {name: nothing(one) for name, one in points[key].items()} for key in ("sections", "items") if key in points
    }
    return {**points, "min": 0, "max": 0, **parts}


def dates(profile: Profile, plan: Profile | None) -> dict[str, Any] | None:
    """The score by date as a step chart, with its table."""
    if not profile.spans:
        return None
    spans = totals(profile.spans)
    rows = _rows(spans)
    return {
        "chart": _steps(profile, plan, spans),
        "rows": rows,
        "why": _why(profile, rows),
        "two": plan is not None,
    }


def totals(spans: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of all that time does, the days on which the total or the outcome changes; out of force there are no points."""
    found: list[dict[str, Any]] = []
    for span in ({**one, "min": one["min"] or 0, "max": one["max"] or 0} for one in spans):
        if not found or any(span[key] != found[-1][key] for key in ("outcome", "min", "max")):
            found.append(span)
    return found


def _steps(profile: Profile, plan: Profile | None, spans: list[dict[str, Any]]) -> dict[str, Any]:
    """The drawing of those spans; with a plan, the plan's line in front of it."""
    series = [
        {"stroke": "k-soft" if plan else "k-water", "points": [(as_day(one["from"]), one["min"]) for one in spans]}
    ]
    if plan is not None:
        planned = [(as_day(one["from"]), one["min"]) for one in totals(plan.spans)]
        series.append({"stroke": "k-water", "points": planned})
    spoken = listed(labelled(day_words(one["from"]), one["min"]) for one in spans)
    label = _("Step chart. %(steps)s.") % {"steps": spoken}
    return charts.steps(series, start=profile.day, end=profile.end, mark=profile.mark, label=label)


def _rows(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The table under the drawing: a line a span, with what it changed from the one before (None for the first)."""
    changes = [None, *(after["min"] - before["min"] for before, after in pairwise(spans))]
    return [
        {
            "day": as_day(span["from"]),
            "low": span["min"],
            "high": span["max"],
            "change": change,
            "outcome": span["outcome"],
        }
        for span, change in zip(spans, changes, strict=True)
    ]


def _why(profile: Profile, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The marks of the chart in words: the day, by how much, and through which factors."""
    through: dict[datetime.date, list[str]] = {}
    for before, after in pairwise(profile.spans):
        through[as_day(after["from"])] = [
            words.say(profile.pack, profile.route.id, f"points.{section.id}")
            for section in profile.route.points.sections
            if before["sections"][section.id]["min"] != after["sections"][section.id]["min"]
        ]
    spoken = words.law_language(profile.pack)
    return [
        {"day": row["day"], "by": signed(row["change"]), "through": listed(through[row["day"]], spoken)}
        for row in rows[1:]
    ]


def signed(number: int) -> str:
    """+8, −20: with a true minus."""
    return f"+{number}" if number > 0 else f"\u2212{-number}" if number < 0 else "0"


def beside(one: Profile, two: Profile) -> list[dict[str, Any]]:
    """Two profiles by factor; factors that are the same are put together."""
    rows, same, together = [], 0, 0
    for left, right in zip(one.sections, two.sections, strict=True):
        if (left["low"], left["high"]) == (right["low"], right["high"]):
            same += 1
            together += left["low"]
            continue
        rows.append(
            {
                "title": left["title"],
                "one": left["low"],
                "two": right["low"],
                "gain": signed(right["low"] - left["low"]),
                "of_law": True,
            }
        )
    if same:
        title = ngettext("%(n)d row that stays the same", "%(n)d rows that stay the same", same) % {"n": same}
        rows.append({"title": title, "one": together, "two": together, "gain": "", "of_law": False})
    return rows
