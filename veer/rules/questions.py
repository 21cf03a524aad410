"""What to ask next: a fact is asked only if some answer to it changes the result.

For each fact that is not known its span is cut into classes of equal meaning, and the undecided part of the law is
evaluated for each. A fact none of whose answers moves anything undecided is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .cuts import classes
from .evaluate import bounds_of, evaluate
from .inputs import Profile
from .ir import Node, Slot
from .lower import Program
from .model import Fact
from .time.days import yyyymmdd

SAMPLES = 6

Signature = tuple[int, ...]
Assignment = tuple[tuple[int, int, int], ...]
"""Slots with the low and high end they are set to."""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking. `decides`: share of its answers that settle the outcome. `sure`: whatever else is answered,
    it applies."""

    fact: str
    decides: float
    width: float
    cost: tuple[bool, int]
    order: int
    sure: bool


@dataclass(slots=True)
class Undecided:
    """The part of a route that the facts leave open: places of outputs, and how to tell that the outcome is settled."""

    profile: Profile
    wanted: tuple[int, ...]
    watched: tuple[int, ...]
    held: int | None

    def look(self, profile: Profile) -> tuple[Signature, bool]:
        """What is watched under these facts, and whether the outcome is settled."""
        size = len(self.profile.program.outputs)
        low, high = [0] * size, [0] * size
        bounds_of(self.profile.program, self.wanted)(profile.low, profile.high, low, high, yyyymmdd())
        signature = tuple(v for place in self.watched for v in (low[place], high[place]))
        if self.held is not None:
            settled = low[self.held] == high[self.held]
            return (low[self.held] + high[self.held], *signature[: 0 if settled else None]), settled
        return signature, all(low[place] == high[place] for place in self.watched)


def undecided(profile: Profile, low: list[int], high: list[int]) -> Undecided:
    """What is still open, given all outputs under these facts."""
    program = profile.program
    if not program.conditions:
        watched = tuple(program.names[name] for name in ("total",) if name in program.names)
        return Undecided(profile, watched, watched, None)
    held = program.names["conditions"]
    watched = undecided_at(program, held, low, high)
    return Undecided(profile, tuple(sorted({held, *watched})), watched, held)


def undecided_at(program: Program, place: int, low: list[int], high: list[int]) -> tuple[int, ...]:
    """Places of what one reported truth hangs on and that is not decided."""
    return tuple(sorted(set(_frontier(program, program.outputs[place], low, high))))


def _frontier(program: Program, root: Node, low: list[int], high: list[int]) -> Iterator[int]:
    """Places of the compared things below which nothing is decided."""
    todo = [root]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        place = program.inner.get(id(node))
        if place is None or id(node) in seen or low[place] == high[place]:
            continue
        seen.add(id(node))
        if node.op in ("and", "or", "not", "le", "eq") or (node.op == "if" and node.ty.kind == "bool"):
            todo += node.args
        else:
            yield place


def unknown_facts(profile: Profile) -> list[Fact]:
    """Facts that could be asked now, in declared order: not known, not computed, their record is there, they apply."""
    program, found = profile.program, []
    for fact in program.facts.values():
        if fact.role == "on" or fact.derive is not None or fact.type.kind == "judgement" or fact.id in profile.cannot:
            continue
        slots = fact_slots(program, fact)
        if not slots or not any(s.index in program.read for s in slots):
            continue
        if any(profile.low[g] != 1 for s in slots[:1] for g in _outer_guards(program, s, fact)):
            continue
        if any(not profile.known(s.index) for s in slots) and _open(profile, fact, slots):
            found.append(fact)
    return found


def _outer_guards(program: Program, slot: Slot, fact: Fact) -> Iterator[int]:
    for guard in slot.guards:
        if program.layout.slots[guard].fact != fact.id:
            yield guard


def _open(profile: Profile, fact: Fact, slots: list[Slot]) -> bool:
    """Not known in a part that is looked at: presence first, items only up to their number."""
    layout = profile.program.layout.lists.get(fact.id)
    first = slots[0]
    if layout is not None and layout.count is not None:
        count = profile.high[layout.count] if profile.known(layout.count) else None
        if count is None:
            return True
        return any(not profile.known(layout.base + i) for i in range(count * layout.stride))
    if layout is not None:
        for i in range(layout.size):
            start = layout.base + i * layout.stride
            if not profile.known(start):
                return True
            if profile.low[start] and any(not profile.known(start + o) for o in layout.offsets.values()):
                return True
        return False
    if first.role == "present" and profile.known(first.index) and not profile.low[first.index]:
        return False
    return any(not profile.known(s.index) for s in slots)


