"""People from JSON: read whole, or line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veer.rules.problems import FactProblem, InputError

MAX_JSON = 200_000_000


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
        raise refused(str(source), "no such file")
    return _lines(source) if source.suffix == ".jsonl" else _whole(source)


def _whole(source: Path) -> Iterator[Person]:
    if source.stat().st_size > MAX_JSON:
        raise refused(str(source), "JSON is read whole and may have 200 MB", "use .jsonl, .csv or .parquet")
    try:
        data = json.loads(source.read_bytes(), parse_float=str)
    except (ValueError, RecursionError) as error:
        raise refused(str(source), f"not JSON: {error}") from None
    people = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(people, list):
        raise refused(str(source), "a list of people is needed, or an object with `cases`")
    for row, person in enumerate(people):
        yield Person(row, None, person, _form(person))


def _lines(source: Path) -> Iterator[Person]:
    row = 0
    with source.open("rb") as lines:
        for line, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                data = json.loads(raw, parse_float=str)
                yield Person(row, line, data, _form(data))
            except (ValueError, RecursionError) as error:
                yield Person(row, line, {}, FactProblem("", "format", f"not JSON: {error}"))
            row += 1


def _form(person: Any) -> FactProblem | None:
    return None if isinstance(person, dict) else FactProblem("", "type", "an object is needed", value=person)
