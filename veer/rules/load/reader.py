"""Taking typed things out of a YAML mapping, saying what is wrong where it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from ..expressions import parse
from ..model import Citation, Dated, Expr, Marks, Words
from ..problems import Place, Problems
from ..source import Mapping, Node, Scalar, Sequence, as_date, nearest

MARK_KEYS = ("source", "confidence", "in_force", "needs", "text", "notes")
ID = re.compile(r"[a-z][a-z0-9_]*\Z")
FACT_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\Z")
NODE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
LANGUAGE = re.compile(r"[a-z]{2}\Z")


FEW = 3
"""Up to so many citations of an unknown source are each taken for a slip of the pen."""


class Reader:
    """Reads nodes of one pack; findings go to `problems`."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.sources: set[str] | None = set()
        """Declared sources; None where pack.yaml, which declares them, does not read."""
        self.unknown: dict[str, list[Place]] = {}
        """Places that cite a source which is not declared."""
        self.cited: dict[Citation, Place] = {}
        """Every citation, with the place where it stands first."""

    # --- shapes ----------------------------------------------------------------------------------------------------

    def mapping(self, node: Node | None, what: str, place: Place) -> Mapping | None:
        if isinstance(node, Mapping):
            return node
        self.problems.error("E020", f"{what} must be a map of keys and values", node.place if node else place)
        return None

    def only(self, node: Mapping, allowed: Iterable[str], what: str) -> None:
        allowed = tuple(allowed)
        for key in node.entries:
            if key not in allowed:
                hint = nearest(key, allowed) or f"known here: {', '.join(sorted(allowed))}"
                self.problems.error("E021", f'unknown key "{key}" in {what}', node.key_place(key), hint)

    def word(self, node: Node | None, what: str, among: Iterable[str] = (), default: str = "") -> str:
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.problems.error("E022", f"{what} must be one word", node.place)
            return default
        among = tuple(among)
        if among and node.text not in among:
            self.problems.error(
                "E023",
                f'{what} cannot be "{node.text}"',
                node.place,
                nearest(node.text, among) or f"one of: {', '.join(among)}",
            )
            return default
        return node.text

    def words(self, node: Node | None, what: str, among: Iterable[str] = ()) -> tuple[str, ...]:
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (self.word(node, what, among),)
        if not isinstance(node, Sequence):
            self.problems.error("E022", f"{what} must be a list of words", node.place)
            return ()
        return tuple(self.word(item, what, among) for item in node)

    def integer(self, node: Node | None, what: str, default: int = 0) -> int:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if node is not None:
            self.problems.error("E024", f"{what} must be a whole number", node.place)
        return default

    def flag(self, node: Node | None, what: str) -> bool:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool):
            return value
        if node is not None:
            self.problems.error("E025", f"{what} must be true or false", node.place)
        return False

    def date(self, node: Node | None, what: str) -> dt.date | None:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, dt.date):
            return value
        if node is not None:
            self.problems.error("E026", f"{what} must be a date such as 2026-01-01", node.place)
        return None

    def bound(self, node: Node | None, what: str) -> int | Decimal | str | dt.date | None:
        """A number, a date or a word: the end of a band or of a domain."""
        if node is None:
            return None
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, (int, Decimal, str, dt.date)) and not isinstance(value, bool):
            return value
        self.problems.error("E027", f"{what} must be a number, a date or a word", node.place)
        return None

    def text_by_language(self, node: Node | None, what: str) -> Words:
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.problems.error(
                "E028", f"{what} must give a text for each language", node.place, "for example {en: ..., nl: ...}"
            )
            return {}
        for key in node.entries:
            if not LANGUAGE.match(key):
                self.problems.error("E028", f'"{key}" is not a language code', node.key_place(key))
        return {key: self.word(value, what) for key, value in node.items()}

    # --- law -------------------------------------------------------------------------------------------------------

    def expression(self, node: Node | None, what: str) -> Expr | None:
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.problems.error("E029", f"{what} must be an expression", node.place)
            return None
        place = node.place if node.plain or not node.one_line else node.place.shifted(1)
        return parse(node.text, place, self.problems, one_line=node.one_line)

    def citations(self, node: Node | None) -> tuple[Citation, ...]:
        if node is None:
            return ()
        maps = list(node) if isinstance(node, Sequence) else [node]
        found = []
        for one in maps:
            if not isinstance(one, Mapping):
                self.problems.error("E030", "a source is written {id: article}", one.place)
                continue
            for key, value in one.items():
                if self.sources is not None and key not in self.sources:
                    self.unknown.setdefault(key, []).append(one.key_place(key))
                found.append(Citation(key, self.word(value, "article")))
                self.cited.setdefault(found[-1], one.key_place(key))
        return tuple(found)

    def say_unknown_sources(self) -> None:
        """Each place that cites what is not declared; cited often, it is the declaration that is wrong: said once."""
        for key, places in self.unknown.items():
            hint = nearest(key, self.sources or ()) or "declare it under sources in pack.yaml"
            often = f", cited in {len(places)} places" if len(places) > FEW else ""
            for place in places[:1] if often else places:
                self.problems.error("E031", f'unknown source "{key}"{often}', place, hint)

    def marks(self, node: Node, inherited: Marks | None = None) -> Marks:
        """Source, confidence, validity in time: from the node, else from its parent."""
        base = inherited or Marks(node.place)
        if not isinstance(node, Mapping):
            return Marks(node.place, base.source, base.confidence)
        since = until = None
        force = node.get("in_force")
        if force is not None and (span := self.mapping(force, "in_force", node.place)):
            self.only(span, ("from", "until"), "in_force")
            since, until = self.date(span.get("from"), "from"), self.date(span.get("until"), "until")
            if since and until and until < since:
                self.problems.error("E032", "in_force ends before it starts", span.place)
        return Marks(
            node.place,
            self.citations(node.get("source")) or base.source,
            self.word(node.get("confidence"), "confidence", ("verified", "unverified"), base.confidence),
            since,
            until,
            None
            if isinstance(node.get("needs"), Sequence)
            else self.word(node.get("needs"), "needs", ("verified",)) or None,
            self.text_by_language(node.get("text"), "text"),
        )

    def dated(self, node: Node | None, what: str) -> Dated | None:
        """A whole number, or whole numbers by the day from which they hold."""
        if node is None:
            return None
        if isinstance(node, Scalar):
            return Dated(((None, self.integer(node, what)),), node.place)
        if not is_dated(node):
            self.problems.error("E033", f"{what} must be a whole number, or whole numbers by date", node.place)
            return None
        assert isinstance(node, Mapping)
        steps: list[tuple[dt.date | None, int]] = []
        for key, value in node.items():
            day = as_date(key)
            if steps and day and steps[-1][0] and day <= steps[-1][0]:
                self.problems.error("E034", f"{key} does not follow {steps[-1][0]}: dates overlap", node.key_place(key))
            steps.append((day, self.integer(value, what)))
        return Dated(tuple(steps), node.place)

    def ids(self, node: Mapping, pattern: re.Pattern[str], what: str) -> None:
        for key in node.entries:
            if not pattern.match(key):
                self.problems.error(
                    "E035", f'"{key}" is not an id of {what}', node.key_place(key), "letters, digits and _"
                )


def is_dated(node: Node) -> bool:
    """A map whose keys are dates."""
    return isinstance(node, Mapping) and bool(node.entries) and all(as_date(key) for key in node.entries)
