"""Running a program for one person."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import runtime
from .compile import Source, generate
from .inputs import Profile
from .lower import Program
from .problems import FactProblem
from .runtime import UNKNOWN
from .time.days import yyyymmdd

EXTENTS_KEPT = 8192


@dataclass(slots=True)
class Result:
    """The interval of every output, by its place in the program."""

    program: Program
    low: list[int]
    high: list[int]

    def bounds(self, name: str) -> tuple[int, int]:
        place = self.program.names[name]
        return self.low[place], self.high[place]

    def at(self, place: int) -> tuple[int, int]:
        return self.low[place], self.high[place]


Run = Callable[[list[int], list[int], list[int], list[int], tuple[int, ...]], int]


def interpreted(source: Source) -> Callable[..., int]:
    """Generated code as a plain Python function."""
    space: dict[str, Any] = {name: _Values(values) for name, values in source.tables.items()}
    space |= {"months": runtime.months, "later": runtime.later, "place": bisect_right}
    extents: tuple[Callable[..., tuple[int, int]], ...] = (
        _extent1,
        _extent2,
        _extent3,
    )  # an unknown fact spans the same part of a table again and again
    space |= {f"extent{n}": lru_cache(EXTENTS_KEPT)(extent) for n, extent in enumerate(extents, 1)}
    code = compile(source.text, f"<rules {id(source)}>", "exec")
    exec(code, space)  # noqa: S102 - the text is our own generator's; nothing of a pack reaches it but numbers
    run: Callable[..., int] = space["run"]
    return run


class _Values(tuple[int, ...]):
    """A table that is itself, whatever it holds: a quick key."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


# what `runtime` gives by loops, by slices: a place on the last axis lies next to the one before


def _extent1(table: tuple[int, ...], low: int, high: int, _: int) -> tuple[int, int]:
    part = table[low : high + 1]
    return min(part), max(part)


def _extent2(
    table: tuple[int, ...], low1: int, high1: int, stride1: int, low2: int, high2: int, _: int
) -> tuple[int, int]:
    if high2 - low2 + 1 == stride1:  # whole rows
        part = table[low1 * stride1 : (high1 + 1) * stride1]
        return min(part), max(part)
    rows = [table[start + low2 : start + high2 + 1] for start in range(low1 * stride1, high1 * stride1 + 1, stride1)]
    return min(map(min, rows)), max(map(max, rows))


def _extent3(
    table: tuple[int, ...], low1: int, high1: int, stride1: int, low2: int, high2: int, stride2: int, low3: int,
    high3: int, stride3: int,
) -> tuple[int, int]:  # fmt: skip
    blocks = [
        _extent2(table[first * stride1 : (first + 1) * stride1], low2, high2, stride2, low3, high3, stride3)
        for first in range(low1, high1 + 1)
    ]
    return min(low for low, _ in blocks), max(high for _, high in blocks)


def bounds_of(program: Program, wanted: tuple[int, ...] | None = None) -> Run:
    """The function that computes intervals of the outputs; made once a program and choice of outputs."""
    return program.once(
        f"bounds{wanted or ''}", lambda: interpreted(generate(program.layout, program.outputs, "bounds", wanted))
    )


def evaluate(profile: Profile, wanted: tuple[int, ...] | None = None) -> Result:
    """Every output for one person, as far as the facts say."""
    program = profile.program
    low, high = [0] * len(program.outputs), [0] * len(program.outputs)
    bounds_of(program, wanted)(profile.low, profile.high, low, high, yyyymmdd())
    return Result(program, low, high)


def broken_rules(profile: Profile, result: Result) -> list[FactProblem]:
    """Rules on the facts themselves that these facts break for certain."""
    found = []
    for check in profile.program.checks:
        low, high = result.at(check.output)
        text = check.text.get("en", "")
        if check.kind == "item" and high < check.size:
            item = low if low == high else high
            found.append(
                FactProblem(
                    f"{check.of_list}.{item}.{check.field}",
                    "conflict",
                    text or f"breaks the rule {check.rule}",
                    value=_of_item(profile.given.get(check.of_list or ""), item, check.field),
                )
            )
        elif check.kind == "fact" and high == 0:
            said = text or f"breaks the rule {check.rule}"
            found.append(FactProblem(check.field, "conflict", said, value=profile.given.get(check.field)))
        elif check.kind == "derived" and high == 0:
            inputs = ", ".join(sorted(_inputs(profile, check.field)))
            found.append(
                FactProblem(
                    check.field,
                    "conflict",
                    f"{check.field} does not follow from {inputs}",
                    f"give {check.field} or {inputs}, not both",
                    profile.given.get(check.field),
                )
            )
    return found


def _of_item(items: object, item: int, field: str) -> object:
    """A field of one item of a list as it was given."""
    found = items[item] if isinstance(items, Sequence) and item < len(items) else None
    return found.get(field) if isinstance(found, Mapping) else None


def _inputs(profile: Profile, fact: str) -> set[str]:
    """Given facts that a derived fact is computed from."""
    node = profile.program.graph.slot(profile.program.layout.by_path[fact])
    own = next((n for n in profile.program.graph.nodes.values() if n.op == "own" and n.args[0] is node), None)
    todo, found = list(own.args[1:]) if own else [], set()
    while todo:
        part = todo.pop()
        todo += part.args
        if part.op == "slot":
            slot = profile.program.layout.slots[part.number]
            if slot.fact and slot.fact in profile.given and profile.low[slot.index] != UNKNOWN:
                found.add(slot.fact)
    return found
