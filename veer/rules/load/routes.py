"""Reading `routes/<route>.yaml`: a whole route in one file."""

from __future__ import annotations

from ..model import Act, Citation, Clause, Condition, Derived, Length, Marks, Procedure, Route, Step, Words
from ..problems import Place
from ..source import Mapping, Node, Scalar, Sequence
from .facts import PLAIN, FactsReader
from .reader import ID, MARK_KEYS, NODE_ID, Reader
from .values import KINDS, MODIFIERS, ScalesReader, ValuesReader

ROUTE_KEYS = (
    "route", "title", "anchor", "let", "scales", "points", "conditions", "procedure", "clocks", "rights", "duties",
    "remedies", "letters", "texts", *MARK_KEYS,
)  # fmt: skip
CLAUSES = {
    "clocks": ("starts", "length", "duty", "counting", "on_expiry"),
    "rights": ("holder", "from", "until", "if", "proof"),
    "duties": ("actor", "clock"),
    "remedies": ("against", "body", "within", "from"),
    "letters": ("blocks",),
}
DOES = (
    "submit", "take", "give_back", "judge_fact", "ask_document", "add_document", "answer", "note", "propose",
    "send_back", "sign", "withdraw",
)  # fmt: skip
NEEDS = ("facts", "declaration", "holder", "reasons", "reason", "other_person", "unchanged", "outcome_open")
CONDITION_KINDS = ("if", "all", "any", "at_least", "judgement")


class RouteReader:
    def __init__(self, reader: Reader, facts: FactsReader) -> None:
        self.reader, self.problems, self.facts = reader, reader.problems, facts
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
        clauses, nones = self.clauses(node, marks)
        points = reader.mapping(node.get("points"), "points", node.place) if "points" in node else None
        return Route(
            id=name, title=reader.text_by_language(node.get("title"), "title"), marks=marks,
            anchor=reader.word(node.get("anchor"), "anchor") or None,
            let=self.lets(node.get("let"), marks), scales=self.scales.read(node.get("scales"), marks),
            points=self.values.points(points, marks) if points else None,
            conditions=self.conditions(node.get("conditions"), marks),
            procedure=self.procedure(node.get("procedure"), marks),
            clocks=clauses["clocks"], rights=clauses["rights"], duties=clauses["duties"], remedies=clauses["remedies"],
            letters=clauses["letters"], nones=nones, texts=self.texts(node.get("texts")), place=node.place,
        )  # fmt: skip

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

    # --- procedure -------------------------------------------------------------------------------------------------

    def procedure(self, node: Node | None, marks: Marks) -> Procedure | None:
        body = self.reader.mapping(node, "procedure", node.place) if node is not None else None
        if body is None:
            return None
        self.reader.only(body, ("starts", "steps", "acts", "notes"), "procedure")
        steps = {}
        declared = self.reader.mapping(body.get("steps"), "steps", body.place)
        for key, item in declared.items() if declared else ():
            step = self.reader.mapping(item, key, item.place)
            if step:
                self.reader.only(step, ("ball", "ends", "notes"), f"step {key}")
                ball, ends = self.reader.word(step.get("ball"), "ball"), self.reader.word(step.get("ends"), "ends")
                steps[key] = Step(key, ball or None, ends or None, step.place)
        acts = {}
        declared = self.reader.mapping(body.get("acts"), "acts", body.place)
        for key, item in declared.items() if declared else ():
            act = self.reader.mapping(item, key, item.place)
            if act:
                acts[key] = self.act(key, act, steps, marks)
        starts = self.reader.word(body.get("starts"), "starts", steps)
        return Procedure(starts or next(iter(steps), ""), steps, acts)

    def act(self, name: str, node: Mapping, steps: dict[str, Step], marks: Marks) -> Act:
        reader = self.reader
        reader.only(
            node,
            ("does", "by", "from", "to", "needs", "letter", "outcome", "source", "confidence", "notes"),
            f"act {name}",
        )
        start = node.get("from")
        if isinstance(start, Scalar) and start.text in ("any", "any_open"):
            from_ = tuple(s.id for s in steps.values() if start.text == "any" or not s.ends)
        else:
            from_ = reader.words(start, "from", steps)
        return Act(
            name, reader.word(node.get("does"), "does", DOES), reader.words(node.get("by"), "by"), from_,
            self.by_outcome(node.get("to"), "to", tuple(steps)), reader.words(node.get("needs"), "needs", NEEDS),
            self.by_outcome(node.get("letter"), "letter", ()), reader.word(node.get("outcome"), "outcome") or None,
            reader.marks(node, marks),
        )  # fmt: skip

    def by_outcome(self, node: Node | None, what: str, among: tuple[str, ...]) -> dict[str, str]:
        if node is None:
            return {}
        if isinstance(node, Mapping):
            return {key: self.reader.word(value, what, among) for key, value in node.items()}
        return {"": self.reader.word(node, what, among)}

    # --- clocks, rights, duties, remedies, letters, texts ----------------------------------------------------------

    def clauses(
        self, node: Mapping, marks: Marks
    ) -> tuple[dict[str, dict[str, Clause]], dict[str, tuple[Citation, ...]]]:
        """Declared clauses by kind and id, and for each kind that is `none` the source that says so."""
        found: dict[str, dict[str, Clause]] = {}
        nones = {}
        for kind, keys in CLAUSES.items():
            found[kind] = {}
            body = node.get(kind)
            if body is None:
                continue
            declared = self.reader.mapping(body, kind, node.place)
            for key, item in declared.items() if declared else ():
                clause = self.reader.mapping(item, key, item.place)
                if clause is None:
                    continue
                if key == "none":
                    self.reader.only(clause, ("source", "confidence", "notes"), "none")
                    nones[kind] = self.reader.citations(clause.get("source"))
                else:
                    found[kind][key] = self.clause(kind, key, clause, keys, marks)
        return found, nones

    def clause(self, kind: str, key: str, node: Mapping, keys: tuple[str, ...], marks: Marks) -> Clause:
        self.reader.only(node, (*keys, *MARK_KEYS), key)
        data: dict[str, object] = {}
        for name in keys:
            value = node.get(name)
            if isinstance(value, Scalar):
                data[name] = value.text
            elif isinstance(value, Sequence):
                data[name] = list(self.reader.words(value, name))
        length = node.get("length") or node.get("within")
        return Clause(
            key, kind, self.reader.marks(node, marks), data, self.length(length) if length is not None else None
        )

    def length(self, node: Node) -> Length | None:
        body = self.reader.mapping(node, "a length", node.place)
        if body is None:
            return None
        self.reader.only(body, ("days", "months", "years"), "a length")
        return Length(*(self.reader.integer(body.get(k), k) for k in ("days", "months", "years")))

    def texts(self, node: Node | None) -> dict[str, Words]:
        """Words of the route by path: `{path: {language: words}}`."""
        found: dict[str, Words] = {}
        body = self.reader.mapping(node, "texts", node.place) if node is not None else None
        for language, words in body.items() if body else ():
            inner = self.reader.mapping(words, "texts", words.place)
            for path, text in inner.items() if inner else ():
                found.setdefault(path, {})[language] = self.reader.word(text, path)
        return found


__all__ = ["KINDS", "MODIFIERS", "Place", "RouteReader"]
