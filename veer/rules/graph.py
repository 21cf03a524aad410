"""Building the graph: equal operations are one node, and what is decided already is not asked again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from .ir import BIG, BOOL, DATE, INT, Data, Fold, Item, Layout, ListLayout, Node, Table, Ty
from .time import days

WIDE = 24
"""Parts of one `and` or `or`; more make groups, so that generated code does not nest deeper than Python reads."""


class Graph:
    """Builds nodes; equal operations are one node."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.nodes: dict[tuple[str, tuple[int, ...], Data, Ty], Node] = {}

    def make(
        self,
        op: str,
        args: Sequence[Node],
        data: Data,
        ty: Ty,
        low: int,
        high: int,
        loop: str | None = None,
        *,
        discharge: bool = False,
    ) -> Node:
        key = (op, tuple(map(id, args)), data, ty)
        found = self.nodes.get(key)
        if found is not None:
            return found
        guards = frozenset() if discharge else frozenset(g for a in args for g in a.guards)
        loops = {a.loop for a in args if a.loop} | ({loop} if loop else set())
        if op == "fold":
            loops = set()
        if len(loops) > 1:
            raise ValueError(f"items of {' and '.join(sorted(loops))} in one expression")
        depth = 1 + max((a.depth for a in args), default=0)
        node = Node(
            op, tuple(args), data, ty, max(low, -BIG), min(high, BIG), guards, next(iter(loops), None), 0, depth
        )
        self.nodes[key] = node
        return node

    # --- leaves ----------------------------------------------------------------------------------------------------

    def const(self, value: int, ty: Ty = INT) -> Node:
        return self.make("const", (), value, ty, value, value)

    def slot(self, index: int) -> Node:
        slot = self.layout.slots[index]
        node = self.make("slot", (), index, slot.ty, slot.low, slot.high)
        if slot.guards and not node.guards:
            node.guards = frozenset(self.slot(g) for g in slot.guards)
        return node

    def item(self, layout: ListLayout, name: str) -> Node:
        ty = layout.types[name]
        slot = self.layout.slots[layout.base + layout.offsets[name]]
        return self.make("item", (), Item(layout.name, layout.offsets[name]), ty, slot.low, slot.high, layout.name)

    def key(self, layout: ListLayout) -> Node:
        assert layout.keys is not None
        return self.make(
            "key", (), layout.name, Ty("sym", symbols=layout.keys), 0, len(layout.keys.words) - 1, layout.name
        )

    def index(self, layout: ListLayout) -> Node:
        return self.make("index", (), layout.name, INT, 0, layout.size - 1, layout.name)

    def agree(self, slot: Node, computed: Node) -> Node:
        """A derived fact that is given says what its rule computes; true where it is not given."""
        return self.make("agree", (slot, computed), None, BOOL, 0, 1, discharge=True)

    def own(self, slot: Node, otherwise: Node) -> Node:
        """The value given for a derived fact, else what its rule computes."""
        return self.make(
            "own", (slot, otherwise), None, slot.ty, min(slot.low, otherwise.low), max(slot.high, otherwise.high)
        )

    # --- truth -----------------------------------------------------------------------------------------------------

    def not_(self, a: Node) -> Node:
        a = self.guarded(a)
        if a.op == "not":
            return a.args[0]
        return self.make("not", (a,), None, BOOL, 1 - a.high, 1 - a.low)

    def and_(self, parts: Iterable[Node]) -> Node:
        flat: list[Node] = []
        for part in map(self.guarded, parts):
            for one in part.args if part.op == "and" else (part,):
                if one.const == 0:
                    return self.const(0, BOOL)
                if one.const != 1 and one not in flat:
                    flat.append(one)
        if not flat:
            return self.const(1, BOOL)
        if len(flat) == 1:
            return flat[0]
        return self.wide("and", min, flat)

    def or_(self, parts: Iterable[Node]) -> Node:
        flat: list[Node] = []
        for part in map(self.guarded, parts):
            for one in part.args if part.op == "or" else (part,):
                if one.const == 1:
                    return self.const(1, BOOL)
                if one.const != 0 and one not in flat:
                    flat.append(one)
        if not flat:
            return self.const(0, BOOL)
        if len(flat) == 1:
            return flat[0]
        return self.wide("or", max, flat)

    def wide(self, op: str, pick: Callable[[Iterable[int]], int], parts: list[Node]) -> Node:
        """`and` or `or` of any number of parts."""
        while len(parts) > WIDE:
            parts = [self.wide(op, pick, parts[i : i + WIDE]) for i in range(0, len(parts), WIDE)]
        if len(parts) == 1:
            return parts[0]
        # each part says for itself whether what it reads is there
        return self.make(op, parts, None, BOOL, pick(a.low for a in parts), pick(a.high for a in parts), discharge=True)

    def guarded(self, node: Node) -> Node:
        """A truth that reads what may not be there: false where it is not (a comparison with nothing is false)."""
        if not node.guards:
            return node
        parts = [*self.presence(node), node]
        return self.make("and", parts, None, BOOL, 0, node.high, discharge=True)

    def presence(self, node: Node) -> list[Node]:
        return sorted(node.guards, key=lambda g: (g.depth, str(g.data)))

    def or_zero(self, node: Node) -> Node:
        """A number that is 0 where what it reads is not there."""
        if not node.guards:
            return node
        parts = self.presence(node)
        there = parts[0] if len(parts) == 1 else self.make("and", parts, None, BOOL, 0, 1)
        return self.make(
            "if",
            (there, node, self.const(0, node.ty)),
            None,
            node.ty,
            min(0, node.low),
            max(0, node.high),
            discharge=True,
        )

    def le(self, a: Node, b: Node) -> Node:
        if a.high <= b.low and not (a.guards or b.guards):
            return self.const(1, BOOL)
        if a.low > b.high and not (a.guards or b.guards):
            return self.const(0, BOOL)
        return self.guarded(self.make("le", (a, b), None, BOOL, 0, 1))

    def eq(self, a: Node, b: Node) -> Node:
        if a is b and not a.guards:
            return self.make("le", (a, b), None, BOOL, 1, 1)
        if (a.high < b.low or b.high < a.low) and not (a.guards or b.guards):
            return self.const(0, BOOL)
        return self.guarded(self.make("eq", (a, b), None, BOOL, 0, 1))

    def choose(self, when: Node, then: Node, other: Node) -> Node:
        when = self.guarded(when)
        if when.const is not None:
            return then if when.const else other
        if then is other:
            return then
        low, high = min(then.low, other.low), max(then.high, other.high)
        node = self.make("if", (when, then, other), None, then.ty, low, high, discharge=True)
        if not node.guards:  # what only one branch reads has to be there only where that branch is taken
            there = self._there(then, when), self._there(other, self.not_(when))
            node.guards = (
                then.guards
                if then.guards == other.guards
                else frozenset({self.choose(when, *there)} - {self.const(1, BOOL)})
            )
        return node

    def _there(self, branch: Node, when: Node) -> Node:
        """Is all there that a branch reads, where `when` holds?"""
        known = (when, *(when.args if when.op == "and" else ()))
        return self.and_(g for g in self.presence(branch) if g not in known)

    # --- numbers ---------------------------------------------------------------------------------------------------

    def add(self, parts: Sequence[Node], ty: Ty = INT) -> Node:
        parts = [p for p in parts if p.const != 0]
        if not parts:
            return self.const(0, ty)
        if len(parts) == 1 and parts[0].ty.kind == ty.kind:
            return parts[0]  # a truth that is counted is a number from here on
        if all(p.const is not None for p in parts):
            return self.const(sum(p.low for p in parts), ty)
        return self.make("add", parts, None, ty, sum(p.low for p in parts), sum(p.high for p in parts))

    def mul(self, a: Node, b: Node, ty: Ty = INT) -> Node:
        if a.const is not None and b.const is not None:
            return self.const(a.low * b.low, ty)
        if b.const == 1 and a.ty.kind == ty.kind:
            return a
        ends = [x * y for x, y in product((a.low, a.high), (b.low, b.high))]
        return self.make("mul", (a, b), None, ty, min(ends), max(ends))

    def whole(self, a: Node, by: int, ty: Ty = INT) -> Node:
        if a.const is not None:
            return self.const(a.low // by, ty)
        return self.make("whole", (a,), by, ty, a.low // by, a.high // by)

    def rest(self, a: Node, by: int) -> Node:
        return self.make("rest", (a,), by, a.ty, 0, by - 1)

    def smallest(self, parts: Sequence[Node]) -> Node:
        return self._extreme("min", parts)

    def largest(self, parts: Sequence[Node]) -> Node:
        return self._extreme("max", parts)

    def _extreme(self, op: str, parts: Sequence[Node]) -> Node:
        if len(parts) == 1:
            return parts[0]
        pick = min if op == "min" else max
        if all(p.const is not None for p in parts):
            return self.const(pick(p.low for p in parts), parts[0].ty)
        return self.make(op, parts, None, parts[0].ty, pick(p.low for p in parts), pick(p.high for p in parts))

    # --- tables ----------------------------------------------------------------------------------------------------

    def segment(self, of: Node, cuts: tuple[int, ...]) -> Node:
        """How many of the rising `cuts` lie at or below the value."""
        low, high = bisect_right(cuts, of.low), bisect_right(cuts, of.high)
        if low == high and not of.guards:
            return self.const(low)
        return self.make("segment", (of,), cuts, INT, low, high)

    def table(self, axes: Sequence[tuple[Node, int]], values: tuple[int, ...], ty: Ty = INT) -> Node:
        """A value by its place on each axis (a node from 0 to size-1, and the size); row by row."""
        kept: list[tuple[Node, int]] = []
        for position, (node, size) in reversed(list(enumerate(axes))):
            if node.const is None:
                kept.insert(0, (node, size))
            else:  # a constant place: cut the table down
                inner = 1
                for _, other in axes[position + 1 :]:
                    inner = inner * other if _.const is None else inner
                block = inner * size
                values = tuple(
                    v
                    for start in range(0, len(values), block)
                    for v in values[start + node.low * inner : start + (node.low + 1) * inner]
                )
        if not kept or (len(set(values)) == 1 and not any(n.guards for n, _ in kept)):
            return self.const(values[0], ty)
        sizes = tuple(size for _, size in kept)
        return self.make("table", [n for n, _ in kept], Table(sizes, values), ty, min(values), max(values))

    # --- time ------------------------------------------------------------------------------------------------------

    def span(self, op: str, start: Node, end: Node) -> Node:
        count: Callable[[int, int], int] = days.years_between if op == "years" else days.months_between
        if self._not_after(start, end):  # a birthday never lies after the day asked about
            return self.make(op, (start, end), None, INT, 0, count(start.low, end.high))
        if start.const is not None and end.const is not None:
            return self.const(count(start.low, end.low))
        return self.make(op, (start, end), None, INT, count(start.high, end.low), count(start.low, end.high))

    def _not_after(self, start: Node, end: Node) -> bool:
        until_on = start.op == "slot" and self.layout.slots[start.number].until_on
        return until_on and end.op == "slot" and self.layout.slots[end.number].path == "on"

    def later(self, date: Node, months: int) -> Node:
        if date.const is not None:
            return self.const(days.add_months(date.low, months), DATE)
        return self.make(
            "later", (date,), months, DATE, days.add_months(date.low, months), days.add_months(date.high, months)
        )

    def working(self, date: Node, calendar: str) -> Node:
        """How many working days of a calendar, declared in the layout, there are up to and including a date."""
        table = self.layout.calendars[calendar]
        if date.low < days.FIRST or date.high > days.LAST:  # nobody counts beyond the days that there are
            ends = self.const(days.FIRST, DATE), self.const(days.LAST, DATE)
            date = self.smallest([self.largest([date, ends[0]]), ends[1]])
        low, high = table[date.low - days.FIRST], table[date.high - days.FIRST]
        if date.const is not None:
            return self.const(low)
        return self.make("working", (date,), calendar, INT, low, high)

    # --- lists -----------------------------------------------------------------------------------------------------

    def fold(self, layout: ListLayout, kind: str, where: Node, what: Node, none: int | None, ty: Ty) -> Node:
        """sum, any, max or min of `what` over the items that exist and for which `where` holds."""
        size = layout.size
        if kind == "sum":
            low, high = min(0, what.low) * size, max(0, what.high) * size
        elif kind == "any":
            low, high = 0, 1
        else:
            assert none is not None
            low, high = min(none, what.low), max(none, what.high)
        return self.make("fold", (where, what), Fold(layout.name, kind, none), ty, low, high)
