"""Fields for the types of the law. Each takes what a person types and gives what the engine takes, or says why not."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.people.days import DayField, figures, real

Words = str | Promise
UNKNOWN = {"unknown": True}
YES, NO, NONE, UNSURE = "true", "false", "-none", "-unknown"
FEW = 9  # up to so many choices stand as radio buttons
MANY = 15  # more than these are searched by name


class Choice(forms.ChoiceField):
    """One of the values that the law names. `unsure` is a choice like the others."""

    kind = "choice"

    def __init__(
        self, choices: Sequence[tuple[str, Words]], *, values: dict[str, Any], small: bool, **kwargs: Any
    ) -> None:
        self.values = values
        if not small and len(self.named(choices)) > MANY:
            widget: type[forms.Widget] = forms.RadioSelect
            self.kind = "search"
        elif small or len(choices) > FEW:
            choices = [("", "—"), *choices]
            widget = forms.Select
            self.kind = "select"
        else:
            widget = forms.RadioSelect
        super().__init__(choices=choices, widget=widget, **kwargs)
        if self.kind == "select":
            self.widget.attrs["class"] = "input"
        self.error_messages["required"] = _("Choose an answer.")

    @staticmethod
    def named(choices: Any) -> list[tuple[str, Words]]:
        """The choices that the law itself names, without the ways out beside them."""
        return [(key, label) for key, label in choices if key not in ("", NONE, UNSURE)]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.values[chosen] if chosen else None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value in self.values:
            return value
        return next((key for key, known in self.values.items() if known == value), value)


class Whole(forms.CharField):
    """A whole number. Spaces and points between thousands are forgiven."""

    kind = "entry"

    def __init__(self, *, low: int | None, high: int | None, suffix: Words = "", **kwargs: Any) -> None:
        self.low, self.high, self.suffix = low, high, suffix
        super().__init__(widget=forms.TextInput({"class": "input short", "inputmode": "numeric"}), **kwargs)
        self.error_messages["required"] = _("Give a number, or say that you do not know.")

    def clean(self, value: Any) -> int | None:
        typed = re.sub(r"[\s\u00a0\u202f]", "", super().clean(value))
        typed = re.sub(r"(?<=\d)[.,'](?=\d{3}(\D|$))", "", typed)
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,15}", typed, re.ASCII):
            raise forms.ValidationError(_("Give a whole number, in figures."))
        return int(_within(int(typed), self.low, self.high))


class Steps(forms.CharField):
    """A number with decimals, in steps that the law gives. A comma is as good as a point."""

    kind = "entry"

    def __init__(self, *, low: Any, high: Any, step: Decimal | None, **kwargs: Any) -> None:
        self.low, self.high, self.step, self.suffix = low, high, step, ""
        super().__init__(widget=forms.TextInput({"class": "input short", "inputmode": "decimal"}), **kwargs)
        self.error_messages["required"] = _("Give a number, or say that you do not know.")

    def clean(self, value: Any) -> int | float | None:
        typed = super().clean(value).replace(",", ".").replace(" ", "")
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            raise forms.ValidationError(_("Give a number, in figures.")) from None
        if not number.is_finite():
            raise forms.ValidationError(_("Give a number, in figures."))
        _within(number, self.low, self.high)
        if self.step and number % self.step:
            raise forms.ValidationError(_("The number goes in steps of %(step)s."), params={"step": self.step})
        return int(number) if number == number.to_integral_value() else float(number)


class Line(forms.CharField):
    """A short text or a code; the law may say what it looks like."""

    kind = "entry"

    def __init__(self, *, pattern: str | None, **kwargs: Any) -> None:
        self.pattern, self.suffix = pattern, ""
        super().__init__(max_length=200, widget=forms.TextInput({"class": "input"}), **kwargs)
        self.error_messages["required"] = _("Give an answer, or say that you do not know.")

    def clean(self, value: Any) -> str | None:
        typed: str = super().clean(value)
        if typed and self.pattern and not re.fullmatch(self.pattern, typed):
            raise forms.ValidationError(_("This is not written the way it has to be. See the example above."))
        return typed or None


class Day(DayField):
    """A date. Where the law allows it, a year or a year and month is an answer."""

    kind = "date"

    def __init__(self, *, partial: bool, low: Any, high: Any, required: bool = True, **kwargs: Any) -> None:
        self.partial, self.low, self.high, self.suffix = partial, low, high, ""
        super().__init__(required=required, **kwargs)
        self.error_messages["required"] = _("Give a date, or say that you do not know.")

    def compress(self, parts: Sequence[str]) -> str | None:
        day, month, year = figures(parts)
        if not (day or month or year):
            return None
        if self.partial and not day:
            written = year if not month else f"{year}-{int(month):02}"
            real(year, month or "1", "1")
            return written
        return self._bounded(real(year, month or "0", day or "0"))

    def _bounded(self, given: date) -> str:
        for bound, before in ((self.low, True), (self.high, False)):
            if isinstance(bound, date) and (given < bound if before else given > bound):
                raise forms.ValidationError(_("This date cannot be right. Look at the year again."))
        return given.isoformat()


def _within(number: Any, low: Any, high: Any) -> Any:
    if low is not None and number < low:
        raise forms.ValidationError(_("Give a number of %(low)s or more."), params={"low": low})
    if high is not None and number > high:
        raise forms.ValidationError(_("Give a number of %(high)s or less."), params={"high": high})
    return number
