"""A table of people in, a table of answers out: the same answers as one by one, block by block, a thread a core.

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
from .threads import cores, share

BLOCK = 8192
ASIDE = 8  # cells between inputs: so many bytes apart as a power of two, they would push each other out of the cache
SMALL = 2000
OUTCOMES = ("closed", "maybe", "open")
TOTAL = ("total", "total.min", "total.max")

Array = Any
"""A NumPy array."""

Columns = dict[str, tuple[pl.Series, Buffers]]
"""The columns of one table, and what they hold."""


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
    """Scores tables for one route. `on`: one day for all rows; `today`: the day of rows that say none.

    `threads`: how many at most, all that this process may use when None; answers do not depend on it.
    """

    program: Program
    on: dt.date | None = None
    today: dt.date | None = None
    only: tuple[str, ...] | None = None
    cache: Path | None = None
    threads: int | None = None
    columns: dict[str, Column] = field(init=False)
    outs: list[Out] = field(init=False)
    filler: Filler = field(init=False)
    wanted: tuple[int, ...] = field(init=False)
    at: dict[int, int] = field(init=False)
    held: int = field(init=False)
    last_fact: LastFact = field(init=False)
    limits: tuple[Array, Array, Array, Array] = field(init=False)
    optional: list[tuple[int, int]] = field(init=False)
    gated: list[tuple[int, list[int]]] = field(init=False)
    seen: int = 0
    compiling: bool = False
    bounded: bool = False
    inputs: list[Array] = field(init=False, default_factory=list)
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
        self.limits = limits(self.program)
        always = [names["conditions"], names["in_force"], *(c.output for c in self.program.checks)]
        total = [names["total"]] if "total" in names else []
        self.wanted = tuple(sorted({*always, *total, *(o.place for o in self.outs)}))
        self.at = {place: position for position, place in enumerate(self.wanted)}
        self.held = self.at[names["conditions"]]
        self.last_fact = LastFact(self.program, len(self.wanted), self.held)

    def warm(self) -> None:
        """Compile (or load compiled) code before the first row."""
        self.compiling = True
        rows_function(self.program, "exact", self.wanted, self.cache)

    def score(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Rejected]]:
        """Answers for one table of flat columns, in its order, without the rejected rows."""
        frame = typed(frame, frame.schema, self.columns).rechunk()
        if frame.height > SMALL and not self.compiling:
            self.warm()
        columns = {name: (frame[name], Buffers.of(frame[name])) for name in frame.columns if name != ID}
        low = np.zeros((len(self.wanted), frame.height), np.int64)
        high = np.empty_like(low)  # takes no memory until something is unknown
        left = self._blocks(columns, low, high)
        if not left:
            high = low
        for start in range(0, frame.height if left else 0, BLOCK):
            if start not in left:
                high[:, start : start + BLOCK] = low[:, start : start + BLOCK]
        rejected = self._one_by_one(frame, [row for start in sorted(left) for row in left[start]], low, high)
        table = self._table(frame, low, high, rejected)
        self.seen += frame.height
        return table, rejected

    def _blocks(self, columns: Columns, low: Array, high: Array) -> dict[int, list[int]]:
        """Fill in answers block by block. By start of each block whose `high` is filled in too: rows left one by one.

        Code is compiled here, where Ctrl-C stops it, and never on a thread: a block that needs more comes again.
        """
        left: dict[int, list[int]] = {}
        again: list[int] = []

        def work(thread: int, start: int) -> None:
            span = slice(start, min(start + BLOCK, low.shape[1]))
            x, status = self._inputs(self.inputs[thread], columns, span)
            self._exact(x, low[:, span], status)
            if not self.bounded and (status == 1).any():
                again.append(start)
            elif self._ranges(x, status, low[:, span], high[:, span]):
                left[start] = (start + np.flatnonzero(status >= 2)).tolist()

        starts = range(0, low.shape[1], BLOCK)
        threads = max(1, min(self.threads or cores(), len(starts)))
        self._prepare(columns, threads)
        share(work, starts, threads)
        if again:
            rows_function(self.program, "bounds", self.wanted, self.cache)
            self.bounded = True
            share(work, again, threads)
        return left

    def _prepare(self, columns: Columns, threads: int) -> None:
        """A buffer of inputs for each thread; and what threads share is made before they start."""
        if self.filled != set(columns):
            self.inputs, self.filled = [], set(columns)
        self.inputs += [self.filler.blank(BLOCK + ASIDE) for _ in range(threads - len(self.inputs))]
        self._inputs(self.inputs[0], columns, slice(0, 0))  # reading no rows compiles loops and learns words

    def _ranges(self, x: Array, status: Array, low: Array, high: Array) -> bool:
        """Fill in `high`, and both ends where something is unknown. False: all is known, `high` is `low`."""
        unknown = bool((status == 1).any())
        if unknown:
            high[:] = low
            self._bounds(x, status, low, high)
        self._check(high if unknown else low, status)
        if not status.any():
            return False
        if unknown:
            self._settle(x, status, low, high)
        else:
            high[:] = low
        return True

    def _inputs(self, x: Array, columns: Columns, span: slice) -> tuple[Array, Array]:
        """Inputs of a block of rows, and a mark for each row: 0 as it is, 2 to be read one by one."""
        x = x[:, : span.stop - span.start]
        status = np.zeros(x.shape[1], np.int64)
        for name, (series, held) in columns.items():
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
        ol = np.zeros((low.shape[0], len(picked)), np.int64)
        oh = np.zeros_like(ol)
        bounds = rows_function(self.program, "bounds", self.wanted, self.cache)
        bounds(x, picked, *self.limits, ol, oh, Y)
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

    def _one_by_one(self, frame: pl.DataFrame, rows: list[int], low: Array, high: Array) -> list[Rejected]:
        rejected = []
        ids = frame[ID] if ID in frame.columns else None
        for r in rows:
            try:
                self._one(facts_of_row(self.program, self.columns, frame, r), low, high, r)
            except InputError as error:
                name = ids[r] if ids is not None else None
                rejected.append(Rejected(self.seen + r, name, with_cells(error.problems, frame, r)))
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
        if "total" not in self.program.names:  # of a route without points too, so that its answers are read alike
            none = pl.Series([None] * low.shape[1], dtype=pl.Int32)
            data |= {name: none for name in TOTAL if self.only is None or name in self.only}
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


def limits(program: Program) -> tuple[Array, Array, Array, Array]:
    """For each input the lowest and highest that an unknown one may be, and two marks: not after the day asked about;
    known all the same, since the law works it out where nobody says it."""
    slots = program.layout.slots
    lowest, highest = np.array([s.low for s in slots]), np.array([s.high for s in slots])
    until_on, keep = np.zeros(len(slots), np.bool_), np.zeros(len(slots), np.bool_)
    for s in slots:
        until_on[s.index] = s.until_on
        keep[s.index] = s.role == "value" and s.fact is not None and program.facts[s.fact].derive is not None
        if s.ty.symbols is not None and s.ty.symbols.open:
            highest[s.index] = len(s.ty.symbols.words) - 1
    return lowest, highest, until_on, keep


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
    found = [Out(name, place, end) for name, end in zip(TOTAL, ("value", "min", "max"), strict=True)]
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
