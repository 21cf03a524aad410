"""The words of a pack in the reader's language: texts of nodes, labels and values of facts, sources.

A pack speaks its own languages. A reader of another gets English (or the pack's first), and the page marks it.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from veer.cases import facts as case_facts
from veer.cases.law import article_words, heard

UNKNOWN, is_unknown = case_facts.UNKNOWN, case_facts.unknown


def page_language() -> str:
    return (get_language() or "en").split("-")[0]


def law_language(pack: Any) -> str:
    """The language in which this pack can be read by whoever reads this page."""
    return heard(pack, page_language())


def attributes(pack: Any) -> SafeString:
    """What an element with the pack's words carries when they are not in the language of the page."""
    language = law_language(pack)
    if language == page_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, "rtl" if language in {"ar", "fa", "he", "ur"} else "ltr")


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
    """A value as one would say it."""
    if is_unknown(value):
        return _("I don’t know")
    if value is None:
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (datetime.date, str)) and (day := _day(value)):
        return day
    if isinstance(value, dict) and _is_record(pack, fact):
        return _("yes")
    if isinstance(value, (list, tuple, dict)):
        if not value:
            return _("none")
        return ngettext("%(n)d entry", "%(n)d entries", len(value)) % {"n": len(value)}
    values = fact_words(pack, fact).values
    if str(value) in values:
        return str(values[str(value)])
    if isinstance(value, (int, float)) or str(value).replace(".", "", 1).isdigit():
        return with_unit(pack, fact, value)
    return str(value)


def _is_record(pack: Any, fact: str) -> bool:
    """A record is there or not; what is in it are facts of their own."""
    declared = pack.facts.get(fact)
    return declared is not None and declared.type.kind == "record"


def change_words(pack: Any, fact: str, value: Any, was: Any) -> str:
    """A new value beside the old: of a map only the keys that differ, each with what is in it."""
    declared = pack.facts.get(fact)
    item = getattr(getattr(declared, "type", None), "item", None)
    if isinstance(value, dict) and item is None and declared is not None and declared.type.kind == "record":
        inside = [(f"{fact}.{name}", one) for name, one in value.items()]
        known = [f"{label(pack, name)} {value_words(pack, name, one)}" for name, one in inside if name in pack.facts]
        return "; ".join(known) or _("yes")
    if not isinstance(value, dict) or is_unknown(value) or item is None:
        return value_words(pack, fact, value)
    names = fact_words(pack, fact).values
    before = was if isinstance(was, dict) else {}
    parts = []
    for key, entry in value.items():
        if entry == before.get(key) or not isinstance(entry, dict):
            continue
        said = [
            value_words(pack, f"{item.id}.{field}", one)
            for field, one in entry.items()
            if field in item.fields and item.fields[field].kind in {"level", "enum"}
        ]
        parts.append(f"{names.get(key, key)} {', '.join(dict.fromkeys(said))}".strip())
    return "; ".join(parts) or value_words(pack, fact, value)


def with_unit(pack: Any, fact: str, value: Any) -> str:
    declared = pack.facts.get(fact)
    unit = getattr(getattr(declared, "type", None), "unit", None)
    kind = getattr(getattr(declared, "type", None), "kind", "")
    number = (
        formats.number_format(value, use_l10n=True, force_grouping=kind == "money")
        if kind in {"int", "money", "decimal"}
        else str(value)
    )
    if unit == "month":
        return ngettext("%(n)s month", "%(n)s months", int(value)) % {"n": number}
    if unit == "year":
        return ngettext("%(n)s year", "%(n)s years", int(value)) % {"n": number}
    if unit and unit.endswith("/year"):
        return _("%(amount)s %(currency)s a year") % {"amount": number, "currency": unit.removesuffix("/year")}
    return f"{number} {unit}" if unit else number


def _day(value: Any) -> str:
    if isinstance(value, datetime.date):
        return formats.date_format(value, "DATE_FORMAT")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return formats.date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:
            return ""
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return formats.date_format(datetime.date.fromisoformat(value + "-01"), "F Y")
    return ""


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


def _article(place: str, language: str) -> str:
    with translation.override(language):
        return article_words(place)


def citations(pack: Any, cited: Iterable[Any]) -> list[dict[str, str]]:
    """Sources of a node of the law: title, article, address."""
    language = law_language(pack)
    return [
        {
            "title": in_words(pack.sources[one.source].title, language),
            "article": _article(one.article, language),
            "url": pack.sources[one.source].url or "",
        }
        for one in cited
        if one.source in pack.sources
    ]


def length(clause_length: Any) -> str:
    """How long a clock runs."""
    parts = []
    for number, words in (
        (clause_length.years, ngettext("%(n)d year", "%(n)d years", clause_length.years)),
        (clause_length.months, ngettext("%(n)d month", "%(n)d months", clause_length.months)),
        (clause_length.days, ngettext("%(n)d day", "%(n)d days", clause_length.days)),
    ):
        if number:
            parts.append(words % {"n": number})
    return ", ".join(parts)
