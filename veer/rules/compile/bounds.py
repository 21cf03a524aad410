"""The algebra of what may be unknown: every value is an interval.

A name is given a value once and without a branch where that can be: Numba's time to compile grows with the names that
are given several, times the size of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ..ir import BIG, ListLayout, Node
from ..runtime import UNKNOWN
from ..time.days import FIRST
from .emitter import Emitter, Scope

EXTENTS = 3
"""Axes up to which a function gives the smallest and largest entry."""


class Bounds(Emitter):
    """Intervals: two names a value."""

    signature = "lo, hi, ol, oh, Y"

    def store(self, place: int, names: tuple[str, str], root: Scope) -> None:
        root.line(f"ol[{place}] = {names[0]}")
        root.line(f"oh[{place}] = {names[1]}")

    def set(self, scope: Scope, low: str, high: str) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name}l = {low}")
        scope.line(f"{name}h = {high}")
        return f"{name}l", f"{name}h"

    def args(self, node: Node, scope: Scope) -> list[tuple[str, str]]:
        return [self.emit(a, scope) for a in node.args]

    def op_slot(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"lo[{node.number}]", f"hi[{node.number}]")

    def op_item(self, node: Node, scope: Scope) -> tuple[str, str]:
        offset = node.item_of.offset
        return self.set(scope, f"lo[p + {offset}]", f"hi[p + {offset}]")

    def op_key(self, node: Node, scope: Scope) -> tuple[str, str]:
        return "i", "i"

    op_index = op_key

    def op_own(self, node: Node, scope: Scope) -> tuple[str, str]:
        slot = node.args[0].number
        low, high = self.set(scope, f"lo[{slot}]", f"hi[{slot}]")
        inner = Scope(scope.indent + 1, scope)
        found = self.emit(node.args[1], inner)
        inner.line(f"{low} = {found[0]}")
        inner.line(f"{high} = {found[1]}")
        self.close(scope, inner, f"if {low} == {UNKNOWN}:")
        return low, high

    def op_agree(self, node: Node, scope: Scope) -> tuple[str, str]:
        slot = node.args[0].number
        low, high = self.set(scope, "1", "1")
        inner = Scope(scope.indent + 1, scope)
        found = self.emit(node.args[1], inner)
        inner.line(f"{low} = 1 if lo[{slot}] == hi[{slot}] == {found[0]} == {found[1]} else 0")
        inner.line(f"{high} = 1 if lo[{slot}] <= {found[1]} and {found[0]} <= hi[{slot}] else 0")
        self.close(scope, inner, f"if lo[{slot}] != {UNKNOWN}:")
        return low, high

    def op_not(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, f"1 - {high}", f"1 - {low}")

    def op_and(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.set(scope, "0", "0")
        blocks, parts = [scope], []
        for part in node.args:
            parts.append(self.emit(part, blocks[-1]))
            blocks.append(Scope(blocks[-1].indent + 1, blocks[-1]))
        blocks[-1].line(f"{high} = 1")
        blocks[-1].line(f"{low} = {' & '.join(p[0] for p in parts)}")
        for (outer, inner), held in reversed(list(zip(pairwise(blocks), parts, strict=True))):
            self.close(outer, inner, f"if {held[1]}:")
        return low, high

    def op_or(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.set(scope, "0", "0")
        blocks = [scope]
        for part in node.args:
            block = blocks[-1]
            found = self.emit(part, block)
            block.line(f"{low} = {found[0]}")
            block.line(f"if {found[1]}: {high} = 1")
            blocks.append(Scope(block.indent + 1, block))
        for outer, inner in reversed(list(pairwise(blocks))):
            if inner.lines:
                self.close(outer, inner, f"if not {low}:")
        return low, high

    def op_le(self, node: Node, scope: Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, f"({ah} <= {bl}) * 1", f"({al} <= {bh}) * 1")

    def op_eq(self, node: Node, scope: Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(
            scope,
            f"({al} == {ah}) & ({bl} == {bh}) & ({al} == {bl}) * 1",
            f"({al} <= {bh}) & ({bl} <= {ah}) * 1",
        )

    def op_if(self, node: Node, scope: Scope) -> tuple[str, str]:
        cl, ch = self.emit(node.args[0], scope)
        low, high = self.set(scope, str(BIG), str(-BIG))
        for header, part in ((f"if {ch}:", node.args[1]), (f"if not {cl}:", node.args[2])):
            inner = Scope(scope.indent + 1, scope)
            found = self.emit(part, inner)
            inner.line(f"{low} = min({low}, {found[0]})")
            inner.line(f"{high} = max({high}, {found[1]})")
            self.close(scope, inner, header)
        return low, high

    def op_add(self, node: Node, scope: Scope) -> tuple[str, str]:
        parts = self.args(node, scope)
        return self.set(scope, " + ".join(p[0] for p in parts), " + ".join(p[1] for p in parts))

    def op_mul(self, node: Node, scope: Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        if node.args[1].const is not None:
            low, high = (al, ah) if node.args[1].low >= 0 else (ah, al)
            return self.set(scope, f"{low} * {bl}", f"{high} * {bl}")
        products = f"{al} * {bl}, {al} * {bh}, {ah} * {bl}, {ah} * {bh}"
        return self.set(scope, f"min({products})", f"max({products})")

    def op_whole(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, f"{low} // {node.number}", f"{high} // {node.number}")

    def op_rest(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        by = node.number
        return self.set(
            scope, f"{low} % {by} if {low} == {high} else 0", f"{low} % {by} if {low} == {high} else {by - 1}"
        )

    def op_min(self, node: Node, scope: Scope) -> tuple[str, str]:
        parts = self.args(node, scope)
        return self.set(
            scope, f"{node.op}({', '.join(p[0] for p in parts)})", f"{node.op}({', '.join(p[1] for p in parts)})"
        )

    op_max = op_min

    def op_segment(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        cuts = node.cuts
        return self.set(scope, self.segment_of(low, cuts), self.segment_of(high, cuts))

    def op_table(self, node: Node, scope: Scope) -> tuple[str, str]:
        """Smallest and largest entry of the part of the table that the places span."""
        sizes, values = node.table_of
        places, strides, table = self.args(node, scope), self.strides(sizes), self.table(values)

        def at(names: list[str]) -> str:
            return " + ".join(n if s == 1 else f"{n} * {s}" for n, s in zip(names, strides, strict=True))

        if len(places) <= EXTENTS:  # a call: written out, the loops would be most of the code
            name = self.fresh()
            ends = ", ".join(f"{p[0]}, {p[1]}, {s}" for p, s in zip(places, strides, strict=True))
            scope.line(f"{name}l, {name}h = extent{len(places)}({table}, {ends})")
            return f"{name}l", f"{name}h"
        first = f"{table}[{at([p[0] for p in places])}]"
        ends_ = self.set(scope, first, first)
        self.scan(scope, places, lambda loops: f"{table}[{at(loops)}]", ends_)
        return ends_

    def scan(
        self, scope: Scope, places: list[tuple[str, str]], entry: Callable[[list[str]], str], ends: tuple[str, str]
    ) -> None:
        """Loops over all entries between two places on each axis."""
        loops: list[str] = []
        for indent, place in enumerate(places):
            loops.append(self.fresh())
            scope.line("    " * indent + f"for {loops[-1]} in range({place[0]}, {place[1]} + 1):")
        found, inner = self.fresh(), "    " * len(places)
        scope.line(f"{inner}{found} = {entry(loops)}")
        scope.line(f"{inner}if {found} < {ends[0]}: {ends[0]} = {found}")
        scope.line(f"{inner}if {found} > {ends[1]}: {ends[1]} = {found}")

    def op_years(self, node: Node, scope: Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, *(f"(Y[{b} - {FIRST}] - Y[{a} - {FIRST}]) // 10000" for a, b in ((ah, bl), (al, bh))))

    def op_months(self, node: Node, scope: Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, *(f"months(Y[{a} - {FIRST}], Y[{b} - {FIRST}])" for a, b in ((ah, bl), (al, bh))))

    def op_later(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, *(f"later(Y[{end} - {FIRST}], {node.number})" for end in (low, high)))

    def op_working(self, node: Node, scope: Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        table = self.table(self.layout.calendars[node.calendar])
        return self.set(scope, *(f"{table}[{end} - {FIRST}]" for end in (low, high)))

    # --- loops -----------------------------------------------------------------------------------------------------

    def emit_loop(self, node: Node, root: Scope) -> None:
        layout = self.layout.lists[node.fold_of.list]
        folds = self.group(node)
        names = {id(f): self.fresh() for f in folds}
        body = Scope(root.indent + (1 if layout.keys is None else 2), root, layout.name)
        body.line("el = 1 if i < sl else 0" if layout.keys is None else "el = 1 if sl and lo[p] else 0")
        for fold in folds:
            wl, wh = self.emit(fold.args[0], body)
            inner = body if wh == "1" else Scope(body.indent + 1, body)
            what = self.emit(fold.args[1], inner)
            sure = "el" if wl == "1" else f"(el and {wl})"
            for line in self.accumulate(fold, names[id(fold)], what, sure):
                inner.line(line)
            if inner is not body:
                self.close(body, inner, f"if {wh}:")
        for fold in folds:
            name = names[id(fold)]
            kind = fold.fold_of.kind
            if kind in ("sum", "any"):
                root.line(f"{name}l = 0; {name}h = 0")
            else:  # s: an item counts for sure; k: the best of those; l, h: of all that may count
                root.line(f"{name}s = 0; {name}l = {BIG}; {name}h = {-BIG}; {name}k = {-BIG if kind == 'max' else BIG}")
        self.loop_header(layout, root, body)
        for fold in folds:
            _, kind, none = fold.fold_of
            name = names[id(fold)]
            if kind == "max":
                root.line(f"if {name}s: {name}l = {name}k")
            elif kind == "min":
                root.line(f"if {name}s: {name}h = {name}k")
            if none is not None:
                root.line(f"if not {name}s: {name}l = min({name}l, {none}); {name}h = max({name}h, {none})")
            root.memo[id(fold)] = (f"{name}l", f"{name}h")

    def loop_header(self, layout: ListLayout, root: Scope, body: Scope) -> None:
        root.line("sl = 1; sh = 1")
        for guard in layout.guards:
            root.line(f"sl = min(sl, lo[{guard}]); sh = min(sh, hi[{guard}])")
        if layout.keys is None:
            root.line(f"sl = sl * lo[{layout.count}]; sh = sh * hi[{layout.count}]")
            root.line("for i in range(sh):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
        else:
            root.line(f"for i in range(sh * {layout.size}):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
            root.line("    if hi[p]:")
        root.lines += body.lines

    def accumulate(self, fold: Node, name: str, what: tuple[str, str], sure: str) -> list[str]:
        kind = fold.fold_of.kind
        low, high = what
        if kind == "any":
            return [f"{name}h = 1", f"if {sure}: {name}l = 1"]
        if kind == "sum":
            return [
                f"if {sure}:",
                f"    {name}l += {low}; {name}h += {high}",
                "else:",
                f"    {name}l += min({low}, 0); {name}h += max({high}, 0)",
            ]
        kept = low if kind == "max" else high
        return [
            f"{name}l = min({name}l, {low}); {name}h = max({name}h, {high})",
            f"if {sure}: {name}s = 1; {name}k = {kind}({name}k, {kept})",
        ]
