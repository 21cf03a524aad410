"""Reading `facts/*.yaml`: record types, facts, and the rules that a set of facts must not break."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from ..model import Change, Derived, Fact, FactText, Marks, RecordType, Type, Validity
from ..problems import Place
from ..source import Mapping, Node, Scalar, Sequence, nearest
from .reader import FACT_ID, ID, Reader

PLAIN = ("bool", "int", "decimal", "money", "enum", "level", "date", "code", "text")
MOST_ITEMS = 200
TOP_KEYS = ("types", "facts", "valid", "notes")
KINDS = (*PLAIN, "record", "list", "map", "judgement")
TYPE_KEYS = ("type", "unit", "step", "domain", "values", "levels", "pattern", "item", "keys", "max_items")
FACT_KEYS = (
    *TYPE_KEYS, "of", "role", "optional", "partial", "applies", "derive", "by", "evidence", "change", "ask",
    "decided_by", "text", "notes",
)  # fmt: skip
UNCHANGEABLE = re.compile(r"age|sex|gender|origin|(birth|national|religio|ethni|race).*")


class FactsReader:
    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems
        self.types: dict[str, RecordType] = {}
        self.facts: dict[str, Fact] = {}
        self.valid: list[Validity] = []
        self.unknown: dict[str, list[Place]] = {}
        """Places that name a type of record which is not declared."""
        self.hidden = False
        """Does a file declare something under a key that nobody reads? Then what is not declared is no finding."""

    def read(self, trees: list[Mapping]) -> None:
        for tree in trees:
            self.reader.only(tree, TOP_KEYS, "a facts file")
            types = tree.get("types")
            self.hidden |= not set(TOP_KEYS).issuperset(tree.entries) or not isinstance(types, Mapping | None)
            if types:
                self.read_types(self.reader.mapping(types, "types", tree.place))
        for tree in trees:
            if facts := tree.get("facts"):
                self.read_facts(self.reader.mapping(facts, "facts", tree.place))
            self.valid += self.validity(tree.get("valid"))
        self.say_unknown_types()

    def say_unknown_types(self) -> None:
        """Each once, at its first place: the slip may be in the one line that declares it."""
        for name, places in self.unknown.items() if not self.hidden else ():
            more = f", used in {len(places)} places" if len(places) > 1 else ""
            self.problems.error("E048", f'unknown type "{name}"{more}', places[0], nearest(name, self.types))

    # --- types -----------------------------------------------------------------------------------------------------

    def read_types(self, node: Mapping | None) -> None:
        if node is None:
            return
        self.reader.ids(node, ID, "a type")
        for name, body in node.items():
            declared = self.reader.mapping(body, f"type {name}", node.place)
            if declared is not None:
                if name in self.types:
                    self.problems.error("E040", f'type "{name}" is declared twice', declared.place)
                self.types[name] = self.record_type(name, declared)

    def record_type(self, name: str, body: Mapping) -> RecordType:
        self.reader.only(body, ("fields", "derive", "valid", "text", "notes"), f"type {name}")
        fields: dict[str, Type] = {}
        texts: dict[str, FactText] = {}
        declared = self.reader.mapping(body.get("fields"), "fields", body.place)
        for key, node in declared.items() if declared else ():
            field = self.reader.mapping(node, f"field {key}", body.place)
            if field is None:
                continue
            if not ID.match(key):
                self.problems.error("E035", f'"{key}" is not an id of a field', field.place)
            self.reader.only(field, (*TYPE_KEYS, "text", "notes"), f"field {key}")
            fields[key] = self.type(field, PLAIN)
            texts[key] = self.fact_text(field.get("text"))
        derive: dict[str, Derived] = {}
        for key, node in self.entries(body.get("derive"), "derive"):
            if key in fields:
                self.problems.error("E041", f'"{key}" is a field already', node.place)
            derive[key] = self.derived(key, node)
        return RecordType(name, fields, derive, tuple(self.validity(body.get("valid"))), body.place, texts)

    def derived(self, name: str, node: Node) -> Derived:
        """`name: expression` or `name: {is: expression, source: ...}`."""
        if isinstance(node, Scalar):
            return Derived(name, self.reader.expression(node, name), Marks(node.place))
        body = self.reader.mapping(node, name, node.place)
        if body is None:
            return Derived(name, None, Marks(node.place))
        self.reader.only(body, ("is", "source", "confidence", "text", "notes"), name)
        return Derived(name, self.reader.expression(body.get("is"), name), self.reader.marks(body))

    def entries(self, node: Node | None, what: str) -> list[tuple[str, Node]]:
        if node is None:
            return []
        body = self.reader.mapping(node, what, node.place)
        return list(body.items()) if body else []

    def validity(self, node: Node | None) -> list[Validity]:
        found = []
        for key, rule in self.entries(node, "valid"):
            body = self.reader.mapping(rule, key, rule.place)
            if body is None:
                continue
            self.reader.only(body, ("if", "field", "text", "notes", "source"), key)
            expr = self.reader.expression(body.get("if"), "if")
            if expr is None or "field" not in body:
                self.problems.error("E042", f"{key} needs `if` and `field`", body.place)
                continue
            found.append(
                Validity(
                    key,
                    expr,
                    self.reader.word(body.get("field"), "field"),
                    self.reader.text_by_language(body.get("text"), "text"),
                )
            )
        return found

    def type(self, node: Mapping, kinds: tuple[str, ...]) -> Type:
        kind = self.reader.word(node.get("type"), "type", kinds, "bool")
        if "type" not in node:
            self.problems.error("E043", "no type", node.place, f"one of: {', '.join(kinds)}")
        step = node.get("step")
        value = step.value if isinstance(step, Scalar) else None
        exact = (
            Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value > 0 else None
        )
        if step is not None and exact is None:
            self.problems.error("E044", "step must be a positive number", step.place)
        if kind == "decimal" and exact is None:
            self.problems.error("E044", "a decimal needs a step", node.place, "for example step: 0.5")
        low, high = self.domain(node)
        symbols = self.symbols(node, kind)
        item, item_type = self.item(node, kind)
        return Type(
            kind, node.place, self.reader.word(node.get("unit"), "unit") or None, exact, low, high, symbols,
            self.pattern(node), item, item_type, self.reader.words(node.get("keys"), "keys"),
            self.max_items(node, kind),
        )  # fmt: skip

    def max_items(self, node: Mapping, kind: str) -> int:
        found = self.reader.integer(node.get("max_items"), "max_items", 10 if kind == "list" else 0)
        if kind == "list" and not 1 <= found <= MOST_ITEMS:
            self.problems.error("E052", f"max_items must lie between 1 and {MOST_ITEMS}", node.place)
            return 1
        return found

    def domain(
        self, node: Mapping
    ) -> tuple[int | Decimal | str | dt.date | None, int | Decimal | str | dt.date | None]:
        domain = node.get("domain")
        if domain is None:
            return None, None
        if not isinstance(domain, Sequence) or len(domain.items) != 2:
            self.problems.error("E045", "domain is written [lowest, highest]", domain.place)
            return None, None
        low, high = (self.reader.bound(end, "domain") for end in domain)
        if isinstance(low, (int, Decimal)) and isinstance(high, (int, Decimal)) and low > high:
            self.problems.error("E045", "the domain ends before it starts", domain.place)
        return low, high

    def symbols(self, node: Mapping, kind: str) -> tuple[str, ...]:
        key = {"enum": "values", "level": "levels"}.get(kind)
        if key is None:
            return ()
        found = self.reader.words(node.get(key), key)
        if not found:
            self.problems.error("E046", f"{kind} needs {key}", node.place)
        if len(set(found)) != len(found):
            self.problems.error("E046", f"a value stands twice in {key}", node.place)
        return found

    def pattern(self, node: Mapping) -> str | None:
        found = self.reader.word(node.get("pattern"), "pattern") or None
        if found:
            try:
                re.compile(found)
            except re.error as error:
                self.problems.error("E047", f"not a pattern: {error}", node.place)
                return None
        return found

    def item(self, node: Mapping, kind: str) -> tuple[RecordType | None, Type | None]:
        body = node.get("item")
        if kind not in ("list", "map"):
            return None, None
        if isinstance(body, Mapping):
            return None, self.type(body, PLAIN)
        name = self.reader.word(body, "item")
        if name not in self.types:
            self.unknown.setdefault(name, []).append(body.place if body else node.place)
            return None, None
        if kind == "map" and "keys" not in node:
            self.problems.error("E049", "a map needs keys", node.place)
        return self.types[name], None

    # --- facts -----------------------------------------------------------------------------------------------------

    def read_facts(self, node: Mapping | None) -> None:
        for key, body in node.items() if node else ():
            if not FACT_ID.match(key):
                self.problems.error("E035", f'"{key}" is not an id of a fact', body.place, "dotted lower snake case")
            if key in self.facts:
                self.problems.error("E050", f'fact "{key}" is declared twice', body.place)
            fact = self.reader.mapping(body, f"fact {key}", body.place)
            if fact:
                self.facts[key] = self.fact(key, fact)

    def fact(self, key: str, node: Mapping) -> Fact:
        reader = self.reader
        reader.only(node, FACT_KEYS, f"fact {key}")
        ask = node.get("ask")
        asked = reader.mapping(ask, "ask", node.place) if ask is not None else None
        if asked:
            reader.only(asked, ("cost", "sensitive", "group"), "ask")
        return Fact(
            id=key,
            of=reader.word(node.get("of"), "of", ("person", "household", "case", "organisation"), "case"),
            type=self.type(node, KINDS),
            place=node.place,
            role=reader.word(node.get("role"), "role", ("on",)) or None,
            optional=reader.flag(node.get("optional"), "optional"),
            partial=reader.flag(node.get("partial"), "partial"),
            applies=reader.expression(node.get("applies"), "applies"),
            derive=reader.expression(node.get("derive"), "derive"),
            by=reader.words(node.get("by"), "by") or ("applicant", "official"),
            evidence=reader.words(node.get("evidence"), "evidence"),
            change=self.change(key, node),
            cost=reader.integer(asked.get("cost"), "cost", 1) if asked else 1,
            sensitive=reader.flag(asked.get("sensitive"), "sensitive") if asked else False,
            group=(reader.word(asked.get("group"), "group") or None) if asked else None,
            decided_by=reader.words(node.get("decided_by"), "decided_by"),
            text=self.fact_text(node.get("text")),
        )

    def change(self, key: str, node: Mapping) -> Change | None:
        change = node.get("change")
        if change is None or not (body := self.reader.mapping(change, "change", node.place)):
            return None
        self.reader.only(body, ("by", "direction", "effort", "takes"), "change")
        if any(UNCHANGEABLE.fullmatch(part) for part in re.split(r"[._]", key)):
            self.problems.error("E051", f"{key} cannot be asked of anyone to change", body.place, "remove `change`")
        return Change(
            self.reader.word(body.get("by"), "by", default="person"),
            self.reader.word(body.get("direction"), "direction", ("up", "down", "any"), "any"),
            self.reader.integer(body.get("effort"), "effort", 3),
            self.reader.word(body.get("takes"), "takes"),
        )

    def fact_text(self, node: Node | None) -> FactText:
        """`{en: {label:, question:, help:, values: {...}}, nl: ...}`."""
        found: FactText = {}
        for language, body in self.entries(node, "text"):
            words = self.reader.mapping(body, "text", body.place)
            found[language] = read_words(self.reader, words) if words else {}
        return found


def read_words(reader: Reader, node: Mapping) -> dict[str, object]:
    """Words of one fact in one language: `label`, `question`, `help`, `values`, `evidence`."""
    found: dict[str, object] = {}
    for key, value in node.items():
        if isinstance(value, Mapping):
            found[key] = {inner: reader.word(word, inner) for inner, word in value.items()}
        else:
            found[key] = reader.word(value, key)
    return found
