"""A day, typed in three small boxes: day, month, year, in the order in which people here say it, on any keyboard.

A moment has a fourth box for the hour, by the clock of twenty-four hours. A browser's own field would show both in the
order of its own language, not in that of the page.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone, to_current_timezone
from django.utils.translation import gettext_lazy as _

PARTS = (("day", 2), ("month", 2), ("year", 4))
HOUR = ("hour", 5)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.h]?([0-5][0-9])")


class DayWidget(forms.MultiWidget):
    """The three boxes. They take a date, or what is known of one: `1998-05-03`, `1998-05`, `1998`."""

    template_name = "components/day.html"
    use_fieldset = True
    parts: tuple[tuple[str, int], ...] = PARTS

    def __init__(self) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"class": "input", "inputmode": "numeric", "maxlength": size, "size": size})
            for part, size in self.parts
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[str]:
        known = str(value or "").split("-") if isinstance(value, str | date) else []
        return [*known, "", "", ""][:3][::-1]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class MomentWidget(DayWidget):
    """The three boxes of a day and one for the hour. They take a moment and show it where the page's clock stands."""

    parts = (*PARTS, HOUR)

    def decompress(self, value: Any) -> list[str]:
        if not isinstance(value, datetime):
            return [*super().decompress(value), ""]
        here = to_current_timezone(value)
        return [*super().decompress(here.date()), f"{here:%H:%M}"]


class DayField(forms.MultiValueField):
    """A whole day, or nothing where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False, max_length=4) for _part in PARTS]
        super().__init__(boxes, widget=DayWidget(), require_all_fields=False, **kwargs)

    def compress(self, parts: Sequence[str]) -> Any:
        day, month, year = figures(parts)
        return real(year, month or "0", day or "0") if day or month or year else None


class MomentField(forms.MultiValueField):
    """A day and an hour, or nothing where it is not required; a moment where the page's clock stands."""

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(required=False, max_length=size) for _part, size in MomentWidget.parts]
        super().__init__(boxes, widget=MomentWidget(), require_all_fields=False, **kwargs)

    def compress(self, parts: Sequence[str]) -> Any:
        day, month, year = figures(parts[:3])
        hour = parts[3].strip() if len(parts) > 3 else ""
        if not (day or month or year or hour):
            return None
        on = real(year or "0", month or "0", day or "0")
        typed = _CLOCK.fullmatch(hour)
        if not typed:
            raise forms.ValidationError(_("Write the hour too, such as 09:30 or 14:00."))
        return from_current_timezone(datetime.combine(on, time(int(typed[1]), int(typed[2]))))


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
