"""What a pack declares, and one person's facts read against it: a plain dict from fact id to Python value."""

import re
from datetime import date
from fractions import Fraction
from functools import total_ordering
from pathlib import Path

from .dates import day
from .yamlcore import read

LESSER_STATES = ("stated", "evidenced", "disputed")


class Unknown(Exception):
    """A fact was read that is not given."""


class Refused(Exception):
    """A value that the declarations do not allow."""


def word(key):
    """How a key of a table is written: true, false, a level, an enum value."""
    return str(key).lower() if isinstance(key, bool) else str(key)


@total_ordering
class Level:
    """One step of an ordered list of names; compared with its like, or with the name of a step."""

    def __init__(self, levels, name):
        self.levels = [word(each) for each in levels]
        self.name = word(name)
        self.rank = self.levels.index(self.name)

    def other(self, name):
        return name.rank if isinstance(name, Level) else self.levels.index(name)

    def __eq__(self, other):
        return self.rank == self.other(other)

    def __lt__(self, other):
        return self.rank < self.other(other)

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return self.name


class Pack:
    def __init__(self, folder):
        folder = Path(folder)
        self.about = read(folder / "pack.yaml")
        self.types, self.facts, self.valid = {}, {}, {}
        for path in sorted((folder / "facts").glob("*.yaml")):
            part = read(path)
            self.types |= part.get("types", {})
            self.facts |= part.get("facts", {})
            self.valid |= part.get("valid", {})
        for name, declared in list(self.facts.items()):  # a record may borrow its fields from a type
            if declared["type"] == "record" and "item" in declared:
                shape = self.shape(declared["item"])
                for field, of_field in shape.get("fields", {}).items():
                    self.facts.setdefault(f"{name}.{field}", of_field)
        self.calendars = {path.stem: read(path) for path in sorted((folder / "calendars").glob("*.yaml"))}
        self.routes = {path.stem: read(path) for path in sorted((folder / "routes").glob("*.yaml"))}

        for route in self.routes.values():  # the day of an act, where a law names it
            procedure = route.get("procedure", {})
            for part in (procedure, *procedure.get("branches", {}).values()):
                for act in part.get("acts", {}):
                    if re.search(rf"\bevent\.{act}\b", str(route)):
                        self.facts.setdefault(f"event.{act}", {"of": "case", "type": "date", "optional": True})

    def calendar(self):
        """The one that expressions count working days by."""
        return self.calendars[self.about.get("calendar") or next(iter(self.calendars))]

    def shape(self, item):
        """The item type of a list or map: a named record type, or a plain type in place."""
        return self.types[item] if isinstance(item, str) and item in self.types else {"plain": item}

    def records_around(self, name):
        parts = name.split(".")
        above = [".".join(parts[:n]) for n in range(1, len(parts))]
        return [each for each in above if self.facts.get(each, {}).get("type") == "record"]

    def read(self, given):
        """Nested or dotted facts in, `{fact id: value}` and `{fact id: state}` out."""
        values, states, unknown = {}, given.get("_states", {}), set()
        self._read(given, "", values, unknown)
        empty = (list, dict, type(None))
        for name in [each for each, value in values.items() if value or not isinstance(value, empty)]:
            for record in self.records_around(name):
                if record not in unknown:
                    values.setdefault(record, True)
        return values, states

    def _read(self, given, prefix, values, unknown):
        for key, raw in given.items():
            name = prefix + key
            if name == "_states":
                continue
            if isinstance(raw, dict) and set(raw) == {"unknown"}:
                unknown.add(name)
                continue
            declared = self.facts.get(name)
            if declared is None:
                if not isinstance(raw, dict) or not any(each.startswith(name + ".") for each in self.facts):
                    raise Refused(name)
                self._read(raw, name + ".", values, unknown)
            elif declared["type"] == "record":
                values[name] = bool(raw) or raw == {}
                if isinstance(raw, dict):
                    self._read(raw, name + ".", values, unknown)
            else:
                values[name] = self.convert(declared, raw)

    def convert(self, declared, raw):
        kind = declared["type"] if isinstance(declared, dict) else declared
        if raw is None:
            return None
        if kind == "list":
            shape = self.shape(declared["item"])
            return [self.convert_item(shape, each) for each in raw]
        if kind == "map":
            shape = self.shape(declared["item"])
            items = {word(key): each for key, each in raw.items() if each is not None and each is not False}
            return {key: self.convert_item(shape, each) | {"key": key} for key, each in items.items()}
        if kind == "level":
            return raw if isinstance(raw, Level) else Level(declared["levels"], raw)
        if kind == "date":
            return raw if isinstance(raw, date) else day(raw)
        if kind in ("decimal", "money", "int"):
            return Fraction(str(raw))
        return raw if isinstance(raw, bool) else str(raw)

    def convert_item(self, shape, raw):
        if "plain" in shape:
            return {"": self.convert(shape["plain"], raw)}
        if raw is True:
            return {}
        return {name: self.convert(shape["fields"].get(name, {"type": "derived"}), each) for name, each in raw.items()}
