"""Rows where one last fact is unknown: intervals forget that it stands in two places, its answers one by one do not.

All values of a class mean the same to the law, so one value stands for the class and the rows run as known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..cuts import classes, moving
from ..ir import Slot
from ..lower import Program
from ..runtime import UNKNOWN

MOST_CLASSES = 64
CELLS = 200_000

Array = Any
"""A NumPy array."""

Exact = Callable[[Array, Array, Array], None]
"""Fills answers (outputs x rows) and marks (0: wholly known) from inputs (slots x rows)."""


class LastFact:
    """Settles rows of one route. `held`: the place of the outcome among the answers; `width`: their number."""

    def __init__(self, program: Program, width: int, held: int) -> None:
        self.program, self.width, self.held = program, width, held
        slots = program.layout.slots
        items = {
            i for held in program.layout.lists.values() for i in range(held.base, held.base + held.size * held.stride)
        }
        read = [slots[i] for i in sorted(program.read - items)]  # of a list, how many it has speaks for it
        self.free = [s for s in read if s.fact and s.role != "state" and not s.guards and not self._is_derived(s)]
        self.starts = {slot.index: self._starts(slot) for slot in self.free}

    def settle(self, x: Array, rows: Array, exact: Exact) -> tuple[Array, Array, Array]:
        """Of undecided rows: those decided after all, their outcome, and those to be read one by one."""
        unknown = np.zeros(len(rows), np.int64)
        facts = {slot.fact for slot in self.free}
        for fact in facts:
            places = [s.index for s in self.free if s.fact == fact]
            unknown += (x[np.ix_(places, rows)] == UNKNOWN).any(axis=0)
        decided, outcomes, left = [], [], [rows[unknown == 0]]  # none here: it lies in a record or a list
        for slot in self.free:
            mine = rows[(unknown == 1) & (x[slot.index, rows] == UNKNOWN)]
            if not len(mine):
                continue
            starts = self.starts[slot.index]
            if starts is None:
                left.append(mine)
                continue
            for part in np.array_split(mine, max(1, len(mine) * len(starts) // CELLS)):
                settled, value, odd = self._go_through(x, part, slot.index, starts, exact)
                decided.append(settled)
                outcomes.append(value)
                left.append(odd)
        empty = np.zeros(0, np.int64)
        return np.concatenate([empty, *decided]), np.concatenate([empty, *outcomes]), np.concatenate([empty, *left])

    def _is_derived(self, slot: Slot) -> bool:
        """What follows from other facts is not asked for: it is unknown only where one of those is."""
        return self.program.facts[slot.fact or ""].derive is not None

    def _starts(self, slot: Slot) -> Array | None:
        """One value for each class of answers; None where they are many, or move with the day or another fact."""
        fact = self.program.facts[slot.fact or ""]
        if slot.index in moving(self.program):
            return None
        if slot.role != "value" or slot.ty.kind == "date" or fact.type.kind == "judgement":
            return None
        high = len(slot.ty.symbols.words) - 1 if slot.ty.symbols else slot.high
        spans = classes(self.program, slot, slot.low, high, 0)
        return np.array([low for low, _ in spans]) if len(spans) <= MOST_CLASSES else None

    def _go_through(self, x: Array, rows: Array, slot: int, starts: Array, exact: Exact) -> tuple[Array, Array, Array]:
        tried = np.repeat(x[:, rows], len(starts), axis=1)
        tried[slot] = np.tile(starts, len(rows))
        answers = np.zeros((self.width, tried.shape[1]), np.int64)
        status = np.zeros(tried.shape[1], np.int64)
        exact(tried, answers, status)
        found = answers[self.held].reshape(len(rows), len(starts))
        whole = (status.reshape(len(rows), len(starts)) == 0).all(axis=1)
        same = whole & (found == found[:, :1]).all(axis=1)
        return rows[same], found[same, 0], rows[~whole]
