"""Quotas of these tests: opened in a word, taken from in a word, and a naive book beside the real one."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from veer.journal.acts import Ref
from veer.quotas import acts
from veer.quotas.models import Quota
from veer.quotas.queries import Holding

BY = Ref("account", UUID(int=7))
FROM = date(2027, 1, 1)


def opened(places: int, *, call: Fraction = Fraction(1), counters: int = 1, **more: Any) -> Quota:
    return acts.open_quota("test", str(uuid4()), places, BY, begins=FROM, call=call, counters=counters, **more)


def taken(quota: Quota, amount: int = 1, *, key: str = "", until: date | None = None, reason: str = "draw") -> Holding:
    return acts.reserve(quota.pk, amount, uuid4(), BY, reason, key or uuid4().hex, until)


@dataclass
class Book:
    """What a child would write down: limits, and for each holding what it has. Nothing is clever here."""

    places: int
    most: int
    reserved: dict[UUID, int] = field(default_factory=dict)
    confirmed: dict[UUID, int] = field(default_factory=dict)
    until: dict[UUID, date | None] = field(default_factory=dict)

    @property
    def called(self) -> int:
        return sum(self.reserved.values()) + sum(self.confirmed.values())

    @property
    def granted(self) -> int:
        return sum(self.confirmed.values())

    def forget(self, holding: UUID) -> None:
        self.reserved.pop(holding, None)
        self.confirmed.pop(holding, None)
        self.until.pop(holding, None)
