"""What depends on a small range of one value is read from one table: a fact's band and the points of it in one step."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import product
from math import prod
from typing import NamedTuple

from ..ir import Node, Table

LARGEST = 4096
"""Entries of a table that is made in place of smaller ones."""


class Axis(NamedTuple):
    """A value as that of another: `values` of it from `first` on; below and above, those of the ends."""

    of: Node
    first: int
    values: tuple[int, ...]

    def at(self, name: str) -> str:
        """Where in `values` the value stands of which `name` is the other's."""
        return f"min(max({name}, {self.first}), {self.first + len(self.values) - 1}) - {self.first}"


def axis(node: Node, alone: Callable[[Node], bool]) -> Axis | None:
    """The axis that a value is, if it is one. `alone`: is a value of use for one other only?"""
    if node.op not in ("segment", "table") or len(node.args) != 1:
        return None
    arg = node.args[0]
    inner = axis(arg, alone) if alone(arg) and arg.loop == node.loop else None
    if node.op == "table":
        return inner and inner._replace(values=tuple(node.table_of.values[v] for v in inner.values))
    cuts = node.cuts
    if inner is None and cuts[-1] - cuts[0] <= LARGEST:
        inner = Axis(arg, cuts[0] - 1, tuple(range(cuts[0] - 1, cuts[-1] + 1)))
    return inner and inner._replace(values=tuple(bisect_right(cuts, v) for v in inner.values))


def widened(node: Node, alone: Callable[[Node], bool]) -> tuple[Table, list[Axis | None]]:
    """A table read by axes where its places are some; None where a place stays as it is."""
    sizes, values = node.table_of
    axes = [axis(arg, alone) if alone(arg) and arg.loop == node.loop else None for arg in node.args]
    places = [a.values if a else tuple(range(size)) for a, size in zip(axes, sizes, strict=True)]
    if prod(map(len, places)) > LARGEST:
        return node.table_of, [None] * len(sizes)
    strides = [prod(sizes[i + 1 :]) for i in range(len(sizes))]
    entries = tuple(values[sum(p * s for p, s in zip(at, strides, strict=True))] for at in product(*places))
    return Table(tuple(map(len, places)), entries), axes
