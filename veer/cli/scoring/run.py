"""One run of `veer score`: which ids were seen, what was answered and what was rejected, and where it is written."""

from __future__ import annotations

import json
import math
import os
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from veer.rules.batch import Rejected, Scorer
from veer.rules.batch.columns import ID
from veer.rules.problems import FactProblem

from .cells import Wrong
from .people import Person
from .writers import WRITERS, Writer

_ID_SAID = {"missing_id": "the row has no id", "duplicate_id": "a row before has this id"}
_CODES = {"unknown_fact": "unknown_value", "null": "type"}


def finite(value: object) -> object:
    """A cell that JSON has no number for, as it is called."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _told(problem: FactProblem) -> str:
    """What is wrong, with what would be right: a rejected row has no place of its own for the hint."""
    return f"{problem.message}: {problem.hint}" if problem.hint else problem.message


def as_json(value: object) -> object:
    """A decimal as a number where a float says it exactly; dates and the like as text."""
    if isinstance(value, Decimal) and value.is_finite() and Decimal(repr(float(value))) == value:
        return float(value)
    return str(value)


@dataclass(slots=True)
class Run:
    scorer: Scorer
    target: Path
    head: int = 0
    scored: int = 0
    rejected: int = 0
    row: int = 0
    writer: Writer | None = None
    lines: dict[int, int | None] = field(default_factory=dict)
    digests: list[Any] = field(default_factory=list)

    # --- answers ---------------------------------------------------------------------------------------------------

    def table(self, table: pl.DataFrame, wrong: Wrong) -> None:
        """Score one piece of a table; a row with a cell that does not read or without an id of its own is rejected."""
        bad = dict(wrong)
        for r, code in self.double_ids(table[ID].cast(pl.String)).items():
            bad[r] = [*bad.get(r, []), FactProblem(ID, code, _ID_SAID[code], value=table[ID][r])]
        answers, rejected = self.scorer.score(table)
        first, height = self.row, table.height
        gone = {r.row - first for r in rejected}
        merged = [Rejected(r.row, r.id, [*bad.pop(r.row - first, []), *r.errors]) for r in rejected]
        merged += [Rejected(first + r, table[ID][r], problems) for r, problems in bad.items()]
        if bad:
            kept = [r for r in range(height) if r not in gone]
            answers = answers.filter(pl.Series([r not in bad for r in kept], dtype=pl.Boolean))
        self.row += height
        self.take(answers, merged)

    def people(self, people: list[Person]) -> None:
        """Score some people given as nested facts."""
        good, rejected = [], []
        ids = pl.Series([self.name_of(p) for p in people], dtype=pl.String)
        double = self.double_ids(ids)
        for i, person in enumerate(people):
            self.lines[person.row] = person.line
            problems = [person.problem] if person.problem else []
            if i in double and not problems:
                problems = [FactProblem(ID, double[i], _ID_SAID[double[i]], value=ids[i])]
            if problems:
                rejected.append(Rejected(person.row, ids[i], problems))
            else:
                good.append(person)
        answers, more = self.scorer.score_people([(str(p.data[ID]), p.facts) for p in good], 0)
        rejected += [Rejected(good[r.row].row, r.id, r.errors) for r in more]
        self.take(answers, rejected)
        self.lines.clear()

    @staticmethod
    def name_of(person: Person) -> str | None:
        name = person.data.get(ID) if isinstance(person.data, dict) else None
        return str(name) if isinstance(name, (str, int, Decimal)) and not isinstance(name, bool) and str(name) else None

    def double_ids(self, ids: pl.Series) -> dict[int, str]:
        """Rows without an id, or with one seen before. Ids are kept as 64-bit digests: 8 bytes a row."""
        missing = (ids == "").fill_null(True).to_numpy()
        digests = ids.hash(20261125).to_numpy()
        order = np.argsort(digests)
        rising = digests[order]  # neighbours are looked up in the same place of memory
        seen = np.zeros(len(rising), np.bool_)
        seen[1:] = rising[1:] == rising[:-1]
        if seen.any():
            order = np.argsort(digests, kind="stable")  # of rows with one id the first keeps it
        for known in self.digests:
            seen |= known[np.minimum(np.searchsorted(known, rising), len(known) - 1)] == rising
        again = np.empty_like(seen)
        again[order] = seen
        self.keep(rising[~missing[order]])
        found = {int(r): "duplicate_id" for r in np.flatnonzero(again & ~missing)}
        return found | {int(r): "missing_id" for r in np.flatnonzero(missing)}

    def keep(self, digests: Any) -> None:
        """Sorted runs, each at least twice as long as the next, so that few are searched."""
        while self.digests and len(self.digests[-1]) <= 2 * len(digests):
            digests = np.concatenate([self.digests.pop(), digests])
            digests.sort()  # in its place
        if len(digests):
            self.digests.append(digests)

    # --- files -----------------------------------------------------------------------------------------------------

    @property
    def rejects(self) -> Path:
        return self.target.with_name(f"{self.target.name}.rejected.jsonl")

    def beside(self, path: Path) -> Path:
        return path.with_name(f".{path.name}.{os.getpid()}.partial")

    def take(self, answers: pl.DataFrame, rejected: list[Rejected]) -> None:
        if self.writer is None:
            self.writer = WRITERS[self.target.suffix](self.beside(self.target))
        self.writer.write(answers)
        self.scored += answers.height
        self.rejected += len(rejected)
        if rejected:
            with self.beside(self.rejects).open("a", encoding="utf-8") as file:
                for one in sorted(rejected, key=lambda r: r.row):
                    file.write(json.dumps(self.said(one), ensure_ascii=False, allow_nan=False, default=as_json) + "\n")

    def said(self, row: Rejected) -> dict[str, Any]:
        line = self.lines.get(row.row, row.row + 1 + self.head if self.head else None)
        whole = [e for e in row.errors if not e.field]  # a row that is no row says nothing else
        errors = [
            {"field": e.field, "code": _CODES.get(e.code, e.code), "value": finite(e.value), "message": _told(e)}
            for e in whole or row.errors
        ]
        return {"row": row.row, "line": line, "id": row.id, "errors": errors}

    def finish(self) -> None:
        """Give the files their names."""
        if self.writer is None:
            self.take(self.scorer.score_people([], 0)[0], [])
        assert self.writer is not None
        self.writer.close()
        self.writer = None
        if self.rejected:
            self.beside(self.rejects).replace(self.rejects)
        else:
            self.rejects.unlink(missing_ok=True)
        self.beside(self.target).replace(self.target)

    def clean(self) -> None:
        """Leave nothing half-made behind."""
        if self.writer is not None:
            with suppress(OSError):  # a full disk, which was said already
                self.writer.close()
        self.beside(self.target).unlink(missing_ok=True)
        self.beside(self.rejects).unlink(missing_ok=True)
