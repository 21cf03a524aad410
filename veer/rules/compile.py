"""From a graph to Python source that runs for one person as it is, and for millions of rows compiled by Numba.

One generator, two algebras. `exact` computes single numbers and gives up (returns 1) as soon as it meets something
unknown; `bounds` computes the interval [low, high] of every value. Both read inputs by slot and write outputs by place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from .ir import BIG, Layout, ListLayout, Node
from .runtime import UNKNOWN
from .time.days import FIRST

DENSE = 4096


@dataclass(slots=True)
class Source:
    """Generated code and the tables it reads, by name."""

    text: str
    tables: dict[str, tuple[int, ...]]
    outputs: tuple[int, ...]


@dataclass(slots=True)
class _Scope:
    """A block of lines being written; `home` marks blocks that values may be lifted to: the whole, or a loop's body."""

    indent: int
    parent: _Scope | None = None
    loop: str | None = None
    lines: list[str] = field(default_factory=list)
    memo: dict[int, tuple[str, str]] = field(default_factory=dict)

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def find(self, node: Node) -> tuple[str, str] | None:
        scope: _Scope | None = self
        while scope is not None:
            if id(node) in scope.memo:
                return scope.memo[id(node)]
            scope = scope.parent
        return None

    def home(self, node: Node) -> _Scope:
        scope = self
        while scope.parent is not None and (scope.loop is None or scope.loop != node.loop):
            scope = scope.parent
        return scope


def generate(
    layout: Layout, outputs: list[Node], mode: str, wanted: Iterable[int] | None = None, *, compact: bool = False
) -> Source:
    """Source of `run(x, o, Y)` (exact) or `run(lo, hi, ol, oh, Y)` (bounds) for the wanted places of outputs.

    `compact`: outputs are written one after another in the order of their places, not at their places.
    `Y`: for each day from the first, its date written yyyymmdd.
    """
    places = tuple(range(len(outputs)) if wanted is None else sorted(set(wanted)))
    emitter = _Exact(layout, outputs, places) if mode == "exact" else _Bounds(layout, outputs, places)
    emitter.compact = compact
    return emitter.source()


