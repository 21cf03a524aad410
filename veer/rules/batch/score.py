"""A table of people in, a table of answers out: the same answers as one by one, block by block.

Rows whose facts are all known run through `exact`; rows with something unknown through `bounds`; rows with a value that
cannot be taken, or that break a rule on the facts, are read one by one so that the error says what and where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..evaluate import broken_rules, evaluate
from ..explain import inner_items
from ..inputs import read_profile
from ..ir import Layout
from ..lower import Program
from ..problems import FactProblem, InputError
from ..questions import settle_last
from ..runtime import UNKNOWN
from ..time.days import to_day
from .columns import ID, Buffers, Column, Filler, declared, typed
from .compiled import Y, interpreted_rows, rows_function
from .rows import facts_of_row, with_cells
from .settle import LastFact

BLOCK = 8192
SMALL = 2000
OUTCOMES = ("closed", "maybe", "open")

Array = Any
"""A NumPy array."""


@dataclass(frozen=True, slots=True)
class Out:
    """One column of the answer: an output's value, its low or its high end."""

    name: str
    place: int
    end: str  # value | min | max


@dataclass(slots=True)
class Rejected:
    """A row that cannot be scored: its number from 0, its id, and what is wrong."""

    row: int
    id: str | None
    errors: list[FactProblem]


@dataclass(slots=True)
class Scorer:
    """Scores tables for one route. `on`: one day for all rows; `today`: the day of rows that say none."""

    program: Program
    on: dt.date | None = None
    today: dt.date | None = None
    only: tuple[str, ...] | None = None
    cache: Path | None = None
    columns: dict[str, Column] = field(init=False)
    outs: list[Out] = field(init=False)
    filler: Filler = field(init=False)
    wanted: tuple[int, ...] = field(init=False)
    at: dict[int, int] = field(init=False)
    held: int = field(init=False)
    last_fact: LastFact = field(init=False)
    optional: list[tuple[int, int]] = field(init=False)
    gated: list[tuple[int, list[int]]] = field(init=False)
    seen: int = 0
    compiling: bool = False
    inputs: Array = field(init=False, default=None)
    filled: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.columns = declared(self.program)
        self.outs = [o for o in out_columns(self.program) if self.only is None or o.name in self.only]
        self.filler = Filler(self.program, self.columns)
        names, layout = self.program.names, self.program.layout
        self.optional = [
            (s.index, layout.by_path[f"{s.path}?"])
            for s in layout.slots
            if s.role == "value" and f"{s.path}?" in layout.by_path
        ]
        self.gated = gates(layout)
        always = [names["conditions"], names["in_force"], *(c.output for c in self.program.checks)]
        total = [names["total"]] if "total" in names else []
        self.wanted = tuple(sorted({*always, *total, *(o.place for o in self.outs)}))
        self.at = {place: position for position, place in enumerate(self.wanted)}
        self.held = self.at[names["conditions"]]
        self.last_fact = LastFact(self.program, len(self.wanted), self.held)

    def warm(self) -> None:
        """Compile (or load compiled) code before the first row."""
        self.compiling = True
        rows_function(self.program, "exact", self.wanted, self.cache)(
            self.filler.blank(0), np.zeros((len(self.wanted), 0), np.int64), np.zeros(0, np.int64), Y
        )

    def score(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Rejected]]:
        """Answers for one table of flat columns, in its order, without the rejected rows."""
        frame = typed(frame, frame.schema, self.columns).rechunk()
        self.compiling = self.compiling or frame.height > SMALL
        buffers = {name: (frame[name], Buffers.of(frame[name])) for name in frame.columns if name != ID}
        if self.inputs is None or self.filled != set(buffers):
            self.inputs, self.filled = self.filler.blank(BLOCK), set(buffers)
        low = np.zeros((len(self.wanted), frame.height), np.int64)
        high, rejected = low, []
        for start in range(0, frame.height, BLOCK):
            span = slice(start, min(start + BLOCK, frame.height))
            x, status = self._inputs(buffers, span)
            self._exact(x, low[:, span], status)
            if high is low and status.any():  # 1 becomes 2 where nothing is compiled
                high = low.copy()
            elif high is not low:
                high[:, span] = low[:, span]
            self._bounds(x, status, low[:, span], high[:, span])
            self._check(high[:, span], status)
            self._settle(x, status, low[:, span], high[:, span])
            rejected += self._one_by_one(frame, start, status, low[:, span], high[:, span])
        table = self._table(frame, low, high, rejected)
        self.seen += frame.height
        return table, rejected

    def _inputs(self, buffers: dict[str, tuple[pl.Series, Buffers]], span: slice) -> tuple[Array, Array]:
        """Inputs of a block of rows, and a mark for each row: 0 as it is, 2 to be read one by one."""
        x = self.inputs[:, : span.stop - span.start]
        status = np.zeros(x.shape[1], np.int64)
        for name, (series, held) in buffers.items():
            column = self.columns[name]
            self.filler.fill(column, series, held, span.start, x[column.slot.index], status)
        for slot, there in self.optional:  # a value that is given is there; an empty cell says nothing
            x[there] = np.where(x[slot] != UNKNOWN, 1, UNKNOWN)
        for gate, behind in self.gated:
            unread = np.flatnonzero(x[gate] == UNKNOWN)
            if len(unread):
                x[np.ix_(np.array(behind), unread)] = UNKNOWN
        self._days(x, status)
        return x, status

    def _exact(self, x: Array, low: Array, status: Array) -> None:
        """Answers of rows that are wholly known; 1 marks the others."""
        if self.compiling:
            rows_function(self.program, "exact", self.wanted, self.cache)(x, low, status, Y)
        else:
            interpreted_rows(self.program, self.wanted)(x, low, status, Y)
            status[status == 1] = 2  # what is not wholly known is read one by one

    def _days(self, x: Array, status: Array) -> None:
        """The day asked about and the day of law of each row; a date after its day is off its domain."""
        if self.on is not None:
            x[0] = to_day(self.on)
        elif self.today is not None:
            x[0][x[0] == UNKNOWN] = to_day(self.today)
        status[x[0] == UNKNOWN] = 2
        x[1] = x[0]  # the law of that day, unless an event fixes it
        anchor = self.program.layout.by_path.get(self.program.route.anchor or "")
        if anchor is not None:
            x[1] = np.where(x[anchor] != UNKNOWN, x[anchor], x[0])
        for slot in self.program.layout.slots:
            if slot.until_on:
                late = x[slot.index] > x[0]
                status[late] = 2

    def _bounds(self, x: Array, status: Array, low: Array, high: Array) -> None:
        picked = np.flatnonzero(status == 1)
        if not len(picked):
            return
        slots = self.program.layout.slots
        lowest, highest = np.array([s.low for s in slots]), np.array([s.high for s in slots])
        until_on, keep = np.zeros(len(slots), np.bool_), np.zeros(len(slots), np.bool_)
        for s in slots:
            until_on[s.index] = s.until_on
            keep[s.index] = s.role == "value" and s.fact is not None and self.program.facts[s.fact].derive is not None
            if s.ty.symbols is not None and s.ty.symbols.open:
                highest[s.index] = len(s.ty.symbols.words) - 1
        ol = np.zeros((low.shape[0], len(picked)), np.int64)
        oh = np.zeros_like(ol)
        rows_function(self.program, "bounds", self.wanted, self.cache)(
            x, picked, lowest, highest, until_on, keep, ol, oh, Y
        )
        low[:, picked], high[:, picked] = ol, oh

    def _check(self, high: Array, status: Array) -> None:
        """Rows that break a rule on the facts are read one by one."""
        for check in self.program.checks:
            limit = check.size if check.kind == "item" else 1
            status[(high[self.at[check.output]] < limit) & (status < 2)] = 2

    def _settle(self, x: Array, status: Array, low: Array, high: Array) -> None:
        """Rows with one last unknown fact: their answers are gone through."""
        if not self.program.conditions:
            return
        rows = np.flatnonzero((status == 1) & (low[self.held] != high[self.held]))
        if len(rows):
            decided, outcomes, left = self.last_fact.settle(x, rows, self._exact)
            low[self.held, decided] = high[self.held, decided] = outcomes
            status[left] = 3

    def _one_by_one(self, frame: pl.DataFrame, start: int, status: Array, low: Array, high: Array) -> list[Rejected]:
        rejected = []
        ids = frame[ID] if ID in frame.columns else None
        for r in np.flatnonzero(status >= 2):
            try:
                self._one(facts_of_row(self.program, self.columns, frame, start + int(r)), low, high, int(r))
            except InputError as error:
                name = ids[start + int(r)] if ids is not None else None
                problems = with_cells(error.problems, frame, start + int(r))
                rejected.append(Rejected(self.seen + start + int(r), name, problems))
        return rejected

    def score_people(
        self, people: list[tuple[str, Mapping[str, Any]]], first_row: int
    ) -> tuple[pl.DataFrame, list[Rejected]]:
        """Answers for people given as nested facts, with their ids."""
        low = np.zeros((len(self.wanted), len(people)), np.int64)
        high, rejected = low.copy(), []
        for r, (name, facts) in enumerate(people):
            try:
                self._one(facts, low, high, r)
            except InputError as error:
                rejected.append(Rejected(first_row + r, name, error.problems))
        ids = pl.DataFrame({ID: pl.Series([name for name, _ in people], dtype=pl.String)})
        self.seen = first_row
        return self._table(ids, low, high, rejected), rejected

    def _one(self, facts: Mapping[str, Any], low: Array, high: Array, r: int) -> None:
        profile = read_profile(self.program, facts, on=self.on, today=self.today)
        result = evaluate(profile, self.wanted)
        if broken := broken_rules(profile, result):
            raise InputError(broken)
        wanted = list(self.wanted)
        low[:, r], high[:, r] = np.array(result.low)[wanted], np.array(result.high)[wanted]
        if low[self.held, r] != high[self.held, r] and (settled := settle_last(profile)) is not None:
            low[self.held, r] = high[self.held, r] = settled

    # --- out -------------------------------------------------------------------------------------------------------

    def _table(self, frame: pl.DataFrame, low: Array, high: Array, rejected: list[Rejected]) -> pl.DataFrame:
        data: dict[str, Any] = {ID: frame[ID]} if ID in frame.columns else {}
        in_force = high[self.at[self.program.names["in_force"]]] == 1
        if self.only is None or "outcome" in self.only:
            data["outcome"] = self._outcomes(low, high, in_force)
        for out in self.outs:
            data[out.name] = self._values(out, low, high, in_force)
        table = pl.DataFrame(data)
        if rejected:
            keep = np.ones(table.height, np.bool_)
            keep[[r.row - self.seen for r in rejected]] = False
            table = table.filter(pl.Series(keep))
        return table

    def _outcomes(self, low: Array, high: Array, in_force: Array) -> pl.Series:
        if self.program.conditions:
            codes = low[self.held] + high[self.held]
        elif "total" in self.program.names:  # without conditions a route is open when its total is exact
            total = self.at[self.program.names["total"]]
            codes = np.where(low[total] == high[total], 2, 1)
        else:
            codes = np.full(low.shape[1], 2)
        return pl.Series(OUTCOMES).gather(np.where(in_force, codes, 0).astype(np.uint32))

    def _values(self, out: Out, low: Array, high: Array, in_force: Array) -> pl.Series:
        lowest, highest = low[self.at[out.place]], high[self.at[out.place]]
        series = pl.Series(out.name, (highest if out.end == "max" else lowest).astype(np.int32))
        there = in_force if out.end != "value" else in_force & (lowest == highest)
        return series if there.all() else pl.select(pl.when(pl.Series(there)).then(series)).to_series().alias(out.name)


