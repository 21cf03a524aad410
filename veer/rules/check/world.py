"""What can happen under a route: intervals of everything for each version of the law, and invented people as witnesses.

Intervals prove ("never", "at most"); people show ("for example"). A finding rests on a proof; a person makes it plain.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..cuts import classes
from ..evaluate import Result, evaluate
from ..inputs import Profile, read_profile
from ..ir import Node, Slot
from ..lower import Program
from ..questions import fact_slots
from ..runtime import UNKNOWN
from ..time.days import LAST, to_date, to_day
from .say import said

PEOPLE = 120
DEFAULT_DAY = 20_454  # 2026-01-01: a day to ask about where a route does not say since when it holds


@dataclass(frozen=True, slots=True)
class Epoch:
    """A stretch of days in which the law of a route does not change."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"from {to_date(self.first)}" + ("" if self.last >= LAST else f" to {to_date(self.last)}")


@dataclass(slots=True)
class Seen:
    """One invented person: the facts by slot and every output."""

    profile: Profile
    result: Result


@dataclass(slots=True)
class World:
    """One route under every version of its law."""

    program: Program
    epochs: tuple[Epoch, ...]
    bounds: dict[Epoch, Result] = field(default_factory=dict)
    people: list[Seen] = field(default_factory=list)
    blanks: dict[int, Profile] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> World:
        world = cls(program, _epochs(program))
        for epoch in world.epochs:
            world.bounds[epoch] = evaluate(world.anybody(epoch))
        dice = random.Random(1)  # noqa: S311 - the same people at every check
        each = max(8, PEOPLE // len(world.epochs))
        for epoch in world.epochs:
            crowd = Crowd(world.unknown(epoch.first), dice)
            for number in range(each):
                profile = crowd.person(plain=number % 2 == 0)
                result = evaluate(profile)
                if not breaks(program, result):
                    world.people.append(Seen(profile, result))
        return world

    def anybody(self, epoch: Epoch) -> Profile:
        """Nothing is known, not even the day, but for the version of the law."""
        profile = self.unknown(epoch.first)
        profile.low[0], profile.high[0] = epoch.first, epoch.last
        profile.low[1], profile.high[1] = epoch.first, epoch.last
        for slot in self.program.layout.slots:
            if slot.until_on and profile.high[slot.index] != UNKNOWN:
                profile.high[slot.index] = min(slot.high, epoch.last)
        return profile

    def unknown(self, day: int) -> Profile:
        """Nothing is known but the day."""
        if day not in self.blanks:
            self.blanks[day] = read_profile(self.program, {}, on=to_date(day), today=None)
        return self.blanks[day].copy()

    def most(self, epoch: Epoch, place: int) -> int:
        return self.bounds[epoch].high[place]

    def least(self, epoch: Epoch, place: int) -> int:
        return self.bounds[epoch].low[place]

    def person_with(self, place: int, value: int) -> Seen | None:
        """Somebody for whom an output surely has a value."""
        return next((s for s in self.people if s.result.low[place] == s.result.high[place] == value), None)

    def witness(self, seen: Seen | None, facts: Iterable[str]) -> str | None:
        return said(seen.profile, facts) if seen else None


def breaks(program: Program, result: Result) -> bool:
    """Do these facts break a rule on facts for certain?"""
    for check in program.checks:
        high = result.high[check.output]
        if (check.kind == "item" and high < check.size) or (check.kind != "item" and high == 0):
            return True
    return False


def _epochs(program: Program) -> tuple[Epoch, ...]:
    marks = program.route.marks
    first = to_day(marks.since) if marks.since else min(program.breakpoints, default=DEFAULT_DAY)
    last = to_day(marks.until) if marks.until else LAST
    starts = [first, *(b for b in program.breakpoints if first < b <= last)]
    return tuple(Epoch(start, end) for start, end in zip(starts, [s - 1 for s in starts[1:]] + [last], strict=True))


# --- people --------------------------------------------------------------------------------------------------------


class Crowd:
    """Invents people whose facts are all known, each at the edge of a class of equal meaning."""

    def __init__(self, blank: Profile, dice: random.Random) -> None:
        self.blank, self.dice, program = blank, dice, blank.program
        self.slots = [
            (slot, _classes(self.blank, slot))
            for fact in program.facts.values()
            if fact.role != "on" and fact.derive is None
            for slot in fact_slots(program, fact)
        ]

    def person(self, *, plain: bool) -> Profile:
        """Somebody; `plain`: with few items in lists."""
        profile, dice = self.blank.copy(), self.dice
        for slot, spans in self.slots:
            if slot.role == "count":
                value = min(slot.high, dice.randrange(2 if plain else 3))
            else:
                start, end = spans[dice.randrange(len(spans))]
                value = start if dice.random() < 0.6 else end
            profile.low[slot.index] = profile.high[slot.index] = value
        return profile


def _classes(profile: Profile, slot: Slot) -> list[tuple[int, int]]:
    low, high = slot.low, slot.high
    if slot.until_on:
        high = min(high, profile.low[0])
    if slot.ty.symbols is not None and slot.ty.symbols.open:
        high = len(slot.ty.symbols.words) - 1
    if slot.role == "present":
        return [(0, 0), (1, 1), (1, 1)]
    return classes(profile.program, slot, low, high, profile.low[0]) if low <= high else [(low, low)]


# --- can it be? ----------------------------------------------------------------------------------------------------


def can_be(world: World, place: int, want: int, budget: int = 300) -> bool | None:
    """Can a truth be what is wanted on the first day of some version of the law? None: not settled within the budget.

    Intervals forget that one fact stands in two places; going through the classes of its values remembers it.
    """
    if _reads_calendar(world.program, place):
        return None
    slots = [s for f in facts_of(world.program, place) for s in _plain_slots(world.program, f)]
    for epoch in world.epochs:
        todo = [(world.unknown(epoch.first), 0)]
        while todo:
            profile, depth = todo.pop()
            budget -= 1
            low, high = evaluate(profile, (place,)).at(place)
            if low == high == want:
                return True
            if low == high:
                continue
            if budget <= 0 or depth >= len(slots):
                return None
            todo += [(one, depth + 1) for one in _split(profile, slots[depth])]
    return False


def facts_of(program: Program, place: int) -> list[str]:
    """Facts that an output is computed from, in declared order."""
    todo, seen, read = [program.outputs[place]], set(), set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        todo += [*node.args, *node.guards]
        if node.op == "slot":
            read.add(program.layout.slots[int(str(node.data))].fact)
    return [f for f in program.facts if f in read]


def _split(profile: Profile, slot: Slot) -> Iterator[Profile]:
    for low, high in [(0, 0), (1, 1)] if slot.role == "present" else _classes(profile, slot):
        one = profile.copy()
        one.low[slot.index], one.high[slot.index] = low, high
        yield one


def _plain_slots(program: Program, fact_id: str) -> list[Slot]:
    """Slots that can be gone through one by one: not those of lists, nor of computed facts (their inputs are)."""
    fact = program.facts[fact_id]
    if fact_id in program.layout.lists:
        return []
    if fact.derive is not None or fact.role == "on":
        return []
    return fact_slots(program, fact)


def _reads_calendar(program: Program, place: int) -> bool:
    """Does it compare the day itself with fixed days? What holds on one day then proves nothing for another."""
    todo, seen = [program.outputs[place]], set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        todo += node.args
        if node.op in ("le", "eq", "segment") and any(_only_day(a) for a in node.args):
            return True
    return False


def _only_day(node: Node) -> bool:
    slots: set[int] = set()
    todo = [node]
    while todo:
        one = todo.pop()
        todo += one.args
        if one.op == "slot":
            slots.add(int(str(one.data)))
    return slots == {0}


# --- climbing ------------------------------------------------------------------------------------------------------


def climb(world: World, places: tuple[int, ...], epoch: Epoch, rounds: int = 2) -> tuple[int, Seen] | None:
    """Somebody with a high sum of some outputs, found by bettering one fact at a time."""

    def score(result: Result) -> int:
        return sum(result.low[p] for p in places)

    people = [s for s in world.people if s.profile.low[1] == epoch.first]
    if not people:
        return None
    best = max(people, key=lambda s: score(s.result))
    for _ in range(rounds):
        before = score(best.result)
        for fact in world.program.facts.values():
            for slot in _plain_slots(world.program, fact.id):
                best = _better(world, best, slot, score)
        if score(best.result) == before:
            break
    return score(best.result), best


def _better(world: World, best: Seen, slot: Slot, score: Callable[[Result], int]) -> Seen:
    for one in list(_split(best.profile, slot))[:40]:
        one.high[slot.index] = one.low[slot.index]
        result = evaluate(one)
        if score(result) > score(best.result) and not breaks(world.program, result):
            best = Seen(one, result)
    return best
