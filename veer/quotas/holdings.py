"""One reservation as the ledger tells it: the sum of its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from veer.quotas.models import Entry


class NotHeld(LookupError):
    """Nothing is held: it was never taken, or was released, or its last day passed."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Places taken by one subject, as they stand: `reserved` or `confirmed` persons, never both."""

    id: UUID
    quota: UUID
    number: int
    subject: UUID
    reserved: int
    confirmed: int
    until: date | None
    turn: int

    @property
    def amount(self) -> int:
        """How many persons' places are held."""
        return self.reserved + self.confirmed

    @property
    def open(self) -> bool:
        return self.amount > 0

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Self:
        """From all lines of one holding, in order of their turn."""
        lines = list(entries)
        if not lines:
            raise NotHeld
        last = lines[-1]
        here = [one for one in lines if one.quota_id == last.quota_id]
        return cls(
            last.holding,
            last.quota_id,
            last.number,
            last.subject,
            sum(one.reserved for one in here),
            sum(one.confirmed for one in here),
            last.until,
            last.turn,
        )


def holding(holding_id: UUID) -> Holding:
    """How a holding stands now. `NotHeld` when the ledger never heard of it."""
    return Holding.of(Entry.objects.filter(holding=holding_id).order_by("turn"))


def held_by(subject: UUID) -> list[Holding]:
    """What a subject holds now, in the order in which it was taken."""
    lines: dict[UUID, list[Entry]] = {}
    for one in Entry.objects.filter(subject=subject).order_by("at", "holding", "turn"):
        lines.setdefault(one.holding, []).append(one)
    found = [Holding.of(sorted(entries, key=lambda one: one.turn)) for entries in lines.values()]
    return [one for one in found if one.open]
