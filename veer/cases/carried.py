"""Answers that somebody gave before they applied (in the finder): rooms above say where to find them.

A room registers a reader at start; the application then begins with these answers instead of asking again.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Reader = Callable[[HttpRequest, str], dict[str, Any]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """`reader(request, pack_id)` gives facts by id, or nothing."""
    if reader not in _readers:
        _readers.append(reader)


def answers(request: HttpRequest, pack_id: str) -> dict[str, Any]:
    """All that was answered before under this pack."""
    found: dict[str, Any] = {}
    for reader in _readers:
        found.update(reader(request, pack_id))
    return found
