"""The score page's figures: points by factor, what gains most, how time moves them, two profiles side by side."""

import datetime
from itertools import pairwise, zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases.forms.values import day_words
from veer.openness import ask, charts, gains, queries, relevance, words

LONGEST = 12  # so many changes of a score are explained one by one


class Profile:
    """One set of facts under one route: what the engine says of it, once."""

    def __init__(self, pack: Any, route: Any, facts: dict[str, Any], title: str) -> None:
        self.pack, self.route, self.facts, self.title = pack, route, facts, title
        self.lang = words.law_language(pack)
        self.said = queries.decide(pack, route.id, facts, lang=self.lang)
        self.points = self.said["points"]
        widest = queries.widest(pack, route.id) or {}
        self.widest = widest.get("sections", {})
        self.most = widest.get("max")
        self.whole = charts.scale_of(self.most, marks=[self.points["max"], self.points["pass"]])

    @property
    def day(self) -> datetime.date:
        """The day on which this profile is counted."""
        return as_day(self.said["on"])

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

    def sections(self) -> list[dict[str, Any]]:
        """Each factor with its points, its rule and the facts behind it."""
        found = []
        for number, node in enumerate(self.route.points.sections):
            got = self.points["sections"].get(node.id, {"min": 0, "max": 0, "total": 0, "items": {}})
            colour = charts.SHADES[number % len(charts.SHADES)] if got["min"] > 0 else charts.TRACK
            behind = self.facts_behind(node)
            path = f"points.{node.id}"
            found.append(
                {
                    "id": path,
                    "title": words.say(self.pack, self.route.id, path),
                    "shade": colour,
                    "points": got["min"],
                    "low": got["min"],
                    "high": got["max"],
                    "most": self.widest.get(node.id, {}).get("max"),
                    "items": self.items(node, got.get("items", {})),
                    "facts": behind,
                    "papers": list(dict.fromkeys(paper for one in behind if one["known"] for paper in one["evidence"])),
                    "unverified": node.marks.confidence == "unverified",
                    "source": words.citations(self.pack, node.marks.source),
                }
            )
        return found

    def items(self, node: Any, got: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for name, points in got.items():
            path = f"points.{node.id}.{name}"
            found.append(
                {
                    "title": words.say(self.pack, self.route.id, path),
                    "low": points["min"],
                    "high": points["max"],
                }
            )
        return found if len(found) > 1 or (found and found[0]["title"]) else []

    def facts_behind(self, node: Any) -> list[dict[str, Any]]:
        """What was said, and which paper proves it."""
        flat = relevance.flattened(self.pack, self.facts)
        behind = []
        for fact in relevance.facts_of(self.pack, self.route, node):
            declared = self.pack.facts[fact]
            if declared.role == "on":
                continue
            if absent(self.pack, flat, fact):
                continue
            value = flat.get(fact, words.UNKNOWN)
            behind.append(
                {
                    "id": fact,
                    "label": words.label(self.pack, fact),
                    "value": words.value_words(self.pack, fact, value)
                    if not words.is_unknown(value)
                    else _("not answered"),
                    "known": not words.is_unknown(value),
                    "asked": ask.askable(self.pack, fact) and declared.derive is None,
                    "evidence": [words.paper(self.pack, kind) for kind in declared.evidence],
                }
            )
        return behind

    def chart(self, height: int = 44) -> dict[str, Any]:
        sections = self.sections()
        spoken = "; ".join(f"{one['title']} {one['points']}" for one in sections if one["points"] > 0)
        label = _("Stacked bar. %(parts)s. Total %(total)s.") % {
            "parts": spoken or _("No points yet"),
            "total": self.total_words,
        }
        if self.mark is not None:
            label += " " + _("The pass line is %(mark)d.") % {"mark": self.mark}
        return charts.stacked(
            sections, total=self.low, high=self.high, whole=self.whole, mark=self.mark, label=label, height=height
        )

    @property
    def total_words(self) -> str:
        if self.exact:
            return str(self.low)
        return _("%(low)d to %(high)d") % {"low": self.low, "high": self.high}

    def headline(self) -> str:
        """The answer in one sentence."""
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


def absent(pack: Any, flat: dict[str, Any], fact: str) -> bool:
    """Whether a fact belongs to something that is not there: the wage of a job that nobody offered."""
    parts = fact.split(".")
    owners = (".".join(parts[:cut]) for cut in range(1, len(parts)))
    return any(owner in pack.facts and owner in flat and flat[owner] is None for owner in owners)


def moves(profile: Profile, spans: list[dict[str, Any]]) -> list[dict[str, dict[str, Any]]]:
    """For each span after the first: which factors time itself moved on its first day, and by how much."""
    own = [section.id for section in profile.route.points.sections]
    before = {name: profile.points["sections"][name]["min"] for name in own}
    found = []
    for span in spans[1:LONGEST]:
        day = as_day(span["from"])
        said = queries.decide(profile.pack, profile.route.id, profile.facts, on=day, lang=profile.lang)
        now = {name: said["points"]["sections"][name]["min"] for name in own}
        found.append(
            {
                name: {"day": day, "points": now[name], "by": now[name] - before[name]}
                for name in own
                if now[name] != before[name]
            }
        )
        before = now
    return found


def as_day(day: Any) -> datetime.date:
    return day if isinstance(day, datetime.date) else datetime.date.fromisoformat(str(day)[:10])


def dates(profile: Profile, plan: Profile | None) -> dict[str, Any] | None:
    """The score by date as a step chart, with its table."""
    spans = queries.forecast(profile.pack, profile.route.id, profile.facts, start=profile.day)
    if not spans:
        return None
    end = queries.years_on(as_day(spans[0]["from"]), 3)
    rows = _rows(spans)
    moved = moves(profile, spans)
    first: dict[str, dict[str, Any]] = {}
    for span_moves in reversed(moved):
        first.update(span_moves)
    return {
        "chart": _steps(profile, plan, spans, end),
        "rows": rows,
        "moved": first,
        "why": _why(profile, rows, moved),
        "end": end,
        "two": plan is not None,
    }


def _steps(profile: Profile, plan: Profile | None, spans: list[dict[str, Any]], end: datetime.date) -> dict[str, Any]:
    """The drawing of those spans; with a plan, the plan's line in front of it."""
    series = [
        {"stroke": "k-soft" if plan else "k-water", "points": [(as_day(one["from"]), one["min"]) for one in spans]}
    ]
    if plan is not None:
        planned = queries.forecast(plan.pack, plan.route.id, plan.facts, start=plan.day)
        series.append({"stroke": "k-water", "points": [(as_day(one["from"]), one["min"]) for one in planned]})
    spoken = ", ".join(f"{day_words(one['from'])}: {one['min']}" for one in spans)
    label = _("Step chart. %(steps)s.") % {"steps": spoken}
    return charts.steps(series, start=as_day(spans[0]["from"]), end=end, mark=profile.mark, label=label)


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


def _why(profile: Profile, rows: list[dict[str, Any]], moved: list[dict[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The marks of the chart in words: the day, by how much, and through which factor."""
    said = []
    for row, through in zip_longest(rows[1:], moved, fillvalue={}):
        names = [words.say(profile.pack, profile.route.id, f"points.{name}") for name in through]
        said.append({"day": row["day"], "by": signed(row["change"]), "through": ", ".join(names)})
    return said


def signed(number: int) -> str:
    """+8, −20: with a true minus."""
    return f"+{number}" if number > 0 else f"\u2212{-number}" if number < 0 else "0"


def what_gains(profile: Profile) -> list[dict[str, Any]]:
    """Each line changes one thing and nothing else."""
    lines = []
    for number, one in enumerate(gains.of(profile)):
        total = one["total"]
        lines.append(
            {
                **one,
                "number": number,
                "by": total - profile.low,
                "passes": profile.mark is not None and total >= profile.mark,
                "marked": profile.mark is not None,
                "bar": charts.gain(profile.low, total, whole=profile.whole, mark=profile.mark),
            }
        )
    return lines


def beside(one: Profile, two: Profile) -> list[dict[str, Any]]:
    """Two profiles by factor; factors that are the same are put together."""
    rows, same, together = [], 0, 0
    for left, right in zip(one.sections(), two.sections(), strict=True):
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
            }
        )
    if same:
        title = ngettext("%(n)d row that stays the same", "%(n)d rows that stay the same", same) % {"n": same}
        rows.append({"title": title, "one": together, "two": together, "gain": ""})
    return rows
