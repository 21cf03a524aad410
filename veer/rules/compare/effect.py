"""Whom another version of a route would answer otherwise: outcomes crossed, and the groups that gain or lose most.

Whoever gets a better outcome gains (open before maybe before closed), and with the same outcome whoever has more
points, at least and at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from ..cuts import classes
from ..ir import Slot
from ..lower import Program
from ..model import Fact
from ..questions import fact_slots
from ..time.days import to_day

ORDER = {"closed": 0, "maybe": 1, "open": 2}
ANSWER = ("outcome", "total.min", "total.max")
"""What the two answers are compared by, of the columns that a scored table has."""
WORDS, NUMBERS = ("enum", "level", "code", "bool", "record"), ("int", "money")
EXAMPLES, NAMED, FEWEST, SPANS = 3, 10, 10, 20
"""How many examples of each kind, groups, people in a group at least, and spans of a number at most."""
BEYOND = 1.25
"""A group is named where so many times the share of all people gain or lose in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """People by the outcome that they had and the one that they would have; ids of some whose outcome differs."""

    was: str
    now: str
    people: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody for whom a fact has this value, or lies in this span; None: it is not known. Ids of some who gain or
    lose, of whichever the group is named for."""

    fact: str
    value: str | None
    people: int
    gain: int
    lose: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """`gaining`, `losing`: groups of which far more gain or lose than of all people, the most beyond that in front."""

    people: int
    gain: int
    lose: int
    cells: tuple[Cell, ...]
    gaining: tuple[Group, ...]
    losing: tuple[Group, ...]

    @property
    def examples(self) -> set[str]:
        """Ids of everybody who is named."""
        groups = (*self.gaining, *self.losing)
        return {*(name for one in self.cells for name in one.examples), *(n for one in groups for n in one.examples)}


def effect(was: pl.DataFrame, now: pl.DataFrame, groups: pl.DataFrame) -> Effect:
    """`was` and `now`: `id` and ANSWER by either version; who is in one only is left out. `groups`: `id` and names of
    groups, from `Grouping`."""
    both = was.join(now, on="id", suffix=" now", maintain_order="left").with_columns(_change())
    both = both.join(groups, on="id", how="left", maintain_order="left")
    gain, lose = (both.filter(pl.col("change") == one).height for one in (1, -1))
    found = [one for name in groups.columns if name != "id" for one in _of_one(both, name)]
    gaining, losing = (_most(both, found, way, n / max(both.height, 1)) for way, n in ((1, gain), (-1, lose)))
    return Effect(both.height, gain, lose, tuple(_cells(both)), gaining, losing)


def _change() -> pl.Expr:
    """1: gains, -1: loses, 0: neither."""

    def rank(name: str) -> pl.Expr:
        return pl.col(name).replace_strict(ORDER, return_dtype=pl.Int64)

    better = (rank("outcome now") - rank("outcome")).sign()
    least, most = (
        (pl.col(f"total.{end} now") - pl.col(f"total.{end}")).fill_null(0).cast(pl.Int64) for end in ("min", "max")
    )
    more = pl.when(least.sign() * most.sign() >= 0).then((least + most).sign()).otherwise(0)
    return pl.when(better != 0).then(better).otherwise(more).alias("change")


def _cells(both: pl.DataFrame) -> Iterable[Cell]:
    names = ["outcome", "outcome now"]
    counted = both.group_by(names).agg(pl.len(), pl.col("id").head(EXAMPLES)).sort(names)
    for was, now, people, some in counted.rows():
        yield Cell(was, now, people, tuple(some) if was != now else ())


def _of_one(both: pl.DataFrame, name: str) -> Iterable[Group]:
    change = pl.col("change")
    counted = both.group_by(name).agg(pl.len(), (change == 1).sum().alias("gain"), (change == -1).sum().alias("lose"))
    for value, people, gain, lose in counted.sort(name).rows():
        yield Group(name, value, people, gain, lose, ())


def _most(both: pl.DataFrame, groups: Iterable[Group], way: int, share: float) -> tuple[Group, ...]:
    """The groups in which far more than this share gain (`way` 1) or lose (-1), with examples of them."""

    def told(one: Group) -> int:
        return one.gain if way == 1 else one.lose

    far = [one for one in groups if one.people >= FEWEST and told(one) > BEYOND * share * one.people]
    more = sorted(far, key=lambda one: told(one) - one.people * share, reverse=True)
    return tuple(
        Group(one.fact, one.value, one.people, one.gain, one.lose, tuple(_some(both, one, way))) for one in more[:NAMED]
    )


def _some(both: pl.DataFrame, group: Group, way: int) -> list[str]:
    within = pl.col(group.fact).eq_missing(pl.lit(group.value))
    return both.filter(within & (pl.col("change") == way))["id"].head(EXAMPLES).to_list()


class Grouping:
    """Names of groups for each fact that one of two versions reads and that is one value: the value itself, of a number
    the span between limits of either version, of a date the ten years."""

    def __init__(self, laws: Iterable[Program], on: dt.date) -> None:
        self.facts: dict[str, Fact] = {}
        self.starts: dict[str, set[int]] = {}
        for law in laws:
            for fact in law.facts.values():
                slots = [slot for slot in fact_slots(law, fact) if slot.index in law.read]
                if slots and _is_one_value(fact):
                    self.facts[fact.id] = fact
                    self._turns(law, fact, slots[-1], to_day(on))
        for name, starts in self.starts.items():
            if not 2 <= len(starts) <= SPANS:  # one span says nothing of anybody, and very many nothing of a group
                del self.facts[name]

    def _turns(self, law: Program, fact: Fact, slot: Slot, on: int) -> None:
        if fact.type.kind in NUMBERS and slot.role == "value":
            lowest, *cuts = (start for start, _ in classes(law, slot, slot.low, slot.high, on))
            found: list[int] = []
            for cut in cuts:  # a limit cuts on both its sides
                found += [] if cut - 1 in found else [cut]
            self.starts[fact.id] = self.starts.get(fact.id, set()) | {lowest, *found}

    def names(self, people: pl.DataFrame) -> pl.DataFrame:
        """`id`, and for each fact the name of the group that somebody is in, or null. `people`: `id` and facts."""
        there = (fact for name, fact in self.facts.items() if name in people.columns)
        named = [self._within_records(name, people).alias(name) for name in (fact.id for fact in there)]
        missing = [pl.lit(None, pl.String).alias(name) for name in self.facts if name not in people.columns]
        return people.select(pl.col("id").cast(pl.String), *named, *missing).select("id", *self.facts)

    def _within_records(self, name: str, people: pl.DataFrame) -> pl.Expr:
        """The name of a group where every record around the fact is there, since nothing else is read."""
        parts = name.split(".")
        outer = [".".join(parts[:n]) for n in range(1, len(parts))]
        records = [pl.col(one) for one in outer if people.schema.get(one) == pl.Boolean]
        return pl.when(*records).then(self._name(self.facts[name])) if records else self._name(self.facts[name])

    def _name(self, fact: Fact) -> pl.Expr:
        value = pl.col(fact.id)
        if fact.type.kind == "date":
            decade = value.cast(pl.String).str.slice(0, 4).cast(pl.Int64) // 10 * 10
            return pl.format("{} to {}", decade, decade + 9)
        if fact.type.kind in NUMBERS:
            first, *more = sorted(self.starts[fact.id])
            named = pl.lit(f"{more[-1]} or more")
            for low, after in reversed(list(pairwise([first, *more]))):
                named = pl.when(value < after).then(pl.lit(f"{low} to {after - 1}")).otherwise(named)
            return pl.when(value.is_not_null()).then(named)
        return value.cast(pl.String)


def _is_one_value(fact: Fact) -> bool:
    return fact.type.kind in (*WORDS, *NUMBERS, "date") and fact.role != "on" and fact.derive is None
