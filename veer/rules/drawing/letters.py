"""How wide words are, near enough to break lines without a font at hand: a little wider than any font draws them.

The words of a law are drawn again for every file that stands on it, so where their lines break is kept in memory."""

from __future__ import annotations

from functools import lru_cache

NARROW = frozenset("iljtfrI.,:;'|!()[]·’ -")
WIDE = frozenset("mwMW@%—→←▶✓")


def width_of(text: str, size: float) -> float:
    """The width of one line in the units of the font's size."""
    return sum(_letter(letter) for letter in text) * size


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.95
    if letter > "\u2e7f":  # scripts whose letters fill a square
        return 1.0
    return 0.74 if letter.isupper() else 0.6


@lru_cache(8192)
def wrapped(text: str, size: float, most: float) -> tuple[str, ...]:
    """The text in lines no wider than `most`; a word that is wider alone is broken, so that nothing leaves its box."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _parts(word, size, most):
            longer = f"{line} {part}" if line else part
            if line and width_of(longer, size) > most:
                lines.append(line)
                line = part
            else:
                line = longer
    return (*lines, line) if line else tuple(lines)


def _parts(word: str, size: float, most: float) -> list[str]:
    parts, part = [], ""
    for letter in word:
        if part and width_of(part + letter, size) > most:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part] if part else parts
