"""Where a pack's law turns: for each fact, the values at, just below and just above every constant it meets."""

import ast
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from . import dates
from .clauses import clauses_of
from .evaluate import dotted, names_in_node, parse


class Rule:
    """One expression or table: the names that it reads, the numbers and the days in it, what it divides by."""

    def __init__(self):
        self.names, self.numbers, self.units, self.days, self.parts = set(), {0}, {1}, set(), set()


def is_day(text):
    try:
        dates.day(text)
    except (TypeError, ValueError):
        return False
    return True


class Cuts:
    def __init__(self, pack, route_id):
        self.pack, self.route = pack, pack.routes[route_id]
        self.rules, self.breaks, self.tables, self.seen = [], set(), {}, {}
        for name, node in self.route.get("let", {}).items():
            self.tables[f"let.{name}"] = node
            self.table(node).names.add(f"let:{name}")
        for group in ("sections", "subtotals"):
            for name, node in self.route.get("points", {}).get(group, {}).items():
                self.walk_points(node, f"points.{name}")
        for node in self.route.get("conditions", {}).values():
            self.walk_conditions(node)
        for source in clauses_of(self.route).values():
            self.expression(source)
        self.own = list(self.rules)
        for name, declared in pack.facts.items():
            for key in ("derive", "applies"):
                if key in declared:
                    self.expression(declared[key]).names.add(f"fact:{name}")
            if "item" in declared:
                for field, source in pack.shape(declared["item"]).get("derive", {}).items():
                    rule = self.expression(source["is"] if isinstance(source, dict) else source)
                    rule.names = {self.inside(declared["item"], name, each) for each in rule.names} | {
                        f"fact:{name}.{field}"
                    }
        for each in pack.valid.values():
            self.expression(each["if"])
        self.dated(self.route)

    def inside(self, item, owner, name):
        shape = self.pack.shape(item)
        here = name.split(".")[0] in [*shape.get("fields", {}), *shape.get("derive", {})]
        return f"{owner}.{name}" if here else name

    # gathering -----------------------------------------------------------------------------------------------------

    def expression(self, source, rule=None):
        if rule is None:
            rule = Rule()
            self.rules.append(rule)
        if not isinstance(source, str):
            return rule
        tree = parse(source)
        rule.names |= names_in_node(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and not isinstance(node.value, (bool, str)):
                rule.numbers.add(Fraction(repr(node.value)))
            if (
                isinstance(node, ast.BinOp)
                and isinstance(node.right, ast.Constant)
                and isinstance(node.op, (ast.FloorDiv, ast.Mod))
            ):
                rule.units.add(node.right.value)
            if isinstance(node, ast.Call) and node.func.id == "date":
                rule.days.add(date(*(each.value for each in node.args)))
            if isinstance(node, ast.Call) and node.func.id in self.route.get("scales", {}):
                self.scale(self.route["scales"][node.func.id], rule)
        return rule

    def scale(self, node, rule):
        for key, part in node.items() if isinstance(node, dict) else enumerate(node):
            if key in ("levels", "of", "below", "source", "notes", "confidence"):
                continue
            if isinstance(part, (dict, list)):
                self.scale(part, rule)
            elif is_day(part):
                rule.days.add(dates.day(part))
            elif part is not None:
                rule.numbers.add(Fraction(part))

    def table(self, node):
        rule = self.expression(node if not isinstance(node, dict) else node.get("is"))
        if isinstance(node, dict):
            for key in ("if", "by", "points"):
                self.expression(node.get(key), rule)
            for of in (node.get("of"), node.get("rows", {}).get("of"), node.get("columns", {}).get("of")):
                for each in of if isinstance(of, list) else [of]:
                    self.expression(each, rule)
            edges = [band[key] for band in node.get("bands", []) for key in ("from", "to", "at") if key in band]
            edges += [step for axis in ("rows", "columns") for step in node.get(axis, {}).get("steps", [])]
            rule.numbers |= {Fraction(edge) for edge in edges if not isinstance(edge, str)}
            rule.days |= {dates.day(edge) for edge in edges if isinstance(edge, str) and is_day(edge)}
            if "per" in node:
                rule.units.add(node["per"])
                limits = [v for v in (node.get("cap"), node.get("floor")) if isinstance(v, int)]
                rule.numbers |= {
                    Fraction(v // (node["points"] if isinstance(node["points"], int) and node["points"] else 1))
                    for v in limits
                }
                rule.numbers |= {Fraction(1), Fraction(2)}
            for each in node.get("first", []):
                for key in ("if", "points"):
                    self.expression(each.get(key), rule)
            for limit in (node.get("cap"), node.get("floor")):
                self.expression(limit.get("if") if isinstance(limit, dict) else limit, rule)
        return rule

    def walk_points(self, node, path):
        self.tables[path] = node
        self.table(node)
        for kind in ("sum", "best"):
            if isinstance(node, dict) and isinstance(node.get(kind), dict):
                for name, part in node[kind].items():
                    self.walk_points(part, f"{path}.{name}")

    def walk_conditions(self, node):
        self.expression(node.get("if") if isinstance(node, dict) else node)
        if isinstance(node, dict):
            if "judgement" in node:
                self.rules[-1].names.add(node["judgement"])
            for key in ("all", "any", "of", "unless"):
                for part in node.get(key, {}).values():
                    self.walk_conditions(part)

    def dated(self, node):
        """Days on which the route itself changes."""
        if isinstance(node, dict):
            for key, part in node.items():
                if key == "scales":
                    continue
                if is_day(key):
                    self.breaks.add(dates.day(key))
                if key == "in_force" and part:
                    self.breaks |= {dates.day(part["from"])} if part.get("from") else set()
                    self.breaks |= {dates.day(part["until"]) + timedelta(days=1)} if part.get("until") else set()
                self.dated(part)
        elif isinstance(node, list):
            for part in node:
                self.dated(part)

    # reading -------------------------------------------------------------------------------------------------------

    @cached_property
    def readers(self):
        """fact or field -> the rules that read it, also through lets and derived facts."""
        made = {name: rule for rule in self.rules for name in rule.names if name.startswith(("let:", "fact:"))}
        found = {}

        def reach(name, rule, seen):
            if (name, id(rule)) in seen:
                return
            seen.add((name, id(rule)))
            found.setdefault(name, []).append(rule)
            made_by = made.get(f"let:{name}") or made.get(f"fact:{name}")
            if made_by:
                for below in made_by.names:
                    reach(below, rule, seen)

        for rule in self.rules:
            seen = set()
            for name in rule.names:
                reach(name.split(":")[-1], rule, seen)
        return found

    @cached_property
    def facts(self):
        """The plain facts that this route reads, in the order of the pack, with the records around them."""
        made = [(name, rule) for rule in self.rules for name in rule.names if name.startswith(("let:", "fact:"))]
        todo, seen = [name for rule in self.own for name in rule.names], set()
        while todo:
            name = todo.pop().split(":")[-1]
            if name not in seen:
                seen.add(name)
                todo += [below for own, rule in made if own in (f"let:{name}", f"fact:{name}") for below in rule.names]
                todo += self.pack.records_around(name)
                owner = next(
                    (k for k in self.pack.facts if name.startswith(k + ".") and "item" in self.pack.facts[k]), None
                )
                todo += [owner] if owner else []
        seen |= {self.route.get("anchor")} | {
            name for name, declared in self.pack.facts.items() if declared.get("role")
        }
        return [name for name, declared in self.pack.facts.items() if name in seen and "derive" not in declared]

    def meets(self, name):
        """Numbers, units, days that a fact meets; `name` of a map's field matches any of its keys."""
        owner, _, field = name.rpartition(".")
        rules = list(self.readers.get(name, []))
        if self.pack.facts.get(owner, {}).get("type") == "map":
            rules += [
                r for n, rs in self.readers.items() if n.startswith(owner + ".") and n.endswith("." + field) for r in rs
            ]
        numbers = set().union({Fraction(0), Fraction(1)}, *(rule.numbers for rule in rules))
        units = set().union({1}, *(rule.units for rule in rules))
        return numbers, units, set().union(set(), *(rule.days for rule in rules))

    def numbers(self, name, declared, below=None):
        key = name, frozenset(below) if below else None
        if key not in self.seen:
            self.seen[key] = self._numbers(name, declared, below)
        return self.seen[key]

    def _numbers(self, name, declared, below):
        low, high = declared.get("domain", (0, 100))
        step = Fraction(declared.get("step", 1)) if declared["type"] == "decimal" else Fraction(1)
        constants, units, _ = self.meets(name)
        if below is not None:
            constants, units = below, {1}
        moves = {d * each for d in (-1, 0, 1) for each in (step, 1)}
        near = {c * u + d for c in constants for u in units for d in moves}
        near |= {Fraction(low), Fraction(high)} if below is None else set()
        return sorted(v for v in near if low <= v <= high and (v / step).denominator == 1)

    def days(self, name, declared, on):
        if (name, on) not in self.seen:
            self.seen[name, on] = self._days(name, declared, on)
        return self.seen[name, on]

    def _days(self, name, declared, on):
        low, high = declared.get("domain", (date(1950, 1, 1), date(2035, 1, 1)))
        low, high = (on if each == "on" else dates.day(each) for each in (low, high))
        numbers, _, days = self.meets(name)
        turns = set(days)
        for n in (int(each) for each in numbers if 0 <= each <= 110):
            turns |= {dates.add_years(on, -n), dates.add_years(on, n)}
            turns |= {dates.add_months(on, -n), dates.add_days(on, -n), dates.add_days(on, n)} if n <= 60 else set()
        near = {turn + timedelta(days=d) for turn in turns for d in (-1, 0, 1)}
        return sorted(day for day in near if low <= day <= high) or [low]

    def law_days(self):
        """The day asked about: around every change of the law, and some ordinary days."""
        turns = {turn + timedelta(days=d) for turn in self.breaks for d in (-1, 0, 1)}
        first = min(self.breaks, default=date(2020, 1, 1))
        return sorted(turns | {date(2026, 2, 2), date(2024, 2, 29), date(2027, 3, 1), first + timedelta(days=400)})


def thresholds(scales, item, field):
    """The raw scores at which a scale turns for this row of a list: same test, this skill."""
    words = {str(value) for value in item.values() if not isinstance(value, (dict, list))}
    found = set()

    def walk(node, path):
        if isinstance(node, dict):
            for key, part in node.items():
                if key not in ("levels", "below", "of", "from", "until", "source"):
                    walk(part, [*path, str(key)])
        elif isinstance(node, list) and node and isinstance(node[0], dict):
            for part in node:
                walk(part, path)
        elif (
            isinstance(node, list)
            and path
            and path[-1] == field.rpartition(".")[2]
            and all(p in words for p in path[:-1])
        ):
            found.update(Fraction(each) for each in node if each is not None)

    for scale in scales.values():
        walk(scale, [])
    return found


__all__ = ["Cuts", "dotted", "thresholds"]
