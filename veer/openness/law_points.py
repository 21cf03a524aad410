"""Points as a reader sees them: tables of bands, maps and grids, caps, and the names of what they are about."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases.forms.values import day_words
from veer.cases.listed import listed
from veer.openness import charts, queries, words
from veer.openness.rule_words import Speaker, field_of

TABLES = {"map": "mapped", "bands": "banded", "grid": "crossed"}  # how each kind of points is laid out


class PointsReader:
    """Reads the points of one route aloud; the whole route is read by law.Reader."""

    def __init__(self, pack: Any, route: Any, today: datetime.date) -> None:
        self.pack, self.route, self.today = pack, route, today
        self.speaker = Speaker(pack, route)

    def say(self, path: str) -> str:
        return words.say(self.pack, self.route.id, path)

    def marked(self, node: Any) -> dict[str, Any]:
        """What every node shows beside its words: source, certainty, dates."""
        marks = node.marks
        return {
            "source": words.citations(self.pack, marks.source),
            "unverified": marks.confidence == "unverified",
            "since": marks.since if marks.since != self.route.marks.since else None,
            "until": marks.until if marks.until != self.route.marks.until else None,
            "needs_verified": marks.needs == "verified",
        }

    def has(self, path: str) -> bool:
        return bool(words.said(self.pack, self.route.id, path))

    # --- points

    def points(self) -> dict[str, Any]:
        points = self.route.points
        widest = queries.widest(self.pack, self.route.id) or {"sections": {}, "max": None, "pass": None}
        sections = []
        for one in points.sections:
            most = widest["sections"].get(one.id, {}).get("max")
            sections.append({**self.value(one, f"points.{one.id}"), "most": most})
        highest = max([one["most"] or 0 for one in sections] or [0])
        for one in sections:
            one["bar"] = charts.width(charts.percent(one["most"] or 0, highest))
        return {
            "sections": sections,
            "subtotals": [self.value(one, f"points.{one.id}") for one in points.subtotals],
            "mark": self.number(points.mark) if points.mark else None,
            "most": widest["max"],
        }

    def value(self, node: Any, path: str) -> dict[str, Any]:
        block: dict[str, Any] = {
            **self.marked(node),
            "id": path,
            "title": self.say(path),
            "kind": node.kind,
            "cap": self.limit(node.cap),
            "floor": self.limit(node.floor),
            "rule": node.when.text if node.when else "",
            "holds": self.speaker.rule(node.when),
            "table": None,
            "said": "",
            "spoken": "",
            "parts": [],
            "twins": [],
        }
        if node.kind in TABLES:
            with translation.override(words.law_language(self.pack)):  # a table is in one language
                block["table"] = getattr(self, TABLES[node.kind])(node)
        elif node.kind == "rate":
            block["said"] = self.rate(node)
        elif node.kind in {"fixed", "number"} and node.number is not None:
            number = self.number(node.number)
            block["said"] = ngettext("%(n)d point", "%(n)d points", number) % {"n": number}
        elif node.kind == "expression" and node.expr:
            block["rule"], block["spoken"] = node.expr.text, self.speaker.flat(node.expr)
        elif node.kind == "first":
            block["said"] = _("the first that holds")
            block["parts"] = [self.value(one, f"{path}.{one.id}") for one in node.first]
        elif node.kind in {"sum", "best"}:
            block["said"] = _("the best one counts") if node.kind == "best" else ""
            block["parts"] = alike([self.value(one, self.part_path(path, one)) for one in node.parts])
            block["names"] = [self.say(self.by_name(name)) for name in node.names]
        return block

    def rate(self, node: Any) -> str:
        points = self.number(node.number)
        if node.per == 1:
            return ngettext("%(n)d point for each", "%(n)d points for each", points) % {"n": points}
        return ngettext("%(points)d point for each %(per)d", "%(points)d points for each %(per)d", points) % {
            "points": points,
            "per": node.per,
        }

    def part_path(self, path: str, part: Any) -> str:
        """A part's words stand under its whole path, or right under its section."""
        whole = f"{path}.{part.id}"
        section = f"points.{path.split('.')[1]}.{part.id}"
        return section if not self.has(whole) and self.has(section) else whole

    def by_name(self, name: str) -> str:
        return name if name.startswith("points.") else f"points.{name}"

    def mapped(self, node: Any) -> dict[str, Any]:
        columns = self.columns(node, node.map.values())
        rows = [
            {"head": self.symbol(node.of[0], key), "cells": [self.cell(band, column) for column in columns["keys"]]}
            for key, band in node.map.items()
        ]
        if node.other is not None:
            rows.append({"head": _("any other"), "cells": [self.number(node.other)] * len(columns["keys"])})
        return {"of": self.subjects(node.of), "head": columns["head"], "by": columns["by"], "rows": rows}

    def banded(self, node: Any) -> dict[str, Any]:
        columns = self.columns(node, node.bands)
        rows = [
            {"head": self.span(band.low, band.high), "cells": [self.cell(band, column) for column in columns["keys"]]}
            for band in node.bands
        ]
        return {"of": self.subjects(node.of), "head": columns["head"], "by": columns["by"], "rows": rows}

    def crossed(self, node: Any) -> dict[str, Any]:
        return {
            "of": _("%(rows)s, by %(columns)s")
            % {"rows": self.subject(node.rows.of), "columns": self.subject(node.columns.of)},
            "head": [self.step(node.columns, number) for number in range(len(node.columns.steps))],
            "by": "",
            "rows": [
                {"head": self.step(node.rows, number), "cells": [self.number(cell) for cell in row]}
                for number, row in enumerate(node.grid)
            ],
        }

    def columns(self, node: Any, bands: Any) -> dict[str, Any]:
        """The columns of a table by their keys and heads; `by` says what a pair of columns is about."""
        keys: list[str] = []
        for band in bands:
            keys.extend(key for key in band.points if key not in keys)
        keys = [key for key in keys if key] or [""]
        if keys == [""]:
            return {"keys": keys, "head": [_("points")], "by": ""}
        if set(keys) <= {"true", "false"}:  # a whole condition is too long for the head of a column
            heads = [_("if so") if key == "true" else _("otherwise") for key in keys]
            return {"keys": keys, "head": heads, "by": self.subject(node.by)}
        return {"keys": keys, "head": [self.symbol(node.by, key) for key in keys], "by": ""}

    def cell(self, band: Any, column: str) -> int:
        dated = band.points.get(column, band.points.get(""))
        return self.number(dated)

    def number(self, dated: Any) -> int:
        """The number that holds today."""
        held = 0
        for since, number in dated.steps:
            if since is None or since <= self.today:
                held = number
        return held

    def limit(self, limit: Any) -> str:
        if limit is None:
            return ""
        if limit.when is not None:
            return _("%(then)s, otherwise %(other)s") % {
                "then": f"{self.limit(limit.then)} ({self.subject(limit.when)})",
                "other": self.limit(limit.other),
            }
        if hasattr(limit.value, "steps"):
            return str(self.number(limit.value))
        return self.speaker.flat(limit.value) or limit.value.text if limit.value is not None else ""

    def span(self, low: Any, high: Any) -> str:
        low_, high_ = self.plain(low), self.plain(high)
        if low is None:
            return _("up to %(high)s") % {"high": high_}
        if high is None:
            return _("%(low)s or more") % {"low": low_}
        return low_ if low == high else _("%(low)s to %(high)s") % {"low": low_, "high": high_}

    def step(self, axis: Any, number: int) -> str:
        low = axis.steps[number]
        following = axis.steps[number + 1] if number + 1 < len(axis.steps) else None
        if isinstance(low, str):
            return self.symbol(axis.of, low)
        if following is None:
            return self.span(low, None)
        return self.span(low, following - 1)

    def plain(self, value: Any) -> str:
        if isinstance(value, datetime.date):
            return day_words(value.isoformat())
        return "" if value is None else str(value)

    # --- names of things in expressions

    def subject(self, expr: Any) -> str:
        """What an expression is about: a fact, a field of one, a name the route defines, else its own words."""
        name = expr.text.strip()
        if name in self.route.let:
            return self.say(f"let.{name}")
        if name in self.pack.facts:
            return words.label(self.pack, name)
        field = field_of(self.pack, name)
        if field:
            return words.label(self.pack, field)
        owner, _dot, key = name.rpartition(".")
        if self.keyed(name):
            return str(words.fact_words(self.pack, owner).values.get(key, key))
        return self.speaker.flat(expr) or name

    def said_of(self, expr: Any) -> dict[str, Any]:
        """A rule as the page shows it: in words where it has them, and as the program reads it."""
        return {"words": self.speaker.rule(expr), "code": expr.text}

    def keyed(self, name: str) -> bool:
        """Whether a name is a key of a map of plain values: `languages.de`, a level."""
        owner, _dot, key = name.rpartition(".")
        fact = self.pack.facts.get(owner)
        return fact is not None and fact.type.kind == "map" and fact.type.item is None and key in fact.type.keys

    def subjects(self, exprs: Any) -> str:
        names = list(dict.fromkeys(self.subject(one) for one in exprs))
        return listed(names, words.law_language(self.pack))

    def symbol(self, expr: Any, key: str) -> str:
        name = expr.text.strip()
        owner = name if name in self.pack.facts else field_of(self.pack, name)
        if self.keyed(name):
            owner = name.rpartition(".")[0]
        if owner:
            return words.fact_words(self.pack, owner).values.get(str(key), str(key))
        if name in self.route.let:
            said = words.said(self.pack, self.route.id, f"let.{name}.{key}")
            return said or str(key)
        return str(key)


def alike(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts with the very same table stand together under both names."""
    together: list[dict[str, Any]] = []
    for block in blocks:
        twin = next(
            (
                one
                for one in together
                if block["table"] and one["table"] and one["table"]["rows"] == block["table"]["rows"]
            ),
            None,
        )
        if twin is None:
            together.append(block)
        else:
            twin["title"] = f"{twin['title']}; {block['title']}"
            twin["twins"].append(block["id"])
    return together
