"""Reading what happens in a route: steps, acts, branches, and the clocks, rights, duties and remedies beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ..model import (
    Act,
    Branch,
    Citation,
    Clock,
    Duty,
    Extension,
    Length,
    LetterForm,
    Marks,
    Procedure,
    Remedy,
    Right,
    Statistic,
    Step,
    Suspension,
    Variant,
)
from ..source import Mapping, Node, Scalar, Sequence
from .reader import MARK_KEYS, Reader

DOES = (
    "submit", "take", "give_back", "judge_fact", "ask_document", "add_document", "answer", "note", "propose",
    "send_back", "sign", "withdraw", "record", "announce", "notify", "summon", "hear", "remark", "extend", "move_law",
    "expire",
)  # fmt: skip
NEEDS = ("facts", "declaration", "holder", "reasons", "reason", "other_person", "unchanged", "outcome_open", "document")
ACT_KEYS = (
    "does", "by", "from", "to", "needs", "letter", "outcome", "opens", "asks", "after", "after_clocks", "not_by", "if",
    "way", "refuses", "kept_from", "in_force", "source", "confidence", "notes",
)  # fmt: skip
STEP_KEYS = ("ball", "ends", "goes_on", "leads_to", "in_force", "source", "confidence", "notes")
LENGTHS = ("days", "working_days", "weeks", "months", "years")
STATISTICS = ("endings", "days", "share", "waiting")
Made = TypeVar("Made")


class ProcedureReader:
    """Reads `procedure:` of one route."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, node: Node | None, marks: Marks) -> Procedure | None:
        reader = self.reader
        body = reader.mapping(node, "procedure", node.place) if node is not None else None
        if body is None:
            return None
        reader.only(body, ("starts", "by", "carries", "awaits", "steps", "acts", "branches", "notes"), "procedure")
        steps = self.steps(body, marks)
        branches: dict[str, Branch] = {}
        inner: dict[str, Mapping] = {}
        declared = reader.mapping(body.get("branches"), "branches", body.place) if "branches" in body else None
        for key, item in declared.items() if declared else ():
            if branch := reader.mapping(item, key, item.place):
                branches[key], inner[key] = self.branch(key, branch, steps, marks), branch
        acts = self.acts(body, "", steps, branches, marks)
        for key, branch in inner.items():
            for name, act in self.acts(branch, key, branches[key].steps, branches, branches[key].marks).items():
                if name in acts:
                    hint = "an act has one name in the whole route"
                    reader.problems.error("E073", f"there are two acts {name}", act.marks.place, hint)
                acts[name] = act
        starts = reader.word(body.get("starts"), "starts", steps)
        by = reader.words(body.get("by"), "by") or ("applicant",)
        carries = reader.words(body.get("carries"), "carries")
        return Procedure(starts or next(iter(steps), ""), steps, acts, branches, by, carries, self.awaits(body, marks))

    def awaits(self, body: Mapping, marks: Marks) -> dict[str, Marks]:
        """Routes that are not written yet, each with what says that there is to be one."""
        reader = self.reader
        declared = reader.mapping(body.get("awaits"), "awaits", body.place) if "awaits" in body else None
        found = {}
        for key, item in declared.items() if declared else ():
            if one := reader.mapping(item, key, item.place):
                reader.only(one, MARK_KEYS, key)
                found[key] = reader.marks(one, marks)
        return found

    def steps(self, body: Mapping, marks: Marks) -> dict[str, Step]:
        reader = self.reader
        found = {}
        declared = reader.mapping(body.get("steps"), "steps", body.place)
        for key, item in declared.items() if declared else ():
            if step := reader.mapping(item, key, item.place):
                reader.only(step, STEP_KEYS, f"step {key}")
                named = ("ball", "ends", "goes_on", "leads_to")
                ball, ends, on, to = (reader.word(step.get(name), name) or None for name in named)
                found[key] = Step(key, ball, ends, step.place, on, reader.marks(step, marks), to)
        return found

    def branch(self, name: str, node: Mapping, steps: dict[str, Step], inherited: Marks) -> Branch:
        reader = self.reader
        reader.only(node, ("starts", "steps", "acts", "leads", *MARK_KEYS), f"branch {name}")
        marks = reader.marks(node, inherited)
        own = self.steps(node, marks)
        starts = reader.word(node.get("starts"), "starts", own) or next(iter(own), "")
        leads: dict[str, str] = {}
        declared = reader.mapping(node.get("leads"), "leads", node.place) if "leads" in node else None
        for key, value in declared.items() if declared else ():
            if key not in own or not own[key].ends:
                place = declared.key_place(key) if declared else node.place
                reader.problems.error("E074", f"{name} does not end in {key}", place, "name a step with `ends:`")
            leads[key] = reader.word(value, "leads", steps)
        return Branch(name, starts, own, leads, marks)

    def acts(
        self, body: Mapping, branch: str, steps: dict[str, Step], branches: Iterable[str], marks: Marks
    ) -> dict[str, Act]:
        found = {}
        declared = self.reader.mapping(body.get("acts"), "acts", body.place)
        for key, item in declared.items() if declared else ():
            if act := self.reader.mapping(item, key, item.place):
                found[key] = self.act(key, act, branch, steps, branches, marks)
        return found

    def act(
        self, name: str, node: Mapping, branch: str, steps: dict[str, Step], branches: Iterable[str], marks: Marks
    ) -> Act:
        reader = self.reader
        reader.only(node, ACT_KEYS, f"act {name}")
        start = node.get("from")
        if isinstance(start, Scalar) and start.text in ("any", "any_open"):
            over = {s.id for s in steps.values() if s.ends or s.goes_on}
            from_ = tuple(s for s in steps if start.text == "any" or s not in over)
        else:
            from_ = reader.words(start, "from", steps)
        if "kept_from" in node:
            self.kept_by_law(name, node)
        return Act(
            name, reader.word(node.get("does"), "does", DOES), reader.words(node.get("by"), "by"), from_,
            self.by_outcome(node.get("to"), "to", tuple(steps)), reader.words(node.get("needs"), "needs", NEEDS),
            self.by_outcome(node.get("letter"), "letter", ()), reader.word(node.get("outcome"), "outcome") or None,
            reader.marks(node, marks), branch,
            opens=reader.words(node.get("opens"), "opens", branches), asks=reader.words(node.get("asks"), "asks"),
            after=reader.words(node.get("after"), "after"),
            after_clocks=reader.words(node.get("after_clocks"), "after_clocks"),
            not_by=reader.words(node.get("not_by"), "not_by"), when=reader.expression(node.get("if"), name),
            way=reader.word(node.get("way"), "way") or None, refuses=reader.flag(node.get("refuses"), "refuses"),
            kept_from=reader.words(node.get("kept_from"), "kept_from"),
        )  # fmt: skip

    def kept_by_law(self, name: str, node: Mapping) -> None:
        """A document is kept from somebody only where the law says so, at this very act."""
        place = node.key_place("kept_from")
        if self.reader.word(node.get("does"), "does", DOES) != "add_document":
            hint = "say it at an act that adds a document"
            self.reader.problems.error("E079", f"{name} adds no document that could be kept from anybody", place, hint)
        elif "source" not in node:
            hint = "people see everything that is held about them, except what a law names: add `source:`"
            self.reader.problems.error("E079", f"{name} must say which law keeps its documents from them", place, hint)

    def by_outcome(self, node: Node | None, what: str, among: tuple[str, ...]) -> dict[str, str]:
        if node is None:
            return {}
        if isinstance(node, Mapping):
            return {key: self.reader.word(value, what, among) for key, value in node.items()}
        return {"": self.reader.word(node, what, among)}


