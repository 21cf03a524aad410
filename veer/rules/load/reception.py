"""Reading `reception.yaml`: the law of places to live, of the list of those who wait for one, and of its letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..model import LetterForm, Marks
from ..model.reception import DEPARTURE, STAY, TIERS, Contribution, Placing, Reception, WageBand, WaitingClass
from ..source import Mapping, Node, Sequence
from .reader import ID, MARK_KEYS, Reader

RECEPTION_KEYS = (
    "opens", "keeps", "performs", "classes", "contribution", "letters", "placing", "hide_below", *MARK_KEYS,
)  # fmt: skip
PLACING_KEYS = (
    "tiers", "weights", "elsewhere", "agree_days", "reserve_percent", "wait_weeks", "ahead_weeks", "reason_characters",
    "often_percent",
)  # fmt: skip
Made = TypeVar("Made")


class ReceptionReader:
    def __init__(self, reader: Reader) -> None:
        self.reader, self.problems = reader, reader.problems

    def read(self, node: Mapping | None) -> Reception | None:
        if node is None:
            return None
        reader = self.reader
        reader.only(node, RECEPTION_KEYS, "reception.yaml")
        marks = reader.marks(node)
        opens = reader.mapping(node.get("opens"), "opens", node.place) if "opens" in node else None
        return Reception(
            {key: reader.word(kind, key, (STAY, DEPARTURE), STAY) for key, kind in (opens.items() if opens else ())},
            reader.words(node.get("keeps"), "keeps"), reader.words(node.get("performs"), "performs"),
            self.each(node, "classes", marks, self.waiting_class),
            self.each(node, "contribution", marks, self.contribution),
            self.each(node, "letters", marks, self.letter),
            self.placing(node, marks),
            reader.integer(node.get("hide_below"), "hide_below", 5), marks, node.place,
        )  # fmt: skip

    def each(
        self, node: Mapping, key: str, inherited: Marks, make: Callable[[str, Mapping, Marks], Made]
    ) -> dict[str, Made]:
        """The named parts under a key, in order."""
        body = self.reader.mapping(node.get(key), key, node.place) if key in node else None
        if body is None:
            return {}
        self.reader.ids(body, ID, key)
        inner = [(name, self.reader.mapping(item, name, item.place)) for name, item in body.items()]
        return {name: make(name, one, self.reader.marks(one, inherited)) for name, one in inner if one is not None}

    def waiting_class(self, name: str, node: Mapping, marks: Marks) -> WaitingClass:
        self.reader.only(node, ("if", *MARK_KEYS), f"class {name}")
        return WaitingClass(name, self.reader.expression(node.get("if"), name), marks)

    def letter(self, name: str, node: Mapping, marks: Marks) -> LetterForm:
        self.reader.only(node, ("blocks", *MARK_KEYS), f"letter {name}")
        return LetterForm(name, marks, self.reader.words(node.get("blocks"), "blocks"))

    def contribution(self, name: str, node: Mapping, marks: Marks) -> Contribution:
        self.reader.only(node, ("bands", *MARK_KEYS), f"contribution {name}")
        return Contribution(name, self.bands(name, node.get("bands"), node), marks)

    def placing(self, node: Mapping, marks: Marks) -> Placing | None:
        body = self.reader.mapping(node.get("placing"), "placing", node.place) if "placing" in node else None
        if body is None:
            return None
        self.reader.only(body, (*PLACING_KEYS, *MARK_KEYS), "placing")
        tiers, weights = (self.reader.mapping(body.get(key), key, body.place) for key in ("tiers", "weights"))
        return Placing(
            {name: self.reader.word(one, name, TIERS, TIERS[-1]) for name, one in (tiers.items() if tiers else ())},
            {name: self.reader.integer(one, name) for name, one in (weights.items() if weights else ())},
            self.reader.integer(body.get("elsewhere"), "elsewhere", 0),
            self.reader.integer(body.get("agree_days"), "agree_days"),
            self.reader.integer(body.get("reserve_percent"), "reserve_percent", 0),
            self.reader.integer(body.get("wait_weeks"), "wait_weeks", 0),
            self.reader.integer(body.get("ahead_weeks"), "ahead_weeks", 0),
            self.reader.integer(body.get("reason_characters"), "reason_characters", 1),
            self.reader.integer(body.get("often_percent"), "often_percent", 100),
            self.reader.marks(body, marks),
        )

    def bands(self, name: str, node: Node | None, inside: Mapping) -> tuple[WageBand, ...]:
        """Rising parts of a wage; the last one has no end."""
        items = list(node) if isinstance(node, Sequence) else []
        found = []
        for item in items:
            if (one := self.reader.mapping(item, "a band", item.place)) is not None:
                self.reader.only(one, ("to", "percent"), "a band")
                to = self.reader.integer(one.get("to"), "to") if "to" in one else None
                found.append(WageBand(to, self.reader.integer(one.get("percent"), "percent")))
        ends = [band.to for band in found]
        closed = [end for end in ends[:-1] if end is not None and end > 0]
        rising = len(closed) == len(ends) - 1 and closed == sorted(set(closed))
        if not ends or ends[-1] is not None or not rising:
            place = node.place if node else inside.place
            self.problems.error("E097", f"the bands of {name} must rise, the last one without `to`", place)
        if any(not 0 <= band.percent <= 100 for band in found):
            self.problems.error("E097", f"{name} asks for less than nothing or more than all", inside.place)
        return tuple(found)
