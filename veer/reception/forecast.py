"""How full it will be: from the clocks that run and from how long people stayed before. Pure, but for what it is given.

Who stays now stays at least as long as a clock of their file runs; after that, as likely as those who stayed as long
before them. Who will come is as many as came a week on average. Nothing here decides anything: it is a forecast, kept
each week and shown beside what really was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = (1, 2, 4, 8, 13)  # how far ahead
SEEN = 12  # weeks of arrivals of which the average is taken


@dataclass(frozen=True, slots=True)
class Staying:
    """A household that has a place: since when, and until when a clock of its file runs (None: none does)."""

    persons: int
    since: date
    clock: date | None


def staying_on(length: int, ended: Sequence[int], open_: Sequence[int], *, given: int) -> float:
    """How likely somebody stays more than `length` days who has stayed `given`: the share of those who did, counted as
    Kaplan and Meier do, so that stays that go on count as long as they have lasted. One where nobody ended yet."""
    chance = 1.0
    for day in sorted({one for one in ended if given < one <= length}):
        at_risk = sum(one >= day for one in ended) + sum(one >= day for one in open_)
        chance *= 1 - sum(one == day for one in ended) / at_risk
    return chance


def expected(
    today: date,
    day: date,
    staying: Sequence[Staying],
    ended: Sequence[int],
    weekly: float,
    beds: int,
) -> int:
    """How many beds are in use on a later day, at most all there are.

    `ended`: the lengths in days of stays that ended; `weekly`: persons who came a week.
    """
    lasted = [(today - one.since).days for one in staying]
    total = 0.0
    for one, so_far in zip(staying, lasted, strict=True):
        safe = max(so_far, (one.clock - one.since).days if one.clock else so_far)
        total += one.persons * staying_on((day - one.since).days, ended, lasted, given=safe)
    for week in range((day - today).days // 7):
        total += weekly * staying_on((day - today).days - 7 * week, ended, lasted, given=0)
    return min(beds, round(total))


@dataclass(frozen=True, slots=True)
class Past:
    """A forecast whose day has come: what was expected, and what was."""

    made_on: date
    day: date
    expected: int
    was: int

    @property
    def weeks(self) -> int:
        return (self.day - self.made_on) // timedelta(weeks=1)

    @property
    def off(self) -> int:
        return abs(self.expected - self.was)


def errors(past: Sequence[Past]) -> dict[int, float]:
    """By how many weeks ahead: by how much of what was the forecasts were off, on average; 0.1 is a tenth."""
    found: dict[int, list[Past]] = {}
    for one in past:
        found.setdefault(one.weeks, []).append(one)
    return {
        weeks: sum(one.off for one in some) / max(1, sum(one.was for one in some))
        for weeks, some in sorted(found.items())
    }
