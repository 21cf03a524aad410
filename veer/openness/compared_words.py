"""What a law says by its keys, in the words of a reader: a name where the law has one, nothing where only code is."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.access import roles
from veer.cases.listed import labelled, listed
from veer.openness import queries, words
from veer.openness.law_clauses import WAYS as REACHED
from veer.openness.law_clauses import ClauseReader, role
from veer.openness.rule_words import spoken
from veer.rules.model import Citation, Length

KEYS: dict[str, Promise] = {
    "source": gettext_lazy("Source"),
    "in_force": gettext_lazy("in force"),
    "length": gettext_lazy("within"),
    "starts": gettext_lazy("after"),
    "duty": gettext_lazy("who must act"),
    "actor": gettext_lazy("who must act"),
    "ball": gettext_lazy("who must act"),
    "by": gettext_lazy("Who may do this"),
    "confidence": gettext_lazy("How sure the source is"),
    "ends": gettext_lazy("falls away with"),
    "meets": gettext_lazy("kept by"),
    "expires": gettext_lazy("the day after, by itself"),
    "from": gettext_lazy("from there"),
    "to": gettext_lazy("leads to"),
    "at": gettext_lazy("only while"),
    "until": gettext_lazy("ends with"),
    "holder": gettext_lazy("for whom"),
    "decided_by": gettext_lazy("who decides"),
    "evidence": gettext_lazy("what can prove it"),
    "proof": gettext_lazy("what can prove it"),
    "clock": gettext_lazy("term"),
    "warn": gettext_lazy("warned so long before"),
    "nothing_follows": gettext_lazy("nothing follows by itself"),
    "of": gettext_lazy("of whom"),
    "type": gettext_lazy("kind of answer"),
    "applies": gettext_lazy("asked only if"),
    "optional": gettext_lazy("there may be none"),
    "partial": gettext_lazy("a year or a month is enough"),
    "if": gettext_lazy("only if"),
    "is": gettext_lazy("is"),
    "derive": gettext_lazy("worked out as"),
    "does": gettext_lazy("kind of step"),
    "letter": gettext_lazy("with the letter"),
    "blocks": gettext_lazy("what the letter holds"),
    "asks": gettext_lazy("must be said with it"),
    "needs": gettext_lazy("needs"),
    "opens": gettext_lazy("begins beside the case"),
    "outcome": gettext_lazy("towards"),
    "refuses": gettext_lazy("goes against the person"),
    "after": gettext_lazy("only after"),
    "after_clocks": gettext_lazy("only when this term is over"),
    "not_by": gettext_lazy("not by who did this"),
    "act": gettext_lazy("with this step"),
    "at_most": gettext_lazy("at most"),
    "counting": gettext_lazy("how days are counted"),
    "first": gettext_lazy("another length, if this holds"),
    "day_of": gettext_lazy("counted from"),
    "against": gettext_lazy("against"),
    "body": gettext_lazy("who looks at it again"),
    "suspends": gettext_lazy("the decision waits"),
    "way": gettext_lazy("how it reaches the person"),
    "leads": gettext_lazy("leads to"),
    "leads_to": gettext_lazy("leads to"),
    "awaits": gettext_lazy("leads to"),
    "carries": gettext_lazy("taken over from the file before"),
    "kind": gettext_lazy("what is counted"),
    "hide_below": gettext_lazy("numbers below this stay hidden"),
    "amount": gettext_lazy("amount"),
    "currency": gettext_lazy("currency"),
    "purpose": gettext_lazy("What brings you here?"),
    "instead": gettext_lazy("offered where this is closed"),
}
"""What readers call the keys of the law; the others are shown as the file of the law writes them."""
HOLE = re.compile(r"\{[^{}]*\}")
"""What a letter fills in."""
ASKING = frozenset({"cost", "group", "sensitive", "role", "change"})
"""Keys that say how a question is put, not what the law asks."""


def label(node: str, key: str) -> str:
    """What readers call a key of a node, or nothing. What `ends` a term and how a case `ends` are two things."""
    return _("how it ends") if key == "ends" and "/procedure." in node else str(KEYS.get(key, ""))


def in_words(pack: Any, node: str, key: str, said: str) -> str:
    """The value of a key of a node in words; nothing where a part has none: half a sentence says less than code."""
    route = node.partition("/")[0]
    if said == "yes":
        return _("Yes")
    if key == "type":
        return _type(pack, node.removeprefix("facts."))
    if key == "ends" and "/procedure." in node:
        return words.ended(said) if said in words.ENDED else _named(pack, route, said)
    if key in RULES:
        return _rule(pack, route, key, said)
    if key == "first":
        return _joined(said, lambda one: words.said(pack, route, f"{node.partition('/')[2]}.{one}"))
    way = WAYS.get(key)
    if way is None:
        return said if re.fullmatch(r"[0-9.]+|[A-Z]{3}", said) else ""
    return _joined(said, lambda one: way(pack, route, one), "; " if way is _cited or "; " in said else ", ")


def _joined(said: str, way: Callable[[str], str], between: str = ", ") -> str:
    found = [way(one) for one in said.split(between)]
    return between.join(found) if all(found) else ""


def _cited(pack: Any, _route: str, one: str) -> str:
    name, _comma, article = one.partition(", ")
    if name not in pack.sources:
        return ""
    language = words.law_language(pack)
    place = pack.article(Citation(name, article), language) if article else ""
    return listed(filter(None, (pack.source_title(name, language), place)))


def _named(pack: Any, route: str, one: str) -> str:
    """An act or a step, of the case or of one of its branches."""
    procedure = pack.routes[route].procedure if route in pack.routes else None
    branches = procedure.branches if procedure else ()
    places = ("procedure.acts", "procedure.steps", *(f"procedure.branches.{name}" for name in branches))
    return next((told for place in places if (told := words.said(pack, route, f"{place}.{one}"))), "")


def _over_with(pack: Any, route: str, one: str) -> str:
    """The act with which a clock falls away; of a step, how the case is over."""
    return _named(pack, route, one) or (words.ended(one) if one in words.ENDED else "")


def _who(_pack: Any, _route: str, one: str) -> str:
    told = str(role(one))
    return told if told != words.named(one) or one in roles.TITLES else ""


def _clock(pack: Any, route: str, one: str) -> str:
    return words.said(pack, route, f"clocks.{one}")


def _paper(pack: Any, _route: str, one: str) -> str:
    return words.paper(pack, one)


def _lasts(_pack: Any, _route: str, one: str) -> str:
    """`3 working days`, as the comparison says a length."""
    told = re.fullmatch(r"(\d+) (working )?(day|week|month|year)s?", one)
    if told is None:
        return ""
    if told[1] == "0":
        return _("at once")
    unit = f"{'working_' if told[2] else ''}{told[3]}s"
    return words.length(Length(**{unit: int(told[1])})) if unit in Length.__dataclass_fields__ else ""


def _span(_pack: Any, _route: str, one: str) -> str:
    """`from 2026-06-12`, `up to 2026-06-11`."""
    told = re.fullmatch(r"(from|up to) (\d{4}-\d\d-\d\d)", one)
    if told is None:
        return ""
    day = date_format(date.fromisoformat(told[2]), "DATE_FORMAT")
    return (_("since %(day)s") if told[1] == "from" else _("until %(day)s")) % {"day": day}


RULES = {"if": True, "applies": True, "suspends": True, "is": False, "derive": False}
"""Keys whose value is a rule of the law, and whether it says that something holds."""
WHOSE: dict[str, Promise] = {
    "person": gettext_lazy("the person"),
    "household": gettext_lazy("the household"),
    "case": gettext_lazy("the case"),
    "organisation": gettext_lazy("the organisation"),
}
KINDS: dict[str, Promise] = {
    "bool": gettext_lazy("yes or no"),
    "int": gettext_lazy("a whole number"),
    "decimal": gettext_lazy("a number"),
    "money": gettext_lazy("an amount of money"),
    "enum": gettext_lazy("one of these"),
    "level": gettext_lazy("one of these"),
    "date": gettext_lazy("a day"),
    "code": gettext_lazy("a code"),
    "text": gettext_lazy("words"),
    "record": gettext_lazy("is there, or not"),
    "list": gettext_lazy("several of one kind"),
    "map": gettext_lazy("something for each of these"),
    "judgement": gettext_lazy("found by a person, never computed"),
}
DOES: dict[str, Promise] = {
    "submit": gettext_lazy("sends the application"),
    "take": gettext_lazy("takes the file"),
    "give_back": gettext_lazy("gives the file back"),
    "judge_fact": gettext_lazy("checks a fact"),
    "ask_document": gettext_lazy("asks for a document"),
    "add_document": gettext_lazy("adds a document"),
    "answer": gettext_lazy("sends the answer"),
    "note": gettext_lazy("writes a note"),
    "announce": gettext_lazy("announces what may be decided"),
    "remark": gettext_lazy("gives remarks"),
    "summon": gettext_lazy("invites to an interview"),
    "hear": gettext_lazy("holds an interview"),
    "propose": gettext_lazy("proposes a decision"),
    "send_back": gettext_lazy("sends a proposal back"),
    "sign": gettext_lazy("signs the decision"),
    "notify": gettext_lazy("brings the decision to the person"),
    "withdraw": gettext_lazy("withdraws the application"),
    "extend": gettext_lazy("makes a term longer"),
    "expire": gettext_lazy("happens by itself when a term is over"),
    "record": gettext_lazy("writes down that it happened"),
}
NEEDS: dict[str, Promise] = {
    "facts": gettext_lazy("every answer"),
    "declaration": gettext_lazy("a declaration that it is true"),
    "holder": gettext_lazy("the file in one’s own hands"),
    "reasons": gettext_lazy("written reasons"),
    "reason": gettext_lazy("a written reason"),
    "other_person": gettext_lazy("another person than who proposed"),
    "unchanged": gettext_lazy("a letter unchanged since it was proposed"),
    "outcome_open": gettext_lazy("that the law says yes"),
    "document": gettext_lazy("a document"),
}
BLOCKS: dict[str, Promise] = {
    "salutation": gettext_lazy("a salutation"),
    "outcome": gettext_lazy("what was decided"),
    "reasons": gettext_lazy("the reasons"),
    "next": gettext_lazy("what comes next"),
    "remedy": gettext_lazy("how to contest it"),
    "closing": gettext_lazy("who decided, and when"),
}
COUNTED: dict[str, Promise] = {
    "endings": gettext_lazy("how cases end"),
    "days": gettext_lazy("days from one step to another"),
    "share": gettext_lazy("the share of each ending"),
    "waiting": gettext_lazy("who is waiting"),
}
APART: dict[str, Promise] = {
    "year": gettext_lazy("each year"),
    "month": gettext_lazy("each month"),
    "outcome": gettext_lazy("each outcome"),
}
SURE: dict[str, Promise] = {
    "verified": gettext_lazy("checked against the source"),
    "unverified": gettext_lazy("not checked against the source"),
}


def _from(known: dict[str, Promise]) -> Callable[[Any, str, str], str]:
    """The words of the house for one of a few."""
    return lambda _pack, _route, one: str(known.get(one, ""))


def _type(pack: Any, fact: str) -> str:
    """What may be answered: the kind, and the choices or the bounds."""
    declared = pack.facts.get(fact)
    if declared is None:
        return ""
    kind, known = declared.type, words.fact_words(pack, fact).values
    choices = [known.get(one, "") for one in (*kind.symbols, *kind.keys)]
    if not all(choices):
        return str(KINDS[kind.kind])
    span = "" if kind.low is None or kind.high is None else f"{kind.low} – {kind.high}"
    return ": ".join(filter(None, (str(KINDS[kind.kind]), listed(choices) or span)))


def _rule(pack: Any, route: str, key: str, said: str) -> str:
    """A rule in words; of a fact of the pack too, which no route of its own has."""
    if key == "suspends" and said == "no":
        return _("No")
    return spoken(pack, route if route in pack.routes else next(iter(pack.routes)), said, truth=RULES[key])


def _fact(pack: Any, _route: str, one: str) -> str:
    label = words.fact_words(pack, one).label
    return "" if label == one else str(label)


def _letter(pack: Any, route: str, one: str) -> str:
    """A letter, or one for each outcome: by its subject."""
    outcome, _colon, letter = one.rpartition(": ")
    subject = words.said(pack, route, f"letters.{letter}.subject")
    return _towards(pack, route, outcome, subject)


def _outcome(pack: Any, route: str, one: str) -> str:
    """An outcome: by the act that proposes it."""
    procedure = pack.routes[route].procedure if route in pack.routes else None
    acts = procedure.acts.values() if procedure else ()
    return next((_named(pack, route, act.id) for act in acts if act.outcome == one), "")


def _place(pack: Any, route: str, one: str) -> str:
    """A step, or one for each outcome or ending."""
    before, _colon, step = one.rpartition(": ")
    return _towards(pack, route, before, _named(pack, route, step))


def _towards(pack: Any, route: str, before: str, to: str) -> str:
    if not before or not to:
        return to
    first = _outcome(pack, route, before) or _named(pack, route, before)
    return f"{first} → {to}" if first else ""


def _after(pack: Any, route: str, one: str) -> str:
    """A time, or an act that must have happened."""
    return _lasts(pack, route, one) or _named(pack, route, one)


def _of(pack: Any, route: str, one: str) -> str:
    """Whose a fact is; of what is counted, an ending or an act."""
    if one in WHOSE:
        return str(WHOSE[one])
    return _over_with(pack, route, one) or spoken(pack, route, one, truth=False)


def _by(pack: Any, route: str, one: str) -> str:
    """Who does it; by how much a term grows; by what numbers are told apart."""
    return _who(pack, route, one) or _lasts(pack, route, one) or str(APART.get(one, ""))


def called(pack: Any, node: str) -> str:
    """How a node without words of its own is called: by those of what it is made of."""
    route, _slash, path = node.partition("/")
    if route not in pack.routes:
        return ""
    kind, _dot, rest = path.partition(".")
    if kind == "letters":
        return HOLE.sub("", words.said(pack, route, f"{path}.subject")).strip(" :,")
    if kind == "clocks":
        return _named(pack, route, rest.rpartition(".")[2])
    one = pack.routes[route].statistics.get(rest) if kind == "statistics" else None
    if one is not None:
        of = listed(filter(None, (_of(pack, route, name) for name in one.of)))
        return labelled(str(COUNTED[one.kind]), of) if of else str(COUNTED[one.kind])
    return _("The way") if path == "procedure" else ""


def _branch(pack: Any, route: str, one: str) -> str:
    return words.said(pack, route, f"procedure.branches.{one}")


def _body(pack: Any, route: str, one: str) -> str:
    return words.said(pack, route, f"bodies.{one}")


def _awaited(pack: Any, route: str, one: str) -> str:
    return words.route_title(pack, one) if one in pack.routes else words.said(pack, route, f"procedure.awaits.{one}")


def _counting(pack: Any, route: str, one: str) -> str:
    """How days are counted, in the sentences of the page of a law."""
    reader = ClauseReader(pack, pack.routes[route], queries.today(pack)) if route in pack.routes else None
    return " ".join(detail["label"] for detail in reader.counted(one)) if reader else ""


def _purpose(pack: Any, _route: str, one: str) -> str:
    found = pack.purposes.get(one)
    return words.in_words(found.text, words.law_language(pack)) if found else ""


WAYS: dict[str, Callable[[Any, str, str], str]] = {
    "source": _cited,
    "in_force": _span,
    **dict.fromkeys(("length", "warn", "at_most"), _lasts),
    **dict.fromkeys(("duty", "actor", "ball", "holder", "decided_by"), _who),
    "by": _by,
    **dict.fromkeys(("starts", "meets", "expires", "from", "at", "until", "act", "not_by"), _named),
    "after": _after,
    **dict.fromkeys(("to", "leads"), _place),
    **dict.fromkeys(("clock", "after_clocks"), _clock),
    **dict.fromkeys(("asks", "carries", "day_of"), _fact),
    **dict.fromkeys(("outcome", "against"), _outcome),
    **dict.fromkeys(("leads_to", "awaits"), _awaited),
    "ends": _over_with,
    "letter": _letter,
    "opens": _branch,
    "body": _body,
    "counting": _counting,
    **dict.fromkeys(("purpose", "instead"), _purpose),
    "of": _of,
    "does": _from(DOES),
    "needs": _from(NEEDS),
    "blocks": _from(BLOCKS),
    "kind": _from(COUNTED),
    "confidence": _from(SURE),
    "way": _from({**REACHED, "other": gettext_lazy("another way")}),
    "evidence": _paper,
    "proof": _paper,
}
