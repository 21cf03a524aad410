"""What a person still has to do beside the procedure of their file: rooms above know it, the file's page says it."""

from collections.abc import Callable
from dataclasses import dataclass

from veer.access.who import Who
from veer.cases.models import Case


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing in a sentence, and where it is done."""

    words: str
    url: str


Reader = Callable[[Case, Who], list[Reminder]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """`reader(case, who)` gives what somebody who opened their own file has to do for it elsewhere, soonest first."""
    if reader not in _readers:
        _readers.append(reader)


def of_file(case: Case, who: Who) -> list[Reminder]:
    return [one for reader in _readers for one in reader(case, who)]
