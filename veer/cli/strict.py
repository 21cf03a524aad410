"""JSON as every parser reads it: a key twice, NaN, or a number without sense is said, never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

MAX_DIGITS = 18
HALF = r"\\u[dD][89abAB]"
HALF_IN_TEXT, HALF_IN_BYTES = re.compile(HALF), re.compile(HALF.encode())
"""Where half of a pair of signs may stand."""

Fail = Callable[[str, str], Any]
"""Called with what stands there and what is wrong with it: raises, or gives what is to stand there instead."""


class WrongJson(ValueError):
    """A number or key that JSON parsers differ about."""


def refuse(found: str, message: str) -> Any:
    raise WrongJson(found, message)


def loads(text: str | bytes, fail: Fail = refuse, digits: int = MAX_DIGITS) -> Any:
    """The document, decimals exact. `digits`: the most that a whole number may have."""

    def once(pairs: list[tuple[str, Any]]) -> Any:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                return fail(key, f'"{key}" stands twice in one object')
            found[key] = value
        return found

    def constant(word: str) -> Any:
        return fail(word, f"{word} is not a number of JSON")

    def whole(written: str) -> Any:
        return int(written) if len(written) <= digits else fail(written[:40], f"a number of {len(written)} digits")

    def decimal(written: str) -> Any:
        value = Decimal(written) if len(written) <= 40 else None
        if value is None or (value and abs(value.adjusted()) > MAX_DIGITS):
            return fail(written[:40], "a number too large or too fine to mean anything here")
        return value

    found = json.loads(text, object_pairs_hook=once, parse_constant=constant, parse_int=whole, parse_float=decimal)
    seen = HALF_IN_TEXT.search(text) if isinstance(text, str) else HALF_IN_BYTES.search(text)
    if seen and not _has_bytes(found):
        return fail("\\ud800", "half a sign, which no text can hold")
    return found


def _has_bytes(found: Any) -> bool:
    """Whether every text has bytes: JSON can write half of a pair of signs, and UTF-8 cannot."""
    try:
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True
