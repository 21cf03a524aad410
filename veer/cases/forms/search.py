"""Choosing from a long list, such as a list of occupations: by any words of the name, in any order, or by the code."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

SHOWN = 20  # so many stand on the page at once: more is not read, and makes the page heavy
FIELD, BUTTON = "find", "search"  # what was typed, and the button that narrows the list without a script
NO_OTHER_WORDS: Mapping[str, str] = MappingProxyType({})
NAMED = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices. `code` is its official code, or nothing where the law calls it by a plain word."""

    value: str
    label: str
    code: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on the page: at most `SHOWN` of the `count` choices that fit, of `all` there are."""

    options: Sequence[Option]
    count: int
    all: int

    @property
    def left(self) -> int:
        """How many fit but do not stand on the page."""
        return max(0, self.count - SHOWN)


def look(
    choices: Sequence[tuple[str, str]], typed: str, chosen: str, also: Mapping[str, str] = NO_OTHER_WORDS
) -> Found:
    """The choices that fit what was typed, the best first; what is already chosen never leaves the page. Before
    anything is typed a list too long to read shows none: its first are no better guess than its others. `also`: other
    words for a choice, by its value."""
    wanted = words(typed)
    waits = not wanted and len(choices) > SHOWN
    ranked = [
        (rank, place)
        for place, (value, label) in enumerate(choices)
        if not waits and (rank := fit(wanted, value, f"{label} {also.get(value, '')}")) is not None
    ]
    places = [place for _rank, place in sorted(ranked)]
    shown = places[:SHOWN]
    at = next((place for place, (value, _label) in enumerate(choices) if value == chosen), None)
    if at is not None and at not in shown:
        shown = [at, *shown]
    return Found([_option(*choices[place], chosen) for place in shown], len(places), len(choices))


def fit(wanted: Sequence[str], value: str, label: str) -> int | None:
    """How well a choice fits: 0 when every wanted word begins one of its own, 1 when it is only inside, None not."""
    own = [*words(label), *words(value)]
    if not all(any(word in one for one in own) for word in wanted):
        return None
    return 0 if all(any(one.startswith(word) for one in own) for word in wanted) else 1


def words(text: str) -> list[str]:
    """The words of a text without accents, case and signs: "Électricien·ne" and "electricien ne" are the same."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return NAMED.findall(plain.casefold())


def _option(value: str, label: str, chosen: str) -> Option:
    official = any(sign.isdecimal() for sign in value) and value != label
    return Option(value, label, value if official else "", value == chosen)
