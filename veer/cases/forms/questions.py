"""A question of the law as a form. It knows the types of the law language and nothing of cases.

    question = Question(pack, "birth_date", "nl", data=request.POST)
    if question.is_valid():
        question.answer        # what the engine takes: a value, None ("there is none") or {"unknown": True}

`{% include "cases/questions/question.html" %}` draws it, without needing a script. "I do not know" is always there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veer.access.roles import APPLICANT
from veer.cases.forms import fields, search
from veer.cases.forms.fields import NO, NONE, UNKNOWN, UNSURE, YES
from veer.rules import Pack

ABSENT = object()
WAYS_OUT = ("unknown", "none")
UNITS = {"month": _("months"), "year": _("years"), "day": _("days"), "hour": _("hours")}


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a fact in one language."""

    label: str
    question: str
    help: str
    values: Mapping[str, str]
    also: Mapping[str, str]


def said(pack: Pack, fact: str, lang: str) -> Said:
    """What the law calls a fact; a fact without words is called by its id, so that nothing is ever nameless."""
    heard = lang in pack.languages or lang in pack.words.get(fact, {})  # a pack may also say some things in another
    tongue = lang if heard else ("en" if "en" in pack.languages else pack.languages[0])
    words = pack.fact_text(fact, tongue)
    label = fact.rsplit(".", 1)[-1].replace("_", " ") if words.label == fact else words.label
    question = label if words.question == fact else words.question
    return Said(label, question, words.help, words.values, words.also)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: one key of a map, one entry of a list."""

    title: str
    bound: Sequence[forms.BoundField]
    remove: str = ""


class Question(forms.Form):
    """One fact of a pack, asked in one language. `value` is what was answered before; `beside`: it stands on a page
    with other things, which has a heading of its own."""

    def __init__(
        self,
        pack: Pack,
        fact: str,
        lang: str,
        *,
        value: Any = ABSENT,
        data: QueryDict | None = None,
        prefix: str | None = None,
        beside: bool = False,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.beside = beside
        self.pack, self.fact, self.lang = pack, fact, lang
        self.declared = pack.facts[fact]
        self.type = self.declared.type
        self.said = said(pack, fact, lang)
        self.was = value
        self.rows = self._rows()
        self._build()

    # ---------- what the template asks ----------

    @property
    def of_applicant(self) -> bool:
        """Whether its words speak to the applicant, who may state it too."""
        return APPLICANT in self.declared.by

    @property
    def kind(self) -> str:
        """How it is drawn: choice, select, search, entry, date, map or list."""
        return self.type.kind if self.type.kind in ("map", "list") else self.fields["value"].kind  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[Group]:
        """The parts of a map or list, in order."""
        if self.type.kind == "map":
            names = [(self.said.values.get(key, key), f"{key}__") for key in self.type.keys]
            return [Group(str(title), self._bound(start)) for title, start in names]
        entry = _("Number %(n)s")
        return [
            Group(str(entry) % {"n": row + 1}, self._bound(f"{row}__"), remove=f"{row}-remove")
            for row in range(self.rows)
        ]

    @property
    def room_for_more(self) -> bool:
        return self.type.kind == "list" and self.rows < self.type.max_items

    @property
    def typed(self) -> str:
        """What was typed to find a choice in a long list."""
        return str(self.data.get(self.find_name, ""))[:100] if self.is_bound else ""

    @property
    def find_name(self) -> str:
        """The control in which a long list is searched; one page may ask several."""
        return str(self.add_prefix(search.FIELD))

    @property
    def search_name(self) -> str:
        return str(self.add_prefix(search.BUTTON))

    @property
    def found(self) -> search.Found:
        """The choices of a long list that fit what was typed."""
        bound = self["value"]
        named = [(key, str(label)) for key, label in fields.Choice.named(bound.field.choices)]  # type: ignore[attr-defined]
        return search.look(named, self.typed, str(bound.value() or ""), self.said.also)

    @property
    def ways_out(self) -> list[search.Option]:
        """The answers of a long list that no search hides: there is none, I do not know."""
        bound = self["value"]
        choices = bound.field.choices  # type: ignore[attr-defined]
        outs = [(key, str(label)) for key, label in choices if key in (NONE, UNSURE)]
        return [search.Option(key, label, "", key == bound.value()) for key, label in outs]

    @property
    def wants_more(self) -> bool:
        """Whether the person wants another page of the same question, nothing judged yet: "add another", "search"."""
        if not self.is_bound:
            return False
        if self.type.kind != "list":
            return self.search_name in self.data and self.kind == "search"
        pressed = [name for name in self.data if name == "more" or name.endswith("-remove")]
        return bool(pressed)

    def reshaped(self) -> "Question":
        """The same page with one entry more or less, or with what was found, and all that was typed."""
        if self.kind == "search":
            return self
        data = self.data.copy()
        gone = [row for row in range(self.rows) if self._removed(row)]
        for row in gone:
            for name in [name for name in data if name.startswith((f"{row}__", f"{row}-"))]:
                del data[name]
        for new, old in enumerate(row for row in range(self.rows) if row not in gone):
            for name in [name for name in data if name.startswith(f"{old}__") and new != old]:
                data.setlist(f"{new}__{name.partition('__')[2]}", data.getlist(name))
                del data[name]
        data["rows"] = str(max(1, self.rows - len(gone)))
        for name in [name for name in data if name == "more"]:
            del data[name]
        return type(self)(self.pack, self.fact, self.lang, value=self.was, data=data)

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary at the top: each error with the field it leads to, in the same words."""
        found = []
        for name, errors in self.errors.items():
            target = self.target(name)
            found += [{"to": f"#{target}", "text": str(error)} for error in errors]
        return found

    def target(self, name: str) -> str:
        """The id of the first control of a field."""
        bound = self[name] if name in self.fields else next(iter(self))
        if getattr(bound.field, "kind", "") == "search":
            return f"{bound.auto_id}_find"
        several = getattr(bound.field, "kind", "") in ("choice", "date")
        return f"{bound.auto_id}_0" if several else str(bound.auto_id)

    # ---------- what the page does with it ----------

    @cached_property
    def answer(self) -> Any:
        """The answer as the engine takes it. Only after `is_valid`."""
        if self.cleaned_data.get("unknown"):
            return UNKNOWN
        if self.cleaned_data.get("none"):
            return [] if self.type.kind == "list" else {} if self.type.kind == "map" else None
        if self.type.kind == "map":
            entries = {key: self._entry(f"{key}__") for key in self.type.keys}
            return {key: entry for key, entry in entries.items() if entry is not None}
        if self.type.kind == "list":
            entries_ = [self._entry(f"{row}__") for row in range(self.rows) if not self._removed(row)]
            return [entry for entry in entries_ if entry is not None]
        return self.cleaned_data["value"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.wants_more:
            if self.kind == "search":  # a list that was only searched has nothing wrong yet
                self.errors.clear()
            return given
        tick = next((name for name in WAYS_OUT if given.get(name)), "")
        if tick:
            if self._typed_beside(given):  # neither is dropped without a word: the person says which one holds
                words = _("You gave an answer and also ticked “%(tick)s”. Keep one of the two.")
                self.add_error(None, words % {"tick": self.fields[tick].label})
                return given
            for name in list(self._errors or {}):
                del self._errors[name]
            return given
        if self.type.kind in ("map", "list") and not self.errors:
            empty = not self.answer
            del self.__dict__["answer"]
            if empty:
                self.add_error(None, _("Fill in what you have, or choose one of the answers below."))
        return given

    def _typed_beside(self, given: Mapping[str, Any]) -> bool:
        """Whether something was typed or chosen beside a way out; what stood there already and was left so is not."""
        for name, field in self.fields.items():
            if name in WAYS_OUT or not any(self._sent(name)):
                continue
            heard = given.get(name)
            if isinstance(field, fields.Choice):
                heard = field.prepare_value(heard)
            if heard is None or heard != field.initial:
                return True
        return False

    def _sent(self, name: str) -> list[str]:
        """What the browser sent for one field, part by part, without spaces around it."""
        sent = self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return [str(one or "").strip() for one in (sent if isinstance(sent, (list, tuple)) else [sent])]

    # ---------- how it is built ----------

    def _build(self) -> None:
        if self.type.kind == "map":
            for key in self.type.keys:
                self._part(f"{key}__", self._initial(key), self.said.values.get(key, key))
        elif self.type.kind == "list":
            for row in range(self.rows):
                self._part(f"{row}__", self._initial(row), "")
        else:
            self._leaf()
            if self.fields["value"].kind in ("choice", "search"):  # type: ignore[attr-defined]
                return
        self._ways_out()

    def _leaf(self) -> None:
        field = leaf(self.type, self.said, self.declared, small=False)
        if self.was is not ABSENT:
            field.initial = None if self.was == UNKNOWN and not isinstance(field, fields.Choice) else self.was
            if isinstance(field, fields.Choice):
                field.initial = field.prepare_value(self.was)
        elif isinstance(field, fields.Choice):
            field.initial = ""  # no answer yet is not the answer "there is none"
        if isinstance(field, fields.Choice) and field.kind == "select":  # its ways out stand apart, once
            field.choices = [one for one in field.choices if one[0] not in (NONE, UNSURE)]
        self.fields["value"] = field
        if self.data and (self.data.get("unknown") or self.data.get("none")):
            field.required = False

    def _ways_out(self) -> None:
        """ "I do not know", and "there is none" where that is an answer."""
        if self.type.kind in ("map", "list") or self.declared.optional:
            usual = _("None of these") if self.type.kind in ("map", "list") else _("There is none")
            none = self.said.values.get("none") or usual
            nothing = self.was is None or (self.was is not ABSENT and self.was in ([], {}))
            self.fields["none"] = forms.BooleanField(required=False, label=none, initial=nothing)
        self.fields["unknown"] = forms.BooleanField(
            required=False, label=_("I don’t know"), initial=self.was is not ABSENT and self.was == UNKNOWN
        )

    def _part(self, start: str, was: Any, title: str) -> None:
        """The fields of one key or one entry; left empty they are simply not known."""
        if self.type.item is None:
            words = Said(title, title, "", self.said.values, {})
            self._field(start, "", self.type.item_type, words, was)
            return
        for name, kind in self.type.item.fields.items():
            words = said(self.pack, f"{self.type.item.id}.{name}", self.lang)
            self._field(start, name, kind, words, was.get(name) if isinstance(was, Mapping) else None)

    def _field(self, start: str, name: str, kind: Any, words: Said, was: Any) -> None:
        field = leaf(kind, words, None, small=True)
        field.required = False
        field.initial = field.prepare_value(was) if isinstance(field, fields.Choice) else was
        self.fields[f"{start}{name}"] = field

    def _initial(self, part: str | int) -> Any:
        if isinstance(self.was, Mapping) and self.was != UNKNOWN:
            return self.was.get(part)
        if isinstance(self.was, list) and isinstance(part, int) and part < len(self.was):
            return self.was[part]
        return None

    def _rows(self) -> int:
        if self.type.kind != "list":
            return 0
        before = len(self.was) if isinstance(self.was, list) else 0
        if not self.data:
            return min(max(before, 1), self.type.max_items)
        typed = str(self.data.get("rows", "1"))
        rows = int(typed) if typed.isdecimal() and len(typed) < 4 else 1
        more = 1 if self.data.get("more") else 0
        return max(1, min(rows + more, self.type.max_items))

    def _bound(self, start: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(start)]

    def _removed(self, row: int) -> bool:
        return bool(self.data.get(f"{row}-remove"))

    def _entry(self, start: str) -> Any:
        if self.type.item is None:
            return self.cleaned_data.get(start)
        given = {
            name: self.cleaned_data[f"{start}{name}"]
            for name in self.type.item.fields
            if self.cleaned_data.get(f"{start}{name}") is not None
        }
        return given or None


def leaf(kind: Any, words: Said, declared: Any, *, small: bool) -> forms.Field:
    """The field of one plain type. `small`: one of several on the page, so drawn short and allowed to stay empty."""
    common = {"label": words.label, "help_text": words.help}
    if kind.kind in ("bool", "judgement", "record"):
        return _yes_no(kind, words, declared, small, common)
    if kind.kind in ("enum", "level"):
        choices = [(symbol, words.values.get(symbol, symbol)) for symbol in kind.symbols]
        values: dict[str, Any] = {symbol: symbol for symbol in kind.symbols}
        if not small:
            _ways_out(choices, values, words, declared)
        return fields.Choice(choices, values=values, small=small, **common)
    if kind.kind in ("int", "money"):
        suffix = UNITS.get(kind.unit or "", kind.unit or "")
        return fields.Whole(low=_int(kind.low), high=_int(kind.high), suffix=suffix, **common)
    if kind.kind == "decimal":
        return fields.Steps(low=kind.low, high=kind.high, step=kind.step, **common)
    if kind.kind == "date":
        partial = bool(declared and declared.partial)
        return fields.Day(partial=partial, low=kind.low, high=kind.high, **common)
    return fields.Line(pattern=kind.pattern, **common)


def _yes_no(kind: Any, words: Said, declared: Any, small: bool, common: dict[str, Any]) -> forms.Field:
    choices = [(YES, words.values.get("true") or _("Yes")), (NO, words.values.get("false") or _("No"))]
    # A record that is there is an object which its own fields go into; one that is not there is null.
    values: dict[str, Any] = {YES: {}, NO: None} if kind.kind == "record" else {YES: True, NO: False}
    if not small:
        _ways_out(choices, values, words, declared if kind.kind != "record" else None)
    return fields.Choice(choices, values=values, small=small, **common)


def _ways_out(choices: list[tuple[str, Any]], values: dict[str, Any], words: Said, declared: Any) -> None:
    """As choices beside the others: "there is none" where that is an answer, and always "I do not know"."""
    if declared is not None and declared.optional and "none" not in values:
        choices.append((NONE, words.values.get("none") or _("There is none")))
        values[NONE] = None
    choices.append((UNSURE, _("I don’t know")))
    values[UNSURE] = UNKNOWN


def _int(bound: Any) -> int | None:
    return int(bound) if isinstance(bound, int) else None
