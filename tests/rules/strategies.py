"""Facts for any pack, drawn from its own declarations: at, below and above every limit, and mutated worked cases."""

import copy
import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

from .reference.cuts import Cuts, thresholds
from .reference import Case, Level, Pack, Refused, Unknown
from .reference.facts import word
from .reference.yamlcore import read

ROOT = Path(__file__).parents[2]
FOLDERS = {path.parent.name: path.parent for home in ("veer/law", "tests/law") for path in sorted(ROOT.glob(f"{home}/*/pack.yaml"))}


@lru_cache(maxsize=None)
def reference(pack_name):
    return Pack(FOLDERS[pack_name])


@lru_cache(maxsize=None)
def cuts(pack_name, route_id):
    return Cuts(reference(pack_name), route_id)


def routes():
    """(pack, route) of every bundled pack and every small test pack."""
    return [(name, route) for name in FOLDERS for route in reference(name).routes]


@lru_cache(maxsize=None)
def examples(pack_name, route_id):
    """Worked cases of a route: [(facts with declared ids as keys, on, expect)]."""
    path = FOLDERS[pack_name] / "examples" / f"{route_id}.yaml"
    cases = (read(path).get("cases") or []) if path.exists() else []
    return [(flatten(reference(pack_name), each["facts"]), each.get("on"), each.get("expect", {})) for each in cases]


def flatten(pack, given, prefix=""):
    """Facts keyed by declared ids, values as they were; records say whether they are there."""
    flat = {}
    for key, raw in given.items():
        name = prefix + word(key)
        declared = pack.facts.get(name)
        if declared and declared["type"] == "record":
            flat[name] = True if isinstance(raw, dict) else raw
            flat |= flatten(pack, raw, name + ".") if isinstance(raw, dict) else {}
        elif declared or not isinstance(raw, dict):
            flat[name] = raw
        else:
            flat |= flatten(pack, raw, name + ".")
    return flat


def nest(pack, flat):
    """The same facts as a person would send them: records as objects, none as null, numbers as numbers."""
    given, records = {}, {}
    for name, raw in flat.items():
        declared = pack.facts.get(name, {})
        around = [each for each in pack.records_around(name) if each in records]
        owner, path = (records[around[-1]], name[len(around[-1]) + 1 :]) if around else (given, name)
        if declared.get("type") == "record":
            owner[path] = records[name] = {} if raw else None
            if not raw:
                del records[name]
        else:
            owner[path] = plain(raw)
    return given


def plain(raw):
    """JSON's own values."""
    if isinstance(raw, dict):
        return {word(key): plain(each) for key, each in raw.items()}
    if isinstance(raw, list):
        return [plain(each) for each in raw]
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (bool, int, str)) or raw is None:
        return raw
    if isinstance(raw, Level):
        return raw.name
    return int(raw) if raw.denominator == 1 else float(raw)


