"""Where answers change: for each input, the values at which some rule may turn.

A rule compares something computed from a fact with a number; pulling that number back through the computation gives the
fact's own cut point. Between two cut points every value of the fact means the same to the law.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from .ir import Node, Slot
from .lower import Program
from .time.days import FIRST, LAST, add_months

ENDS = 20
"""Of a table that a fact is compared with, at most so many values cut it."""
ABSORB = ("segment", "table")
PULLED = ("whole", "years", "months", "min", "max", "own", "if", "later", "working")
"""Operations through which `_pull` brings a number back to the fact."""


def cut_points(program: Program, on: int) -> dict[int, tuple[int, ...]]:
    """Rising cut points by slot on a day; a value belongs to the class that starts at the last cut at or below it."""
    key = f"cuts{on}"
    if key not in program.compiled:  # one day is kept
        for old in [k for k in program.compiled if k.startswith("cuts")]:
            del program.compiled[old]
    return program.once(key, lambda: _all_cuts(program, on))


def _all_cuts(program: Program, on: int) -> dict[int, tuple[int, ...]]:
    cuts: dict[int, set[int]] = {}
    for node in program.graph.nodes.values():
        for operand, cut in _compared(node):
            for slot, value in _pull(program, operand, cut, on, 0):
                cuts.setdefault(slot, set()).add(value)
    return {slot: tuple(sorted(values)) for slot, values in cuts.items()}


def classes(program: Program, slot: Slot, low: int, high: int, on: int) -> list[tuple[int, int]]:
    """The span [low, high] of a slot cut into stretches whose values mean the same."""
    if slot.ty.kind in ("sym", "bool"):
        return [(v, v) for v in range(low, high + 1)]
    starts = [low, *(c for c in cut_points(program, on).get(slot.index, ()) if low < c <= high)]
    return list(zip(starts, [c - 1 for c in starts[1:]] + [high], strict=True))


def moving(program: Program) -> frozenset[int]:
    """Slots of numbers whose cut points move with another fact, or are not all found: one is compared with another
    fact, or added to one before it is compared. One value of a class does not stand for the class there."""
    return program.once("moving", lambda: _moving(program))


def _moving(program: Program) -> frozenset[int]:
    found: set[int] = set()
    reads: dict[int, frozenset[int]] = {}  # the slots that a number is made of, before anything is compared with it
    for node in program.graph.nodes.values():  # what a node is made of comes before it
        made_of = frozenset[int]().union(*(reads[id(part)] for part in node.args))
        if node.op == "slot":
            made_of = frozenset({node.number})
        elif made_of and _moves(node):
            found |= made_of
        reads[id(node)] = made_of if node.ty.kind in ("int", "date") and node.op not in ABSORB else frozenset()
    return frozenset(found)


def _moves(node: Node) -> bool:
    """Whether what is brought back through this operation depends on more than one fact and the law's numbers."""
    if node.op in ("le", "eq"):
        return not any(_fixed(part) for part in node.args)
    if node.op == "add":
        return sum(part.const is None for part in node.args) > 1
    if node.op == "mul":
        return node.args[1].const is None
    return node.op not in (*PULLED, *ABSORB)


def _fixed(node: Node) -> bool:
    return node.const is not None or (node.op == "table" and len(set(node.table_of.values)) <= ENDS)


def _compared(node: Node) -> Iterator[tuple[Node, int]]:
    """Pairs of something computed and a number it is compared with; the class starts at that number."""
    if node.op == "segment":
        for cut in node.cuts:
            yield node.args[0], cut
    elif node.op in ("le", "eq"):
        a, b = node.args
        if b.const is not None:
            yield a, b.low + 1
            yield a, b.low
        elif a.const is not None:
            yield b, a.low
            yield b, a.low + 1
        else:  # a fact beside the day asked about, or beside a dated mark: each reachable end of one cuts the other
            for one, other in ((a, b), (b, a)):
                ends = set(other.table_of.values) if other.op == "table" else set()
                for end in sorted(ends)[:ENDS]:
                    yield one, end
                    yield one, end + 1
    elif node.op in ("min", "max"):
        for a in node.args:
            for b in node.args:
                if a is not b and b.const is not None:
                    yield a, b.low


def _pull(program: Program, node: Node, cut: int, on: int, depth: int) -> Iterator[tuple[int, int]]:
    if depth > 12:
        return
    args = node.args
    if node.op == "slot":
        yield node.number, cut
    elif node.op == "item":
        name, offset = node.item_of
        layout = program.layout.lists[name]
        for i in range(layout.size):
            yield layout.base + i * layout.stride + offset, cut
    elif node.op == "whole":
        yield from _pull(program, args[0], cut * node.number, on, depth + 1)
    elif node.op == "mul" and args[1].const:
        by = args[1].low
        yield from _pull(program, args[0], -(-cut // by), on, depth + 1)
        if by < 0:
            yield from _pull(program, args[0], cut // by + 1, on, depth + 1)
    elif node.op == "add":
        fixed = sum(a.low for a in args if a.const is not None)
        for part in args:
            if part.const is None:
                yield from _pull(program, part, cut - fixed, on, depth + 1)
    elif node.op in ("years", "months"):
        yield from _pull_time(program, node, cut, on, depth)
    elif node.op in ("min", "max", "own"):
        for part in args:
            yield from _pull(program, part, cut, on, depth + 1)
    elif node.op == "if":
        for part in args[1:]:
            yield from _pull(program, part, cut, on, depth + 1)
    elif node.op == "fold":
        yield from _pull(program, args[1], cut, on, depth + 1)
    elif node.op == "later":
        yield from _pull(program, args[0], add_months(cut, -node.number), on, depth + 1)
    elif node.op == "working":  # the first day up to which there are so many
        day = bisect_left(program.layout.calendars[node.calendar], cut) + FIRST
        if FIRST < day <= LAST:
            yield from _pull(program, args[0], day, on, depth + 1)


def _pull_time(program: Program, node: Node, cut: int, on: int, depth: int) -> Iterator[tuple[int, int]]:
    """Completed years or months from a date to the day asked about: the first day on which one fewer is complete."""
    start, end = node.args
    if end.op == "slot" and end.number == 0:
        months = 12 * cut if node.op == "years" else cut
        if abs(months) < 12 * 300:
            day = add_months(on, -months) + 1
            if FIRST < day <= LAST:
                yield from _pull(program, start, day, on, depth + 1)
