"""Commitment, seed, order, and what is wrong with a published draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

BETWEEN = "\x1f"
"""Stands between seed and id; neither may hold it."""
ENDS = "\n"
"""Ends each id in the committed list; no id may hold it."""


def commitment(ids: Iterable[str]) -> str:
    """SHA-256 of the ids, sorted by their bytes in UTF-8, each followed by a line feed; hexadecimal."""
    listed = sorted(one.encode() for one in ids)
    return sha256(b"".join(one + ENDS.encode() for one in listed)).hexdigest()


def seed_of(window: str, value: str) -> str:
    """The seed of a window: its id, a colon, and the value published afterwards."""
    return f"{window}:{value}"


def order(seed: str, ids: Iterable[str]) -> list[str]:
    """The ids in the order in which they are drawn: by SHA-256 of seed, byte 0x1F, id."""
    return sorted(ids, key=lambda one: (sha256(f"{seed}{BETWEEN}{one}".encode()).digest(), one))


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it was published."""

    seed: str
    ids: tuple[str, ...]
    commitment: str
    order: tuple[str, ...]

    @property
    def window(self) -> str:
        """The id of the window: the seed up to its first colon."""
        return self.seed.partition(":")[0]


def verify(draw: Draw) -> list[str]:
    """What does not hold of a published draw, a sentence each; none where all does."""
    found = []
    window, colon, value = draw.seed.partition(":")
    if not colon:
        found.append("the seed names no window: it has no colon")
    elif not window.strip() or not value.strip() or BETWEEN in draw.seed:
        found.append("the seed is not a window, a colon and a value that was published")
    twice = [one for one, times in Counter(draw.ids).items() if times > 1]
    if twice:
        found.append(f"an id stands in the list twice: {twice[0]}")
    wrong = [one for one in draw.ids if not one or ENDS in one or BETWEEN in one]
    if wrong:
        found.append(f"an id that nobody can commit to: {wrong[0]!r}")
    if commitment(draw.ids) != draw.commitment:
        found.append("the commitment is not that of the list: the list is not the one published before")
    right = order(draw.seed, draw.ids)
    if list(draw.order) != right:
        place = next((n for n, (one, other) in enumerate(zip(draw.order, right, strict=False)) if one != other), None)
        place = min(len(right), len(draw.order)) if place is None else place
        drawn = right[place] if place < len(right) else "nobody"
        found.append(f"the order is not that of the seed: place {place + 1} belongs to {drawn}")
    return found


def read(said: Any) -> list[Draw]:
    """Draws from their published form, a list of objects. Raises ValueError that says which one is not in it."""
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise ValueError("a published file is a list of draws")
    return [_one(number, one) for number, one in enumerate(said, 1)]


def _one(number: int, said: Any) -> Draw:
    if not isinstance(said, Mapping):
        raise ValueError(f"draw {number} is not an object")
    for name in ("seed", "commitment"):
        if not isinstance(said.get(name), str):
            raise ValueError(f"draw {number}: {name} is not a text")
    for name in ("ids", "order"):
        listed = said.get(name)
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise ValueError(f"draw {number}: {name} is not a list of texts")
    return Draw(said["seed"], tuple(said["ids"]), said["commitment"].lower(), tuple(said["order"]))
