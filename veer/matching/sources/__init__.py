"""Where households and places come from. A room below is read through its queries and told through its acts."""

from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from veer.access.who import Who
from veer.matching.models import Line
from veer.matching.plain import Reading
from veer.matching.sources.reception import Reception


class Source(Protocol):
    """One kind of run. roles: who works on it. Raises `LookupError` where no law in force weighs places."""

    id: str
    title: Promise
    roles: tuple[str, ...]

    def read(self, who: Who) -> Reading:
        """Everybody who waits and every place. Raises `Near` where somebody of the reader's own waits."""

    def give(self, line: Line, by: Who, key: str) -> None:
        """Two people confirmed a line: give the place. Raises `Gone` where it cannot be given any more."""

    def waits(self, households: set[UUID]) -> set[UUID]:
        """Of these households, those that still wait."""

    def against(self, reason: str) -> str:
        """A code of why a place is shut, in words."""


SOURCES: dict[str, Source] = {one.id: one for one in (Reception(),)}

__all__ = ["SOURCES", "Source"]
