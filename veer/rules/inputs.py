"""Facts in: from the nested or dotted JSON of a person to one interval a slot (contract 2)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .ir import ListLayout, Slot
from .lower import Program
from .model import Fact, Type
from .problems import FactProblem, InputError
from .runtime import UNKNOWN
from .source import nearest
from .time.days import FIRST, LAST, to_date, to_day

STATES = ("stated", "evidenced", "verified", "disputed")
LONGEST = 18
"""Digits of a number that is given."""
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")


@dataclass(slots=True)
class Profile:
    """The facts of one case as intervals, one a slot, with what was given and in which state."""

    program: Program
    low: list[int]
    high: list[int]
    given: dict[str, Any]
    states: dict[str, str]
    cannot: set[str] = field(default_factory=set)

    @property
    def on(self) -> dt.date:
        return to_date(self.low[0])

    @property
    def law_date(self) -> dt.date:
        return to_date(self.low[1])

    def copy(self) -> Profile:
        return Profile(self.program, self.low[:], self.high[:], self.given, self.states, self.cannot)

    def known(self, slot: int) -> bool:
        return self.low[slot] == self.high[slot] and self.low[slot] != UNKNOWN


def read_profile(program: Program, facts: Mapping[str, Any], *, on: dt.date | None, today: dt.date | None) -> Profile:
    """Encode facts. Raises InputError with every problem; an unknown key, a wrong type, a value off its domain."""
    reader = _ProfileReader(program)
    profile = reader.read(facts, on, today)
    if reader.problems:
        raise InputError(reader.problems)
    return profile


class _ProfileReader:
    def __init__(self, program: Program) -> None:
        self.program, self.pack, self.layout = program, program.pack, program.layout
        self.problems: list[FactProblem] = []
        self.given: dict[str, Any] = {}
        self.cannot: set[str] = set()
        self.unsaid: set[int] = set()
        """Slots inside lists and maps that were asked in vain."""
        self.groups = {".".join(f.split(".")[:n]) for f in self.pack.facts for n in range(1, f.count(".") + 1)}

    def fail(self, path: str, code: str, message: str, hint: str = "", value: object = None) -> None:
        self.problems.append(FactProblem(path, code, message, hint, value))

    def read(self, facts: object, on: dt.date | None, today: dt.date | None) -> Profile:
        if not isinstance(facts, Mapping):
            self.fail("", "type", "facts are an object of fact ids and values")
            facts = {}
        states = facts.get("_states", {})
        self.flatten({k: v for k, v in facts.items() if k != "_states"}, "")
        low, high = [s.low for s in self.layout.slots], [s.high for s in self.layout.slots]
        profile = Profile(self.program, low, high, self.given, {}, self.cannot)
        self.day(profile, on, today)
        for slot in self.layout.slots:
            self.blank(slot, profile)
        for fact_id, value in self.given.items():
            self.fact(self.pack.facts[fact_id], value, profile)
        self.take_states(states, profile)
        self.law_day(profile)
        return profile

    # --- shape -----------------------------------------------------------------------------------------------------

    def flatten(self, values: Mapping[str, Any], prefix: str) -> None:
        for key, value in values.items():
            path = f"{prefix}{key}"
            fact = self.pack.facts.get(path)
            unknown = isinstance(value, Mapping) and set(value) == {"unknown"}
            if fact is not None and unknown:
                if self.cannot_say(value, path):
                    self.cannot.add(path)
            elif fact is not None and fact.type.kind == "record" and isinstance(value, Mapping):
                self.put(path, True)
                self.flatten(value, f"{path}.")
            elif fact is not None:
                self.put(path, value)
            elif path in self.groups and isinstance(value, Mapping):
                self.flatten(value, f"{path}.")
            elif path in self.groups and value is None:
                self.fail(path, "null", "a group of facts cannot be null", "leave it out if it is not known")
            else:
                self.fail(path, "unknown_fact", f'no fact is called "{path}"', nearest(path, self.pack.facts), value)

    def cannot_say(self, value: Mapping[str, Any], path: str) -> bool:
        """Was it asked in vain? What stands beside `unknown` is true or "cannot"."""
        said = value["unknown"]
        if said is not True and said != "cannot":
            hint = '{"unknown": true}, or {"unknown": "cannot"} where it was asked in vain'
            self.fail(path, "unknown_value", "not a way to say unknown", hint, said)
        return bool(said == "cannot")

    def put(self, path: str, value: Any) -> None:
        if path in self.given and self.given[path] != value:
            self.fail(path, "conflict", "given twice with different values")
        self.given[path] = value

    def day(self, profile: Profile, on: dt.date | None, today: dt.date | None) -> None:
        declared = next((f for f in self.pack.facts.values() if f.role == "on"), None)
        value = self.given.pop(declared.id, None) if declared else None
        given = self.date(value, declared.id) if declared and value is not None else None
        day = on or (to_date(given[0]) if given else today)
        if day is None:
            self.fail("on", "type", "no day to ask about", "give --on or the fact that says it")
            day = dt.date(2000, 1, 1)
        number = to_day(day)
        if not FIRST <= number <= LAST:
            self.fail("on", "domain", "the day lies outside 1800 to 2299", value=str(day))
            number = min(max(number, FIRST), LAST)
        profile.low[0] = profile.high[0] = number
        profile.low[1] = profile.high[1] = number

    def law_day(self, profile: Profile) -> None:
        """The law of the day of the anchor event where it is known, else of the day asked about."""
        anchor = self.program.route.anchor
        slot = self.layout.by_path.get(anchor or "")
        if slot is not None and profile.known(slot) and anchor in self.given:
            profile.low[1] = profile.high[1] = profile.low[slot]

    def blank(self, slot: Slot, profile: Profile) -> None:
        """Not known yet: the whole domain; a derived fact is marked as not given, a state as verified."""
        i = slot.index
        if slot.role == "state":
            profile.low[i] = profile.high[i] = 1
        elif slot.until_on:
            profile.high[i] = min(slot.high, profile.low[0])
        elif slot.ty.symbols is not None and slot.ty.symbols.open:
            profile.high[i] = len(slot.ty.symbols.words) - 1
        if slot.role == "value" and slot.fact and self.pack.facts[slot.fact].derive is not None:
            profile.low[i] = profile.high[i] = UNKNOWN

    # --- values ----------------------------------------------------------------------------------------------------

    def fact(self, fact: Fact, value: Any, profile: Profile) -> None:
        kind = fact.type.kind
        there = self.layout.by_path.get(f"{fact.id}?")
        if value is None:
            self.none(fact, there, profile)
        elif kind == "record":
            if isinstance(value, bool):
                self.put_slot(profile, there, int(value))
            else:
                self.fail(fact.id, "type", "an object, null, true or false is needed", value=value)
        elif kind == "list":
            self.list(fact, value, profile)
        elif kind == "map":
            self.map(fact, value, profile)
        else:
            if there is not None:
                self.put_slot(profile, there, 1)
            self.scalar(self.layout.by_path[fact.id], fact.type, value, fact.id, profile, fact.partial)

    def none(self, fact: Fact, there: int | None, profile: Profile) -> None:
        if not fact.optional:
            self.fail(fact.id, "null", "null means there is none; there must be one", "leave it out if it is not known")
        elif fact.type.kind in ("list", "map"):
            self.fact(fact, [] if fact.type.kind == "list" else {}, profile)
        elif there is not None:
            self.put_slot(profile, there, 0)
        else:  # a text that is not there
            self.put_slot(profile, self.layout.by_path[fact.id], 0)

    def put_slot(self, profile: Profile, slot: int | None, value: int) -> None:
        assert slot is not None
        profile.low[slot] = profile.high[slot] = value

    def scalar(self, slot: int, kind: Type, value: Any, path: str, profile: Profile, partial: bool = False) -> None:
        found = self.encode(self.layout.slots[slot], kind, value, path, partial)
        if found is None:
            return
        low, high = found
        bottom, top = (
            self.layout.slots[slot].low,
            profile.high[slot] if profile.high[slot] != UNKNOWN else self.layout.slots[slot].high,
        )
        if high < bottom or low > top:
            self.fail(path, "domain", f"outside {self.show(bottom, slot)} to {self.show(top, slot)}", value=value)
            return
        profile.low[slot], profile.high[slot] = max(low, bottom), min(high, top)

    def show(self, number: int, slot: int) -> str:
        ty = self.layout.slots[slot].ty
        if ty.kind == "date":
            return to_date(number).isoformat()
        return str(number * ty.step) if ty.step else str(number)

    def encode(self, slot: Slot, kind: Type, value: Any, path: str, partial: bool) -> tuple[int, int] | None:
        match kind.kind:
            case "bool" | "judgement":
                if isinstance(value, bool):
                    return int(value), int(value)
                self.fail(path, "type", "true or false is needed", value=value)
                return None
            case "date":
                return self.date(value, path, partial)
            case "enum" | "level" | "code":
                return self.symbol(slot, kind, value, path)
            case "text":
                if isinstance(value, str) and (kind.pattern is None or re.fullmatch(kind.pattern, value)):
                    return 1, 1
                self.fail(path, "format", "not written as it should be", kind.pattern or "", value)
                return None
        return self.number(slot, value, path)

    def symbol(self, slot: Slot, kind: Type, value: Any, path: str) -> tuple[int, int] | None:
        assert slot.ty.symbols is not None
        if isinstance(value, str):
            if kind.kind == "code" and kind.pattern and not re.fullmatch(kind.pattern, value):
                self.fail(path, "format", "not written as it should be", kind.pattern, value)
                return None
            number = slot.ty.symbols.encode(value)
            if number is not None:
                return number, number
            self.fail(
                path,
                "domain",
                f'"{value}" is not among its values',
                nearest(value, slot.ty.symbols.words) or ", ".join(slot.ty.symbols.words[:12]),
                value,
            )
            return None
        self.fail(path, "type", "a word is needed", ", ".join(slot.ty.symbols.words[:12]), value)
        return None

    def number(self, slot: Slot, value: Any, path: str) -> tuple[int, int] | None:
        if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
            self.fail(path, "type", "a number is needed", value=value)
            return None
        if isinstance(value, str) and slot.ty.step is None:
            self.fail(path, "type", "a number is needed, not a text", value=value)
            return None
        try:
            exact = Decimal(str(value))
            scaled = exact / (slot.ty.step or 1) if exact.adjusted() < LONGEST else exact
        except ArithmeticError:
            self.fail(path, "type", "a number is needed", value=value)
            return None
        if exact.adjusted() >= LONGEST:
            self.fail(path, "domain", "a number too large to mean anything here", value=value)
            return None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            hint = f"a multiple of {slot.ty.step}" if slot.ty.step else "a whole number"
            self.fail(path, "domain", f"{value} is off the step", hint, value)
            return None
        return int(scaled), int(scaled)

    def date(self, value: Any, path: str, partial: bool = False) -> tuple[int, int] | None:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return to_day(value), to_day(value)
        if isinstance(value, str) or (partial and isinstance(value, int) and not isinstance(value, bool)):
            text = str(value)
            try:
                if partial and (month := _MONTH.match(text)):
                    year, number = int(month[1]), int(month[2])
                    last = calendar.monthrange(year, number)[1]
                    return to_day(dt.date(year, number, 1)), to_day(dt.date(year, number, last))
                if partial and _YEAR.match(text):
                    return to_day(dt.date(int(text), 1, 1)), to_day(dt.date(int(text), 12, 31))
                if len(text) == 10:
                    day = to_day(dt.date.fromisoformat(text))
                    return day, day
            except (ValueError, calendar.IllegalMonthError):
                pass
        self.fail(path, "format", "not a date", "write 2026-01-31" + (", 2026-01 or 2026" if partial else ""), value)
        return None

    # --- lists -----------------------------------------------------------------------------------------------------

    def list(self, fact: Fact, value: Any, profile: Profile) -> None:
        layout = self.layout.lists[fact.id]
        if not isinstance(value, (list, tuple)):
            self.fail(fact.id, "type", "a list is needed", "[] where there is none", value)
            return
        if len(value) > layout.size:
            self.fail(fact.id, "domain", f"at most {layout.size} items", value=len(value))
            return
        self.put_slot(profile, layout.count, len(value))
        for i, item in enumerate(value):
            self.item(fact, layout, f"{fact.id}.{i}", layout.base + i * layout.stride, item, profile)
        starts = (layout.base + i * layout.stride for i in range(len(value)))
        self.ask_no_more(fact, starts, layout, profile)

    def map(self, fact: Fact, value: Any, profile: Profile) -> None:
        layout = self.layout.lists[fact.id]
        assert layout.keys is not None
        if not isinstance(value, Mapping):
            self.fail(fact.id, "type", "an object by key is needed", "{} where there is none", value)
            return
        for key in value:
            if key not in layout.keys.place:
                self.fail(
                    f"{fact.id}.{key}",
                    "unknown_value",
                    f'"{key}" is not among its keys',
                    nearest(str(key), layout.keys.words) or ", ".join(layout.keys.words),
                )
        for i, key in enumerate(layout.keys.words):
            start = layout.base + i * layout.stride
            item = value.get(key)
            if isinstance(item, Mapping) and set(item) == {"unknown"}:
                if self.cannot_say(item, f"{fact.id}.{key}"):
                    self.unsaid.add(start)
                continue
            self.put_slot(profile, start, int(item is not None))
            if item is not None:
                self.item(fact, layout, f"{fact.id}.{key}", start, item, profile)
        self.ask_no_more(fact, (layout.base + i * layout.stride for i in range(layout.size)), layout, profile)

    def ask_no_more(self, fact: Fact, starts: Iterable[int], layout: ListLayout, profile: Profile) -> None:
        """A list of which everything that is not known was asked in vain is itself not asked again."""
        if not self.unsaid:
            return
        open_slots: set[int] = set()
        for start in starts:
            if layout.keys is not None and not profile.known(start):
                open_slots.add(start)
            elif layout.keys is None or profile.low[start]:
                open_slots |= {start + o for o in layout.offsets.values() if not profile.known(start + o)}
        if open_slots and open_slots <= self.unsaid:
            self.cannot.add(fact.id)

    def item(self, fact: Fact, layout: ListLayout, path: str, start: int, value: Any, profile: Profile) -> None:
        record = fact.type.item
        if record is None:
            assert fact.type.item_type is not None
            self.scalar(start + layout.offsets["value"], fact.type.item_type, value, path, profile)
            return
        if not isinstance(value, Mapping):
            self.fail(path, "type", "an object of fields is needed", ", ".join(record.fields), value)
            return
        for name, given in value.items():
            if name not in record.fields:
                self.fail(
                    f"{path}.{name}",
                    "unknown_fact",
                    f'no field is called "{name}"',
                    nearest(name, record.fields),
                    given,
                )
            elif isinstance(given, Mapping) and set(given) == {"unknown"}:
                if self.cannot_say(given, f"{path}.{name}"):
                    self.unsaid.add(start + layout.offsets[name])
            elif given is None:
                self.fail(f"{path}.{name}", "null", "null means there is none", "leave it out if it is not known")
            else:
                self.scalar(start + layout.offsets[name], record.fields[name], given, f"{path}.{name}", profile)

    # --- states ----------------------------------------------------------------------------------------------------

    def take_states(self, states: Any, profile: Profile) -> None:
        if not isinstance(states, Mapping):
            self.fail("_states", "type", "an object of fact ids and states is needed")
            return
        for fact_id, state in states.items():
            if fact_id not in self.pack.facts:
                self.fail(
                    f"_states.{fact_id}",
                    "unknown_fact",
                    f'no fact is called "{fact_id}"',
                    nearest(fact_id, self.pack.facts),
                )
            elif state not in STATES:
                self.fail(f"_states.{fact_id}", "unknown_value", f'"{state}" is not a state', ", ".join(STATES), state)
            else:
                profile.states[fact_id] = state
                slot = self.layout.by_path.get(f"{fact_id}!")
                if slot is not None:
                    self.put_slot(profile, slot, int(state == "verified"))
