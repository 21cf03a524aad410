"""The law as a graph of small operations on whole numbers: what both back ends run.

Every value is a whole number: a truth is 0 or 1, a day counts from 1970-01-01, a word of an enum or level is its place
in the list, a decimal counts its steps. A value that is not known is an interval [low, high]; known is a single point.
The operations below are all there is, so the algebra of unknowns is written once, in `compile`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

BIG = 1 << 53


class Symbols:
    """The words of an enum, level or open code, each a number. An open code learns words as rules name them."""

    def __init__(self, words: Iterable[str], *, ordered: bool = False, open_: bool = False) -> None:
        self.words = [*words]
        self.place = {word: i for i, word in enumerate(self.words)}
        self.ordered, self.open = ordered, open_

    def number(self, word: str) -> int | None:
        if word not in self.place and self.open:
            self.place[word] = len(self.words)
            self.words.append(word)
        return self.place.get(word)

    def encode(self, word: str) -> int | None:
        """Place of a given value; a code that no rule names is 0."""
        return self.place.get(word, 0 if self.open else None)


@dataclass(frozen=True, slots=True)
class Ty:
    """What a number means: bool, int, date or sym, with its unit, step or words."""

    kind: str
    unit: str | None = None
    step: Decimal | None = None
    symbols: Symbols | None = None

    def say(self) -> str:
        if self.symbols:
            return "one of " + ", ".join(self.symbols.words[:6]) + ("…" if len(self.symbols.words) > 6 else "")
        return {"bool": "true or false", "date": "a date"}.get(
            self.kind, f"a number ({self.unit})" if self.unit else "a number"
        )


BOOL, INT, DATE = Ty("bool"), Ty("int"), Ty("date")


class Item(NamedTuple):
    """Which field of an item: the list, and the field's place in the item."""

    list: str
    offset: int


class Fold(NamedTuple):
    """What is made of the items of a list: sum, any, max or min; `none` is the value when no item counts."""

    list: str
    kind: str
    none: int | None


class Table(NamedTuple):
    """The size of each axis, and the values row by row."""

    sizes: tuple[int, ...]
    values: tuple[int, ...]


Data = int | str | tuple[int, ...] | Item | Fold | Table | None
"""What an operation carries beside its arguments; read through the accessor that belongs to the operation."""


@dataclass(eq=False, slots=True)
class Node:
    """One operation. `guards`: what must be 1 for the value to mean anything; `loop`: the list it is an item of."""

    op: str
    args: tuple[Node, ...]
    data: Data
    ty: Ty
    low: int
    high: int
    guards: frozenset[Node] = frozenset()
    loop: str | None = None
    uses: int = 0
    depth: int = 0

    @property
    def const(self) -> int | None:
        """The one value that it always has; None for anything that depends on facts."""
        return self.low if self.low == self.high and not self.guards else None

    @property
    def number(self) -> int:
        """The slot of `slot`, the divisor of `whole` and `rest`, the months of `later`."""
        assert isinstance(self.data, int)
        return self.data

    @property
    def cuts(self) -> tuple[int, ...]:
        """The rising cuts of `segment`."""
        assert isinstance(self.data, tuple)
        assert not isinstance(self.data, (Item, Fold, Table))
        return self.data

    @property
    def calendar(self) -> str:
        """The calendar of `working`."""
        assert isinstance(self.data, str)
        return self.data

    @property
    def item_of(self) -> Item:
        assert isinstance(self.data, Item)
        return self.data

    @property
    def fold_of(self) -> Fold:
        assert isinstance(self.data, Fold)
        return self.data

    @property
    def table_of(self) -> Table:
        assert isinstance(self.data, Table)
        return self.data


@dataclass(slots=True)
class Slot:
    """One input: a fact, the presence of a record, the length of a list, a field of an item, a state."""

    index: int
    path: str
    role: str  # value | present | count | state
    ty: Ty
    low: int
    high: int
    fact: str | None = None
    until_on: bool = False
    guards: tuple[int, ...] = ()


@dataclass(slots=True)
class ListLayout:
    """Where the items of a list or map lie among the slots. A map has a key a place and tells presence item by item."""

    name: str
    base: int
    stride: int
    size: int
    offsets: dict[str, int]
    types: dict[str, Ty]
    count: int | None = None
    keys: Symbols | None = None
    guards: tuple[int, ...] = ()


@dataclass(slots=True)
class Layout:
    slots: list[Slot] = field(default_factory=list)
    by_path: dict[str, int] = field(default_factory=dict)
    lists: dict[str, ListLayout] = field(default_factory=dict)
    calendars: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By calendar: for each day, how many working days there are until then; only of those that a rule counts by."""

    def add(
        self,
        path: str,
        role: str,
        ty: Ty,
        low: int,
        high: int,
        *,
        fact: str | None = None,
        until_on: bool = False,
        guards: tuple[int, ...] = (),
    ) -> Slot:
        slot = Slot(len(self.slots), path, role, ty, low, high, fact, until_on, guards)
        self.slots.append(slot)
        self.by_path[f"{path}?" if role == "present" else f"{path}!" if role == "state" else path] = slot.index
        return slot
