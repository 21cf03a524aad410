"""What a person has to do or to see beside their files: rooms above tell it, the pages of a person show it."""

from collections.abc import Callable
from dataclasses import dataclass

from veer.access.who import Who
from veer.cases.models import Case


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing in words, and the page where it is."""

    words: str
    url: str


OfFile = Callable[[Case, Who], list[Reminder]]
OfPerson = Callable[[Who], list[Reminder]]
_of_files: list[OfFile] = []
_of_persons: list[OfPerson] = []


def register(reader: OfFile) -> None:
    """`reader(case, who)` gives what somebody who opened their own file has to do for it elsewhere, soonest first."""
    if reader not in _of_files:
        _of_files.append(reader)


def register_own(reader: OfPerson) -> None:
    """`reader(who)` gives what somebody has here beside files: a link of their first page."""
    if reader not in _of_persons:
        _of_persons.append(reader)


def of_file(case: Case, who: Who) -> list[Reminder]:
    return [one for reader in _of_files for one in reader(case, who)]


def of_person(who: Who) -> list[Reminder]:
    return [one for reader in _of_persons for one in reader(who)]
