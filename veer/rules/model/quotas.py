"""How many may come: places for a year, how they are divided, and the smaller limits beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from .basis import Marks
from .values import Dated


@dataclass(frozen=True, slots=True)
class Quota:
    """Places for persons in a calendar year.

    `places`: how many, by the day from which the number holds. `call`: for a hundred places so many persons may be
    called. `parts`: by weight, what the places are divided over; none where they are not divided. `limits`: other whole
    numbers that whoever keeps the quota holds to, by name. `unused`: `from` which day of the year (MM-DD) what
    a part has left goes `to` which part; empty where it stays.
    """

    id: str
    marks: Marks
    places: Dated
    call: int = 100
    parts: dict[str, int] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)

    def moves_on(self, day: dt.date) -> str:
        """The part to which what the others have left goes on a day; '' where it stays where it is."""
        if not self.unused or day.strftime("%m-%d") < self.unused["from"]:
            return ""
        return self.unused["to"]

    def places_on(self, day: dt.date) -> int:
        """How many places the law gives on a day; none before the first number."""
        found = 0
        for since, number in self.places.steps:
            if since is None or since <= day:
                found = number
        return found
