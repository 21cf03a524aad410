"""What both algebras share: names, blocks of lines, tables, and where a value is written to be computed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..ir import Layout, Node

DENSE = 4096


@dataclass(slots=True)
class Source:
    """Generated code and the tables it reads, by name."""

    text: str
    tables: dict[str, tuple[int, ...]]
    outputs: tuple[int, ...]


@dataclass(slots=True)
class Scope:
    """A block of lines being written; `home` marks blocks that values may be lifted to: the whole, or a loop's body."""

    indent: int
    parent: Scope | None = None
    loop: str | None = None
    lines: list[str] = field(default_factory=list)
    memo: dict[int, tuple[str, str]] = field(default_factory=dict)

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def find(self, node: Node) -> tuple[str, str] | None:
        scope: Scope | None = self
        while scope is not None:
            if id(node) in scope.memo:
                return scope.memo[id(node)]
            scope = scope.parent
        return None

    def home(self, node: Node) -> Scope:
        scope = self
        while scope.parent is not None and (scope.loop is None or scope.loop != node.loop):
            scope = scope.parent
        return scope


class Emitter:
    signature = ""
    of_table = ""
    compact = False
    row = ""

    def __init__(self, layout: Layout, outputs: list[Node], places: tuple[int, ...]) -> None:
        self.layout, self.outputs, self.places = layout, outputs, places
        self.tables: dict[str, tuple[int, ...]] = {}
        self.names: dict[tuple[int, ...], str] = {}
        self.count = 0
        self.uses: dict[int, int] = {}
        self.folds: dict[tuple[str, int], list[Node]] = {}
        self.stages: dict[int, int] = {}
        self.keep: list[Node] = []
        self.needed: dict[str, int] = {}
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
        root = Scope(1)
        for position, place in enumerate(self.places):
            self.store(position if self.compact else place, self.emit(self.outputs[place], root), root)
        root.line("return 0")
        signature = self.of_table if self.row else self.signature
        text = "\n".join([f"def run({signature}):", *self.opening(), *root.lines]) + "\n"
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

    def emit(self, node: Node, scope: Scope) -> tuple[str, str]:
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

    def close(self, scope: Scope, inner: Scope, header: str) -> None:
        scope.line(header)
        scope.lines += inner.lines or ["    " * inner.indent + "pass"]

    def segment_of(self, value: str, cuts: tuple[int, ...]) -> str:
        """Expression for the place of a value among cuts."""
        if len(cuts) == 1:
            return f"({value} >= {cuts[0]}) * 1"
        if cuts[-1] - cuts[0] <= DENSE and len(cuts) > 2:
            dense = tuple(sum(c <= v for c in cuts) for v in range(cuts[0] - 1, cuts[-1] + 1))
            return f"{self.table(dense)}[min(max({value}, {cuts[0] - 1}), {cuts[-1]}) - {cuts[0] - 1}]"
        if len(cuts) <= 3:
            return " + ".join(f"({value} >= {c}) * 1" for c in cuts)
        return f"place({self.table(cuts)}, {value})"

    def strides(self, sizes: tuple[int, ...]) -> list[int]:
        strides = [1] * len(sizes)
        for i in range(len(sizes) - 2, -1, -1):
            strides[i] = strides[i + 1] * sizes[i + 1]
        return strides

    def opening(self) -> list[str]:
        """Lines before all others."""
        return []

    def emit_loop(self, node: Node, root: Scope) -> None:
        raise NotImplementedError

    def store(self, place: int, names: tuple[str, str], root: Scope) -> None:
        raise NotImplementedError

    def group(self, node: Node) -> list[Node]:
        stage = self.stages[id(node)] - 1
        return self.folds[node.fold_of.list, stage]


def _chain(scope: Scope | None) -> Iterable[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent
