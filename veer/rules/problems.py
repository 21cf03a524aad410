"""What can be wrong with a pack or with facts, and how it is said: place, message, hint, witness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file of law; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def shifted(self, columns: int) -> Place:
        return Place(self.file, self.line, self.column + columns)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a pack. `severity` is error or warning; `witness` shows facts that make it happen."""

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: str = "error"
    witness: str | None = None

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.severity}: {self.message}  [{self.code}]"]
        if self.witness:
            lines.append(f"    for example: {self.witness}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """The form of `veer law check --json`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "hint": self.hint,
            "witness": self.witness,
        }


class PackError(Exception):
    """The pack does not load. `problems` holds every finding, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects findings while a pack is read, so that an author sees all of them at once."""

    LIMIT = 500

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def error(self, code: str, message: str, place: Place, hint: str = "", witness: str | None = None) -> None:
        self._add(Problem(code, message, place, hint, "error", witness))

    def warn(self, code: str, message: str, place: Place, hint: str = "", witness: str | None = None) -> None:
        self._add(Problem(code, message, place, hint, "warning", witness))

    def _add(self, problem: Problem) -> None:
        if len(self.found) < self.LIMIT and problem not in self.found:
            self.found.append(problem)

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.found if p.severity == "error"]

    def raise_errors(self) -> None:
        if self.errors:
            raise PackError(self.found)


@dataclass(frozen=True, slots=True)
class FactProblem:
    """Something wrong with one given fact.

    `code` is one of type, domain, format, conflict, unknown_fact, null, unknown_value; `field` is the dotted path.
    """

    field: str
    code: str
    message: str
    hint: str = ""
    value: object = None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class InputError(Exception):
    """Facts that cannot be taken. `errors` holds one dict a finding, as the command line prints them."""

    def __init__(self, problems: Iterable[FactProblem]) -> None:
        self.problems = list(problems)
        self.errors = [p.as_dict() for p in self.problems]
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self.problems))
