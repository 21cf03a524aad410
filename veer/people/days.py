"""A day, typed in three small boxes: day, month, year, in the order in which people here say it, on any keyboard."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PARTS = (("day", 2), ("month", 2), ("year", 4))


class DayWidget(forms.MultiWidget):
    """The three boxes. They take a date, or what is known of one: `1998-05-03`, `1998-05`, `1998`."""

    template_name = "components/day.html"
    use_fieldset = True

    def __init__(self) -> None:
        boxes = {
            part: forms.TextInput({"class": "input", "inputmode": "numeric", "maxlength": size, "size": size})
            for part, size in PARTS
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[str]:
        known = str(value or "").split("-") if isinstance(value, str | date) else []
        return [*known, "", "", ""][:3][::-1]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class DayField(forms.MultiValueField):
    """A whole day, or nothing where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False, max_length=4) for _part in PARTS]
        super().__init__(boxes, widget=DayWidget(), require_all_fields=False, **kwargs)

    def compress(self, parts: Sequence[str]) -> Any:
        day, month, year = figures(parts)
        return real(year, month or "0", day or "0") if day or month or year else None


def figures(parts: Sequence[str]) -> tuple[str, str, str]:
    """Day, month and year as typed; each may be empty. Anything but figures, or a year without its four, is refused."""
    day, month, year = ([part.strip() for part in parts] + ["", "", ""])[:3]
    typed = [part for part in (day, month, year) if part]
    if not all(part.isdecimal() for part in typed) or (typed and len(year) != 4):
        raise forms.ValidationError(_("Write the date in figures, the year with four."))
    return day, month, year


def real(year: str, month: str, day: str) -> date:
    """The day of these figures, if there is one."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise forms.ValidationError(_("This day does not exist. Look at the day and the month again.")) from None