def fact_slots(program: Program, fact: Fact) -> list[Slot]:
    """Slots of one fact, presence first; states aside."""
    return program.once(
        f"slots {fact.id}", lambda: [s for s in program.layout.slots if s.fact == fact.id and s.role != "state"]
    )


def answers(profile: Profile, fact: Fact) -> Iterator[Assignment]:
    """Classes of answers to one fact, at most SAMPLES of them, the ends always among them."""
    program = profile.program
    slots = fact_slots(program, fact)
    layout = program.layout.lists.get(fact.id)
    on = profile.low[0]
    if layout is not None:
        if layout.count is not None and not profile.known(layout.count):
            yield ((layout.count, 0, 0),)
            yield ((layout.count, 1, layout.size),)
        elif layout.count is None and not profile.known(layout.base):
            yield tuple((layout.base + i * layout.stride, 0, 0) for i in range(layout.size))
            yield tuple((layout.base + i * layout.stride, 1, 1) for i in range(layout.size))
        else:
            for slot in slots:
                if not profile.known(slot.index) and slot.role == "value":
                    for low, high in _sample(
                        classes(program, slot, profile.low[slot.index], profile.high[slot.index], on)
                    ):
                        yield ((slot.index, low, high),)
        return
    there = slots[0] if slots[0].role == "present" else None
    if there is not None and not profile.known(there.index):
        yield ((there.index, 0, 0),)
    if fact.type.kind == "record":
        yield ((slots[0].index, 1, 1),)
        return
    value = slots[-1]
    low, high = profile.low[value.index], profile.high[value.index]
    for start, end in _sample(classes(program, value, low, high, on)):
        yield (*(((there.index, 1, 1),) if there is not None else ()), (value.index, start, end))


