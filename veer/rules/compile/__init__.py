"""From a graph to Python source that runs for one person as it is, and for millions of rows compiled by Numba.

One generator, two algebras. `exact` computes single numbers and gives up (returns 1) as soon as it meets something
unknown; `bounds` computes the interval [low, high] of every value. Both read inputs by slot and write outputs by place.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..ir import Layout, Node
from .bounds import Bounds
from .emitter import Source
from .exact import Exact

__all__ = ["Source", "generate"]


def generate(
    layout: Layout,
    outputs: list[Node],
    mode: str,
    wanted: Iterable[int] | None = None,
    *,
    compact: bool = False,
    table: bool = False,
) -> Source:
    """Source of `run(x, o, Y)` (exact) or `run(lo, hi, ol, oh, Y)` (bounds) for the wanted places of outputs.

    `compact`: outputs are written one after another in the order of their places, not at their places.
    `table`: of `run(x, o, r, Y)` (exact), where `x` and `o` have a column a person and `r` is the column to run.
    `Y`: for each day from the first, its date written yyyymmdd.
    """
    places = tuple(range(len(outputs)) if wanted is None else sorted(set(wanted)))
    emitter = Exact(layout, outputs, places) if mode == "exact" else Bounds(layout, outputs, places)
    emitter.compact = compact
    emitter.row = ", r" if table else ""
    return emitter.source()
