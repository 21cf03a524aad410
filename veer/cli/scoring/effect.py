"""The people of a file by two versions of a route: both answers, the groups that they are in, and some as examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from veer.rules import InputError, Pack, decide, program
from veer.rules.batch.columns import ID, declared
from veer.rules.batch.rows import facts_of_row
from veer.rules.compare.effect import ANSWER, NUMBERS, Effect, Grouping, effect
from veer.rules.inputs import Profile, read_profile
from veer.rules.lower import Program
from veer.rules.model import Fact

from . import PEOPLE, score_file
from .careful import careful
from .people import people_of
from .run import Run
from .tables import Damaged, tables_of

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One person's facts, what either version answers, and the nodes of the two traces that say something else."""

    id: str
    facts: Facts
    was: dict[str, Any]
    now: dict[str, Any]
    differs: list[tuple[str, Any, Any]]


@dataclass(frozen=True, slots=True)
class Affected:
    """`rejected`: rows that at least one of the versions does not take."""

    effect: Effect
    rejected: int
    examples: dict[str, Example]


def affected(
    laws: tuple[Pack, Pack],
    route: str,
    source: Path,
    *,
    on: dt.date | None,
    today: dt.date,
    cache: Path | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Affected:
    """What the second version would change for everybody in the file. Raises InputError where the file is refused."""
    with TemporaryDirectory() as folder:
        answers, rows = [], 0
        for n, pack in enumerate(laws):
            target = Path(folder) / f"{n}.parquet"
            done = score_file(
                pack, route, source, target, on=on, today=today, only=ANSWER, cache=cache, progress=progress
            )
            answers.append(pl.read_parquet(target))
            rows = done.scored + done.rejected
    read = _File(program(laws[0], route), source, on, today)
    grouping = Grouping((program(pack, route) for pack in laws), on or today)
    groups = pl.concat([grouping.names(people) for people in read.people(grouping.facts)])
    found = effect(answers[0], answers[1], groups.unique("id", keep="first", maintain_order=True))
    told = {name: _example(laws, route, name, facts, on, today) for name, facts in read.some(found.examples).items()}
    return Affected(found, rows - found.people, told)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of people as one version of the law reads it, beside the answers: rows that it does not take may be among
    them."""

    law: Program
    source: Path
    on: dt.date | None
    today: dt.date

    @property
    def nested(self) -> bool:
        return self.source.suffix in (".json", ".jsonl")

    def people(self, facts: Mapping[str, Fact]) -> Iterator[pl.DataFrame]:
        """Pieces of a table of `id` and these facts, at least one piece."""
        yield pl.DataFrame({ID: []}, schema={ID: pl.String})
        if not self.nested:
            for table in self._tables():
                yield table.select(ID, *(name for name in facts if name in table.columns))
            return
        everybody = self._given()
        while some := list(islice(everybody, PEOPLE)):
            given = [read.given for _, _, read in some]
            columns = {name: pl.Series([_told(fact, one) for one in given]) for name, fact in facts.items()}
            yield pl.DataFrame({ID: [name for name, _, _ in some], **columns})

    def some(self, ids: set[str]) -> dict[str, Facts]:
        """The facts of these people, by dotted id."""
        found: dict[str, Facts] = {}
        if self.nested:
            for name, facts, _ in self._given():
                if name in ids:
                    found.setdefault(name, facts)
            return found
        columns = declared(self.law)
        for table in self._tables():
            mine = table.filter(pl.col(ID).cast(pl.String).is_in(list(ids)))
            for r, name in enumerate(mine[ID].cast(pl.String)):
                if name not in found:
                    found[name] = facts_of_row(self.law, columns, mine, r)
        return found

    def _given(self) -> Iterator[tuple[str, Facts, Profile]]:
        for person in people_of(self.source):
            name = Run.name_of(person)
            if person.problem is None and name is not None:
                with suppress(InputError):
                    yield name, person.facts, read_profile(self.law, person.facts, on=self.on, today=self.today)

    def _tables(self) -> Iterator[pl.DataFrame]:
        columns = declared(self.law)
        try:
            for table, _ in tables_of(self.source, columns):
                yield table
        except Damaged:
            for table, _, _ in careful(self.source, columns):  # whoever came before comes again, and is known by id
                yield table


def _told(fact: Fact, given: Mapping[str, Any]) -> bool | int | str | None:
    """What somebody says of a fact that is one value, as a table would hold it."""
    value = given.get(fact.id)
    if fact.type.kind == "record":
        return value not in (None, False) if fact.id in given else None
    if value is None or isinstance(value, bool):
        return value
    return int(value) if fact.type.kind in NUMBERS else str(value)


def _example(
    laws: tuple[Pack, Pack], route: str, name: str, facts: Facts, on: dt.date | None, today: dt.date
) -> Example:
    was, now = (decide(pack, route, facts, on=on, today=today, trace=True) for pack in laws)
    before = {node["id"]: node["value"] for node in was["trace"]}
    after = {node["id"]: node["value"] for node in now["trace"]}
    differs = [(one, before[one], after[one]) for one in before if one in after and before[one] != after[one]]
    return Example(name, facts, was, now, differs)
