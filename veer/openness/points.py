"""Each point of a score by itself: its rule, the facts it rests on, what proves them, and until when it holds."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from veer.openness import ask, queries, relevance, words
from veer.openness.law_points import PointsReader

Spans = Sequence[dict[str, Any]]


def as_day(day: Any) -> datetime.date:
    return day if isinstance(day, datetime.date) else datetime.date.fromisoformat(str(day)[:10])


class Explainer:
    """Explains the items of one profile. `spans`: what time alone does to them (see rules.forecast, with parts)."""

    def __init__(self, pack: Any, route: Any, facts: dict[str, Any], spans: Spans) -> None:
        self.pack, self.route, self.spans = pack, route, spans
        self.reader = PointsReader(pack, route, queries.today(pack))
        self.flat = relevance.flattened(pack, facts)

    def items(self, section: Any, got: dict[str, Any]) -> list[dict[str, Any]]:
        """Every item of a section, a group before what it holds; a section without items is its own only one."""
        view = relevance.view_of(self.pack, self.route, section)
        source = section.marks.source or self.route.marks.source
        return [
            self._item(path, one, number(got, name), place=(section.id, name), source=source, deep=deep)
            for path, name, one, deep in self._every(view, f"points.{section.id}")
        ]

    def _every(self, view: Any, path: str, deep: int = 0) -> Iterator[tuple[str, str, Any, int]]:
        if not view.parts and not deep:
            yield path, "", view, 0
        for part in view.parts:
            at = self.reader.part_path(path, part.value)
            yield at, part.name.rpartition(".")[2], part, deep
            yield from self._every(part, at, deep + 1)

    def _item(
        self, path: str, view: Any, points: dict[str, Any], *, place: tuple[str, str], source: Any, deep: int
    ) -> dict[str, Any]:
        rule = self.reader.value(view.value, path)
        return {
            "id": path,
            "title": self.reader.say(path),
            "low": points["min"],
            "high": points["max"],
            "rule": rule,
            "source": words.citations(self.pack, view.value.marks.source or source),
            "facts": [] if view.parts else self.facts(view.facts),
            "turns": self.turns(*place),
            "deep": deep,
            "group": bool(view.parts),
        }

    def turns(self, section: str, item: str = "") -> dict[str, Any] | None:
        """The first day on which time alone changes these points, the day before it, and what they are then."""
        now = number(self.spans[0]["sections"][section], item) if self.spans else None
        for span in self.spans[1:]:
            then = number(span["sections"][section], item)
            if (then["min"], then["max"]) != (now["min"], now["max"]):
                day = as_day(span["from"])
                return {
                    "day": day,
                    "until": day - datetime.timedelta(days=1),
                    "points": then["min"] or 0,
                    "high": then["max"] or 0,
                    "by": (then["min"] or 0) - (now["min"] or 0),
                }
        return None

    def facts(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """What was said, in which state it is, and which paper proves it."""
        behind = []
        for fact in names:
            declared = self.pack.facts[fact]
            if declared.role == "on" or absent(self.pack, self.flat, fact):
                continue
            value = self.flat.get(fact, words.UNKNOWN)
            known = not words.is_unknown(value)
            if declared.type.kind == "record" and value:
                value = {}  # what is in a record are facts of their own
            behind.append(
                {
                    "id": fact,
                    "label": words.label(self.pack, fact),
                    "value": words.value_words(self.pack, fact, value),
                    "known": known,
                    "asked": ask.askable(self.pack, fact) and declared.derive is None,
                    "evidence": [words.paper(self.pack, kind) for kind in declared.evidence],
                }
            )
        return behind


def number(points: dict[str, Any], item: str) -> dict[str, Any]:
    """The bounds of an item of a section, or of the section itself."""
    found: dict[str, Any] = points["items"][item] if item else points
    return found


def absent(pack: Any, flat: dict[str, Any], fact: str) -> bool:
    """Whether a fact belongs to something that is not there: the wage of a job that nobody offered."""
    parts = fact.split(".")
    owners = (".".join(parts[:cut]) for cut in range(1, len(parts)))
    return any(owner in pack.facts and owner in flat and flat[owner] is None for owner in owners)
