"""Worked cases: each is decided, and what comes out is held against what a lawyer signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..answer import evaluated, judged
from ..explain import every_condition, outcome_of, points_of, result_of, trace_of
from ..load import Pack
from ..lower import Program, first_day
from ..problems import InputError, Place, Problems
from ..source import Mapping, Node, Scalar, Sequence, nearest

CASE = ("id", "title", "facts", "on", "expect", "notes", "source")
AWAITED = ("id", "awaits", "kind", "on", "answer", "notes", "source")
"""Of a row that a route still to be written will answer: read and counted now, computed once that route is there."""
EXPECT = ("outcome", "total", "min", "max", "rules_from", "points", "conditions", "let")


def check_examples(pack: Pack, programs: dict[str, Program], problems: Problems) -> None:
    for name, tree in pack.examples.items():
        program = programs.get(name)
        if program is None:
            if name not in pack.routes:
                problems.error(
                    "E801",
                    f'examples for a route that does not exist: "{name}"',
                    tree.place,
                    nearest(name, pack.routes),
                )
            continue
        _Cases(program, problems).read(tree)
    for route in pack.routes.values():
        if pack.complete and route.id not in pack.examples:
            problems.warn("W802", f"no worked case for {route.id}", route.place, f"write examples/{route.id}.yaml")


class _Cases:
    def __init__(self, program: Program, problems: Problems) -> None:
        self.program, self.problems = program, problems
        self.ids: set[str] = set()

    def read(self, tree: Node) -> None:
        cases = tree.get("cases") if isinstance(tree, Mapping) else None
        if not isinstance(cases, Sequence) or not isinstance(tree, Mapping):
            self.problems.error("E803", "a file of examples holds a list under `cases`", tree.place)
            return
        self.only(tree, ("cases", "awaits", "notes"), "a file of examples")
        for case in cases:
            if isinstance(case, Mapping):
                self.case(case)
            else:
                self.problems.error("E803", "a case is a map with id, facts and expect", case.place)
        self.rows(tree.get("awaits"))

    def rows(self, rows: Node | None) -> None:
        if rows is not None and not isinstance(rows, Sequence):
            self.problems.error("E803", "what awaits a route is a list under `awaits`", rows.place)
        for row in rows if isinstance(rows, Sequence) else ():
            if isinstance(row, Mapping):
                self.awaited(row)
            else:
                self.problems.error("E803", "a row is a map with id, awaits, on and answer", row.place)

    def awaited(self, row: Mapping) -> None:
        """A row that another route will answer, with the answer that a lawyer expects of it on a day."""
        self.only(row, AWAITED, "a row that awaits a route")
        self.named(row)
        route, on, answer = row.get("awaits"), row.get("on"), row.get("answer")
        texts = isinstance(route, Scalar) and isinstance(answer, Scalar) and route.text and answer.text
        if not texts or not isinstance(on, Scalar) or not isinstance(on.value, dt.date):
            self.problems.error("E803", "a row says which route it awaits, and the answer on a day", row.place)
        elif isinstance(route, Scalar) and route.text in self.program.pack.routes:
            said = f"{route.text} is awaited no longer: the route is there"
            self.problems.error("E806", said, route.place, f"make it a worked case in examples/{route.text}.yaml")

    def only(self, node: Mapping, allowed: tuple[str, ...], what: str) -> None:
        for key in node.entries:
            if key not in allowed:
                self.problems.error(
                    "E021",
                    f'unknown key "{key}" in {what}',
                    node.key_place(key),
                    nearest(key, allowed) or f"known here: {', '.join(allowed)}",
                )

    def case(self, case: Mapping) -> None:
        self.only(case, CASE, "a case")
        self.named(case)
        self.title(case.get("title"))
        facts, expect, on = case.get("facts"), case.get("expect"), case.get("on")
        if not isinstance(facts, Mapping) or not isinstance(expect, Mapping):
            self.problems.error("E803", "a case has facts and expect, both maps", case.place)
            return
        self.only(expect, EXPECT, "expect")
        day = on.value if isinstance(on, Scalar) else None
        if on is not None and not isinstance(day, dt.date):
            self.problems.error("E026", "on must be a date such as 2026-01-01", on.place)
            return
        try:
            got = _answer(self.program, plain(facts), day if isinstance(day, dt.date) else None, "outcome" in expect)
        except InputError as error:
            for problem in error.problems:
                self.problems.error(
                    "E804", f"{problem.field}: {problem.message}", _within(facts, problem.field), problem.hint
                )
            return
        for where, wanted, found in _differences(expect, got):
            self.problems.error(
                "E805",
                f"{where}: expected {_show(plain(wanted))}, got {_show(found)}",
                wanted.place,
                "the law or the case is wrong",
            )

    def named(self, case: Mapping) -> None:
        name = case.get("id")
        if not isinstance(name, Scalar) or name.text in self.ids:
            self.problems.error("E803", "a case has an id of its own", name.place if name else case.place)
        else:
            self.ids.add(name.text)

    def title(self, title: Node | None) -> None:
        """One text, or one for each language of the pack: that makes it an example for readers."""
        if title is None or isinstance(title, Scalar):
            return
        said = set(title.entries) if isinstance(title, Mapping) else set()
        missing = [language for language in self.program.pack.languages if language not in said]
        if missing:
            self.problems.error(
                "E803",
                f"a title in several languages is in each of the pack: {', '.join(missing)} is missing",
                title.place,
                "or write one text, for whoever checks the law",
            )


def plain(node: Node) -> Any:
    """A YAML node as JSON would give it."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    value = node.value
    return value.isoformat() if isinstance(value, dt.date) else value