class _Emitter:
    signature = ""
    compact = False

    def __init__(self, layout: Layout, outputs: list[Node], places: tuple[int, ...]) -> None:
        self.layout, self.outputs, self.places = layout, outputs, places
        self.tables: dict[str, tuple[int, ...]] = {}
        self.names: dict[tuple[int, ...], str] = {}
        self.count = 0
        self.uses: dict[int, int] = {}
        self.folds: dict[tuple[str, int], list[Node]] = {}
        self.stages: dict[int, int] = {}
        self.keep: list[Node] = []
        for place in places:
            self.survey(outputs[place])

    def survey(self, root: Node) -> None:
        """Count uses and put folds over one list that do not wait for each other into one loop."""
        todo = [root]
        order: list[Node] = []
        while todo:
            node = todo.pop()
            self.uses[id(node)] = self.uses.get(id(node), 0) + 1
            if self.uses[id(node)] == 1:
                order.append(node)
                todo += node.args
        for node in sorted(order, key=lambda n: n.depth):
            stage = max((self.stages[id(a)] for a in node.args), default=0)
            if node.op == "fold":
                self.folds.setdefault((node.fold_of.list, stage), []).append(node)
                self.keep.append(node)
                stage += 1
            self.stages[id(node)] = stage

    def source(self) -> Source:
        root = _Scope(1)
        for position, place in enumerate(self.places):
            self.store(position if self.compact else place, self.emit(self.outputs[place], root), root)
        root.line("return 0")
        text = "\n".join([f"def run({self.signature}):", *root.lines]) + "\n"
        return Source(text, self.tables, self.places)

    # --- names -----------------------------------------------------------------------------------------------------

    def fresh(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def table(self, values: tuple[int, ...], prefix: str = "T") -> str:
        if values not in self.names:
            self.names[values] = f"{prefix}{len(self.tables)}"
            self.tables[self.names[values]] = values
        return self.names[values]

    def emit(self, node: Node, scope: _Scope) -> tuple[str, str]:
        """Names that hold the value, written at the outermost block where it may be computed."""
        if node.op == "const":
            return str(node.number), str(node.number)
        found = scope.find(node)
        if found is not None:
            return found
        home = scope
        in_loop = any(s.loop for s in _chain(scope))
        shared = self.uses.get(id(node), 0) > 1 or node.op == "fold" or (in_loop and node.loop is None)
        if (
            shared and not node.guards and node.op not in ("slot", "item")
        ):  # an input is read where it is needed, not before
            home = scope.home(node)
        if node.op == "fold":
            self.emit_loop(node, home)
            return home.memo[id(node)]
        names: tuple[str, str] = getattr(self, f"op_{node.op}")(node, home)
        home.memo[id(node)] = names
        return names

    def close(self, scope: _Scope, inner: _Scope, header: str) -> None:
        scope.line(header)
        scope.lines += inner.lines or ["    " * inner.indent + "pass"]

    def segment_of(self, value: str, cuts: tuple[int, ...]) -> str:
        """Expression for the place of a value among cuts."""
        if len(cuts) == 1:
            return f"(1 if {value} >= {cuts[0]} else 0)"
        if cuts[-1] - cuts[0] <= DENSE and len(cuts) > 2:
            dense = tuple(sum(c <= v for c in cuts) for v in range(cuts[0] - 1, cuts[-1] + 1))
            return f"{self.table(dense)}[min(max({value}, {cuts[0] - 1}), {cuts[-1]}) - {cuts[0] - 1}]"
        if len(cuts) <= 3:
            return "(" + " + ".join(f"(1 if {value} >= {c} else 0)" for c in cuts) + ")"
        return f"place({self.table(cuts)}, {value})"

    def strides(self, sizes: tuple[int, ...]) -> list[int]:
        strides = [1] * len(sizes)
        for i in range(len(sizes) - 2, -1, -1):
            strides[i] = strides[i + 1] * sizes[i + 1]
        return strides

    def emit_loop(self, node: Node, root: _Scope) -> None:
        raise NotImplementedError

    def store(self, place: int, names: tuple[str, str], root: _Scope) -> None:
        raise NotImplementedError

    def group(self, node: Node) -> list[Node]:
        stage = self.stages[id(node)] - 1
        return self.folds[node.fold_of.list, stage]


def _chain(scope: _Scope | None) -> Iterable[_Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


class _Exact(_Emitter):
    """Single numbers; `return 1` where something needed is unknown."""

    signature = "x, o, Y"

    def store(self, place: int, names: tuple[str, str], root: _Scope) -> None:
        root.line(f"o[{place}] = {names[0]}")

    def known(self, scope: _Scope, name: str, where: str) -> None:
        scope.line(f"{name} = x[{where}]")
        scope.line(f"if {name} == {UNKNOWN}: return 1")

    def set(self, scope: _Scope, text: str) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name} = {text}")
        return name, name

    def args(self, node: Node, scope: _Scope) -> list[str]:
        return [self.emit(a, scope)[0] for a in node.args]

    def op_slot(self, node: Node, scope: _Scope) -> tuple[str, str]:
        name = self.fresh()
        self.known(scope, name, str(node.number))
        return name, name

    def op_item(self, node: Node, scope: _Scope) -> tuple[str, str]:
        name = self.fresh()
        self.known(scope, name, f"p + {node.item_of.offset}")
        return name, name

    def op_key(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return "i", "i"

    op_index = op_key

    def op_own(self, node: Node, scope: _Scope) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name} = x[{node.args[0].number}]")
        inner = _Scope(scope.indent + 1, scope)
        inner.line(f"{name} = {self.emit(node.args[1], inner)[0]}")
        self.close(scope, inner, f"if {name} == {UNKNOWN}:")
        return name, name

    def op_agree(self, node: Node, scope: _Scope) -> tuple[str, str]:
        name = self.fresh()
        slot = f"x[{node.args[0].number}]"
        scope.line(f"{name} = 1")
        inner = _Scope(scope.indent + 1, scope)
        inner.line(f"{name} = 1 if {slot} == {self.emit(node.args[1], inner)[0]} else 0")
        self.close(scope, inner, f"if {slot} != {UNKNOWN}:")
        return name, name

    def op_not(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"1 - {self.args(node, scope)[0]}")

    def op_and(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.lazily(node, scope, "0", "1", "if {}:")

    def op_or(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.lazily(node, scope, "1", "0", "if not {}:")

    def lazily(self, node: Node, scope: _Scope, first: str, last: str, header: str) -> tuple[str, str]:
        """Parts in order, the next only where it still counts."""
        name = self.fresh()
        scope.line(f"{name} = {first}")
        blocks = [scope]
        parts = []
        for part in node.args:
            parts.append(self.emit(part, blocks[-1])[0])
            blocks.append(_Scope(blocks[-1].indent + 1, blocks[-1]))
        blocks[-1].line(f"{name} = {last}")
        for (outer, inner), held in reversed(list(zip(pairwise(blocks), parts, strict=True))):
            self.close(outer, inner, header.format(held))
        return name, name

    def op_le(self, node: Node, scope: _Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"1 if {a} <= {b} else 0")

    def op_eq(self, node: Node, scope: _Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"1 if {a} == {b} else 0")

    def op_if(self, node: Node, scope: _Scope) -> tuple[str, str]:
        name = self.fresh()
        when = self.emit(node.args[0], scope)[0]
        blocks = []
        for part in node.args[1:]:
            inner = _Scope(scope.indent + 1, scope)
            inner.line(f"{name} = {self.emit(part, inner)[0]}")
            blocks.append(inner)
        # both are written before either is placed: what one lifts out must not stand between `if` and `else`
        self.close(scope, blocks[0], f"if {when}:")
        self.close(scope, blocks[1], "else:")
        return name, name

    def op_add(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, " + ".join(self.args(node, scope)))

    def op_mul(self, node: Node, scope: _Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"{a} * {b}")

    def op_whole(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"{self.args(node, scope)[0]} // {node.number}")

    def op_rest(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"{self.args(node, scope)[0]} % {node.number}")

    def op_min(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"min({', '.join(self.args(node, scope))})")

    def op_max(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"max({', '.join(self.args(node, scope))})")

    def op_segment(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, self.segment_of(self.args(node, scope)[0], node.cuts))

    def op_table(self, node: Node, scope: _Scope) -> tuple[str, str]:
        sizes, values = node.table_of
        places = self.args(node, scope)
        where = " + ".join(p if s == 1 else f"{p} * {s}" for p, s in zip(places, self.strides(sizes), strict=True))
        return self.set(scope, f"{self.table(values)}[{where}]")

    def op_years(self, node: Node, scope: _Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"(Y[{b} - {FIRST}] - Y[{a} - {FIRST}]) // 10000")

    def op_months(self, node: Node, scope: _Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"months(Y[{a} - {FIRST}], Y[{b} - {FIRST}])")

    def op_later(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"later(Y[{self.args(node, scope)[0]} - {FIRST}], {node.number})")

    # --- loops -----------------------------------------------------------------------------------------------------

    def emit_loop(self, node: Node, root: _Scope) -> None:
        layout = self.layout.lists[node.fold_of.list]
        folds = self.group(node)
        names = {id(f): self.fresh() for f in folds}
        body = _Scope(root.indent + 1, root, layout.name)
        if layout.keys is not None:
            body.indent += 1
        for fold in folds:
            where = self.emit(fold.args[0], body)[0]
            inner = body if where == "1" else _Scope(body.indent + 1, body)
            what = self.emit(fold.args[1], inner)[0]
            inner.line(self.accumulate(fold, names[id(fold)], what))
            if inner is not body:
                self.close(body, inner, f"if {where}:")
        for fold in folds:
            kind = fold.fold_of.kind
            root.line(f"{names[id(fold)]} = {0 if kind in ('sum', 'any') else -BIG if kind == 'max' else BIG}")
        self.loop_header(layout, root, body)
        for fold in folds:
            _, kind, none = fold.fold_of
            name = names[id(fold)]
            if none is not None:
                root.line(f"if {name} == {-BIG if kind == 'max' else BIG}: {name} = {none}")
            root.memo[id(fold)] = (name, name)

    def loop_header(self, layout: ListLayout, root: _Scope, body: _Scope) -> None:
        size = self.fresh()
        root.line(f"{size} = 1")
        for guard in layout.guards:
            root.line(f"if {size} and x[{guard}] == {UNKNOWN}: return 1")
            root.line(f"if {size}: {size} = x[{guard}]")
        if layout.keys is None:
            root.line(f"if {size} and x[{layout.count}] == {UNKNOWN}: return 1")
            root.line(f"if {size}: {size} = x[{layout.count}]")
            root.line(f"for i in range({size}):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
        else:
            root.line(f"for i in range({layout.size} * {size}):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
            root.line(f"    if x[p] == {UNKNOWN}: return 1")
            root.line("    if x[p]:")
        root.lines += body.lines or ["    " * body.indent + "pass"]

    def accumulate(self, fold: Node, name: str, what: str) -> str:
        kind = fold.fold_of.kind
        if kind == "sum":
            return f"{name} += {what}"
        if kind == "any":
            return f"{name} = 1"
        return f"{name} = {kind}({name}, {what})"


class _Bounds(_Emitter):
    """Intervals: two names a value."""

    signature = "lo, hi, ol, oh, Y"

    def store(self, place: int, names: tuple[str, str], root: _Scope) -> None:
        root.line(f"ol[{place}] = {names[0]}")
        root.line(f"oh[{place}] = {names[1]}")

    def set(self, scope: _Scope, low: str, high: str) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name}l = {low}")
        scope.line(f"{name}h = {high}")
        return f"{name}l", f"{name}h"

    def args(self, node: Node, scope: _Scope) -> list[tuple[str, str]]:
        return [self.emit(a, scope) for a in node.args]

    def op_slot(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return self.set(scope, f"lo[{node.number}]", f"hi[{node.number}]")

    def op_item(self, node: Node, scope: _Scope) -> tuple[str, str]:
        offset = node.item_of.offset
        return self.set(scope, f"lo[p + {offset}]", f"hi[p + {offset}]")

    def op_key(self, node: Node, scope: _Scope) -> tuple[str, str]:
        return "i", "i"

    op_index = op_key

    def op_own(self, node: Node, scope: _Scope) -> tuple[str, str]:
        slot = node.args[0].number
        low, high = self.set(scope, f"lo[{slot}]", f"hi[{slot}]")
        inner = _Scope(scope.indent + 1, scope)
        found = self.emit(node.args[1], inner)
        inner.line(f"{low} = {found[0]}")
        inner.line(f"{high} = {found[1]}")
        self.close(scope, inner, f"if {low} == {UNKNOWN}:")
        return low, high

    def op_agree(self, node: Node, scope: _Scope) -> tuple[str, str]:
        slot = node.args[0].number
        low, high = self.set(scope, "1", "1")
        inner = _Scope(scope.indent + 1, scope)
        found = self.emit(node.args[1], inner)
        inner.line(f"{low} = 1 if lo[{slot}] == hi[{slot}] == {found[0]} == {found[1]} else 0")
        inner.line(f"{high} = 1 if lo[{slot}] <= {found[1]} and {found[0]} <= hi[{slot}] else 0")
        self.close(scope, inner, f"if lo[{slot}] != {UNKNOWN}:")
        return low, high

    def op_not(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, f"1 - {high}", f"1 - {low}")

    def op_and(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.set(scope, "0", "0")
        blocks, parts = [scope], []
        for part in node.args:
            parts.append(self.emit(part, blocks[-1]))
            blocks.append(_Scope(blocks[-1].indent + 1, blocks[-1]))
        blocks[-1].line(f"{high} = 1")
        blocks[-1].line(f"{low} = 1 if {' and '.join(p[0] for p in parts)} else 0")
        for (outer, inner), held in reversed(list(zip(pairwise(blocks), parts, strict=True))):
            self.close(outer, inner, f"if {held[1]}:")
        return low, high

    def op_or(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.set(scope, "0", "0")
        blocks = [scope]
        for part in node.args:
            block = blocks[-1]
            found = self.emit(part, block)
            block.line(f"{low} = {found[0]}")
            block.line(f"if {found[1]}: {high} = 1")
            blocks.append(_Scope(block.indent + 1, block))
        for outer, inner in reversed(list(pairwise(blocks))):
            if inner.lines:
                self.close(outer, inner, f"if not {low}:")
        return low, high

    def op_le(self, node: Node, scope: _Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, f"1 if {ah} <= {bl} else 0", f"1 if {al} <= {bh} else 0")

    def op_eq(self, node: Node, scope: _Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(
            scope,
            f"1 if {al} == {ah} and {bl} == {bh} and {al} == {bl} else 0",
            f"1 if {al} <= {bh} and {bl} <= {ah} else 0",
        )

    def op_if(self, node: Node, scope: _Scope) -> tuple[str, str]:
        cl, ch = self.emit(node.args[0], scope)
        low, high = self.set(scope, str(BIG), str(-BIG))
        for header, part in ((f"if {ch}:", node.args[1]), (f"if not {cl}:", node.args[2])):
            inner = _Scope(scope.indent + 1, scope)
            found = self.emit(part, inner)
            inner.line(f"{low} = min({low}, {found[0]})")
            inner.line(f"{high} = max({high}, {found[1]})")
            self.close(scope, inner, header)
        return low, high

    def op_add(self, node: Node, scope: _Scope) -> tuple[str, str]:
        parts = self.args(node, scope)
        return self.set(scope, " + ".join(p[0] for p in parts), " + ".join(p[1] for p in parts))

    def op_mul(self, node: Node, scope: _Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        if node.args[1].const is not None:
            low, high = (al, ah) if node.args[1].low >= 0 else (ah, al)
            return self.set(scope, f"{low} * {bl}", f"{high} * {bl}")
        products = f"{al} * {bl}, {al} * {bh}, {ah} * {bl}, {ah} * {bh}"
        return self.set(scope, f"min({products})", f"max({products})")

    def op_whole(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, f"{low} // {node.number}", f"{high} // {node.number}")

    def op_rest(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        by = node.number
        return self.set(
            scope, f"{low} % {by} if {low} == {high} else 0", f"{low} % {by} if {low} == {high} else {by - 1}"
        )

    def op_min(self, node: Node, scope: _Scope) -> tuple[str, str]:
        parts = self.args(node, scope)
        return self.set(
            scope, f"{node.op}({', '.join(p[0] for p in parts)})", f"{node.op}({', '.join(p[1] for p in parts)})"
        )

    op_max = op_min

    def op_segment(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        cuts = node.cuts
        name = self.fresh()
        scope.line(f"{name}l = {self.segment_of(low, cuts)}")
        scope.line(f"{name}h = {name}l if {low} == {high} else {self.segment_of(high, cuts)}")
        return f"{name}l", f"{name}h"

    def op_table(self, node: Node, scope: _Scope) -> tuple[str, str]:
        """Smallest and largest entry of the part of the table that the places span."""
        sizes, values = node.table_of
        places, strides, table = self.args(node, scope), self.strides(sizes), self.table(values)

        def at(names: list[str]) -> str:
            return " + ".join(n if s == 1 else f"{n} * {s}" for n, s in zip(names, strides, strict=True))

        low, high = self.set(scope, f"{table}[{at([p[0] for p in places])}]", "0")
        scope.line(f"{high} = {low}")
        scope.line(f"if not ({' and '.join(f'{p[0]} == {p[1]}' for p in places)}):")
        indent = 1
        loops = []
        for p in places:
            loops.append(self.fresh())
            scope.line("    " * indent + f"for {loops[-1]} in range({p[0]}, {p[1]} + 1):")
            indent += 1
        entry = self.fresh()
        scope.line("    " * indent + f"{entry} = {table}[{at(loops)}]")
        scope.line("    " * indent + f"if {entry} < {low}: {low} = {entry}")
        scope.line("    " * indent + f"if {entry} > {high}: {high} = {entry}")
        return low, high

    def op_years(self, node: Node, scope: _Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, *(f"(Y[{b} - {FIRST}] - Y[{a} - {FIRST}]) // 10000" for a, b in ((ah, bl), (al, bh))))

    def op_months(self, node: Node, scope: _Scope) -> tuple[str, str]:
        (al, ah), (bl, bh) = self.args(node, scope)
        return self.set(scope, *(f"months(Y[{a} - {FIRST}], Y[{b} - {FIRST}])" for a, b in ((ah, bl), (al, bh))))

    def op_later(self, node: Node, scope: _Scope) -> tuple[str, str]:
        low, high = self.args(node, scope)[0]
        return self.set(scope, *(f"later(Y[{end} - {FIRST}], {node.number})" for end in (low, high)))

    # --- loops -----------------------------------------------------------------------------------------------------

    def emit_loop(self, node: Node, root: _Scope) -> None:
        layout = self.layout.lists[node.fold_of.list]
        folds = self.group(node)
        names = {id(f): self.fresh() for f in folds}
        body = _Scope(root.indent + (1 if layout.keys is None else 2), root, layout.name)
        body.line("el = 1 if i < sl else 0" if layout.keys is None else "el = 1 if sl and lo[p] else 0")
        for fold in folds:
            wl, wh = self.emit(fold.args[0], body)
            inner = body if wh == "1" else _Scope(body.indent + 1, body)
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

    def loop_header(self, layout: ListLayout, root: _Scope, body: _Scope) -> None:
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
