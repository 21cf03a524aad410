"""The programme in numbers (SG17): who was asked for by name or matched, by nationality, sex and age; and requests by
tie, sponsors by form, reasons of refusals and breakdowns. None of them is anybody.

Counted once a month, as things stood when it began: between two nights a table that changes by one household would show
who that is. Those with a visa and those without one stand in two tables that share nobody, and each is one table, for
two tables with the same people would tell on each other. How many people a table has may be known from elsewhere, so
its grand total is taken to be known; where too few are left to hide anybody among, there is no table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from veer.openness import suppression
from veer.people.birth import age
from veer.safeguarding.rules import law_of_safeguards
from veer.sponsorship.named_forms import SEXES
from veer.sponsorship.published import APART, BREAKDOWNS, FORMS, REASONS, TIES, told_of
from veer.sponsorship.queries import Named, named_until, published_until

WITH_VISA, WITHOUT_VISA = "people.with_visa", "people.without_visa"
TABLES: dict[str, Promise] = {
    WITH_VISA: gettext_lazy("People who were asked for by name, or matched, and have a visa"),
    WITHOUT_VISA: gettext_lazy("People who were asked for by name, or matched, and have no visa"),
}
AGES: dict[str, Promise] = {  # from this age, in whole years, up to the next
    "0": gettext_lazy("0 to 17 years"),
    "18": gettext_lazy("18 to 64 years"),
    "65": gettext_lazy("65 years and older"),
}
ALONE: dict[str, Promise] = {
    TIES: gettext_lazy("Requests by tie"),
    FORMS: gettext_lazy("Recognised sponsors by form"),
    REASONS: gettext_lazy("Why requests were refused"),
    BREAKDOWNS: gettext_lazy("Where sponsor and household did not fit"),
}
OF_PEOPLE = gettext_lazy(
    "By nationality, sex and age. The numbers appear once there are at least %(n)d people, enough of them alike that"
    " nobody can be recognised. They are counted when a month begins: next on %(day)s."
)
OF_OTHERS = gettext_lazy(
    "The numbers appear once there are at least %(n)d, enough of them alike that nobody can be recognised. They are"
    " counted when a month begins: next on %(day)s."
)
FACTS = {TIES: "bring.way", FORMS: "sponsor.form"}  # the law's own facts whose values are the rows
STEPS = {BREAKDOWNS: f"procedure.branches.{APART}"}  # and its own branch whose steps are
FEWEST, HIDE_BELOW = 20, 5  # where no law of safeguards says

Key = tuple[str, str]  # pack, route


@dataclass(frozen=True, slots=True)
class People:
    """One table as it may be shown, by nationality and by sex with age; nothing where too few are in it."""

    name: str
    rows: list[str]
    columns: list[str]
    cells: list[list[suppression.Shown]]


def month_of(now: datetime, zone: str) -> datetime:
    """When the month began, where the law is in force."""
    day = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    return datetime.combine(day, time.min, ZoneInfo(zone))


def tables(routes: Iterable[tuple[Key, str]], now: datetime) -> Iterator[tuple[Key, People]]:
    """The tables of each route of sponsors and of whom they bring, from (its key, its time zone)."""
    zones: dict[str, list[Key]] = {}
    for key, zone in routes:
        zones.setdefault(zone, []).append(key)
    for zone, keys in zones.items():
        at = month_of(now, zone)
        for key, found in named_until(keys, at).items():
            for name, given in ((WITH_VISA, True), (WITHOUT_VISA, False)):
                yield key, _table(name, [one for one in found if one.given is given], at.date())
        yield from ((key, _alone(name, counted)) for name, key, counted in published_until(at) if key in keys)


def of_route(key: Key) -> list[str]:
    """The tables that a route has, whether or not enough is in them to be shown."""
    alone = told_of(key)
    return [*alone, *(TABLES if TIES in alone else ())]


def awaited(name: str, now: datetime, zone: str) -> str:
    """From how many on a table that nobody can be shown yet is there, and when it is counted next."""
    first = month_of(now, zone).date()
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    told = {"n": _limits()["fewest" if name in TABLES else "hide_below"], "day": date_format(after, "DATE_FORMAT")}
    return (OF_PEOPLE if name in TABLES else OF_OTHERS) % told


def _limits() -> Mapping[str, int]:
    law = law_of_safeguards()
    return law.safeguards.limits if law else {"fewest": FEWEST, "hide_below": HIDE_BELOW}


def _alone(name: str, counted: Counter[str]) -> People:
    """A table of one column of totals, the most frequent first."""
    rows = sorted(counted, key=lambda one: (-counted[one], one))
    numbers = [counted[one] for one in rows]
    try:
        (cells,) = suppression.protect([numbers], below=_limits()["hide_below"], closed=False, known=True)
    except suppression.TooFew:
        return People(name, [], [], [])
    return People(name, rows, [], [[cell] for cell in cells])


def _table(name: str, found: Sequence[Named], day: date) -> People:
    limits = _limits()
    counted = Counter[tuple[str, str]]()
    for one in found:
        counted[one.nationality, f"{one.sex}.{_band(one.born, day)}"] += one.number
    rows = sorted({row for row, _column in counted})
    columns = [f"{sex}.{band}" for sex, _words in SEXES for band in AGES]
    columns = [one for one in columns if any(column == one for _row, column in counted)]
    if counted.total() < limits["fewest"]:
        return People(name, [], [], [])
    inner = [[counted[row, column] for column in columns] for row in rows]
    try:
        return People(name, rows, columns, suppression.protect(inner, below=limits["hide_below"], known=True))
    except suppression.TooFew:
        return People(name, [], [], [])


def _band(born: str, day: date) -> str:
    """The age band of somebody on a day; whoever is born later in the year that is known is in the first."""
    years = age(born, day) or 0
    return [first for first in AGES if int(first) <= max(years, 0)][-1]


def heads(columns: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The columns in words: each sex that stands in a passport, and under it the ages."""
    split = [column.partition(".") for column in columns]
    return [
        (str(words), [str(AGES[band]) for of, _dot, band in split if of == sex])
        for sex, words in SEXES
        if any(of == sex for of, _dot, _band in split)
    ]
