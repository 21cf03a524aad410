"""Points and conditions of a route, and what comes of them."""

from . import dates
from .clauses import clauses_of
from .evaluate import Expressions, holds, is_dated, names_in
from .facts import LESSER_STATES, Level, Unknown, word

KINDS = ("bands", "map", "grid", "per", "points", "first", "sum", "best", "is")


class Case(Expressions):
    """What the law says of one person on one day."""

    # points --------------------------------------------------------------------------------------------------------

    def sections(self):
        return self.route["points"].get("sections", {})

    def parts(self):
        """Path to node, for every section, item and subtotal."""
        found = {}

        def walk(path, top, node):
            found[path] = node
            for kind in ("sum", "best"):
                if isinstance(node, dict) and isinstance(node.get(kind), dict):
                    for name, part in node[kind].items():
                        walk(f"{top}.{name}", top, part)

        for group in ("sections", "subtotals"):
            for name, node in self.route["points"].get(group, {}).items():
                walk(name, name, node)
        return found

    def point(self, path):
        if path == "total":
            return self.once("total", self.total)
        if path == "pass":
            return self.amount(self.route["points"]["pass"])
        return self.once(("point", path), lambda: self.worth(self.parts()[path], path.split(".")[0]))

    def total(self):
        whole = {"sum": list(self.sections())} | {
            k: v for k, v in self.route["points"].items() if k in ("cap", "floor")
        }
        return self.worth(whole, None)

    def worth(self, node, top):
        if not isinstance(node, dict) or is_dated(node):
            return self.amount(node)
        if not dates.in_period(node.get("in_force"), self.law_date):
            return 0
        if "if" in node and not holds(self.ev(node["if"])):
            return 0
        if node.get("needs") == "verified" and self.lesser(node):
            return 0
        value = self.base(node, top)
        if "floor" in node:
            value = max(value, self.amount(node["floor"]))
        if "cap" in node:
            value = min(value, self.amount(node["cap"]))
        return value

    def base(self, node, top):
        column = self.ev(node["by"]) if "by" in node else None
        of = node["of"] if isinstance(node.get("of"), list) else [node.get("of")]
        if "bands" in node:
            return sum(self.band(node, self.ev(each), column) for each in of)
        if "map" in node:
            return sum(self.mapped(node, self.ev(each), column) for each in of)
        if "grid" in node:
            row, column = self.step(node["rows"]), self.step(node["columns"])
            return 0 if row is None or column is None else self.amount(node["grid"][row][column])
        if "per" in node:
            return max(0, (self.ev(node["of"]) or 0) // node["per"]) * self.amount(node["points"])
        if "first" in node:
            entries = (
                each
                for each in node["first"]
                if dates.in_period(each.get("in_force"), self.law_date) and holds(self.ev(each["if"]))
            )
            return next((self.amount(each["points"]) for each in entries), 0)
        for kind, together in (("sum", sum), ("best", max)):
            if kind in node:
                return together(self.members(node[kind], top))
        return self.amount(node["points"] if "points" in node else node["is"])

    def members(self, listed, top):
        if isinstance(listed, dict):
            return [
                self.once(("point", f"{top}.{name}"), lambda part=part: self.worth(part, top))
                for name, part in listed.items()
            ]
        return [self.point(self.found(name, top)) for name in listed]

    def found(self, name, top):
        """A part named elsewhere: by its whole path, in the same section, or by its own name anywhere."""
        parts = self.parts()
        candidates = [name, f"{top}.{name}", *(path for path in parts if path.split(".")[-1] == name)]
        return next(path for path in candidates if path in parts)

    def band(self, node, value, column):
        if value is None:
            return 0
        for n, each in enumerate(node["bands"]):
            low, high = (each["at"], each["at"]) if "at" in each else (each.get("from"), each.get("to"))
            if (low is None or self.edge(low, value) <= value) and (high is None or value <= self.edge(high, value)):
                self.hits.add(("band", id(node), n))
                return self.amount(each["points"], column)
        return 0

    @staticmethod
    def edge(edge, value):
        if isinstance(value, Level):
            return Level(value.levels, edge)
        return dates.day(edge) if isinstance(edge, str) else edge

    def mapped(self, node, value, column):
        if value is None:  # there is nothing to look up; `else` is for what is there and not named
            return 0
        key = value.name if isinstance(value, Level) else word(value)
        table = {word(k): v for k, v in node["map"].items()}
        self.hits.add(("key", id(node), key))
        return self.amount(table[key] if key in table else node.get("else", 0), column)

    def step(self, axis):
        value = self.ev(axis["of"])
        if value is None:
            return None
        reached = max(n for n, step in enumerate(axis["steps"]) if self.edge(step, value) <= value)
        self.hits.add(("step", id(axis), reached))
        return reached

    def amount(self, node, column=None):
        """A number: plain, dated, by column, by condition, or as an expression says."""
        if is_dated(node):
            begun = [since for since in node if dates.day(since) <= self.law_date]
            return self.amount(node[max(begun)], column) if begun else 0
        if isinstance(node, dict) and "then" in node:
            return self.amount(node["then"] if holds(self.ev(node["if"])) else node["else"], column)
        if isinstance(node, dict):
            columns = {word(k): v for k, v in node.items()}
            key = column.name if isinstance(column, Level) else "false" if column is None else word(column)
            return self.amount(columns.get(key, 0) if column is None else columns[key])
        value = self.ev(node)
        return int(value) if isinstance(value, bool) else 0 if value is None else value

    def lesser(self, node):
        """Is a fact that this node reads itself, not through a name or a part, less than verified?"""
        sources = [
            node.get("if"),
            node.get("of"),
            node.get("by"),
            node.get("points"),
            node.get("is"),
            node.get("judgement"),
        ]
        sources += [node.get(axis, {}).get("of") for axis in ("rows", "columns")]
        sources += [each.get(key) for each in node.get("first", []) for key in ("if", "points")]
        flat = [each for source in sources for each in (source if isinstance(source, list) else [source])]
        read = {self.owner(name) for source in flat if isinstance(source, str) for name in names_in(source)}
        return any(self.states.get(fact) in LESSER_STATES for fact in read)

    def owner(self, name):
        """The fact that a name reads: itself, or the list or map that it is a part of."""
        parts = name.split(".")
        return next((f for n in range(len(parts), 0, -1) if (f := ".".join(parts[:n])) in self.pack.facts), None)

    # conditions ----------------------------------------------------------------------------------------------------

    def condition(self, node, path):
        """yes, no, unknown, needs_judgement or not_applicable; kept under its path."""
        self.results[path] = self.result(node, path)
        return self.results[path]

    def result(self, node, path):
        if not isinstance(node, dict):
            return self.leaf(node)
        result = self.rule(node, path)
        if node.get("needs") == "verified" and self.lesser(node):
            result = "unknown"
        if "unless" in node:
            result = self.at_least(1, [result, *self.each(node["unless"], f"{path}.unless")])
        return result if dates.in_period(node.get("in_force"), self.law_date) else "not_applicable"

    def each(self, nodes, path):
        return [self.condition(node, f"{path}.{name}") for name, node in nodes.items()]

    def rule(self, node, path):
        if "judgement" in node:
            finding = self.given.get(node["judgement"])
            return "needs_judgement" if finding is None else "yes" if finding else "no"
        if "all" in node:
            return self.at_least(len(node["all"]), self.each(node["all"], path))
        if "any" in node:
            return self.at_least(1, self.each(node["any"], path))
        if "at_least" in node:
            return self.at_least(node["at_least"], self.each(node["of"], path))
        return self.leaf(node["if"])

    def leaf(self, source, scope=()):
        try:
            return "yes" if holds(self.ev(source, scope)) else "no"
        except Unknown:
            return "unknown"

    @staticmethod
    def at_least(k, results):
        held = sum(each in ("yes", "not_applicable") for each in results)
        left = sum(each in ("unknown", "needs_judgement") for each in results)
        if held >= k:
            return "yes"
        if held + left < k:
            return "no"
        return "unknown" if "unknown" in results else "needs_judgement"

    # all of it -----------------------------------------------------------------------------------------------------

    def decide(self):
        in_force = dates.in_period(self.route.get("in_force"), self.law_date)
        answer = {"on": self.on, "law_date": self.law_date, "in_force": in_force}
        answer |= {"points": {}, "let": {}, "conditions": {}}
        if in_force:
            answer["let"] = {name: self.name(name, ()) for name in self.route.get("let", {})}
            if "points" in self.route:
                answer["points"] = {path: self.point(path) for path in ("total", *self.parts())}
            self.results = {}
            results = [self.condition(node, name) for name, node in self.route.get("conditions", {}).items()]
            answer["conditions"] = self.results
        if not in_force or "no" in results:
            answer["outcome"] = "closed"
        else:
            answer["outcome"] = "open" if set(results) <= {"yes", "not_applicable"} else "maybe"
        return answer

    def clauses(self):
        """yes, no or unknown for every condition of an act, a clock, a right and a remedy, by the path of its node."""
        return {path: self.leaf(source) for path, source in clauses_of(self.route).items()}

    def conflicts(self):
        """Rules across facts and inside rows that these facts break, by the field they name."""
        broken = [rule["field"] for rule in self.pack.valid.values() if self.leaf(rule["if"]) == "no"]
        for name, declared in self.pack.facts.items():
            shape = self.pack.shape(declared["item"]) if "item" in declared else {}
            items = (self.fact(name) if shape.get("valid") and name in self.given else None) or []
            for n, item in items.items() if isinstance(items, dict) else enumerate(items):
                scope = (("", item, shape),)
                broken += [
                    f"{name}.{n}.{r['field']}" for r in shape["valid"].values() if self.leaf(r["if"], scope) == "no"
                ]
        return broken


def decide(pack, route_id, facts, on=None, today=None):
    return Case(pack, pack.routes[route_id], facts, on, today).decide()
