"""Where two versions of a route differ in meaning: facts of one person to whom they give two answers.

Facts are drawn at the cut points of both, from a fixed seed, and mixed again where a condition came out in a new way.
That none is found among so many is no proof that there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any

from ..counterfactuals import fact_value
from ..cuts import classes
from ..evaluate import broken_rules, evaluate
from ..explain import outcome_of, result_of
from ..inputs import Profile, read_profile
from ..ir import Slot
from ..load import Pack
from ..lower import Program, program
from ..model import Fact
from ..problems import InputError
from ..questions import assigned, fact_slots
from ..time.days import FIRST, LAST, to_date
from .differences import Difference

TRIES = 4000
BETTER = 600
"""How many more are tried for two outcomes once two numbers of points, or two results of a condition, are found."""
AFRESH, SWEPT, CODES = 40, 12, 60
"""Sets of facts drawn as a whole; of those, in how many each fact is gone through; at how many of its cut points."""
REDRAWN = 6
"""How often facts that a law refuses are drawn again."""
ITEMS, MIXED = 3, 3
"""At most so many items in a list; so many facts drawn again at once."""
ORDINARY = dt.date(2000, 1, 1)
"""The day asked about where neither law says a day on which it begins or changes."""
ASKED = ("let.", "points", "conditions.", "scales.")

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a law says to facts. `total`: None without points, or while they are not exact. `results`: by condition."""

    outcome: str
    total: int | None
    results: dict[str, str]


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts, by id, and a day on which the two answers differ; none of the facts can be left out."""

    on: dt.date
    facts: Facts
    was: Answer
    now: Answer

    @property
    def conditions(self) -> list[str]:
        """Paths of the conditions that come out otherwise for certain."""
        return _otherwise(self.was, self.now)


@dataclass(frozen=True, slots=True)
class Looked:
    """`tried`: sets of facts that both laws took."""

    route: str
    tried: int
    witness: Witness | None


def witnesses(old: Pack, new: Pack, found: Iterable[Difference], routes: Iterable[str]) -> list[Looked]:
    """What was found for each of these routes that both have and whose rules differ. `found`: the differences.

    Raises PackError where a route has no meaning.
    """
    touched = {one.id for one in found if not one.only_words}
    both = (route for route in routes if route in old.routes and route in new.routes)
    return [witness(old, new, route) for route in both if _asks(old, new, route, touched)]


def witness(old: Pack, new: Pack, route: str, tries: int = TRIES) -> Looked:
    """Facts for which two versions of a route differ: in the outcome, else in points, else in a condition."""
    return _Search(program(old, route), program(new, route)).run(tries)


def _asks(old: Pack, new: Pack, route: str, touched: set[str]) -> bool:
    """Does something differ that an answer is computed from? Steps, clocks and promises are not."""
    if any(one == route or one.startswith(tuple(f"{route}/{part}" for part in ASKED)) for one in touched):
        return True
    beside = {one.partition(".")[2] for one in touched if one.startswith("facts.")}
    read = {slot.fact for law in (program(old, route), program(new, route)) for slot in _read(law)}
    return bool(beside & read) or any(one.startswith(("types.", "valid.", "calendars.")) for one in touched)


def _read(law: Program) -> Iterator[Slot]:
    return (slot for slot in law.layout.slots if slot.index in law.read)


def _otherwise(was: Answer, now: Answer) -> list[str]:
    sure = {"yes", "no"}
    return [
        path
        for path, said in was.results.items()
        if path in now.results and said != now.results[path] and {said, now.results[path]} == sure
    ]


def _weight(was: Answer, now: Answer) -> int:
    """How much two answers differ for certain: 3 the outcome, 2 points, 1 a condition, 0 nothing."""
    if {was.outcome, now.outcome} == {"open", "closed"}:
        return 3
    if was.total is not None and now.total is not None and was.total != now.total:
        return 2
    return 1 if _otherwise(was, now) else 0


class _Search:
    def __init__(self, old: Program, new: Program) -> None:
        self.laws = (old, new)
        self.random = Random(1)  # noqa: S311 - the same facts every time
        self.tried = 0
        self.best: tuple[tuple[int, int], Witness] | None = None
        """What differs most, and of those where one of the laws has most conditions hold."""
        self.pool: list[tuple[dt.date, Facts]] = []
        self.seen: set[tuple[tuple[str, str], ...]] = set()
        changes = sorted({day for law in self.laws for day in law.breakpoints if FIRST < day < LAST})
        self.days = [to_date(day + beside) for day in changes for beside in (-1, 0)] or [ORDINARY]
        self.ends: dict[tuple[int, int, dt.date], list[int]] = {}
        self.empty: dict[tuple[int, dt.date], Profile] = {}
        self.facts: dict[str, list[int]] = {}
        for which, law in enumerate(self.laws):
            for fact in law.facts.values():
                if self.drawn(law, fact):
                    self.facts.setdefault(fact.id, []).append(which)

    def run(self, tries: int) -> Looked:
        left = tries
        for on, facts in chain(self.afresh(), self.swept(), self.mixed()):
            before = self.weight
            self.attempt(on, facts)
            left = min(left - 1, BETTER) if self.weight > before else left - 1
            if left <= 0 or self.weight == 3:
                break
        found = self.shrunk(self.weight, self.best[1]) if self.best else None
        return Looked(self.laws[0].route.id, self.tried, found)

    @property
    def weight(self) -> int:
        return self.best[0][0] if self.best else 0

    def attempt(self, on: dt.date, facts: Facts) -> None:
        for _ in range(REDRAWN):
            try:
                answers = self.both(on, facts)
                break
            except InputError as error:
                wrong = [
                    name for name in facts if any(f"{one['field']}.".startswith(f"{name}.") for one in error.errors)
                ]
                facts = {**facts, **{name: self.value(name, on) for name in wrong}}
        else:
            return
        self.tried += 1
        was, now = answers
        weight = _weight(was, now)
        how = (*was.results.items(), *now.results.items(), ("", f"{weight} {was.total}"))
        if how not in self.seen:
            self.seen.add(how)
            self.pool.append((on, facts))
        rank = weight, max(list(one.results.values()).count("yes") for one in answers)
        if weight and (self.best is None or rank >= self.best[0]):  # among equals it wanders on
            self.best = (rank, Witness(on, facts, was, now))

    def shrunk(self, weight: int, found: Witness) -> Witness:
        """The same without each fact that the difference does not need."""
        before = 0
        while before != len(found.facts):  # one may be needed only as long as another is there
            before = len(found.facts)
            for name in found.facts:
                fewer = {key: value for key, value in found.facts.items() if key != name}
                answers = self.answers(found.on, fewer)
                if answers is not None and _weight(*answers) >= weight:
                    found = Witness(found.on, fewer, *answers)
        return found

    # --- answers -----------------------------------------------------------------------------------------------------

    def answers(self, on: dt.date, facts: Facts) -> tuple[Answer, Answer] | None:
        """What both say; None where one of them does not take these facts."""
        try:
            return self.both(on, facts)
        except InputError:
            return None

    def both(self, on: dt.date, facts: Facts) -> tuple[Answer, Answer]:
        old, new = self.laws
        return self.answer(old, on, facts), self.answer(new, on, facts)

    def answer(self, law: Program, on: dt.date, facts: Facts) -> Answer:
        profile = read_profile(law, {key: value for key, value in facts.items() if key in law.facts}, on=on, today=None)
        result = evaluate(profile)
        if broken := broken_rules(profile, result):
            raise InputError(broken)
        low, high = result.bounds("total") if "total" in law.names else (0, 1)
        exact = low == high and result.bounds("in_force")[1] == 1
        results = {view.path: result_of(view, result) for view in law.conditions}
        return Answer(outcome_of(profile, result), low if exact else None, results)

    # --- facts -------------------------------------------------------------------------------------------------------

    def afresh(self) -> Iterator[tuple[dt.date, Facts]]:
        for _ in range(AFRESH):
            on = self.random.choice(self.days)
            yield on, {name: self.value(name, on) for name in self.facts}

    def swept(self) -> Iterator[tuple[dt.date, Facts]]:
        """For some of those: each fact in turn at each of its cut points."""
        for on, facts in self.pool[:SWEPT]:
            for name, laws in self.facts.items():
                if name not in self.laws[laws[0]].layout.lists:
                    found = list({value: None for which in laws for value in self.every(which, name, on)})
                    found = found if len(found) <= CODES else self.random.sample(found, CODES)
                    yield from ((on, {**facts, name: value}) for value in found)

    def mixed(self) -> Iterator[tuple[dt.date, Facts]]:
        """Facts that did something new, or those that differ most, with a few of them drawn again; without an end."""
        while True:
            on, facts = self.random.choice(self.pool) if self.pool else (self.days[-1], Facts())
            if self.best and self.random.random() < 0.4:
                on, facts = self.best[1].on, self.best[1].facts
            if self.random.random() < 0.1:
                on = self.random.choice(self.days)
            names = self.random.sample(list(self.facts), min(len(self.facts), self.random.randint(1, MIXED)))
            yield on, {**facts, **{name: self.value(name, on) for name in names}}

    def drawn(self, law: Program, fact: Fact) -> bool:
        if fact.role == "on" or fact.derive is not None:
            return False
        return any(slot.index in law.read for slot in fact_slots(law, fact))

    def value(self, name: str, on: dt.date) -> Any:
        """A value of a fact at a cut point of one of the laws, as JSON. A record is there or not."""
        which = self.random.choice(self.facts[name])
        law = self.laws[which]
        fact = law.facts[name]
        slots = fact_slots(law, fact)
        numbers = {slot.index: self.random.choice(self.cut(which, slot, on)) for slot in slots}
        first = slots[0]
        if fact.type.kind == "record":
            return bool(numbers[first.index])
        if first.role == "present" and name not in law.layout.lists and not numbers[first.index]:
            return None
        profile = assigned(self.blank(which, on), tuple((index, n, n) for index, n in numbers.items()))
        return fact_value(profile, fact)

    def every(self, which: int, name: str, on: dt.date) -> Iterator[Any]:
        """Values of a fact that is one value, at each cut point of one law, as JSON."""
        fact = self.laws[which].facts[name]
        *there, last = fact_slots(self.laws[which], fact)
        blank = assigned(self.blank(which, on), tuple((slot.index, 1, 1) for slot in there))
        for number in self.cut(which, last, on):
            record = fact.type.kind == "record"
            yield bool(number) if record else fact_value(assigned(blank, ((last.index, number, number),)), fact)

    def cut(self, which: int, slot: Slot, on: dt.date) -> list[int]:
        """Both ends of every stretch of a slot whose values mean the same to a law."""
        key = (which, slot.index, on)
        if key not in self.ends:
            blank = self.blank(which, on)
            low, high = slot.low, blank.high[slot.index]
            if slot.role == "value":
                low += bool(slot.ty.symbols and slot.ty.symbols.open)  # what stands for any other code is no code
                spans = classes(self.laws[which], slot, low, high, blank.low[0])
                self.ends[key] = sorted({end for span in spans for end in span})
            else:
                self.ends[key] = list(range(low, min(high, low + ITEMS) + 1))
        return self.ends[key]

    def blank(self, which: int, on: dt.date) -> Profile:
        if (which, on) not in self.empty:
            self.empty[which, on] = read_profile(self.laws[which], {}, on=on, today=None)
        return self.empty[which, on]
