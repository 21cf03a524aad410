"""One route for one person: lets, points, conditions, outcome. Slow, and written to be read beside the law."""

import ast
import re
from datetime import date
from fractions import Fraction
from functools import cache
from keyword import kwlist

from . import dates
from .facts import Level, Unknown, word

COMPARE = {
    ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b, ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b, ast.Mod: lambda a, b: a % b,
}  # fmt: skip
PLAIN = {
    "years_between": dates.years_between, "months_between": dates.months_between, "days_between": dates.days_between,
    "add_years": dates.add_years, "add_months": dates.add_months, "add_days": dates.add_days, "date": date,
}  # fmt: skip
AGGREGATES = ("sum", "count", "any", "all", "min", "max", "best")


@cache
def parse(source):
    """Python's own tree; a word that Python keeps for itself (`points.pass`) is hidden behind an underscore."""
    hidden = re.sub(rf"\.({'|'.join(kwlist)})\b", r".\1_", source)
    return ast.parse(f"({hidden}\n)", mode="eval").body


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        attribute = node.attr[:-1] if node.attr.endswith("_") and node.attr[:-1] in kwlist else node.attr
        return f"{head}.{attribute}"
    return None


def names_in(source):
    """Every name that an expression reads, whole."""
    found, todo = set(), [parse(source)] if isinstance(source, str) else []
    while todo:
        node = todo.pop()
        if (name := dotted(node)) is not None:
            found.add(name)
        else:
            todo.extend([*node.args, *node.keywords] if isinstance(node, ast.Call) else ast.iter_child_nodes(node))
    return found


def holds(value):
    """A truth as it is; of anything else, whether it is given."""
    return value if isinstance(value, bool) else value is not None


def is_dated(node):
    return (
        isinstance(node, dict)
        and bool(node)
        and all(isinstance(k, str) and k[:4].isdigit() and k[4:5] == "-" for k in node)
    )