class Draws:
    """Values for one route's facts. `choose` picks one of a list: Hypothesis's or a seeded random's."""

    def __init__(self, pack_name, route_id, choose):
        self.pack, self.cuts, self.choose = reference(pack_name), cuts(pack_name, route_id), choose
        self.examples = [facts for facts, _, _ in examples(pack_name, route_id)]

    def value(self, name, declared, on, item=None):
        kind = declared["type"]
        if declared.get("optional") and kind != "record" and self.choose(range(4)) == 0:
            return None
        if kind in ("bool", "judgement"):
            return self.choose([False, True])
        if kind in ("enum", "level"):
            return word(self.choose(declared.get("values") or declared["levels"]))
        if kind in ("int", "money", "decimal"):
            fitting = thresholds(self.pack_scales(), item, name.rpartition(".")[2]) if item else None
            candidates = self.cuts.numbers(name, declared, below=fitting or None)
            return plain(self.choose(candidates))
        if kind == "date":
            return self.choose(self.cuts.days(name, declared, on)).isoformat()
        if kind in ("code", "text"):
            return self.choose(self.words(name, declared))
        if kind == "list":
            most = declared.get("max_items", 3)
            size = self.choose([0, 1, 1, 2, 2, *range(most + 1)])
            return [self.item(name, declared, on) for _ in range(min(size, most))]
        if kind == "map":
            keys = [word(key) for key in declared["keys"]]
            return {key: self.item(name, declared, on) for key in keys if self.choose([True, False])}
        raise TypeError(kind)

    def pack_scales(self):
        return self.cuts.route.get("scales", {})

    def item(self, name, declared, on):
        shape = self.pack.shape(declared["item"])
        if "plain" in shape:
            return self.value(name, shape["plain"] if isinstance(shape["plain"], dict) else {"type": shape["plain"]}, on)
        row = {}
        for field, of_field in shape["fields"].items():  # words first: they say which scale a number is on
            if of_field["type"] in ("enum", "level", "code", "bool", "text"):
                row[field] = self.value(f"{name}.{field}", of_field, on, row)
        for field, of_field in shape["fields"].items():
            if field not in row:
                row[field] = self.value(f"{name}.{field}", of_field, on, row)
        row = {field: row[field] for field in shape["fields"]}
        asked = Case(self.pack, self.cuts.route, {}, on)
        for _ in range(8):  # a row has to be possible: 12 is no IELTS score
            read_row = self.pack.convert_item(shape, row)
            rules = shape.get("valid", {}).values()
            broken = [rule["field"] for rule in rules if asked.leaf(rule["if"], (("", read_row, shape),)) == "no"]
            if not broken:
                break
            for field in broken:
                row[field] = self.value(f"{name}.{field}", shape["fields"][field], on, row)
        return row

    def words(self, name, declared):
        """Codes and texts: what the law and the examples name, and one that nobody names."""
        seen = [facts[name] for facts in self.examples if facts.get(name)]
        for facts in self.examples:
            owner, _, field = name.rpartition(".")
            rows = facts.get(owner) or []
            seen += [row[field] for row in rows if isinstance(row, dict) and row.get(field)] if isinstance(rows, list) else []
        other = {"[A-Z]{2}": ["CA", "IN", "XX"], "[0-9]{4}": ["7411", "0000"], "[0-9]{2}": ["00", "21"]}
        return sorted({word(each) for each in seen} | set(other.get(declared.get("pattern"), []))) or ["X"]

    def complete(self, base=None, changes=None):
        """Facts for every plain fact, or `base` with some of them drawn again."""
        names = self.cuts.facts
        if base is not None:
            again = [name for name in names if name in base and self.pack.facts[name].get("role") != "on"]
            redraw = {self.choose(again) for _ in range(self.choose(range(1, 5)) if changes is None else changes)} if again else set()
        facts, on = dict(base or {}), None
        for name in sorted(names, key=lambda each: self.pack.facts[each].get("role") != "on"):
            declared = self.pack.facts[name]
            if declared.get("role") == "on":
                if base is None or name not in base:
                    facts[name] = self.choose(self.cuts.law_days()).isoformat()
                elif changes is None and self.choose(range(5)) == 0:
                    facts[name] = self.choose(self.cuts.law_days()).isoformat()
                on = date.fromisoformat(facts[name])
            elif base is None or name in redraw or name not in base:
                facts[name] = self.fresh(name, declared, on or date(2026, 2, 2))
        return self.repaired(facts)

    def fresh(self, name, declared, on):
        if declared["type"] == "record":
            return self.choose([True, None]) if declared.get("optional") else True
        return self.value(name, declared, on)

    def repaired(self, facts):
        """Fields of absent records dropped; rows that conflict dropped; None when it cannot be mended."""
        facts = {
            name: raw for name, raw in facts.items() if all(facts.get(each) for each in self.pack.records_around(name))
        }  # fmt: skip
        for _ in range(20):
            broken = self.conflicts(facts)
            if not broken:
                return {name: facts[name] for name in self.pack.facts if name in facts}
            field = broken[0]
            owner = next((k for k in sorted(self.pack.facts, key=len, reverse=True) if f"{field}.".startswith(f"{k}.")), None)
            rows, rest = facts.get(owner), field[len(owner) + 1 :].split(".")
            if isinstance(rows, list) and rows:
                n = int(rest[0]) if rest[0].isdigit() else len(rows) - 1
                facts = facts | {owner: [row for i, row in enumerate(rows) if i != n]}
            elif isinstance(rows, dict) and rows:
                facts = facts | {owner: {k: v for k, v in rows.items() if k != rest[0]}}
            else:
                day = next((date.fromisoformat(facts[k]) for k in facts if self.pack.facts[k].get("role") == "on"), date(2026, 2, 2))
                facts = facts | {owner: self.value(owner, self.pack.facts[owner], day)}
        return None

    def conflicts(self, facts):
        try:
            return Case(self.pack, self.cuts.route, facts).conflicts()
        except (Refused, Unknown) as problem:
            raise AssertionError(f"drew facts that do not read: {problem!r} {facts}") from problem

    def partial(self, facts, share=3):
        """Some facts dropped, with what only stands inside them; now and then one field of one row."""
        keep = {}
        for name, raw in facts.items():
            if any(each not in keep for each in self.pack.records_around(name) if each in facts):
                continue
            if self.pack.facts[name].get("role") != "on" and self.choose(range(share)) == 0:
                continue
            keep[name] = copy.deepcopy(raw)
            rows = keep[name]
            rows = rows if isinstance(rows, list) else list(rows.values()) if isinstance(rows, dict) else []
            for row in rows:
                if isinstance(row, dict) and row and self.choose(range(share)) == 0:
                    del row[self.choose(sorted(row))]
        return keep


@st.composite
def complete_facts(draw, pack_name, route_id):
    draws = Draws(pack_name, route_id, lambda options: draw(st.sampled_from(options)))
    base = draw(st.sampled_from([None, *draws.examples])) if draws.examples else None
    facts = draws.complete(base)
    return facts if facts is not None else draw(st.nothing())


@st.composite
def partial_facts(draw, pack_name, route_id):
    """(complete facts, the same with some unknown)."""
    facts = draw(complete_facts(pack_name, route_id))
    draws = Draws(pack_name, route_id, lambda options: draw(st.sampled_from(options)))
    return facts, draws.partial(facts, draw(st.sampled_from([2, 4, 10])))


def text_of(facts):
    return json.dumps(plain(facts), indent=1)
