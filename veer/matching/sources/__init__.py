"""Where households and places come from, read through the queries of a room below. What a confirmed line becomes is an
act."""

from typing import Protocol

from django.utils.functional import Promise

from veer.access.who import Who
from veer.matching.plain import Reading
from veer.matching.sources.reception import Reception
from veer.matching.sources.sponsors import Sponsors


class Source(Protocol):
    """One kind of run. roles: who works on it. Raises `LookupError` where no law in force weighs places."""

    id: str
    title: Promise
    roles: tuple[str, ...]

    def read(self, who: Who) -> Reading:
        """Everybody who waits and every place. Raises `Near` where somebody of the reader's own waits."""

    def against(self, reason: str) -> str:
        """A code of why a place is shut, in words."""


SOURCES: dict[str, Source] = {one.id: one for one in (Reception(), Sponsors())}

__all__ = ["SOURCES", "Source"]