class Expressions:
    """Names and expressions: facts, items of lists, derived facts, lets, scales."""

    def __init__(self, pack, route, given, on=None, today=None):
        self.pack, self.route = pack, route
        self.given, self.states = pack.read(given)
        role = [name for name, declared in pack.facts.items() if declared.get("role") == "on"]
        self.on = dates.day(on) if on else next((self.given[name] for name in role if self.given.get(name)), today)
        for name in role:
            self.given[name] = self.on
        self.law_date = self.given.get(route.get("anchor")) or self.on
        self.known = {}
        self.hits = set()  # which band, key or step was looked up, for tests that count what they reached

    def once(self, key, compute):
        if key not in self.known:
            self.known[key] = compute()
        return self.known[key]

    # names ---------------------------------------------------------------------------------------------------------

    def name(self, name, scope):
        for prefix, item, shape in scope:
            if not prefix and name.split(".")[0] in [*shape.get("fields", {}), *shape.get("derive", {})]:
                return self.field(item, shape, name)
            if prefix and name == prefix:
                return item.get("", True)
            if prefix and name.startswith(prefix + "."):
                return self.field(item, shape, name[len(prefix) + 1 :])
        if name in ("true", "false", "none", "null"):
            return {"true": True, "false": False}.get(name)
        if name in ("on", "law_date"):
            return getattr(self, name)
        if name in self.route.get("let", {}):
            return self.once(("let", name), lambda: self.let(self.route["let"][name]))
        if name.startswith("points."):
            return self.point(name[len("points.") :])
        return self.once(("fact", name), lambda: self.fact(name))

    def let(self, node):
        if isinstance(node, dict) and "is" not in node:  # a let may be a table, like an item of points
            return self.worth(node, None)
        return self.named(node, ())

    def named(self, node, scope):
        """An expression, or `{is: expression}` that may say its type."""
        value = self.ev(node["is"] if isinstance(node, dict) else node, scope)
        levels = node.get("levels") if isinstance(node, dict) else None
        return Level(levels, value) if levels and isinstance(value, str) else value

    def field(self, item, shape, name):
        declared = shape.get("fields", {}).get(name, {})
        if "applies" in declared and not holds(self.ev(declared["applies"], (("", item, shape),))):
            return None
        if "" in item and name == "value":
            return item[""]
        if name in item:
            return item[name]
        if name in shape.get("derive", {}):
            return self.named(shape["derive"][name], (("", item, shape),))
        raise Unknown(name)

    def fact(self, name):
        declared = self.pack.facts.get(name)
        if declared is None:
            return self.entry(name)
        if any(not holds(self.fact(record)) for record in self.pack.records_around(name)):
            return None
        if "applies" in declared and not holds(self.ev(declared["applies"])):
            return None
        if name in self.given:
            return self.given[name]
        if "derive" in declared:
            return self.ev(declared["derive"])
        raise Unknown(name)

    def entry(self, name):
        """`languages.nl` and `languages.nl.listening` of a map."""
        owner = next(k for k in sorted(self.pack.facts, key=len, reverse=True) if name.startswith(k + "."))
        key, _, field = name[len(owner) + 1 :].partition(".")
        declared = self.pack.facts[owner]
        item = (self.fact(owner) or {}).get(key)
        if item is None:
            return None if field or "plain" in self.pack.shape(declared["item"]) else False
        return self.field(item, self.pack.shape(declared["item"]), field) if field else item.get("", True)

    def levels_of(self, node):
        """The ordered names that an expression of type level speaks, if it is one."""
        name = dotted(node)
        if name is None:
            parts = (
                node.args
                if isinstance(node, ast.Call)
                else [getattr(node, "body", None), getattr(node, "orelse", None)]
            )
            return next((found for part in parts if part is not None and (found := self.levels_of(part))), None)
        if name in self.route.get("let", {}):
            let = self.route["let"][name]
            let = let if isinstance(let, dict) else {"is": let}
            return let.get("levels") or (self.levels_of(parse(let["is"])) if isinstance(let.get("is"), str) else None)
        if name in self.pack.facts:
            return self.pack.facts[name].get("levels")
        owner = next((k for k in sorted(self.pack.facts, key=len, reverse=True) if name.startswith(k + ".")), None)
        if owner and "item" in self.pack.facts[owner]:
            shape = self.pack.shape(self.pack.facts[owner]["item"])
            last = name.split(".")[-1]
            derived = shape.get("derive", {}).get(last)
            return shape.get("plain", shape.get("fields", {}).get(last) or dict_of(derived)).get("levels")
        return None

    # expressions ---------------------------------------------------------------------------------------------------

    def ev(self, source, scope=()):
        if not isinstance(source, (str, ast.AST)):
            return source
        node = parse(source) if isinstance(source, str) else source
        if (name := dotted(node)) is not None:
            return self.name(name, scope)
        match node:
            case ast.Constant():
                return Fraction(repr(node.value)) if isinstance(node.value, float) else node.value
            case ast.BoolOp(op=ast.And()):
                return all(holds(self.ev(each, scope)) for each in node.values)
            case ast.BoolOp():
                return any(holds(self.ev(each, scope)) for each in node.values)
            case ast.UnaryOp(op=ast.Not()):
                return not holds(self.ev(node.operand, scope))
            case ast.UnaryOp():
                return -self.ev(node.operand, scope)
            case ast.IfExp():
                value = self.ev(node.body if holds(self.ev(node.test, scope)) else node.orelse, scope)
                levels = self.levels_of(node) if isinstance(value, str) else None
                return Level(levels, value) if levels else value
            case ast.BinOp():
                left, right = self.ev(node.left, scope), self.ev(node.right, scope)
                return None if left is None or right is None else ARITHMETIC[type(node.op)](left, right)
            case ast.Compare():
                operands = [node.left, *node.comparators]
                return all(
                    self.compare(type(op), left, right, scope)
                    for op, left, right in zip(node.ops, operands, operands[1:], strict=False)
                )
            case ast.Call():
                return self.call(node.func.id, node, scope)
        raise SyntaxError(ast.dump(node))

    def compare(self, op, left_node, right_node, scope):
        left = self.ev(left_node, scope)
        if op in (ast.In, ast.NotIn):
            among = left is not None and any(left == self.ev(each, scope) for each in right_node.elts)
            return among if op is ast.In else not among
        right = self.ev(right_node, scope)
        if left is None or right is None:
            return op is ast.NotEq
        if isinstance(left, str) and isinstance(right, str):
            levels = self.levels_of(left_node) or self.levels_of(right_node)
            if levels:
                left = Level(levels, left)
        return COMPARE[op](left, right)

    def call(self, name, node, scope):
        if name in self.route.get("scales", {}):
            return self.scale(self.route["scales"][name], [self.ev(each, scope) for each in node.args])
        if name == "given":
            value = self.ev(node.args[0], scope)
            return value is not None and value is not False
        if name == "count_true":
            return sum(holds(self.ev(each, scope)) for each in node.args)
        if name in AGGREGATES and len(node.args) == 1:
            return self.aggregate(name, node, scope)
        values = [self.ev(each, scope) for each in node.args]
        if any(each is None for each in values):
            return None
        if name in ("min", "max"):
            levels = self.levels_of(node)
            return {"min": min, "max": max}[name](
                Level(levels, v) if levels and isinstance(v, str) else v for v in values
            )
        if name == "working_days_between":
            return dates.working_days_between(self.pack.calendar(), *values)
        return PLAIN[name](*values if name != "add_years" else (values[0], int(values[1])))

    def aggregate(self, name, node, scope):
        mentioned = names_in_node(node.args[0])
        owner = next(
            k for k in sorted(self.pack.facts, key=len, reverse=True)
            if self.pack.facts[k]["type"] in ("list", "map") and any(f"{m}.".startswith(f"{k}.") for m in mentioned)
        )  # fmt: skip
        options = {each.arg: each.value for each in node.keywords}
        items = self.name(owner, ()) or []
        shape = self.pack.shape(self.pack.facts[owner]["item"])
        inside = [((owner, item, shape), *scope) for item in (items.values() if isinstance(items, dict) else items)]
        whole = dotted(node.args[0]) == owner
        where = options.get("where")
        if name == "all" and whole:
            return all(where is None or holds(self.ev(where, each)) for each in inside)
        chosen = [each for each in inside if where is None or holds(self.ev(where, each))]
        if name == "count":
            return len(chosen)
        if name == "any" and whole:
            return bool(chosen)
        values = [self.ev(node.args[0], each) for each in chosen]
        if name in ("any", "all"):
            return {"any": any, "all": all}[name](holds(each) for each in values)
        values = [each for each in values if each is not None]
        if name == "sum":
            return sum(values)
        if values:
            return min(values) if name == "min" else max(values)
        none = self.ev(options["none"], scope) if "none" in options else None
        levels = self.levels_of(node.args[0])
        return Level(levels, none) if levels and isinstance(none, str) else none

    def scale(self, scale, values):
        """Down the table, argument by argument; then the highest level whose lowest score is reached."""
        *path, raw = values
        table = scale
        for kind, value in zip(scale["of"], path, strict=True):
            if isinstance(table, list):
                when = value if kind == "date" or isinstance(value, date) else None
                table = next((part for part in table if when and dates.in_period(part, when)), {})
            if not isinstance(value, date):
                table = table.get(word(value), {})
        if isinstance(table, dict):  # a table without parts says once what it measures
            table = next((part for part in table.values() if isinstance(part, list)), [])
        reached = [
            level
            for level, lowest in zip(scale["levels"], table or [], strict=False)
            if raw is not None and raw >= lowest
        ]
        return reached[-1] if reached else scale["below"]


def dict_of(node):
    return node if isinstance(node, dict) else {}


def names_in_node(node):
    return {name for each in ast.walk(node) if (name := dotted(each))}
