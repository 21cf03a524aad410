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
from veer.openness import words
from veer.openness.law_clauses import role
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
}
"""What readers call the keys of the law; the others are shown as the file of the law writes them."""


def in_words(pack: Any, route: str, key: str, said: str) -> str:
    """The value of a key in words; nothing where a part of it has none, for half a sentence says less than the code."""
    if said == "yes":
        return _("Yes")
    way = WAYS.get(key)
    if way is None:
        return ""
    found = [way(pack, route, one) for one in said.split("; " if way is _cited else ", ")]
    return ("; " if way is _cited else ", ").join(found) if all(found) else ""


def _cited(pack: Any, _route: str, one: str) -> str:
    name, _comma, article = one.partition(", ")
    if name not in pack.sources:
        return ""
    language = words.law_language(pack)
    place = pack.article(Citation(name, article), language) if article else ""
    return ", ".join(filter(None, (pack.source_title(name, language), place)))


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
    return role(one) if one in (roles.APPLICANT, *roles.TITLES) else ""


def _clock(pack: Any, route: str, one: str) -> str:
    return words.said(pack, route, f"clocks.{one}")


def _paper(pack: Any, _route: str, one: str) -> str:
    return words.paper(pack, one)


def _lasts(_pack: Any, _route: str, one: str) -> str:
    """`3 working days`, as the comparison says a length."""
    told = re.fullmatch(r"(\d+) (working )?(day|week|month|year)s?", one)
    if told is None:
        return ""
    unit = f"{'working_' if told[2] else ''}{told[3]}s"
    return words.length(Length(**{unit: int(told[1])})) if unit in Length.__dataclass_fields__ else ""


def _span(_pack: Any, _route: str, one: str) -> str:
    """`from 2026-06-12`, `up to 2026-06-11`."""
    told = re.fullmatch(r"(from|up to) (\d{4}-\d\d-\d\d)", one)
    if told is None:
        return ""
    day = date_format(date.fromisoformat(told[2]), "DATE_FORMAT")
    return (_("since %(day)s") if told[1] == "from" else _("until %(day)s")) % {"day": day}


WAYS: dict[str, Callable[[Any, str, str], str]] = {
    "source": _cited,
    "in_force": _span,
    **dict.fromkeys(("length", "warn", "at_most"), _lasts),
    **dict.fromkeys(("duty", "actor", "ball", "by", "holder", "decided_by"), _who),
    **dict.fromkeys(("starts", "meets", "expires", "from", "to", "at", "until", "act", "not_by"), _named),
    "ends": _over_with,
    "clock": _clock,
    "evidence": _paper,
    "proof": _paper,
}
