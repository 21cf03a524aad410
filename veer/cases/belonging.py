"""To what a file belongs in the rooms above: who works on it finds the way there on its page."""

from collections.abc import Callable
from dataclasses import dataclass

from veer.access.who import Who
from veer.cases.models import Case


@dataclass(frozen=True, slots=True)
class Belongs:
    """What it is called, and its page."""

    words: str
    url: str


Reader = Callable[[Case, Who], list[Belongs]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """`reader(case, who)` gives what somebody who works on a file may open that it is part of."""
    if reader not in _readers:
        _readers.append(reader)


def of_file(case: Case, who: Who) -> list[Belongs]:
    return [one for reader in _readers for one in reader(case, who)]
