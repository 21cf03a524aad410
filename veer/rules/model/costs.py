"""What a route costs whoever takes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .basis import Marks
from .values import Dated


@dataclass(frozen=True, slots=True)
class Cost:
    """Something to be paid to the authority. `amount`: whole units of `currency` (ISO 4217), by the day from which each
    holds; not due before the first; 0 is free of charge."""

    id: str
    marks: Marks
    amount: Dated
    currency: str

    def on(self, day: dt.date) -> int | None:
        """The amount on a day; None before the first."""
        held = [number for since, number in self.amount.steps if since is None or since <= day]
        return held[-1] if held else None
