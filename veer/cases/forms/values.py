"""The value of a fact in words, for people to look over. Every page, letter and chart says a value through here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases.forms.questions import UNITS, Said, said
from veer.cases.listed import labelled, listed, parted
from veer.cases.money import money
from veer.rules import Pack


def value_words(pack: Pack, fact: str, value: Any, lang: str) -> str:
    """A value as people say it: "Bachelor", "3 May 1998", "24 months", "I don't know"."""
    declared = pack.facts.get(fact)
    if declared is None:
        return str(value)
    words = _words(pack, declared.type, said(pack, fact, lang), value, lang)
    if declared.type.kind == "record" and isinstance(value, Mapping) and "unknown" not in value:
        inside = {f"{fact}.{name}": one for name, one in value.items() if f"{fact}.{name}" in pack.facts}
        parts = [
            labelled(said(pack, name, lang).label, value_words(pack, name, one, lang)) for name, one in inside.items()
        ]
        return f"{words} ({parted(parts)})" if parts else words
    return words


def value_lines(pack: Pack, fact: str, value: Any, lang: str) -> list[str]:
    """The same, each entry of a list or map by itself: several languages in one sentence are a jumble."""
    declared = pack.facts.get(fact)
    lines = _entries(pack, declared.type, said(pack, fact, lang), value, lang) if declared is not None else []
    return lines or [value_words(pack, fact, value, lang)]


def change_words(pack: Pack, fact: str, value: Any, was: Any, lang: str) -> str:
    """A new value beside the old one: of a map only the keys that differ, each with the levels that it comes to."""
    declared = pack.facts.get(fact)
    item = declared.type.item if declared is not None else None
    if item is None or not isinstance(value, Mapping) or "unknown" in value:
        return value_words(pack, fact, value, lang)
    names, before = said(pack, fact, lang).values, was if isinstance(was, Mapping) else {}
    parts = []
    for key, entry in value.items():
        if entry == before.get(key) or not isinstance(entry, Mapping):
            continue
        levels = [
            _words(pack, field, said(pack, f"{item.id}.{name}", lang), entry[name], lang)
            for name, field in item.fields.items()
            if name in entry and field.kind in ("level", "enum")
        ]
        parts.append(f"{names.get(key, key)} {', '.join(dict.fromkeys(levels))}".strip())
    return parted(parts) or value_words(pack, fact, value, lang)


def _words(pack: Pack, kind: Any, words: Said, value: Any, lang: str) -> str:
    if isinstance(value, Mapping) and "unknown" in value:
        return _("I don’t know")
    if kind.kind in ("bool", "judgement", "record"):
        yes = value is not None and value is not False
        return words.values.get("true" if yes else "false") or (_("Yes") if yes else _("No"))
    if value is None:
        return words.values.get("none") or _("There is none")
    if kind.kind in ("enum", "level"):
        return words.values.get(str(value), str(value))
    if kind.kind == "date":
        return day_words(str(value))
    if kind.kind in ("int", "money", "decimal"):
        return _amount(kind, value)
    if kind.kind in ("map", "list"):
        return parted(_entries(pack, kind, words, value, lang)) or _("None of these")
    return str(value)


def _entries(pack: Pack, kind: Any, words: Said, value: Any, lang: str) -> list[str]:
    """What stands in a list or map, entry by entry; nothing for any other value, and where it is not known."""
    if kind.kind == "map" and isinstance(value, Mapping) and "unknown" not in value:
        named = [(words.values.get(key, key), item) for key, item in value.items()]
        return [labelled(name, _entry(pack, kind, words, item, lang)) for name, item in named]
    if kind.kind == "list" and isinstance(value, list):
        return [_entry(pack, kind, words, item, lang) for item in value]
    return []


def _amount(kind: Any, value: Any) -> str:
    """A number with its unit: "1 month", "€ 45,000 a year"."""
    unit = kind.unit or ""
    if kind.kind == "money":
        currency, _slash, per = unit.partition("/")
        amount = money(value, currency)
        return _("%(amount)s a year") % {"amount": amount} if per == "year" else f"{amount}{_slash}{per}"
    figure = number_format(value, use_l10n=True)
    if unit == "month":
        return ngettext("%(n)s month", "%(n)s months", int(value)) % {"n": figure}
    if unit == "year":
        return ngettext("%(n)s year", "%(n)s years", int(value)) % {"n": figure}
    return f"{figure} {UNITS.get(unit, unit)}".strip()


def _entry(pack: Pack, kind: Any, words: Said, item: Any, lang: str) -> str:
    if kind.item is None:
        return _words(pack, kind.item_type, words, item, lang)
    parts = []
    for name, field in kind.item.fields.items():
        if name in item:
            inner = said(pack, f"{kind.item.id}.{name}", lang)
            parts.append(f"{inner.label} {_words(pack, field, inner, item[name], lang)}")
    return listed(parts)


def day_words(value: str) -> str:
    """A whole or partial date: 3 May 1998, May 1998, 1998."""
    parts = value.split("-")
    if len(parts) == 3:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if len(parts) == 2:
        return date_format(date(int(parts[0]), int(parts[1]), 1), "F Y")
    return value
