"""What a name stands for: a fact, a field of an item, an entry of a map, or something that the route names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..expressions import dotted
from ..ir import BOOL, ListLayout, Node, Symbols, Ty
from ..model import Fact, RecordType
from ..source import nearest
from .context import Context, Refused

if TYPE_CHECKING:
    from .expressions import Expressions


EVENT, DOCUMENT = "event.", "document."


class Names:
    """Resolves the names of one route; `expressions` lowers what a computed name stands for."""

    def __init__(self, expressions: Expressions) -> None:
        self.expressions = expressions
        self.pack, self.graph, self.problems = expressions.pack, expressions.graph, expressions.problems
        self.fields: dict[tuple[str, str, str | None], Node | None] = {}
        self.derived: dict[str, Node | None] = {}
        self.applied: dict[str, Node | None] = {}

    def lower(self, tree: ast.AST, ctx: Context) -> Node:
        name = dotted(tree)
        if name is None:
            raise self.expressions.fail("E103", "only names may have dots", ctx, tree)
        found = (
            self.word(name)
            or self.bare(name, ctx)
            or self.of_loop(name, ctx)
            or self.expressions.named(name, ctx, tree)
        )
        if found is None:
            found = self.of_list(name, ctx) or self.fact(name)
        if found is None:
            raise self.unknown(name, ctx, tree)
        return found

    def unknown(self, name: str, ctx: Context, tree: ast.AST) -> Refused:
        known = self.known(ctx)
        if name in known:  # a field of items, outside its list
            hint = "use one list in an expression" if ctx.loop else "write any(...), sum(...) or max(...) over the list"
            return self.expressions.fail("E318", f'"{name}" is said of each item of a list', ctx, tree, hint)
        hint = nearest(name, [*known, *self.expressions.events])
        if name.startswith((EVENT, DOCUMENT)) and not hint:
            what = "no act of the route" if name.startswith(EVENT) else "documents are facts too"
            hint = f"{what}: declare it, {name}: {{of: case, type: {'date' if name.startswith(EVENT) else 'bool'}}}"
        return self.expressions.fail("E102", f'unknown name "{name}"', ctx, tree, hint)

    def word(self, name: str) -> Node | None:
        if name in ("true", "false"):
            return self.graph.const(int(name == "true"), BOOL)
        if name in ("on", "law_date"):
            return self.graph.slot(self.graph.layout.by_path[name])
        return None

    def known(self, ctx: Context) -> list[str]:
        found = [*self.expressions.facts, *self.expressions.known()]
        if ctx.bare:
            found += [*ctx.bare[0].fields, *ctx.bare[0].derive]
        for name, layout in self.graph.layout.lists.items():
            record = self.expressions.facts[name].type.item
            found += [f"{name}.{f}" for f in (*layout.offsets, *(record.derive if record else ()))]
        return found

    def bare(self, name: str, ctx: Context) -> Node | None:
        """A field or derived field inside the rules of its own record type."""
        if ctx.bare is None:
            return None
        record, layout, key = ctx.bare
        return self.field_of(record, layout, name, key)

    def field_of(self, record: RecordType | None, layout: ListLayout, name: str, key: str | None) -> Node | None:
        if name in layout.offsets:
            if key is None:
                return self.graph.item(layout, name)
            return self.graph.slot(self.graph.layout.by_path[f"{layout.name}.{key}.{name}"])
        if record is None or name not in record.derive:
            return None
        memo = (layout.name, name, key)
        if memo in self.fields:
            if (known := self.fields[memo]) is None:
                raise Refused
            return known
        rule = record.derive[name]
        if rule.expr is None:
            raise Refused
        self.fields[memo] = None  # until it has a meaning: what is wrong with it is told once, not where it is read
        want = None
        if rule.type is not None:
            want = (
                BOOL
                if rule.type.kind == "bool"
                else Ty("sym", symbols=Symbols(rule.type.symbols))
                if rule.type.symbols
                else None
            )
        if self._circles(record, name):
            self.problems.error("E320", f'"{name}" is computed from itself', rule.marks.place)
            raise Refused
        node = self.expressions.visit(rule.expr.tree, Context(rule.expr, bare=(record, layout, key), want=want))
        self.fields[memo] = node
        return node

    def _circles(self, record: RecordType, name: str) -> bool:
        """Does a computed field read itself, by way of others or at once?"""
        todo, seen = [name], set()
        while todo:
            rule = record.derive[todo.pop()]
            for node in ast.walk(rule.expr.tree) if rule.expr else ():
                if isinstance(node, ast.Name) and node.id in record.derive and node.id not in seen:
                    seen.add(node.id)
                    todo.append(node.id)
        return name in seen

    def of_loop(self, name: str, ctx: Context) -> Node | None:
        layout = ctx.loop
        if layout is None or not name.startswith(layout.name + "."):
            return None
        field_name = name[len(layout.name) + 1 :]
        if field_name == "key" and layout.keys:
            return self.graph.key(layout)
        return self.field_of(self.expressions.facts[layout.name].type.item, layout, field_name, None)

    def of_list(self, name: str, ctx: Context) -> Node | None:
        """An entry of a map: `languages.nl`, `languages.nl.listening`."""
        for list_name, layout in self.graph.layout.lists.items():
            if layout.keys is None or not name.startswith(list_name + "."):
                continue
            key, _, rest = name[len(list_name) + 1 :].partition(".")
            if key not in layout.keys.place:
                return None
            self.expressions.use(list_name)
            if not rest:
                path = f"{list_name}.{key}"
                plain = self.expressions.facts[list_name].type.item_type is not None
                return self.graph.slot(self.graph.layout.by_path[path if plain else f"{path}?"])
            return self.field_of(self.expressions.facts[list_name].type.item, layout, rest, key)
        return None

    def fact(self, name: str) -> Node | None:
        fact = self.expressions.facts.get(name)
        if fact is None:
            return None
        if fact.role == "on":
            return self.graph.slot(self.graph.layout.by_path["on"])
        self.expressions.use(name)
        if fact.type.kind == "record":
            return self.graph.slot(self.graph.layout.by_path[f"{name}?"])
        if name not in self.graph.layout.by_path or name in self.graph.layout.lists:
            return None
        slot = self.graph.slot(self.graph.layout.by_path[name])
        self.guard(fact, slot)
        if fact.derive is None:
            return slot
        if name in self.derived:
            found = self.derived[name]
            if found is None:
                self.problems.error("E320", f'"{name}" is computed from itself', fact.place)
                raise Refused
            return found
        self.derived[name] = None
        self.derived[name] = found = self.graph.own(slot, self.expressions.lower(fact.derive, slot.ty))
        return found

    def guard(self, fact: Fact, slot: Node) -> None:
        """A fact that does not apply is not read: its value counts as not there."""
        if fact.applies is None:
            return
        if fact.id not in self.applied:
            self.applied[fact.id] = None
            used, self.expressions.used = self.expressions.used, []
            try:
                self.applied[fact.id] = self.expressions.truth(fact.applies)
            finally:
                self.expressions.used = used
        applies = self.applied[fact.id]
        if applies is None:
            self.problems.error("E320", f'whether "{fact.id}" applies depends on itself', fact.place)
            raise Refused
        slot.guards |= {applies} - {self.graph.const(1, BOOL)}
