"""Reading `routes/<route>.yaml`: a whole route in one file."""

from __future__ import annotations

from ..model import Citation, Condition, Derived, Marks, Purpose, Route, Words
from ..source import Mapping, Node
from .calendars import CalendarsReader
from .costs import CostsReader
from .facts import PLAIN, FactsReader
from .procedure import ProcedureReader, PromisesReader
from .purposes import named_purposes
from .quotas import QuotasReader
from .reader import ID, MARK_KEYS, NODE_ID, Reader
from .values import KINDS, MODIFIERS, ScalesReader, ValuesReader

ROUTE_KEYS = (
    "route", "asked", "purpose", "title", "anchor", "let", "scales", "points", "conditions", "procedure", "clocks",
    "rights", "duties", "remedies", "costs", "letters", "statistics", "quotas", "truths", "texts", *MARK_KEYS,
)  # fmt: skip
CONDITION_KINDS = ("if", "all", "any", "at_least", "judgement")


class RouteReader:
    def __init__(self, reader: Reader, facts: FactsReader, purposes: dict[str, Purpose]) -> None:
        self.reader, self.problems, self.facts = reader, reader.problems, facts
        self.purposes = purposes
        self.values, self.scales = ValuesReader(reader), ScalesReader(reader)

    def read(self, name: str, node: Mapping) -> Route:
        reader = self.reader
        reader.only(node, ROUTE_KEYS, "a route")
        declared = reader.word(node.get("route"), "route")
        if declared != name:
            place = (node.get("route") or node).place
            self.problems.error(
                "E070", f'the file is called {name}, the route "{declared}"', place, f"write route: {name}"
            )
        marks = reader.marks(node)
        promises = PromisesReader(reader)
        points = reader.mapping(node.get("points"), "points", node.place) if "points" in node else None
        return Route(
            id=name, title=reader.text_by_language(node.get("title"), "title"), marks=marks,
            anchor=reader.word(node.get("anchor"), "anchor") or None,
            let=self.lets(node.get("let"), marks), scales=self.scales.read(node.get("scales"), marks),
            points=self.values.points(points, marks) if points else None,
            conditions=self.conditions(node.get("conditions"), marks),
            procedure=ProcedureReader(reader).read(node.get("procedure"), marks),
            clocks=promises.clocks(node, marks), rights=promises.rights(node, marks),
            duties=promises.duties(node, marks), remedies=promises.remedies(node, marks),
            costs=CostsReader(promises).read(node, marks),
            letters=promises.letters(node, marks), statistics=promises.statistics(node, marks),
            nones=promises.nones | self.truths(node), texts=self.texts(node.get("texts")), place=node.place,
            quotas=QuotasReader(reader).read(node, marks),
            alone=reader.word(node.get("asked"), "asked", ("alone",)) == "alone",
            purposes=named_purposes(reader, node, self.purposes),
        )  # fmt: skip

    def truths(self, node: Mapping) -> dict[str, tuple[Citation, ...]]:
        """`truths: {none: {source: ...}}`: in this route nobody has to leave, so its cases end as its steps say."""
        found = CalendarsReader(self.reader).inner(node.get("truths"), "truths", "none")
        return {} if found is None else {"truths": found}

    def lets(self, node: Node | None, marks: Marks) -> dict[str, Derived]:
        found: dict[str, Derived] = {}
        body = self.reader.mapping(node, "let", node.place) if node is not None else None
        for name, item in body.items() if body else ():
            if not NODE_ID.match(name):
                self.problems.error("E035", f'"{name}" is not an id', item.place)
            found[name] = self.let(name, item, marks)
        return found

    def let(self, name: str, node: Node, marks: Marks) -> Derived:
        """An expression, `{is: expression}`, or any kind of points as a named value."""
        if isinstance(node, Mapping) and "is" not in node:
            return Derived(name, None, self.reader.marks(node, marks), None, self.values.value(name, node, marks))
        if isinstance(node, Mapping):
            self.reader.only(node, ("is", "type", "values", "levels", "unit", *MARK_KEYS), name)
            kind = self.facts.type(node, PLAIN) if "type" in node else None
            return Derived(name, self.reader.expression(node.get("is"), name), self.reader.marks(node, marks), kind)
        return Derived(name, self.reader.expression(node, name), self.reader.marks(node, marks))

    # --- conditions ------------------------------------------------------------------------------------------------

    def conditions(self, node: Node | None, marks: Marks) -> tuple[Condition, ...]:
        body = self.reader.mapping(node, "conditions", node.place) if node is not None else None
        if body is None:
            return ()
        self.reader.ids(body, ID, "a condition")
        return tuple(self.condition(key, item, marks) for key, item in body.items())

    def condition(self, name: str, node: Node, inherited: Marks) -> Condition:
        marks = self.reader.marks(node, inherited)
        if not isinstance(node, Mapping):
            return Condition(name, "if", marks, self.reader.expression(node, name))
        self.reader.only(node, (*CONDITION_KINDS, "of", "unless", *MARK_KEYS), f"condition {name}")
        kinds = [kind for kind in CONDITION_KINDS if kind in node]
        if len(kinds) != 1:
            self.problems.error("E071", f"{name} must have one of {', '.join(CONDITION_KINDS)}", node.place)
            return Condition(name, "all", marks)
        kind = kinds[0]
        children: tuple[Condition, ...] = ()
        if kind in ("all", "any", "at_least"):
            children = self.conditions(node.get("of" if kind == "at_least" else kind), marks)
            if not children:
                self.problems.error("E072", f"{name} has nothing under it", node.place)
        return Condition(
            name, kind, marks,
            self.reader.expression(node.get("if"), name) if kind == "if" else None,
            children,
            self.reader.integer(node.get("at_least"), "at_least") if kind == "at_least" else 0,
            self.reader.word(node.get("judgement"), "judgement") or None,
            self.conditions(node.get("unless"), marks),
        )  # fmt: skip

    # --- texts -------------------------------------------------------------------------------------------------------

    def texts(self, node: Node | None) -> dict[str, Words]:
        """Words of the route by path: `{path: {language: words}}`."""
        found: dict[str, Words] = {}
        body = self.reader.mapping(node, "texts", node.place) if node is not None else None
        for language, words in body.items() if body else ():
            inner = self.reader.mapping(words, "texts", words.place)
            for path, text in inner.items() if inner else ():
                found.setdefault(path, {})[language] = self.reader.word(text, path)
        return found


__all__ = ["KINDS", "MODIFIERS", "RouteReader"]
