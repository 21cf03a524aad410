"""Persons whose sponsor somebody is, or lives with: rooms above say it. For them nobody acts, reads or interprets."""

from collections.abc import Callable, Iterable
from uuid import UUID

Reader = Callable[[UUID, frozenset[UUID]], set[UUID]]
_readers: list[Reader] = []
_interests: list[Reader] = []


class Tied(ValueError):
    """Whoever sponsors a person, or lives with a sponsor of theirs, acts for them in nothing."""


def register(reader: Reader) -> None:
    """`reader(account, persons)` gives everybody whom the account itself sponsors, and of these persons those whose
    sponsor lives where it lives."""
    if reader not in _readers:
        _readers.append(reader)


def register_interest(reader: Reader) -> None:
    """`reader(account, persons)` gives everybody on whom an account does not work: it said so itself. A mandate that
    it holds for one of them stays what it is."""
    if reader not in _interests:
        _interests.append(reader)


def interests_of(account: UUID) -> frozenset[UUID]:
    """The persons in whom somebody has an interest, by their own word."""
    return frozenset(person for reader in _interests for person in reader(account, frozenset()))


def tied_to(account: UUID, persons: Iterable[UUID] = ()) -> frozenset[UUID]:
    """The persons to whom an account is tied at this moment."""
    asked = frozenset(persons)
    return frozenset(person for reader in _readers for person in reader(account, asked))
