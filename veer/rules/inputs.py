"""Facts in: from the nested or dotted JSON of a person to one interval a slot (contract 2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .ir import ListLayout, Slot
from .lower import Program, every_event
from .model import Fact, Type
from .problems import InputError
from .runtime import UNKNOWN
from .source import nearest
from .time.days import FIRST, LAST, to_date, to_day
from .values import ValueReader

STATES = ("stated", "evidenced", "verified", "disputed")
NOTHING: tuple[Any, ...] = (None, [], {})
"""What can be said of the parts of what there is none of."""


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


def _around(path: str) -> Iterator[str]:
    """The paths of what a fact may stand in, outermost first."""
    parts = path.split(".")
    return (".".join(parts[:n]) for n in range(1, len(parts)))


class _ProfileReader(ValueReader):
    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program, self.pack, self.layout = program, program.pack, program.layout
        self.given: dict[str, Any] = {}
        self.cannot: set[str] = set()
        self.aloud: set[str] = set()
        """Facts that were said to be unknown."""
        self.unsaid: set[int] = set()
        """Slots inside lists and maps that were asked in vain."""
        self.facts = program.facts
        self.events = program.once("events", lambda: every_event(program.pack))
        self.groups = program.once(
            "groups", lambda: {outer for one in (*self.facts, *self.events) for outer in _around(one)}
        )

    def read(self, facts: object, on: dt.date | None, today: dt.date | None) -> Profile:
        if not isinstance(facts, Mapping):
            self.fail("", "type", "facts are an object of fact ids and values")
            facts = {}
        states = facts.get("_states", {})
        self.flatten({k: v for k, v in facts.items() if k != "_states"}, "")
        self.said_of_none()
        self.said_of_some()
        self.cannot |= self.facts.keys() - self.pack.facts.keys() - self.given.keys()  # nobody is asked for an event
        low, high = [s.low for s in self.layout.slots], [s.high for s in self.layout.slots]
        profile = Profile(self.program, low, high, self.given, {}, self.cannot)
        self.day(profile, on, today)
        for slot in self.layout.slots:
            self.blank(slot, profile)
        for fact_id, value in self.given.items():
            self.fact(self.facts[fact_id], value, profile)
        self.take_states(states, profile)
        self.law_day(profile)
        return profile

    # --- shape -----------------------------------------------------------------------------------------------------

    def flatten(self, values: Mapping[str, Any], prefix: str) -> None:
        for key, value in values.items():
            path = f"{prefix}{key}"
            fact = self.facts.get(path)
            unknown = isinstance(value, Mapping) and set(value) == {"unknown"}
            if fact is not None and unknown:
                self.aloud.add(path)
                if self.cannot_say(value, path):
                    self.cannot.add(path)
            elif fact is not None and fact.type.kind == "record" and isinstance(value, Mapping):
                self.put(path, True)
                self.flatten(value, f"{path}.")
            elif fact is not None:
                self.put(path, value)
            elif path in self.events:
                if value is not None and not unknown:
                    self.date(value, path)  # no law of this route names it
            elif path in self.groups and isinstance(value, Mapping):
                self.flatten(value, f"{path}.")
            elif path in self.groups and value is None:
                self.fail(path, "null", "a group of facts cannot be null", "leave it out if it is not known")
            else:
                self.fail(path, "unknown_fact", f'no fact is called "{path}"', nearest(path, self.facts), value)

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

    def said_of_none(self) -> None:
        """A field of what there is none of says otherwise. Where a record is false, as a flat table has it, it is not
        read (contract 5)."""
        for path, value in self.given.items():
            none = next((o for o in _around(path) if o in self.given and self.given[o] is None), None)
            if none is not None and value not in NOTHING:
                said = f"{none} is null, there is none, and {path} says something of it"
                self.fail(path, "conflict", said, f"leave out {none} or {path}", value)

    def said_of_some(self) -> None:
        """Whoever says something of a record says that it is there, as an object does by being one."""
        for path in [path for path, value in self.given.items() if value not in NOTHING]:
            for outer in _around(path):
                if outer in self.facts and self.facts[outer].type.kind == "record" and outer not in self.aloud:
                    self.given.setdefault(outer, True)

    def day(self, profile: Profile, on: dt.date | None, today: dt.date | None) -> None:
        declared = next((f for f in self.facts.values() if f.role == "on"), None)
        value = None
        if declared and declared.id in self.given:
            value = self.given.pop(declared.id)
            if value is None:
                self.none(declared, None, profile)
        given = self.date(value, declared.id) if declared and value is not None else None
        day = on or (to_date(given[0]) if given else today)
        if day is None:
            self.fail("on", "type", "no day to ask about", "give --on or the fact that says it")
            day = dt.date(2000, 1, 1)
        number = to_day(day)
        if not FIRST <= number <= LAST:
            said = declared.id if declared and given and not on else "on"
            self.fail(said, "domain", "the day lies outside 1800 to 2299", value=str(day))
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
        if slot.role == "value" and slot.fact and self.facts[slot.fact].derive is not None:
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
            if name in record.derive:
                said = f'"{name}" is computed from the rest of each item and cannot be given'
                self.fail(
                    f"{path}.{name}", "unknown_fact", said, f"leave it out, give {', '.join(record.fields)}", given
                )
            elif name not in record.fields:
                said = f'no field is called "{name}"'
                self.fail(f"{path}.{name}", "unknown_fact", said, nearest(name, record.fields), given)
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
            if fact_id not in self.facts:
                self.fail(
                    f"_states.{fact_id}",
                    "unknown_fact",
                    f'no fact is called "{fact_id}"',
                    nearest(fact_id, self.facts),
                )
            elif state not in STATES:
                self.fail(f"_states.{fact_id}", "unknown_value", f'"{state}" is not a state', ", ".join(STATES), state)
            else:
                profile.states[fact_id] = state
                slot = self.layout.by_path.get(f"{fact_id}!")
                if slot is not None:
                    self.put_slot(profile, slot, int(state == "verified"))
