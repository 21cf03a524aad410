"""Slots: one number of input for each fact, record, list and item field of a pack, in declared order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ..ir import BOOL, DATE, INT, Layout, ListLayout, Symbols, Ty
from ..load import Pack
from ..model import Fact, RecordType, Type
from ..problems import Place, Problems
from ..time.days import FIRST, LAST, to_day

ON, LAW_DATE = "on", "law_date"
DATE_LOW, DATE_HIGH = to_day(dt.date(1900, 1, 1)), to_day(dt.date(2199, 12, 31))
INT_LOW, INT_HIGH = 0, 1_000_000_000


def layout_of(pack: Pack, facts: dict[str, Fact], problems: Problems) -> tuple[Layout, dict[str, Ty]]:
    """The layout and the type of each plain fact by id. `facts`: those of the pack and those of the route."""
    return _LayoutBuilder(pack, facts, problems).build()


class _LayoutBuilder:
    def __init__(self, pack: Pack, facts: dict[str, Fact], problems: Problems) -> None:
        self.pack, self.facts, self.problems = pack, facts, problems
        self.layout = Layout()
        self.types: dict[str, Ty] = {}
        self.shared: dict[tuple[str, str], Ty] = {}

    def build(self) -> tuple[Layout, dict[str, Ty]]:
        self.layout.add(ON, "value", DATE, FIRST, LAST)
        self.layout.add(LAW_DATE, "value", DATE, FIRST, LAST)
        records = [f for f in self.facts.values() if f.type.kind == "record"]
        for fact in records:
            guards = self.guards(fact.id)
            self.layout.add(fact.id, "present", BOOL, 0, 1, fact=fact.id, guards=guards)
        for fact in self.facts.values():
            if fact.type.kind in ("list", "map"):
                self.list(fact)
            elif fact.type.kind != "record" and fact.role != "on":
                self.plain(fact)
            if fact.role != "on":
                self.layout.add(fact.id, "state", BOOL, 0, 1, fact=fact.id)
        return self.layout, self.types

    def guards(self, fact_id: str) -> tuple[int, ...]:
        """Presence slots of the records that a fact lies in."""
        parts = fact_id.split(".")
        outer = [".".join(parts[:n]) for n in range(1, len(parts))]
        return tuple(self.layout.by_path[f"{o}?"] for o in outer if f"{o}?" in self.layout.by_path)

    def plain(self, fact: Fact) -> None:
        guards = self.guards(fact.id)
        ty = self.ty(fact.type)
        low, high, until_on = self.range(fact.type, ty)
        if fact.optional and fact.type.kind != "text":
            there = self.layout.add(fact.id, "present", BOOL, 0, 1, fact=fact.id, guards=guards)
            guards = (*guards, there.index)
        self.types[fact.id] = ty
        self.layout.add(fact.id, "value", ty, low, high, fact=fact.id, until_on=until_on, guards=guards)

    def list(self, fact: Fact) -> None:
        guards, kind = self.guards(fact.id), fact.type
        fields: dict[str, Type] = kind.item.fields if kind.item else {"value": kind.item_type} if kind.item_type else {}
        keys = Symbols(kind.keys) if kind.kind == "map" else None
        size = len(kind.keys) if keys else kind.max_items
        count = self.layout.add(fact.id, "count", INT, 0, size, fact=fact.id, guards=guards) if not keys else None
        offsets = {name: i + (1 if keys else 0) for i, name in enumerate(fields)}
        types = {name: self.field_ty(kind.item, name, field) for name, field in fields.items()}
        made = ListLayout(
            fact.id, len(self.layout.slots), len(offsets) + (1 if keys else 0), size, offsets, types,
            count.index if count else None, keys, guards,
        )  # fmt: skip
        for i in range(size):
            path = f"{fact.id}.{kind.keys[i] if keys else i}"
            inner = guards
            if keys:
                there = self.layout.add(path, "present", BOOL, 0, 1, fact=fact.id, guards=guards)
                inner = (*guards, there.index)
            for name, field in fields.items():
                low, high, until_on = self.range(field, types[name])
                where = path if kind.item_type else f"{path}.{name}"
                self.layout.add(where, "value", types[name], low, high, fact=fact.id, until_on=until_on, guards=inner)
        self.layout.lists[fact.id] = made

    def field_ty(self, record: RecordType | None, name: str, field: Type) -> Ty:
        """Fields of one record type share their words, so that two lists of it can be compared."""
        key = (record.id if record else "", name)
        if record is None:
            return self.ty(field)
        return self.shared.setdefault(key, self.ty(field))

    def ty(self, kind: Type) -> Ty:
        if kind.kind in ("bool", "text", "judgement"):
            return BOOL
        if kind.kind == "date":
            return DATE
        if kind.kind == "code":
            return Ty("sym", symbols=Symbols(["other"], open_=True))
        if kind.symbols:
            return Ty("sym", symbols=Symbols(kind.symbols, ordered=kind.kind == "level"))
        return Ty("int", kind.unit, kind.step)

    def range(self, kind: Type, ty: Ty) -> tuple[int, int, bool]:
        if ty.kind == "bool":
            return 0, 1, False
        if ty.kind == "sym":
            assert ty.symbols
            return 0, (1000 if ty.symbols.open else len(ty.symbols.words) - 1), False
        if ty.kind == "date":
            high = DATE_HIGH if kind.high in (None, ON) else self.day(kind.high, kind.place)
            return (DATE_LOW if kind.low is None else self.day(kind.low, kind.place)), high, kind.high == ON
        lowest, highest = (self.number(end, ty, kind.place) for end in (kind.low, kind.high))
        return (INT_LOW if lowest is None else lowest), (INT_HIGH if highest is None else highest), False

    def day(self, value: object, place: Place) -> int:
        if isinstance(value, dt.date) and FIRST <= to_day(value) <= LAST:
            return to_day(value)
        self.problems.error("E045", "the domain of a date has dates, or `on`, between 1800 and 2299", place)
        return DATE_LOW

    def number(self, value: object, ty: Ty, place: Place) -> int | None:
        if value is None:
            return None
        if isinstance(value, (int, Decimal)):
            scaled = Decimal(value) / (ty.step or 1)
            if scaled == scaled.to_integral_value():
                return int(scaled)
        self.problems.error(
            "E045", "the domain lies off the step" if ty.step else "the domain has whole numbers", place
        )
        return None
