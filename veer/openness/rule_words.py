"""A rule in words: what an expression of the law says, from the names the law gives to what stands in it.

    Speaker(pack, route).rule(expr)   # Said("", "all of these", [Said("Where you are: in Belgium"), ...])

Half a sentence says less than the code: where something in it has no words, there are none for the whole.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.cases.forms.values import day_words
from veer.cases.listed import labelled, listed, parted
from veer.openness import words
from veer.rules.expressions import parse
from veer.rules.model import Length
from veer.rules.problems import Place, Problems


class NoWords(Exception):
    """Something in the rule has no words."""


@dataclass(slots=True)
class Said:
    """A rule in words: a sentence; or `how` its parts count together."""

    text: str
    how: str = ""
    parts: list["Said"] = field(default_factory=list)

    @property
    def flat(self) -> str:
        """On one line."""
        if not self.parts:
            return self.text
        return labelled(self.how, parted(f"({one.flat})" if one.parts else one.flat for one in self.parts))


HOWS: dict[tuple[type, bool], Promise] = {
    (ast.And, True): gettext_lazy("all of these"),
    (ast.Or, True): gettext_lazy("one of these is enough"),
    (ast.And, False): gettext_lazy("not all of these at once"),
    (ast.Or, False): gettext_lazy("none of these"),
}
NUMBERS: dict[type, Promise] = {
    ast.Gt: gettext_lazy("more than %(value)s"),
    ast.GtE: gettext_lazy("at least %(value)s"),
    ast.Lt: gettext_lazy("less than %(value)s"),
    ast.LtE: gettext_lazy("at most %(value)s"),
}
DAYS: dict[type, Promise] = {
    ast.Gt: gettext_lazy("after %(value)s"),
    ast.GtE: gettext_lazy("on or after %(value)s"),
    ast.Lt: gettext_lazy("before %(value)s"),
    ast.LtE: gettext_lazy("on or before %(value)s"),
}
OPPOSITE: dict[type, type[ast.cmpop]] = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In}
"""Where one does not hold the other does, whatever is not there."""
SIGNS: dict[type, str] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.FloorDiv: "÷"}
BETWEEN: dict[str, Promise] = {
    "years_between": gettext_lazy("full years from %(first)s to %(last)s"),
    "months_between": gettext_lazy("full months from %(first)s to %(last)s"),
    "days_between": gettext_lazy("days from %(first)s to %(last)s"),
    "working_days_between": gettext_lazy("working days from %(first)s to %(last)s"),
}
LATER = {"add_years": "years", "add_months": "months", "add_days": "days"}
OVER: dict[str, Promise] = {
    "sum": gettext_lazy("all together: %(what)s"),
    "count": gettext_lazy("how many: %(what)s"),
    "max": gettext_lazy("the highest: %(what)s"),
    "best": gettext_lazy("the highest: %(what)s"),
    "min": gettext_lazy("the lowest: %(what)s"),
    "any": gettext_lazy("at least one: %(what)s"),
    "all": gettext_lazy("each one: %(what)s"),
    "count_true": gettext_lazy("how many of these hold: %(what)s"),
}
DAY_NAMES: dict[str, Promise] = {
    "on": gettext_lazy("the day that is asked about"),
    "law_date": gettext_lazy("the day whose law applies"),
}
TOTALS: dict[str, Promise] = {
    "points.total": gettext_lazy("all points together"),
    "points.pass": gettext_lazy("the points that are needed"),
    "points.pas_": gettext_lazy("the points that are needed"),  # as the parser of expressions calls it
}
DEEPEST = 6  # names of the route that stand in one another without words of their own


class Speaker:
    """Says the rules of one route in the language in which the reader reads this law."""

    def __init__(self, pack: Any, route: Any) -> None:
        self.pack, self.route = pack, route
        self.deep = 0

    def rule(self, expr: Any) -> Said | None:
        """What an expression says; None where something in it has no words."""
        if expr is None:
            return None
        with translation.override(words.law_language(self.pack)):
            try:
                return self.truth(expr.tree, True)
            except NoWords:
                return None

    def flat(self, expr: Any) -> str:
        """A number, a day or a rule on one line; nothing where something in it has no words."""
        if expr is None:
            return ""
        with translation.override(words.law_language(self.pack)):
            try:
                return self.value(expr.tree)
            except NoWords:
                said = self.rule(expr)
                return said.flat if said else ""

    # --- what holds

    def truth(self, node: ast.expr, holds: bool) -> Said:
        """A truth, or with `holds` false that it is not so."""
        if isinstance(node, ast.BoolOp):
            parts = [self.truth(one, True) for one in node.values]
            return Said("", str(HOWS[type(node.op), holds]), parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.truth(node.operand, not holds)
        if isinstance(node, ast.Compare):
            return self.compared(node, holds)
        if isinstance(node, ast.Call):
            return self.called(node, holds)
        return self.named_truth(dotted(node), holds)

    def compared(self, node: ast.Compare, holds: bool) -> Said:
        sides = [node.left, *node.comparators]
        if len(node.ops) > 1:
            parts = [self.comparison(a, op, b) for a, op, b in zip(sides, node.ops, sides[1:], strict=False)]
            return Said("", str(HOWS[ast.And, holds]), [Said(one) for one in parts])
        op = node.ops[0]
        if not holds and type(op) in OPPOSITE:
            return Said(self.comparison(sides[0], OPPOSITE[type(op)](), sides[1]))
        return Said(negated(self.comparison(sides[0], op, sides[1]), holds))

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        """`Months of work: at least 12 months`."""
        what, subject = self.value(left), dotted_or_nothing(left)
        if isinstance(op, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
            among = right.elts if isinstance(right, ast.Set) else [right]
            quoted = len(among) > 1 or isinstance(op, (ast.NotEq, ast.NotIn))
            found = [self.value(one, subject) for one in among]
            value = or_of([_("“%(words)s”") % {"words": one} for one in found] if quoted else found)
            if isinstance(op, (ast.NotEq, ast.NotIn)):
                value = _("not %(value)s") % {"value": value}
        else:
            kind = DAYS if self.is_day(left) or self.is_day(right) else NUMBERS
            value = str(kind[type(op)]) % {"value": self.value(right, subject)}
        return _("%(fact)s: %(value)s") % {"fact": what, "value": value}

    def called(self, node: ast.Call, holds: bool) -> Said:
        name = dotted(node.func)
        if name != "given":
            if name not in ("any", "all"):
                raise NoWords(name)
            return Said(negated(self.value(node), holds))
        subject = dotted(node.args[0])
        if subject.startswith("event."):
            happened = _("“%(act)s” has happened") if holds else _("“%(act)s” has not happened")
            return Said(happened % {"act": self.act(subject.removeprefix("event."))})
        value = _("filled in") if holds else _("not filled in")
        return Said(_("%(fact)s: %(value)s") % {"fact": self.name(subject), "value": value})

    def named_truth(self, name: str, holds: bool) -> Said:
        """A fact, a record or an entry that is there, a name of the route."""
        if name in ("true", "false"):
            return Said(_("always") if (name == "true") == holds else _("never"))
        if name in self.route.let:
            own = words.said(self.pack, self.route.id, f"let.{name}")
            return Said(negated(own, holds)) if own else self.inside(name, lambda tree: self.truth(tree, holds))
        if name in self.pack.facts:
            said = words.fact_words(self.pack, name).values
            value = said.get("true" if holds else "false") or (_("Yes") if holds else _("No"))
            return Said(_("%(fact)s: %(value)s") % {"fact": self.name(name), "value": value})
        if entry_of(self.pack, name):
            value = _("filled in") if holds else _("not filled in")
            return Said(_("%(fact)s: %(value)s") % {"fact": self.name(name), "value": value})
        return Said(negated(self.name(name), holds))

    def inside(self, name: str, say: Callable[[ast.expr], Any]) -> Any:
        """A name without words of its own is said by what it stands for."""
        derived = self.route.let[name]
        if derived.expr is None or self.deep >= DEEPEST:
            raise NoWords(name)
        self.deep += 1
        try:
            return say(derived.expr.tree)
        finally:
            self.deep -= 1

    # --- numbers, days, values

    def value(self, node: ast.expr, subject: str = "") -> str:
        """A value in words. `subject`: what it is compared with, which knows its words and unit."""
        if isinstance(node, ast.Constant):
            return self.constant(node.value, subject)
        if isinstance(node, ast.BinOp):
            if type(node.op) not in SIGNS:
                raise NoWords(ast.unparse(node))
            return f"{self.within(node.left)} {SIGNS[type(node.op)]} {self.within(node.right)}"
        if isinstance(node, ast.IfExp):
            said = {"then": self.value(node.body), "rule": self.truth(node.test, True).flat}
            return _("%(then)s if so: %(rule)s; otherwise %(other)s") % {**said, "other": self.value(node.orelse)}
        if isinstance(node, ast.Call):
            return self.function(node)
        name = dotted(node)
        if name in self.route.let and not words.said(self.pack, self.route.id, f"let.{name}"):
            return str(self.inside(name, self.value))
        return self.name(name)

    def within(self, node: ast.expr) -> str:
        said = self.value(node)
        return f"({said})" if isinstance(node, (ast.BinOp, ast.IfExp, ast.Call)) else said

    def constant(self, value: Any, subject: str) -> str:
        fact = subject if subject in self.pack.facts else ""
        if fact and not isinstance(value, float):
            return words.value_words(self.pack, fact, value)
        owner = field_of(self.pack, subject)
        if owner:
            return str(words.fact_words(self.pack, owner).values.get(str(value), str(value)))
        if subject in self.route.let:
            return words.said(self.pack, self.route.id, f"let.{subject}.{value}") or str(value)
        return str(value)

    def function(self, node: ast.Call) -> str:
        name = dotted(node.func)
        if name in BETWEEN:
            first, last = (self.value(one) for one in node.args)
            return str(BETWEEN[name]) % {"first": first, "last": last}
        if name in LATER and isinstance(node.args[1], ast.Constant):
            length = words.length(Length(**{LATER[name]: int(node.args[1].value)}))  # type: ignore[arg-type]
            return _("%(length)s after %(day)s") % {"day": self.value(node.args[0]), "length": length}
        if name == "date":
            return day_words(date(*(int(one.value) for one in node.args)).isoformat())  # type: ignore[attr-defined]
        if name not in OVER:
            raise NoWords(name)
        what = parted(self.of_items(one) for one in node.args)
        where = next((one.value for one in node.keywords if one.arg == "where"), None)
        if where is not None:
            what = _("%(what)s, only where %(rule)s") % {"what": what, "rule": self.truth(where, True).flat}
        return str(OVER[name]) % {"what": what}

    def of_items(self, node: ast.expr) -> str:
        return self.truth(node, True).flat if isinstance(node, (ast.BoolOp, ast.Compare)) else self.value(node)

    def is_day(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            return dotted(node.func) in {*LATER, "date"}
        name = dotted_or_nothing(node)
        fact = self.pack.facts.get(name)
        return name.startswith("event.") or name in DAY_NAMES or (fact is not None and fact.type.kind == "date")

    # --- names

    def name(self, name: str) -> str:
        """What the law calls something."""
        for known in (DAY_NAMES, TOTALS):
            if name in known:
                return str(known[name])
        if name.startswith("event."):
            return _("the day of “%(act)s”") % {"act": self.act(name.removeprefix("event."))}
        if name in self.route.let:
            return self.worded(words.said(self.pack, self.route.id, f"let.{name}"), name)
        if name in self.pack.facts:
            return self.labelled(name)
        if name.startswith("points."):
            return self.points(name)
        return self.part(name)

    def points(self, name: str) -> str:
        """A section, or an item of one: by its whole path, or right under its section."""
        section, last = ".".join(name.split(".")[:2]), name.rpartition(".")[2]
        said = words.said(self.pack, self.route.id, name) or words.said(self.pack, self.route.id, f"{section}.{last}")
        return self.worded(said, name)

    def part(self, name: str) -> str:
        """An entry of a map, or a field of it; a field of the items of a list."""
        owner, _dot, last = name.rpartition(".")
        if entry_of(self.pack, name):
            entry = words.fact_words(self.pack, owner).values.get(last, "")
            return self.worded(f"{self.labelled(owner)}, {entry}" if entry else "", name)
        own = field_of(self.pack, name)
        if not own:
            raise NoWords(name)
        said = self.labelled(own)
        return labelled(self.part(owner), said) if owner not in self.pack.facts else said

    def labelled(self, fact: str) -> str:
        label = words.fact_words(self.pack, fact).label
        return self.worded("" if label == fact else label, fact)

    def act(self, act: str) -> str:
        return self.worded(words.said(self.pack, self.route.id, f"procedure.acts.{act}"), act)

    def worded(self, said: str, name: str) -> str:
        if not said:
            raise NoWords(name)
        return said


def spoken(pack: Any, route: str, code: str, *, truth: bool) -> str:
    """Code of the law as a comparison shows it, in words on one line; nothing where it has none. `truth`: it says
    whether something holds, rather than how much it is."""
    expr = parse(code, Place("", 1, 1), Problems())
    if expr is None or route not in pack.routes:
        return ""
    speaker = Speaker(pack, pack.routes[route])
    if not truth:
        return speaker.flat(expr)
    said = speaker.rule(expr)
    return said.flat if said else ""


def entry_of(pack: Any, name: str) -> bool:
    """Whether a name is an entry of a map: `languages.nl`."""
    owner, _dot, last = name.rpartition(".")
    return owner in pack.facts and last in pack.facts[owner].type.keys


def field_of(pack: Any, name: str) -> str:
    """`languages.nl.listening` is the field `language_skill.listening` of its type."""
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        fact = pack.facts.get(".".join(parts[:cut]))
        item = fact.type.item if fact is not None else None
        if item is not None:
            return f"{item.id}.{parts[-1]}"
    return ""


def negated(said: str, holds: bool) -> str:
    return said if holds else _("not so: %(what)s") % {"what": said}


def or_of(said: list[str]) -> str:
    if len(said) == 1:
        return said[0]
    return _("%(first)s or %(last)s") % {"first": listed(said[:-1]), "last": said[-1]}


def dotted(node: ast.expr) -> str:
    """`a.b.c` of the names that stand there."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Name):
        return node.id
    raise NoWords(ast.unparse(node))


def dotted_or_nothing(node: ast.expr) -> str:
    try:
        return dotted(node)
    except NoWords:
        return ""