class PromisesReader:
    """Reads clocks, rights, duties, remedies, letters and statistics, or `none` with the source that says so."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems
        self.nones: dict[str, tuple[Citation, ...]] = {}

    def read(
        self, body: Mapping, kind: str, keys: tuple[str, ...], marks: Marks, make: Callable[[str, Mapping, Marks], Made]
    ) -> dict[str, Made]:
        """The declared clauses of one kind by id."""
        found: dict[str, Made] = {}
        node = body.get(kind)
        declared = self.reader.mapping(node, kind, node.place) if node is not None else None
        for key, item in declared.items() if declared else ():
            clause = self.reader.mapping(item, key, item.place)
            if clause is None:
                continue
            if key == "none":
                self.reader.only(clause, ("source", "confidence", "notes"), "none")
                self.nones[kind] = self.reader.citations(clause.get("source"))
            else:
                self.reader.only(clause, (*keys, *MARK_KEYS), key)
                found[key] = make(key, clause, self.reader.marks(clause, marks))
        return found

    # --- clocks ----------------------------------------------------------------------------------------------------

    def clocks(self, body: Mapping, marks: Marks) -> dict[str, Clock]:
        keys = (
            "starts", "day_of", "length", "first", "duty", "counting", "meets", "ends", "extend", "suspend", "warn",
            "expires", "nothing_follows",
        )  # fmt: skip
        return self.read(body, "clocks", keys, marks, self.clock)

    def clock(self, name: str, node: Mapping, marks: Marks) -> Clock:
        reader = self.reader
        return Clock(
            name, marks, reader.word(node.get("duty"), "duty"), reader.words(node.get("starts"), "starts"),
            reader.word(node.get("day_of"), "day_of") or None, self.length(node.get("length")),
            tuple(made for key, one in self.each(node, "first") if (made := self.variant(key, one, marks))),
            reader.word(node.get("counting"), "counting") or None, reader.words(node.get("meets"), "meets"),
            reader.words(node.get("ends"), "ends"),
            tuple(self.extension(key, one, marks) for key, one in self.each(node, "extend")),
            tuple(self.suspension(key, one, marks) for key, one in self.each(node, "suspend")),
            self.length(node.get("warn")), reader.word(node.get("expires"), "expires") or None,
            reader.flag(node.get("nothing_follows"), "nothing_follows"),
        )  # fmt: skip

    def each(self, node: Mapping, key: str) -> list[tuple[str, Mapping]]:
        """The named parts of a clock: `{id: {...}}`, in order."""
        parts = self.reader.mapping(node.get(key), key, node.place) if key in node else None
        found = [(name, self.reader.mapping(item, name, item.place)) for name, item in parts.items()] if parts else []
        return [(name, item) for name, item in found if item is not None]

    def variant(self, name: str, node: Mapping, inherited: Marks) -> Variant | None:
        self.reader.only(node, ("if", "length", *MARK_KEYS), name)
        marks = self.reader.marks(node, inherited)
        when, length = self.reader.expression(node.get("if"), name), self.length(node.get("length"))
        if when is None or length is None:
            self.problems.error("E075", f"{name} must say `if` and `length`", node.place)
            return None
        return Variant(name, when, length, marks)

    def extension(self, name: str, node: Mapping, inherited: Marks) -> Extension:
        self.reader.only(node, ("by", "at_most", *MARK_KEYS), name)
        by = self.length(node.get("by"))
        if by is None:
            self.problems.error("E076", f"{name} must say by how much", node.place, "add by: {days: ...}")
        return Extension(name, by or Length(), self.length(node.get("at_most")), self.reader.marks(node, inherited))

    def suspension(self, name: str, node: Mapping, inherited: Marks) -> Suspension:
        reader = self.reader
        reader.only(node, ("from", "until", "at_most", *MARK_KEYS), name)
        from_, until = reader.words(node.get("from"), "from"), reader.words(node.get("until"), "until")
        if not from_ or not until:
            self.problems.error("E077", f"{name} must say `from` and `until`", node.place)
        return Suspension(name, from_, until, self.length(node.get("at_most")), reader.marks(node, inherited))

    def length(self, node: Node | None) -> Length | None:
        if node is None:
            return None
        body = self.reader.mapping(node, "a length", node.place)
        if body is None:
            return None
        self.reader.only(body, LENGTHS, "a length")
        return Length(**{unit: self.reader.integer(body.get(unit), unit) for unit in LENGTHS})

    # --- the rest --------------------------------------------------------------------------------------------------

    def rights(self, body: Mapping, marks: Marks) -> dict[str, Right]:
        reader = self.reader

        def make(name: str, node: Mapping, marks: Marks) -> Right:
            return Right(
                name, marks, reader.word(node.get("holder"), "holder"), reader.words(node.get("from"), "from"),
                self.length(node.get("after")), reader.words(node.get("at"), "at"),
                reader.words(node.get("until"), "until"), reader.expression(node.get("if"), name),
                reader.word(node.get("proof"), "proof") or None,
            )  # fmt: skip

        return self.read(body, "rights", ("holder", "from", "after", "at", "until", "if", "proof"), marks, make)

    def duties(self, body: Mapping, marks: Marks) -> dict[str, Duty]:
        def make(name: str, node: Mapping, marks: Marks) -> Duty:
            clock = self.reader.word(node.get("clock"), "clock") or None
            return Duty(name, marks, self.reader.word(node.get("actor"), "actor"), clock)

        return self.read(body, "duties", ("actor", "clock"), marks, make)

    def remedies(self, body: Mapping, marks: Marks) -> dict[str, Remedy]:
        reader = self.reader

        def make(name: str, node: Mapping, marks: Marks) -> Remedy:
            said = node.get("suspends")
            plain = isinstance(said, Scalar) and said.text in ("yes", "no")
            return Remedy(
                name, marks, reader.words(node.get("against"), "against"), reader.word(node.get("body"), "body"),
                self.length(node.get("within")), reader.word(node.get("from"), "from") or None,
                reader.word(node.get("clock"), "clock") or None,
                reader.word(said, "suspends") if plain else reader.expression(said, name),
                reader.expression(node.get("if"), name),
            )  # fmt: skip

        keys = ("against", "body", "within", "from", "clock", "suspends", "if")
        return self.read(body, "remedies", keys, marks, make)

    def letters(self, body: Mapping, marks: Marks) -> dict[str, LetterForm]:
        def make(name: str, node: Mapping, marks: Marks) -> LetterForm:
            return LetterForm(name, marks, self.reader.words(node.get("blocks"), "blocks"))

        return self.read(body, "letters", ("blocks",), marks, make)

    def statistics(self, body: Mapping, marks: Marks) -> dict[str, Statistic]:
        reader = self.reader

        def make(name: str, node: Mapping, marks: Marks) -> Statistic:
            kinds = [key for key in STATISTICS if key in node]
            if len(kinds) != 1:
                hint = f"one of {', '.join(STATISTICS)}"
                self.problems.error("E078", f"{name} must say what it counts", node.place, hint)
            kind = kinds[0] if kinds else STATISTICS[0]
            of = node.get(kind)
            named = reader.words(of, kind) if isinstance(of, (Sequence, Scalar)) else ()
            hide = reader.integer(node.get("hide_below"), "hide_below", 5)
            return Statistic(name, marks, kind, named, reader.words(node.get("by"), "by"), hide)

        return self.read(body, "statistics", (*STATISTICS, "by", "hide_below"), marks, make)