def gates(layout: Layout) -> list[tuple[int, list[int]]]:
    """Inputs that say whether others are read, outer ones first: where one is unknown, those behind it are not read."""
    behind: dict[int, list[int]] = {}
    for slot in layout.slots:
        for guard in slot.guards:
            behind.setdefault(guard, []).append(slot.index)
    for held in layout.lists.values():
        if held.count is not None:
            behind[held.count] = list(range(held.base, held.base + held.size * held.stride))
    return sorted(behind.items())


def out_columns(program: Program) -> list[Out]:
    """Columns of points in order: total with its ends, each section with its ends, then its items."""
    if "total" not in program.names:
        return []
    place = program.names["total"]
    found = [Out("total", place, "value"), Out("total.min", place, "min"), Out("total.max", place, "max")]
    for view in (*program.sections, *program.subtotals):
        found += [
            Out(view.name, view.output, "value"),
            Out(f"{view.name}.min", view.output, "min"),
            Out(f"{view.name}.max", view.output, "max"),
        ]
        if view.parts:
            found += [Out(f"{view.name}.{name}", item.output, "value") for name, item in inner_items(program, view)]
    return found


def batches(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """A lazy table in pieces, in order, within bounded memory."""
    yield from frame.collect_batches(maintain_order=True, lazy=True)
