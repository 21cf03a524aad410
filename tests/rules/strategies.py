"""Facts for any pack, drawn from its own declarations: at, below and above every limit, and mutated worked cases."""

import copy
import random
import re
from datetime import date

from hypothesis import strategies as st

from .known import complete_examples, cuts, extends, plain, reference, rows_of
from .reference import Case, Refused, Unknown
from .reference.cuts import thresholds
from .reference.facts import word


class Draws:
    """Values for one route's facts. `choose` picks one of a list: Hypothesis's or a seeded random's."""

    def __init__(self, pack_name, route_id, choose):
        self.pack, self.cuts, self.choose = reference(pack_name), cuts(pack_name, route_id), choose
        self.examples = complete_examples(pack_name, route_id)

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
            return plain(self.choose(self.cuts.numbers(name, declared, below=fitting or None)))
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
            return self.value(
                name, shape["plain"] if isinstance(shape["plain"], dict) else {"type": shape["plain"]}, on
            )
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
            seen += (
                [row[field] for row in rows if isinstance(row, dict) and row.get(field)]
                if isinstance(rows, list)
                else []
            )
        return sorted(
            {word(each) for each in seen} | {spell(declared.get("pattern", "X"), *ends) for ends in ("A0", "Z9")}
        )

    def complete(self, base=None, changes=None):
        """Facts for every plain fact, or `base` with some of them drawn again."""
        names = self.cuts.facts
        base = base and {name: raw for name, raw in base.items() if name != "_states"}
        if base is not None:
            again = [name for name in names if name in base and self.pack.facts[name].get("role") != "on"]
            redraw = (
                {self.choose(again) for _ in range(self.choose(range(1, 5)) if changes is None else changes)}
                if again
                else set()
            )
        facts, on = dict(base or {}), None
        for name in sorted(names, key=lambda each: self.pack.facts[each].get("role") != "on"):
            declared = self.pack.facts[name]
            if declared.get("role") == "on":
                if base is None or name not in base or (changes is None and self.choose(range(5)) == 0):
                    facts[name] = self.choose(self.cuts.law_days()).isoformat()
                on = date.fromisoformat(facts[name])
            elif base is None or name in redraw or name not in base:
                facts[name] = self.fresh(name, declared, on or date(2026, 2, 2))
        facts = self.repaired(facts)
        if facts and self.choose(range(4)) == 0:  # not everything is verified
            less = {
                self.choose(list(facts)): self.choose(["stated", "evidenced", "disputed", "verified"]) for _ in range(2)
            }
            facts["_states"] = {name: state for name, state in less.items() if name != self.role}
        return facts

    def options(self, name, facts):
        """Values to try for one fact in the place of the one it has."""
        declared = self.pack.facts[name]
        day = date.fromisoformat(facts[self.role]) if self.role in facts else date(2026, 2, 2)
        tried = (
            [self.cuts.law_days()[n].isoformat() for n in range(len(self.cuts.law_days()))] if name == self.role else []
        )
        if not tried and declared["type"] in ("enum", "level"):
            tried = [word(each) for each in declared.get("values") or declared["levels"]]
        elif not tried and declared["type"] in ("int", "money", "decimal"):
            tried = [plain(each) for each in self.cuts.numbers(name, declared)]
        elif not tried and declared["type"] == "date":
            tried = [each.isoformat() for each in self.cuts.days(name, declared, day)]
        elif not tried:
            tried = [self.fresh(name, declared, day) for _ in range(12)]
        return tried + ([None] if declared.get("optional") else [])

    @property
    def role(self):
        return next((name for name, declared in self.pack.facts.items() if declared.get("role") == "on"), None)

    @property
    def days_of_law(self):
        """What picks the law itself: while unknown, the law of the day asked about holds (contract 3)."""
        return {self.role, self.cuts.route.get("anchor")}

    @property
    def judgements(self):
        """What a human finds; nobody is asked for it."""
        return {name for name, declared in self.pack.facts.items() if declared["type"] == "judgement"}

    def fresh(self, name, declared, on):
        if declared["type"] == "record":
            return self.choose([True, None]) if declared.get("optional") else True
        return self.value(name, declared, on)

    def repaired(self, facts):
        """Fields of absent records dropped; rows that conflict dropped; None when it cannot be mended."""
        states = facts.get("_states")
        facts = {
            name: raw for name, raw in facts.items()
            if name != "_states" and all(facts.get(each) for each in self.pack.records_around(name))
        }  # fmt: skip
        for name in facts.keys() & self.pack.facts.keys():  # nobody is born after the day asked about
            if "on" in self.pack.facts[name].get("domain", []) and facts[name] and self.role in facts:
                facts[name] = min(facts[name], facts[self.role])
        for _ in range(20):
            broken = self.conflicts(facts)
            if not broken:
                ordered = {name: facts[name] for name in self.pack.facts if name in facts}
                return ordered if states is None else ordered | {"_states": states}
            field = broken[0]
            owner = next(
                (k for k in sorted(self.pack.facts, key=len, reverse=True) if f"{field}.".startswith(f"{k}.")), None
            )
            rows, rest = facts.get(owner), field[len(owner) + 1 :].split(".")
            if isinstance(rows, list) and rows:
                n = int(rest[0]) if rest[0].isdigit() else len(rows) - 1
                facts = facts | {owner: [row for i, row in enumerate(rows) if i != n]}
            elif isinstance(rows, dict) and rows:
                facts = facts | {owner: {k: v for k, v in rows.items() if k != rest[0]}}
            else:
                day = next(
                    (date.fromisoformat(facts[k]) for k in facts if self.pack.facts[k].get("role") == "on"),
                    date(2026, 2, 2),
                )
                facts = facts | {owner: self.value(owner, self.pack.facts[owner], day)}
        return None

    def conflicts(self, facts):
        try:
            return Case(self.pack, self.cuts.route, facts).conflicts()
        except (Refused, Unknown) as problem:
            raise AssertionError(f"drew facts that do not read: {problem!r} {facts}") from problem

    def partial(self, facts, share=3, rows=True):
        """Some facts dropped, with what only stands inside them; a date down to its year; one field of one row."""
        keep = {}
        for name, raw in facts.items():
            if name == "_states":
                keep[name] = {fact: state for fact, state in raw.items() if fact in keep}
                continue
            if any(each not in keep for each in self.pack.records_around(name) if each in facts):
                continue
            if name not in self.days_of_law and self.choose(range(share)) == 0:
                if self.pack.facts[name].get("partial") and raw and self.choose([True, False]):
                    keep[name] = raw[: self.choose([4, 7])]
                continue
            keep[name] = copy.deepcopy(raw)
            for row in rows_of(keep[name]) if rows else []:
                if row and self.choose(range(share)) == 0:
                    del row[self.choose(sorted(row))]
        return keep

    def refill(self, partial):
        """One way to fill in what is unknown, or None where the draw would contradict what is given."""
        facts, on = copy.deepcopy(partial), date.fromisoformat(partial[self.role]) if self.role else date(2026, 2, 2)
        for name in self.cuts.facts:
            declared = self.pack.facts[name]
            if any(not facts.get(each) for each in self.pack.records_around(name)):
                continue
            raw = facts.get(name)
            if name not in facts:
                facts[name] = self.fresh(name, declared, on)
            elif declared["type"] == "date" and raw is not None and len(raw) < 10:
                days = [raw + "-01-01", raw + "-12-31", raw + "-06-15"] if len(raw) == 4 else [raw + "-01", raw + "-28"]
                days += [
                    day.isoformat() for day in self.cuts.days(name, declared, on) if day.isoformat().startswith(raw)
                ]
                facts[name] = self.choose([day for day in days if day <= on.isoformat()] or days[:1])
            elif rows := rows_of(raw):
                fields = (
                    self.pack.shape(declared["item"])["fields"]
                    if "plain" not in self.pack.shape(declared["item"])
                    else {}
                )
                for row in rows:
                    for field, of_field in fields.items():
                        if field not in row:
                            row[field] = self.value(f"{name}.{field}", of_field, on, row)
        mended = self.repaired(facts)
        return mended if mended is not None and extends(mended, partial) else None


def spell(pattern, letter, digit):
    """A text that a simple pattern, of classes and counts, allows; of several, the first."""
    plain = pattern.partition("|")[0].replace("[A-Z]", letter).replace("[0-9]", digit)
    return re.sub(r"(.)\{(\d+)\}", lambda found: found[1] * int(found[2]), plain)


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


def lucky(pack_name, route_id, seed):
    """Draws by a seeded random, for runs that count what they reached."""
    luck = random.Random(seed)
    return Draws(pack_name, route_id, lambda options: options[luck.randrange(len(options))])