def _sample(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(spans) <= SAMPLES:
        return spans
    step = (len(spans) - 1) / (SAMPLES - 1)
    return [spans[round(i * step)] for i in range(SAMPLES)]


def assigned(profile: Profile, assignment: Assignment) -> Profile:
    changed = profile.copy()
    for slot, low, high in assignment:
        changed.low[slot], changed.high[slot] = low, high
    return changed


def relevant(profile: Profile, low: list[int], high: list[int]) -> list[Question]:
    """Facts that can change what is undecided, most decisive first. `low`, `high`: all outputs under these facts.

    After those of which one answer alone moves something come the others that what is undecided reads: a range that is
    cut by a cap, or `x exclusive-or y`, shows their weight only later.
    """
    watch = undecided(profile, low, high)
    if not watch.watched:
        return []
    base, _ = watch.look(profile)
    reached = reachable(profile, watch)
    found: list[Question] = []
    for order, fact in enumerate(unknown_facts(profile)):
        sure = _applies(profile, fact, low, high)
        if sure is False or fact.id not in reached:
            continue
        seen = [watch.look(assigned(profile, answer)) for answer in answers(profile, fact)] if sure else []
        if any(signature != base for signature, _ in seen):
            settled = sum(done for _, done in seen) / len(seen)
            width = sum(_width(s) for s, _ in seen) / len(seen)
            found.append(Question(fact.id, settled, width, (fact.sensitive, fact.cost), order, True))
        else:  # behind everything else, in declared order
            found.append(Question(fact.id, -1.0, 0.0, (fact.sensitive, fact.cost), order, bool(sure)))
    return sorted(found, key=lambda q: (-q.decides, q.cost[0], q.width * q.cost[1], q.order))


def on_one_page(first: Question, questions: Iterable[Question], facts: Mapping[str, Fact]) -> list[str]:
    """The facts that are asked together, the most decisive first: those of its group that surely apply."""
    group = _page_of(first, facts)
    return [first.fact, *(q.fact for q in questions if q.fact != first.fact and _page_of(q, facts) == group)]


def pages(questions: Iterable[Question], facts: Mapping[str, Fact]) -> int:
    """How many pages these questions fill; what may turn out not to apply counts for one of its own."""
    return len({_page_of(q, facts) for q in questions})


def _page_of(question: Question, facts: Mapping[str, Fact]) -> tuple[str, str]:
    """The page on which a fact is asked. A list or map fills one alone."""
    fact = facts[question.fact]
    shared = question.sure and fact.group and fact.type.kind not in ("list", "map")
    return ("group", fact.group or "") if shared else ("fact", fact.id)


def most_left(profile: Profile, low: list[int], high: list[int]) -> int:
    """An upper bound of questions to come: every fact, also inside records not yet spoken of, that may be read."""
    watch = undecided(profile, low, high)
    return len(reachable(profile, watch)) if watch.watched else 0


def _width(signature: Signature) -> float:
    """How much is left open, on a scale that does not grow with the size of numbers."""
    return sum(1.0 - 1.0 / (1 + abs(b - a)) for a, b in zip(signature[::2], signature[1::2], strict=False))


def _applies(profile: Profile, fact: Fact, low: list[int], high: list[int]) -> bool | None:
    """Does the fact apply? None while that is not known."""
    place = profile.program.applies.get(fact.id)
    if place is None or low[place] == 1:
        return True
    return None if high[place] else False


def reachable(profile: Profile, watch: Undecided) -> set[str]:
    """Facts not yet known that what is undecided reads, whatever the way there."""
    program = profile.program
    read = {slot for place in watch.watched for slot in read_by(program, place)}
    slots = program.layout.slots
    found = {slots[i].fact for i in read if not profile.known(i)}
    return {f for f in found if f and f not in profile.cannot and _speakable(profile, program.facts[f])}


def in_vain(profile: Profile, low: list[int], high: list[int]) -> list[str]:
    """Facts that were asked in vain and that what is undecided reads, in declared order."""
    watch = undecided(profile, low, high) if profile.cannot else None
    if watch is None or not watch.watched:
        return []
    program = profile.program
    read = {slot for place in watch.watched for slot in read_by(program, place)}
    found = {program.layout.slots[i].fact for i in read if not profile.known(i)} & profile.cannot
    return [f.id for f in program.facts.values() if f.id in found and _speakable(profile, f)]


def read_by(program: Program, place: int) -> frozenset[int]:
    """Slots that one output reads, states aside."""
    return program.once(f"read {place}", lambda: _walk_read(program, program.outputs[place]))


def _walk_read(program: Program, root: Node) -> frozenset[int]:
    read: set[int] = set()
    todo = [root]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        todo += node.args
        if node.op == "slot":
            read.add(node.number)
            todo += node.guards
        elif node.op == "fold":
            layout = program.layout.lists[node.fold_of.list]
            read |= set(range(layout.base, layout.base + layout.size * layout.stride))
            read |= {*layout.guards, *([layout.count] if layout.count is not None else [])}
    return frozenset(i for i in read if program.layout.slots[i].role != "state")


def _speakable(profile: Profile, fact: Fact) -> bool:
    """Could somebody be asked for it, now or once a record around it is there?"""
    return fact.type.kind != "judgement" and could_be_given(profile, fact)


def could_be_given(profile: Profile, fact: Fact) -> bool:
    """Is a fact, or a part of it, not known yet that could be: its record is not absent, and it is not computed?"""
    if fact.role == "on" or fact.derive is not None:
        return False
    slots = fact_slots(profile.program, fact)
    absent = any(profile.high[g] == 0 for g in _outer_guards(profile.program, slots[0], fact))
    return not absent and _open(profile, fact, slots)


def settle_last(profile: Profile) -> int | None:
    """Is the outcome the same for every answer to the one fact that is left? 1 or 0 when it is, else None.

    Intervals forget that one fact stands in two places; going through its classes of answers remembers it.
    """
    facts = unknown_facts(profile)
    if len(facts) != 1 or facts[0].id in profile.program.layout.lists:
        return None
    held = profile.program.names["conditions"]
    outcomes = set()
    for answer in _all_answers(profile, facts[0]):
        low, high = evaluate(assigned(profile, answer), (held,)).at(held)
        outcomes.add(low if low == high else None)
    return outcomes.pop() if len(outcomes) == 1 else None


def _all_answers(profile: Profile, fact: Fact) -> Iterator[Assignment]:
    """Every class of answers, so that together they cover the span."""
    program = profile.program
    slots = fact_slots(program, fact)
    there = slots[0] if slots[0].role == "present" else None
    if there is not None and not profile.known(there.index):
        yield ((there.index, 0, 0),)
    if fact.type.kind == "record":
        yield ((slots[0].index, 1, 1),)
        return
    value = slots[-1]
    for low, high in classes(program, value, profile.low[value.index], profile.high[value.index], profile.low[0]):
        yield (*(((there.index, 1, 1),) if there is not None else ()), (value.index, low, high))
