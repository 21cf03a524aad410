"""Age bands, services that a municipality counts places of, periods, and who of a household needs which service.

No number here is law, and nobody's right depends on one: they are how municipalities count with each other, and how
long a link that was mailed is safe. The term in which one may remark is law, and a link for that is good as long.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.municipalities.models import Asked

BANDS: tuple[tuple[int, Promise], ...] = (  # from this age, in whole years, up to the next
    (0, _("0 to 5 years")),
    (6, _("6 to 11 years")),
    (12, _("12 to 17 years")),
    (18, _("18 to 64 years")),
    (65, _("65 years and older")),
)
SERVICES: dict[str, Promise] = {
    "childcare": _("Childcare and nursery school"),
    "school": _("Places in schools"),
    "language": _("Places in language classes"),
    "health": _("Persons whom a doctor can take on"),
}
ABOUT: dict[str, Promise] = {
    Asked.HOUSING: _("The home"),
    Asked.SCHOOL: _("Schools"),
    Asked.CARE: _("Care"),
}
SCHOOL, ADULT = 6, 18
PERIODS = 4  # quarters for which places can be declared: this one, and the three that follow
LINK_DAYS = 14  # a link for places is good so long; one for a remark as long as the law lets the municipality remark
SOON = timedelta(days=30)  # before a quarter begins, whoever has declared nothing for it is asked


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter of a year."""

    begins: date
    ends: date

    @property
    def words(self) -> str:
        return f"{date_format(self.begins, 'F')} – {date_format(self.ends, 'F Y')}"


def period_of(day: date) -> Period:
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = date(first.year + 1, 1, 1) if first.month == 10 else date(first.year, first.month + 3, 1)
    return Period(first, after - timedelta(days=1))


def periods(today: date) -> list[Period]:
    """The quarters for which places can be declared."""
    found = [period_of(today)]
    while len(found) < PERIODS:
        found.append(period_of(found[-1].ends + timedelta(days=1)))
    return found


def bands(ages: Iterable[int]) -> list[tuple[Promise, int]]:
    """How many of each age band there are, the youngest first; only those that there are."""
    known = list(ages)
    ends = [first for first, _words in BANDS[1:]] + [1000]
    counts = [
        (words, sum(first <= one < end for one in known)) for (first, words), end in zip(BANDS, ends, strict=True)
    ]
    return [(words, count) for words, count in counts if count]


def wants(ages: Iterable[int]) -> dict[str, int]:
    """For how many persons a household needs each service; only those that it needs."""
    known = list(ages)
    found = {
        "childcare": sum(one < SCHOOL for one in known),
        "school": sum(SCHOOL <= one < ADULT for one in known),
        "language": sum(one >= ADULT for one in known),
        "health": len(known),
    }
    return {service: count for service, count in found.items() if count}
