"""Birth dates as far as they are known: a day, a month, a year, or nothing. Kept as the beginning of an ISO date."""

import re
from datetime import date

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SHAPE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")
EARLIEST = 1850


class NoBirthDate(ValueError):
    """This is not a birth date, whole or partial."""


def checked(text: str, today: date) -> str:
    """The same text if it is a year, a month or a day that can be a birth date; "" stays unknown."""
    if not text:
        return ""
    shape = SHAPE.fullmatch(text)
    if shape is None:
        raise NoBirthDate(text)
    try:
        first = date(int(shape["year"]), int(shape["month"] or 1), int(shape["day"] or 1))
    except ValueError:
        raise NoBirthDate(text) from None
    if first.year < EARLIEST or first > today:
        raise NoBirthDate(text)
    return text


def compose(year: int | None, month: int | None, day: int | None) -> str:
    """From three boxes of a form. A day without its month, or a month without its year, is no date."""
    if (day and not month) or (month and not year):
        raise NoBirthDate("a part is missing")
    parts = [f"{year:04d}" if year else "", f"{month:02d}" if month else "", f"{day:02d}" if day else ""]
    return "-".join(part for part in parts if part)


def compatible(one: str, other: str) -> bool:
    """Whether both can be the same day. What is unknown contradicts nothing."""
    return one.startswith(other) or other.startswith(one)


def whole(born: str) -> bool:
    return len(born) == len("1998-05-03")


def age(born: str, day: date) -> int | None:
    """Whole years on a day; from the middle of what is known where the day or the month is not. None: unknown."""
    if not born:
        return None
    year, month, of_month = (*(int(one) for one in born.split("-")), *(7, 1)[born.count("-") :])[:3]
    return day.year - year - ((day.month, day.day) < (month, of_month))


def in_words(born: str) -> str:
    """As a reader sees it: 3 May 1998, May 1998 (day unknown), 1998 (day and month unknown), unknown."""
    if not born:
        return _("unknown")
    year, *rest = born.split("-")
    if not rest:
        return _("%(year)s (day and month unknown)") % {"year": year}
    if len(rest) == 1:
        return _("%(month)s %(year)s (day unknown)") % {"month": MONTHS[int(rest[0])], "year": year}
    return date_format(date.fromisoformat(born), "DATE_FORMAT")
