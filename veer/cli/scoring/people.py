"""People from JSON: read whole, or line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from veer.rules.problems import FactProblem, InputError

from ..strict import loads

MAX_JSON = 200_000_000
ID_DIGITS = 20
"""Digits of a whole number: an id of 64 bits is one."""


@dataclass(frozen=True, slots=True)
class Odd:
    """Stands where a document held a key twice or a number without sense."""

    found: str
    message: str


@dataclass(frozen=True, slots=True)
class Person:
    """One object of a file: its row from 0, its line from 1 where there are lines, and what is wrong with its form."""

    row: int
    line: int | None
    data: Any
    problem: FactProblem | None = None

    @property
    def facts(self) -> Any:
        """The facts: under `profile`, or beside the id."""
        return self.data.get("profile", {k: v for k, v in self.data.items() if k != "id"})


def refused(field: str, message: str, hint: str = "", code: str = "format") -> InputError:
    """The whole file cannot be taken."""
    return InputError([FactProblem(field, code, message, hint)])


def people_of(source: Path) -> Iterator[Person]:
    if not source.is_file():
        raise refused("", "no such file")
    return _lines(source) if source.suffix == ".jsonl" else _whole(source)


def _whole(source: Path) -> Iterator[Person]:
    if source.stat().st_size > MAX_JSON:
        raise refused("", "JSON is read whole and may have 200 MB", "use .jsonl, .csv or .parquet")
    try:
        data = loads(source.read_bytes(), Odd, ID_DIGITS)
    except (ValueError, RecursionError) as error:
        raise refused("", f"not JSON: {error}") from None
    if isinstance(data, Odd):
        raise refused("", data.message)
    people = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(people, list):
        raise refused("", "a list of people is needed, or an object with `cases`")
    for row, person in enumerate(people):
        yield _person(row, None, person)


def _lines(source: Path) -> Iterator[Person]:
    row = 0
    with source.open("rb") as lines:
        for line, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                yield _person(row, line, loads(raw, Odd, ID_DIGITS))
            except (ValueError, RecursionError) as error:
                why = error.msg if isinstance(error, JSONDecodeError) else error  # its own line is always the first
                yield Person(row, line, {}, FactProblem("", "format", f"not JSON: {why}"))
            row += 1


def _person(row: int, line: int | None, data: Any) -> Person:
    wrong = _odd_in(data)
    if wrong:
        return Person(row, line, _named(data), FactProblem("", "format", wrong.message, value=wrong.found))
    return Person(row, line, data, _form(data))


def _odd_in(data: Any) -> Odd | None:
    todo = [data]
    while todo:
        part = todo.pop()
        if isinstance(part, Odd):
            return part
        todo += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return None


def _named(person: Any) -> dict[str, Any]:
    """What is left of somebody whose facts cannot be read: the id, where it can."""
    name = person.get("id") if isinstance(person, dict) else None
    return {"id": name} if isinstance(name, (str, int)) else {}


def _form(person: Any) -> FactProblem | None:
    return None if isinstance(person, dict) else FactProblem("", "type", "an object is needed", value=person)
