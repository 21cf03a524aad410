"""Packs that nobody wrote: small, typed, random law over three to ten facts, as YAML files."""

import itertools
import json
import re
from fractions import Fraction

from hypothesis import strategies as st

SPANS = ["2020-01-01", "2022-07-01", "2024-02-29"]
NONE = {"none": {"source": {"s": "none"}}}
PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")


def emit(node, depth=0):
    """Block YAML; a string is bare only where YAML 1.2 and we agree that it is one."""
    pad = "  " * depth
    if isinstance(node, dict) and node:
        return "".join(f"\n{pad}{bare(key)}:{emit(value, depth + 1)}" for key, value in node.items())
    if isinstance(node, list) and node:
        return "".join(
            f"\n{pad}- {emit(value, depth + 1).lstrip() if isinstance(value, dict) else flow(value)}" for value in node
        )
    return " " + flow(node)


def flow(node):
    if isinstance(node, list):
        return "[" + ", ".join(flow(each) for each in node) + "]"
    return bare(node)


def bare(value):
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return value if PLAIN_WORD.fullmatch(value) and value not in ("true", "false", "null") else json.dumps(value)
    if isinstance(value, Fraction):
        return str(float(value))
    return "{}" if value == {} else str(value)


class Maker:
    """One random pack; `draw` is Hypothesis's."""

    def __init__(self, draw):
        self.draw = draw
        self.facts = {"day": {"of": "case", "type": "date", "role": "on"}}
        self.types, self.lets, self.points_names = {}, {}, []
        self.by_kind = {
            kind: []
            for kind in ("bool", "int", "level", "enum", "date", "decimal", "optional", "record", "list", "map")
        }

    def pick(self, options):
        return self.draw(st.sampled_from(list(options)))

    def chance(self, one_in):
        return self.draw(st.integers(0, one_in - 1)) == 0

    def number(self, low=0, high=9):
        return self.draw(st.integers(low, high))

    # facts ---------------------------------------------------------------------------------------------------------

    def make_facts(self):
        kinds = ["bool", "int", "level", "enum", "date", "decimal", "optional", "record", "list", "map"]
        for n, kind in enumerate([*(self.pick(kinds) for _ in range(self.number(1, 8))), "bool", "int"]):
            name = f"{kind[0]}{n}"
            if self.by_kind[kind] and kind in ("record", "list", "map"):
                continue
            getattr(self, f"fact_{kind}")(name)
            self.by_kind[kind].append(name)
            plain_bools = [each for each in self.by_kind["bool"] if each != name]
            if plain_bools and kind in ("level", "enum") and self.chance(4):
                self.facts[name]["applies"] = self.pick(plain_bools)

    def fact_bool(self, name):
        self.facts[name] = {"of": "person", "type": "bool"} | (
            {"change": {"by": "person", "effort": 2}} if self.chance(2) else {}
        )

    def fact_int(self, name):
        self.facts[name] = {"of": "person", "type": "int", "domain": [0, self.pick([3, 10, 40])]}
        if self.chance(2):
            self.facts[name]["change"] = {"by": "person", "direction": "up", "effort": 3}

    def fact_level(self, name):
        self.facts[name] = {"of": "person", "type": "level", "levels": ["none", "A", "B", "C"]}
        if self.chance(2):
            self.facts[name]["change"] = {"by": "person", "direction": "up", "effort": 4}

    def fact_enum(self, name):
        self.facts[name] = {"of": "person", "type": "enum", "values": ["x", "NO", "z"]}

    def fact_date(self, name):
        self.facts[name] = {"of": "person", "type": "date", "domain": ["1980-01-01", self.pick(["on", "2040-12-31"])]}

    def fact_decimal(self, name):
        self.facts[name] = {"of": "person", "type": "decimal", "step": Fraction(1, 2), "domain": [0, 9]}

    def fact_optional(self, name):
        self.facts[name] = {"of": "person", "type": "int", "domain": [0, 10], "optional": True}

    def fact_record(self, name):
        self.facts[name] = {"of": "case", "type": "record", "optional": True}
        self.facts[f"{name}.n"] = {"of": "case", "type": "int", "domain": [0, 20]}
        self.facts[f"{name}.ok"] = {"of": "case", "type": "bool"}

    def fact_list(self, name):
        self.types["row"] = {
            "fields": {
                "kind": {"type": "enum", "values": ["x", "NO", "z"]},
                "n": {"type": "int", "domain": [0, 12]},
                "ok": {"type": "bool"},
                "since": {"type": "date", "domain": ["1990-01-01", "2040-12-31"]},
            },
            "derive": {"good": "ok and kind != 'z'", "years": "years_between(since, on)"},
        }
        self.facts[name] = {"of": "person", "type": "list", "item": "row", "max_items": 3}

    def fact_map(self, name):
        self.types["skill"] = {
            "fields": {
                "level": {"type": "level", "levels": ["none", "A", "B", "C"]},
                "n": {"type": "int", "domain": [0, 5]},
            },
            "derive": {"high": "level >= 'B'"},
        }
        self.facts[name] = {"of": "person", "type": "map", "keys": ["p", "q"], "item": "skill"}

    # expressions ---------------------------------------------------------------------------------------------------

    def names(self, kind):
        return self.by_kind[kind] + [name for name, (_, let_kind) in self.lets.items() if let_kind == kind]

    def integer(self, depth=2, row=None):
        leaves = [str(self.number())] + self.names("int") * 2
        leaves += [f"years_between({d}, on)" for d in self.by_kind["date"]]
        leaves += [f"months_between({d}, on)" for d in self.by_kind["date"]]
        leaves += [f"({r}.n if {r} else {self.number()})" for r in self.by_kind["record"]]
        leaves += [f"({o} if given({o}) else {self.number()})" for o in self.by_kind["optional"]]
        leaves += [f"{row}.n", f"{row}.years"] * 2 if row else []
        leaves += self.points_names
        if depth == 0 or self.chance(3):
            return self.pick(leaves)
        a, b = self.integer(depth - 1, row), self.integer(depth - 1, row)
        forms = [
            f"({a} + {b})", f"({a} - {b})", f"{self.number(1, 4)} * {a}", f"{a} // {self.number(1, 6)}",
            f"{a} % {self.number(2, 6)}", f"min({a}, {b})", f"max({a}, {b})",
            f"({a} if {self.truth(depth - 1, row)} else {b})",
            f"count_true({self.truth(depth - 1, row)}, {self.truth(depth - 1, row)})",
        ]  # fmt: skip
        if not row:
            for xs in self.by_kind["list"]:
                where = self.where(xs, depth)
                value = self.pick([f"{xs}.n", f"2 * {xs}.n", f"{xs}.years"])
                forms += [f"sum({value}{where})", f"count({xs}{where})", f"max({value}{where}, none={self.number()})"]
                forms += [f"best({value}{where}, none=0)", f"min({value}{where}, none={self.number()})"] * 2
            forms += [f"count({m}, where={m}.high)" for m in self.by_kind["map"]]
        return self.pick(forms)

    def where(self, row, depth):
        return self.pick(["", f", where={self.truth(depth - 1, row)}"]) if depth else ""

    def truth(self, depth=2, row=None):
        op = self.pick(["<", "<=", "==", "!=", ">=", ">"])
        leaves = self.names("bool") * 2
        leaves += [f"{each} {op} {self.number()}" for each in self.names("int")]
        leaves += [f"{each} {op} '{self.pick(['none', 'A', 'B', 'C'])}'" for each in self.by_kind["level"]]
        for each in self.by_kind["enum"]:
            leaves += [f"{each} {self.pick(['==', '!='])} '{self.pick(['x', 'NO', 'z'])}'", f"{each} in {{'x', 'NO'}}"]
        leaves += [f"{each} {op} {self.number()}.5" for each in self.by_kind["decimal"]]
        leaves += [f"{each} {op} date({self.number(1999, 2024)}, 2, 28)" for each in self.by_kind["date"]]
        leaves += [f"on < add_years({each}, {self.number()})" for each in self.by_kind["date"]]
        leaves += [f"({each} and {each}.ok)" for each in self.by_kind["record"]]
        leaves += [f"(given({each}) and {each} {op} {self.number()})" for each in self.by_kind["optional"]]
        leaves += [f"({each}.{key} and {each}.{key}.level >= 'A')" for each in self.by_kind["map"] for key in "pq"]
        leaves += [f"{row}.ok", f"{row}.good", f"{row}.kind == 'x'", f"{row}.n {op} {self.number()}"] * 2 if row else []
        if depth == 0 or self.chance(3):
            return self.pick(leaves)
        a, b = self.truth(depth - 1, row), self.truth(depth - 1, row)
        forms = [
            f"({a} and {b})",
            f"({a} or {b})",
            f"not ({a})",
            f"{self.integer(depth - 1, row)} {op} {self.integer(depth - 1, row)}",
        ]
        forms += [f"{self.number(0, 3)} <= {self.integer(depth - 1, row)} < {self.number(4, 12)}"]
        if not row:
            for xs in self.by_kind["list"]:
                forms += [f"any({xs}{self.where(xs, depth)})", f"all({xs}, where={self.truth(depth - 1, xs)})"] * 2
        return self.pick(forms)

    # points --------------------------------------------------------------------------------------------------------

    def amount(self):
        if self.chance(4):
            return {day: self.number(0, 30) for day in (SPANS if self.chance(2) else SPANS[:2])}
        return self.number(0, 30)

    def columned(self, column):
        return {"true": self.amount(), "false": self.amount()} if column and self.chance(2) else self.amount()

    def limit(self):
        if self.chance(4):
            return {"if": self.truth(1), "then": self.number(0, 40), "else": self.number(0, 40)}
        return self.integer(1) if self.chance(5) else self.amount()

    def part(self, depth=2):
        kinds = ["number", "expression", "bands", "map", "grid", "rate", "fixed", "first"] + ["sum", "best"] * (
            depth > 0
        )
        kind = self.pick(kinds)
        node = getattr(self, f"part_{kind}")(depth)
        if isinstance(node, dict) and kind not in ("number",):
            if self.chance(4):
                node["cap"] = self.limit()
            if self.chance(6):
                node["floor"] = self.number(0, 5)
            if self.chance(5) and "if" not in node:
                node["if"] = self.truth(1)
            if self.chance(6):
                node["in_force"] = self.span()
        return node

    def span(self):
        return self.pick([{"from": SPANS[1]}, {"until": SPANS[2]}, {"from": SPANS[1], "until": SPANS[2]}])

    def part_number(self, depth):
        return self.amount()

    def part_expression(self, depth):
        return {"is": self.integer(2)} if self.chance(2) else self.integer(2)

    def part_bands(self, depth):
        edges = sorted(self.draw(st.sets(st.integers(0, 20), min_size=1, max_size=4)))
        column = self.truth(1) if self.chance(3) else None
        bands = [{"to": edges[0], "points": self.columned(column)}]
        for low, high in itertools.pairwise(edges):
            span = {"at": high} if high == low + 1 else {"from": low + 1, "to": high}
            bands.append(span | {"points": self.columned(column)})
        bands.append({"from": edges[-1] + 1, "points": self.columned(column)})
        of = [self.integer(1), self.integer(1)] if self.chance(4) else self.integer(2)
        return {"of": of, "bands": bands} | ({"by": column} if column else {})

    def part_map(self, depth):
        among = self.by_kind["enum"] + self.by_kind["level"]
        if not among:
            return self.part_rate(depth)
        of = self.pick(among)
        keys = self.facts[of].get("values") or self.facts[of]["levels"]
        column = self.truth(1) if self.chance(3) else None
        node = {"of": of, "map": {key: self.columned(column) for key in keys}} | ({"by": column} if column else {})
        if self.chance(3):
            node["map"].pop(self.pick(keys))
            node["else"] = self.amount()
        return node

    def axis(self):
        if self.by_kind["level"] and self.chance(2):
            return {"of": self.pick(self.by_kind["level"]), "steps": ["none", "B"]}
        return {"of": f"max(0, {self.integer(1)})", "steps": [0, 2, 5]}

    def part_grid(self, depth):
        rows, columns = self.axis(), self.axis()
        grid = [[self.number(0, 20) for _ in columns["steps"]] for _ in rows["steps"]]
        return {"rows": rows, "columns": columns, "grid": grid}

    def part_rate(self, depth):
        return {"per": self.number(1, 6), "of": self.integer(1), "points": self.amount()}

    def part_fixed(self, depth):
        return {"if": self.truth(2), "points": self.amount()}

    def part_first(self, depth):
        return {"first": [{"if": self.truth(1), "points": self.amount()} for _ in range(self.number(1, 3))]}

    def part_sum(self, depth):
        return {"sum": {f"{self.fresh('s')}": self.part(depth - 1) for _ in range(self.number(1, 3))}}

    def part_best(self, depth):
        return {"best": {f"{self.fresh('b')}": self.part(depth - 1) for _ in range(self.number(1, 3))}}

    def fresh(self, letter):
        self.made = getattr(self, "made", 0) + 1
        return f"{letter}{self.made}"

    # the whole -----------------------------------------------------------------------------------------------------

    def condition(self, depth=1):
        kind = self.pick(["plain", "if", "all", "any", "at_least"] if depth else ["plain", "if"])
        if kind == "plain":
            return self.truth(2)
        if kind == "if":
            node = {"if": self.truth(2)}
        else:
            parts = {self.fresh("c"): self.condition(0) for _ in range(self.number(1, 3))}
            node = {"at_least": self.number(1, len(parts)), "of": parts} if kind == "at_least" else {kind: parts}
        if self.chance(4):
            node["unless"] = {self.fresh("u"): self.truth(1)}
        if self.chance(6):
            node["in_force"] = self.span()
        return node

    def files(self):
        self.make_facts()
        for n in range(self.number(0, 3)):
            kind = self.pick(["int", "bool"])
            source = self.integer(2) if kind == "int" else self.truth(2)
            self.lets[f"v{n}"] = (source if self.chance(2) else {"is": source}, kind)
        points = {"sections": {f"P{n}": self.part() for n in range(self.number(1, 3))}}
        if self.chance(3):
            points["cap"] = self.number(10, 80)
        if self.chance(2):
            points["pass"] = self.amount()
        if self.chance(3):
            points["subtotals"] = {"core": {"sum": [f"P{n}" for n in range(len(points["sections"])) if n != 1]}}
        self.points_names = ["points.total", "points.P0"] + (["points.core"] if "subtotals" in points else [])
        conditions = {f"k{n}": self.condition() for n in range(self.number(0, 3))}
        if "pass" in points:
            conditions["mark"] = "points.total >= points.pass"
        route = {"route": "r", "title": {"en": "Made up"}, "in_force": {"from": SPANS[0]}, "source": {"s": "art. 1"}}
        route |= {"let": {name: source for name, (source, _) in self.lets.items()}} if self.lets else {}
        route |= {"points": points} | ({"conditions": conditions} if conditions else {})
        route |= dict.fromkeys(("clocks", "rights", "duties", "remedies"), NONE)
        pack = {
            "language": 1,
            "pack": "made-up",
            "version": "2026.1",
            "title": {"en": "Made up"},
            "languages": ["en"],
            "time_zone": "Europe/Brussels",
        }
        pack |= {
            "status": "draft",
            "sources": {"s": {"title": {"en": "Nobody's law"}, "url": "https://example.org/law"}},
        }
        facts = ({"types": self.types} if self.types else {}) | {"facts": self.facts}
        return {"pack.yaml": pack, "facts/facts.yaml": facts, "routes/r.yaml": route}


@st.composite
def made_up_packs(draw):
    """Relative path -> YAML text."""
    return {path: emit(node).lstrip("\n") + "\n" for path, node in Maker(draw).files().items()}


def write(files, folder):
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
