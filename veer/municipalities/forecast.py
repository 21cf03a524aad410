"""How many persons arrive in each of the coming weeks: at least, likely, and at most. Pure; days and numbers in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 6  # as long before the journey as the law wants the address of the home; nobody's right depends on it


@dataclass(frozen=True, slots=True)
class Expected:
    """When a household of so many persons comes.

    `fixed`: the day of the journey, once it is known. `earliest`: if every step left takes half of its time; `likely`:
    if every step takes all the time that the law gives it. A household that nothing leads here is not in the list.
    """

    persons: int
    fixed: date | None
    earliest: date
    likely: date

    @property
    def day(self) -> date:
        """The day to count on."""
        return self.fixed or self.likely


@dataclass(frozen=True, slots=True)
class Week:
    """Persons who arrive in the week that begins on this Monday.

    `low`: those whose journey has a day. `likely`: those, and whoever comes then if all goes as the law has it. `high`:
    everybody who could; the same household may be in the highest number of several weeks, and arrives once.
    """

    begins: date
    low: int
    likely: int
    high: int

    @property
    def ends(self) -> date:
        return self.begins + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming weeks, and how many are likely to come after them."""

    weeks: tuple[Week, ...]
    later: int

    @property
    def highest(self) -> int:
        return max(one.high for one in self.weeks)

    @property
    def empty(self) -> bool:
        return not self.highest


def half_way(today: date, likely: date) -> date:
    """The day if what is left took half of its time."""
    return today + (max(likely, today) - today) // 2


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def forecast(households: Iterable[Expected], today: date) -> Forecast:
    """From the week of today. A day that is past and not kept counts as today: who should have come may come now."""
    known = list(households)
    first = monday(today)
    weeks = tuple(_week(first + timedelta(weeks=number), known, today) for number in range(WEEKS))
    horizon = first + timedelta(weeks=WEEKS)
    return Forecast(weeks, sum(one.persons for one in known if one.day >= horizon))


def _week(begins: date, known: list[Expected], today: date) -> Week:
    after = begins + timedelta(days=7)

    def within(day: date) -> bool:
        return begins <= max(day, today) < after

    low = sum(one.persons for one in known if one.fixed and within(one.fixed))
    likely = sum(one.persons for one in known if within(one.day))
    high = sum(
        one.persons
        for one in known
        if within(one.fixed or one.likely)
        or (not one.fixed and max(one.earliest, today) < after and max(one.likely, today) >= begins)
    )
    return Week(begins, low, likely, high)
