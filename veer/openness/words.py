"""The words of a pack in the reader's language: texts of nodes, labels and values of facts, sources.

A pack speaks its own languages. A reader of another gets English (or the pack's first), and the page marks it.
"""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext

from veer.cases import clocks
from veer.cases import facts as case_facts
from veer.cases.forms import values
from veer.cases.law import heard
from veer.rules.model import Length

UNKNOWN, is_unknown = case_facts.UNKNOWN, case_facts.unknown


def page_language() -> str:
    return (get_language() or "en").split("-")[0]


def law_language(pack: Any) -> str:
    """The language in which this pack can be read by whoever reads this page."""
    return heard(pack, page_language())


def attributes(pack: Any) -> SafeString:
    """What an element with the pack's words carries when they are not in the language of the page."""
    return marked(law_language(pack))


def marked(language: str) -> SafeString:
    """What an element carries whose words are in this language: nothing in the language of the page."""
    if language == page_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, "rtl" if language in {"ar", "fa", "he", "ur"} else "ltr")


def in_its_language(pack: Any, said: str) -> str:
    """Words of a pack that stand inside a sentence of the page, marked where they are in another language."""
    attributes_ = attributes(pack)
    return format_html("<span{}>{}</span>", attributes_, said) if said and attributes_ else said


def title(pack: Any) -> str:
    return in_words(pack.title, law_language(pack)) or pack.id


def in_words(words: Any, language: str) -> str:
    """One of several languages, English where that one is missing."""
    if isinstance(words, str):
        return words
    return (words or {}).get(language) or (words or {}).get("en") or next(iter((words or {}).values()), "")


def named(path: str) -> str:
    """Of an id, something to read, where nobody wrote words."""
    return re.sub(r"[._]+", " ", path.rsplit(".", 1)[-1]).strip().capitalize()


def said(pack: Any, route: str, path: str) -> str:
    """The text of a node, or nothing."""
    return in_words(pack.text_in(route, path), law_language(pack))


def say(pack: Any, route: str, path: str) -> str:
    """The text of a node; where there is none, its name made readable."""
    return said(pack, route, path) or named(path)


def route_title(pack: Any, route: str) -> str:
    return (
        said(pack, route, "title")
        or in_words(getattr(pack.route(route), "title", None), law_language(pack))
        or named(route)
    )


def fact_words(pack: Any, fact: str) -> Any:
    """label, question, help, values, evidence of a fact, as the pack says them."""
    return pack.fact_text(fact, law_language(pack))


def paper(pack: Any, kind: str) -> str:
    """How a kind of document is called."""
    said = fact_words(pack, f"evidence.{kind}").label
    return named(kind) if said == f"evidence.{kind}" else str(said)


def label(pack: Any, fact: str) -> str:
    words = fact_words(pack, fact)
    return words.label if words.label != fact else named(fact)


def question(pack: Any, fact: str) -> str:
    words = fact_words(pack, fact)
    return words.question if words.question != fact else named(fact)


def value_words(pack: Any, fact: str, value: Any) -> str:
    """A value as one would say it, in the language in which the reader reads this law: its dates and units too."""
    with translation.override(law_language(pack)):
        return values.value_words(pack, fact, value, law_language(pack))


def change_words(pack: Any, fact: str, value: Any, was: Any) -> str:
    """A new value beside the old one, in the same words."""
    with translation.override(law_language(pack)):
        return values.change_words(pack, fact, value, was, law_language(pack))


def takes(said: str | None) -> str:
    """How long a change takes: the pack writes "6 months", the reader reads it in their language."""
    found = re.fullmatch(r"(\d+) (day|week|month|year)s?", said or "")
    if not found:
        return said or ""
    n = int(found[1])
    counted = {
        "day": ngettext("%(n)d day", "%(n)d days", n),
        "week": ngettext("%(n)d week", "%(n)d weeks", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
        "year": ngettext("%(n)d year", "%(n)d years", n),
    }
    return counted[found[2]] % {"n": n}


def citations(pack: Any, cited: Iterable[Any]) -> list[dict[str, str]]:
    """Sources of a node of the law: title, article, address."""
    language = law_language(pack)
    return [
        {
            "title": pack.source_title(one.source, language),
            "article": pack.article(one, language),
            "url": pack.sources[one.source].url or "",
        }
        for one in cited
        if one.source in pack.sources
    ]


def length(clause_length: Any) -> str:
    """How long a clock runs; anything that has days or working days of a length."""
    whole = Length(**{unit.name: getattr(clause_length, unit.name, 0) for unit in fields(Length)})
    return clocks.length_words(whole)


ENDED: dict[str, Promise] = {
    "returned": gettext_lazy("went back"),
    "residence": gettext_lazy("may stay"),
    "elsewhere": gettext_lazy("went on to another country"),
    "non_return": gettext_lazy("cannot go back"),
    "refused": gettext_lazy("refused"),
    "withdrawn": gettext_lazy("withdrawn"),
    "order_issued": gettext_lazy("an order to leave"),
    "void": gettext_lazy("fell away"),
    "goes_on": gettext_lazy("went on in another procedure"),
}


def ended(how: str) -> str:
    """How a case ended, told to a passer-by."""
    return str(ENDED[how]) if how in ENDED else named(how)
