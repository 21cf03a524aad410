"""Reading YAML 1.2 core with positions kept, and nothing else of YAML.

Anchors, aliases, tags, tabs, duplicate keys, deep nesting and large files are refused with a place: a pack is read by
people and by programs that must agree on every character (`NO`, `on` and `012` are strings here).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import yaml

from .problems import Place, Problems

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,12}\Z")
_ODD = re.compile("[\t\x85\u2028\u2029]|\r(?!\n)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

type_names = {int: "a whole number", str: "a text", bool: "true or false", dt.date: "a date", Decimal: "a number"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; `plain`: written without quotes, so that it may be a number, a date, true, false or null."""

    text: str
    plain: bool
    place: Place
    one_line: bool = True

    @property
    def value(self) -> object:
        """The value by the YAML 1.2 core schema, dates included."""
        if not self.plain:
            return self.text
        if self.text in ("", "null", "~"):
            return None
        if self.text in ("true", "false"):
            return self.text == "true"
        if _INT.match(self.text):
            return int(self.text)
        if _DECIMAL.match(self.text):
            return Decimal(self.text)
        return as_date(self.text) or self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, tuple[Scalar, Node]]
    place: Place

    def get(self, key: str) -> Node | None:
        pair = self.entries.get(key)
        return pair[1] if pair else None

    def items(self) -> Iterator[tuple[str, Node]]:
        return ((key, node) for key, (_, node) in self.entries.items())

    def key_place(self, key: str) -> Place:
        return self.entries[key][0].place

    def __contains__(self, key: str) -> bool:
        return key in self.entries


Node = Scalar | Sequence | Mapping


def as_date(text: str) -> dt.date | None:
    """`2025-03-25` as a date; None for anything else, 2025-02-30 included."""
    if not _DATE.match(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def within(path: Path, folder: Path) -> bool:
    """Is it a regular file of this folder? A link may lead to another file in it, never out of it."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def read_file_text(path: Path, name: str, problems: Problems) -> str | None:
    """The text of one file, or None after saying what is wrong. `name` is the path shown to the author."""
    start = Place(name, 1, 1)
    try:
        if not path.is_file():
            problems.error("E013", "not a file", start, "only files of YAML end in .yaml")
            return None
        if path.stat().st_size > MAX_BYTES:
            problems.error("E001", f"the file is larger than {MAX_BYTES // 1_000_000} MB", start, "split it")
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.error("E002", f"cannot read the file: {error.strerror}", start)
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.error("E003", "not UTF-8 text", Place(name, line, 1), "save the file as UTF-8")
        return None


def read_text(text: str, name: str, problems: Problems) -> Node | None:
    """The tree of a text, or None after saying what is wrong."""
    if odd := _ODD.search(text):
        at = odd.start()
        line, start = text.count("\n", 0, at) + 1, text.rfind("\n", 0, at) + 1
        tab = odd[0] == "\t"
        what, hint = ("a tab character", "use spaces") if tab else ("an odd line break", "use plain line breaks")
        problems.error("E004", what, Place(name, line, at - start + 1), hint)
        return None
    try:
        return _Builder(text, name, problems).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
        problems.error(
            "E005", f"not YAML: {error.problem or error.context}", place, "check indentation, quotes and colons"
        )
    except (yaml.YAMLError, ValueError) as error:
        problems.error("E005", f"not YAML: {str(error).splitlines()[0]}", Place(name, 1, 1))
    except _Refused:
        pass
    return None


class _Refused(Exception):
    """A construct outside the core was met and has been reported."""


class _Builder:
    """Events of the YAML parser to nodes."""

    def __init__(self, text: str, name: str, problems: Problems) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(text, Loader=loader)
        self.name, self.problems = name, problems

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self.refuse("E006", "a second document in one file", event)
                root = self.node(next(self.events), 0)
        if root is None:
            self.problems.error("E007", "the file is empty", Place(self.name, 1, 1))
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.refuse("E008", f"nested deeper than {MAX_DEPTH} levels", event)
        if isinstance(event, yaml.AliasEvent):
            self.refuse("E009", "an alias (*)", event, "write the value again")
        if getattr(event, "anchor", None):
            self.refuse("E009", "an anchor (&)", event, "write the value where it is needed")
        if (tag := getattr(event, "tag", None)) and tag != "!":
            self.refuse("E010", f"a tag ({tag})", event, "remove it")
        if isinstance(event, yaml.ScalarEvent):
            one_line = event.style not in (">", "|") and self.place(event).line == _last_line(event)
            return Scalar(event.value, bool(event.implicit[0]), self.place(event), one_line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self.sequence(depth)), self.place(event))
        return self.mapping(event, depth)

    def sequence(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, depth + 1)

    def mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse("E011", "a key that is not a word", event)
            value = self.node(next(self.events), depth + 1)
            if key.text in entries:
                first = entries[key.text][0].place
                self.problems.error("E012", f'"{key.text}" stands twice', key.place, f"first at line {first.line}")
            entries.setdefault(key.text, (key, value))
        return Mapping(entries, self.place(start))

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.name, mark.line + 1, mark.column + 1)

    def refuse(self, code: str, what: str, event: yaml.Event, hint: str = "") -> NoReturn:
        self.problems.error(code, f"{what} is not part of the language", self.place(event), hint)
        raise _Refused


def _last_line(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.line + 1


def nearest(word: str, among: Iterable[str]) -> str:
    """A hint with the nearest known word, empty when nothing is near."""
    close = difflib.get_close_matches(word, list(among), 1, 0.6)
    return f'did you mean "{close[0]}"?' if close else ""