def _answer(program: Program, facts: Any, on: dt.date | None, settle: bool) -> dict[str, Any]:
    """What `decide` answers, as far as a case may expect it: no counterfactuals, which cost most."""
    profile, result = evaluated(program, facts, on, None)
    outcome = outcome_of(profile, result)
    if outcome == "maybe" and program.conditions and settle:
        outcome, _ = judged(profile, result)
    points = points_of(profile, result, items=True)
    since = first_day(program, profile.low[1])
    named: dict[str, Any] = {}
    for name, section in (points or {}).get("sections", {}).items():
        named[name] = _number(section)
        named |= {f"{name}.{item}": _number(value) for item, value in section["items"].items()}
    return {
        "outcome": outcome,
        **({key: points[key] for key in ("total", "min", "max")} if points else {}),
        "rules_from": since.isoformat() if since else None,
        "points": named,
        "conditions": {
            v.path.removeprefix("conditions."): result_of(v, result) for v in every_condition(program.conditions)
        },
        "let": trace_of(profile, result, "en")["let"],
    }


def _number(value: dict[str, Any]) -> Any:
    return value["min"] if value["min"] == value["max"] else {"min": value["min"], "max": value["max"]}


_ABSENT = object()


def _differences(expect: Mapping, got: dict[str, Any], path: str = "") -> Iterator[tuple[str, Node, Any]]:
    for key, wanted in expect.items():
        found = got.get(key, _ABSENT)
        where = f"{path}{key}"
        if isinstance(wanted, Mapping) and isinstance(found, dict):
            yield from _differences(wanted, found, f"{where}.")
        elif found is _ABSENT or not _same(plain(wanted), found):
            yield where, wanted, found


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found or str(found).lower() == str(wanted).lower()
    if isinstance(wanted, (int, Decimal)) and isinstance(found, (int, float, str)):
        try:
            return Decimal(str(found)) == Decimal(wanted)
        except ArithmeticError:
            return False
    return bool(wanted == found)


def _show(value: Any) -> str:
    if value is _ABSENT:
        return "no such thing"
    if isinstance(value, dict) and set(value) == {"min", "max"}:
        return f"{value['min']} to {value['max']}"
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if isinstance(value, (bool, type(None)))
        else str(value)
    )


def _within(node: Node, path: str) -> Place:
    """The place of a fact among the facts of a case, nested or dotted; the nearest that is there."""
    place, rest = node.place, path
    while rest:
        head = next((rest[:end] for end in [len(rest), *_dots(rest)] if _has(node, rest[:end])), None)
        if head is None:
            return place
        if isinstance(node, Mapping):
            place = node.key_place(head)
            node = node.entries[head][1]
        elif isinstance(node, Sequence):
            node = node.items[int(head)]
            place = node.place
        rest = rest[len(head) + 1 :]
    return place


def _dots(path: str) -> list[int]:
    return [i for i in range(len(path) - 1, 0, -1) if path[i] == "."]


def _has(node: Node, key: str) -> bool:
    if isinstance(node, Mapping):
        return key in node
    return isinstance(node, Sequence) and key.isdigit() and int(key) < len(node.items)
