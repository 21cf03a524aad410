"""The algebra of known numbers."""

from __future__ import annotations

from itertools import pairwise

from ..ir import BIG, ListLayout, Node
from ..runtime import UNKNOWN
from ..time.days import FIRST
from .axes import axis, widened
from .emitter import Emitter, Scope

FEW = 2
"""Cuts of which as many comparisons are quicker than a table."""


class Exact(Emitter):
    """Single numbers; `return 1` where something needed is unknown."""

    signature, of_table = "x, o, Y", "x, o, r, Y"

    def store(self, place: int, names: tuple[str, str], root: Scope) -> None:
        root.line(f"o[{place}{self.row}] = {names[0]}")

    def input(self, where: object) -> str:
        return f"x[{where}{self.row}]"

    def known(self, scope: Scope, name: str, where: str) -> None:
        scope.line(f"{name} = {self.input(where)}")
        scope.line(f"if {name} == {UNKNOWN}: return 1")

    def opening(self) -> list[str]:
        """What every row needs is looked at all at once: a branch for each would take longer than the sums."""
        if not self.needed:
            return []
        names = list(self.needed)
        least = f"min({', '.join(names)})" if len(names) > 1 else names[0]  # UNKNOWN is below every value
        lines = [f"    {name} = {self.input(slot)}" for name, slot in self.needed.items()]
        return [*lines, f"    if {least} == {UNKNOWN}: return 1"]

    def set(self, scope: Scope, text: str) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name} = {text}")
        return name, name

    def args(self, node: Node, scope: Scope) -> list[str]:
        return [self.emit(a, scope)[0] for a in node.args]

    def op_slot(self, node: Node, scope: Scope) -> tuple[str, str]:
        name = self.fresh()
        if scope.parent is None:
            self.needed[name] = node.number
        else:
            self.known(scope, name, str(node.number))
        return name, name

    def op_item(self, node: Node, scope: Scope) -> tuple[str, str]:
        name = self.fresh()
        self.known(scope, name, f"p + {node.item_of.offset}")
        return name, name

    def op_key(self, node: Node, scope: Scope) -> tuple[str, str]:
        return "i", "i"

    op_index = op_key

    def op_own(self, node: Node, scope: Scope) -> tuple[str, str]:
        name = self.fresh()
        scope.line(f"{name} = {self.input(node.args[0].number)}")
        inner = Scope(scope.indent + 1, scope)
        inner.line(f"{name} = {self.emit(node.args[1], inner)[0]}")
        self.close(scope, inner, f"if {name} == {UNKNOWN}:")
        return name, name

    def op_agree(self, node: Node, scope: Scope) -> tuple[str, str]:
        name = self.fresh()
        slot = self.input(node.args[0].number)
        scope.line(f"{name} = 1")
        inner = Scope(scope.indent + 1, scope)
        inner.line(f"{name} = 1 if {slot} == {self.emit(node.args[1], inner)[0]} else 0")
        self.close(scope, inner, f"if {slot} != {UNKNOWN}:")
        return name, name

    def op_not(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"1 - {self.args(node, scope)[0]}")

    def op_and(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.lazily(node, scope, "0", "1", "if {}:")

    def op_or(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.lazily(node, scope, "1", "0", "if not {}:")

    def lazily(self, node: Node, scope: Scope, first: str, last: str, header: str) -> tuple[str, str]:
        """Parts in order, the next only where it still counts."""
        name = self.fresh()
        scope.line(f"{name} = {first}")
        blocks = [scope]
        parts = []
        for part in node.args:
            parts.append(self.emit(part, blocks[-1])[0])
            blocks.append(Scope(blocks[-1].indent + 1, blocks[-1]))
        blocks[-1].line(f"{name} = {last}")
        for (outer, inner), held in reversed(list(zip(pairwise(blocks), parts, strict=True))):
            self.close(outer, inner, header.format(held))
        return name, name

    def op_le(self, node: Node, scope: Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"1 if {a} <= {b} else 0")

    def op_eq(self, node: Node, scope: Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"1 if {a} == {b} else 0")

    def op_if(self, node: Node, scope: Scope) -> tuple[str, str]:
        name = self.fresh()
        when = self.emit(node.args[0], scope)[0]
        blocks = []
        for part in node.args[1:]:
            inner = Scope(scope.indent + 1, scope)
            inner.line(f"{name} = {self.emit(part, inner)[0]}")
            blocks.append(inner)
        # both are written before either is placed: what one lifts out must not stand between `if` and `else`
        self.close(scope, blocks[0], f"if {when}:")
        self.close(scope, blocks[1], "else:")
        return name, name

    def op_add(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, " + ".join(self.args(node, scope)))

    def op_mul(self, node: Node, scope: Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"{a} * {b}")

    def op_whole(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"{self.args(node, scope)[0]} // {node.number}")

    def op_rest(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"{self.args(node, scope)[0]} % {node.number}")

    def op_min(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"min({', '.join(self.args(node, scope))})")

    def op_max(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"max({', '.join(self.args(node, scope))})")

    def alone(self, node: Node) -> bool:
        return self.uses.get(id(node), 0) == 1 and not node.guards

    def op_segment(self, node: Node, scope: Scope) -> tuple[str, str]:
        found = axis(node, self.alone)
        if found is None or (found.of is node.args[0] and len(node.cuts) <= FEW):
            return self.set(scope, self.segment_of(self.args(node, scope)[0], node.cuts))
        name = self.emit(found.of, scope)[0]
        return self.set(scope, f"{self.table(found.values)}[{found.at(name)}]")

    def op_table(self, node: Node, scope: Scope) -> tuple[str, str]:
        (sizes, values), axes = widened(node, self.alone)
        terms = []
        for arg, found, stride in zip(node.args, axes, self.strides(sizes), strict=True):
            place = found.at(self.emit(found.of, scope)[0]) if found else self.emit(arg, scope)[0]
            terms.append(place if stride == 1 else f"({place}) * {stride}" if found else f"{place} * {stride}")
        return self.set(scope, f"{self.table(values)}[{' + '.join(terms)}]")

    def op_years(self, node: Node, scope: Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"(Y[{b} - {FIRST}] - Y[{a} - {FIRST}]) // 10000")

    def op_months(self, node: Node, scope: Scope) -> tuple[str, str]:
        a, b = self.args(node, scope)
        return self.set(scope, f"months(Y[{a} - {FIRST}], Y[{b} - {FIRST}])")

    def op_later(self, node: Node, scope: Scope) -> tuple[str, str]:
        return self.set(scope, f"later(Y[{self.args(node, scope)[0]} - {FIRST}], {node.number})")

    def op_working(self, node: Node, scope: Scope) -> tuple[str, str]:
        table = self.table(self.layout.calendars[node.calendar])
        return self.set(scope, f"{table}[{self.args(node, scope)[0]} - {FIRST}]")

    # --- loops -----------------------------------------------------------------------------------------------------

    def emit_loop(self, node: Node, root: Scope) -> None:
        layout = self.layout.lists[node.fold_of.list]
        folds = self.group(node)
        names = {id(f): self.fresh() for f in folds}
        body = Scope(root.indent + 1, root, layout.name)
        if layout.keys is not None:
            body.indent += 1
        for fold in folds:
            where = self.emit(fold.args[0], body)[0]
            inner = body if where == "1" else Scope(body.indent + 1, body)
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

    def loop_header(self, layout: ListLayout, root: Scope, body: Scope) -> None:
        size = self.fresh()
        root.line(f"{size} = 1")
        for guard in layout.guards:
            root.line(f"if {size} and {self.input(guard)} == {UNKNOWN}: return 1")
            root.line(f"if {size}: {size} = {self.input(guard)}")
        if layout.keys is None:
            root.line(f"if {size} and {self.input(layout.count)} == {UNKNOWN}: return 1")
            root.line(f"if {size}: {size} = {self.input(layout.count)}")
            root.line(f"for i in range({size}):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
        else:
            root.line(f"for i in range({layout.size} * {size}):")
            root.line(f"    p = {layout.base} + i * {layout.stride}")
            root.line(f"    if {self.input('p')} == {UNKNOWN}: return 1")
            root.line(f"    if {self.input('p')}:")
        root.lines += body.lines or ["    " * body.indent + "pass"]

    def accumulate(self, fold: Node, name: str, what: str) -> str:
        kind = fold.fold_of.kind
        if kind == "sum":
            return f"{name} += {what}"
        if kind == "any":
            return f"{name} = 1"
        return f"{name} = {kind}({name}, {what})"
