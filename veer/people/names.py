"""Names in any script, made findable: letters that can be typed, accents and order left aside.

The letters come from anyascii, sign by sign. It knows no language: Arabic is written without its short vowels and so
comes out without them ("محمد" gives "mhmd"). The skeleton of a word, its consonants, is what both spellings share.
"""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

LONGEST, MOST = 40, 24  # a token's letters, a person's tokens
FEWEST = 3  # consonants that a skeleton needs before it says anything
_BETWEEN = re.compile(r"[\s\-‐-―_,;/.()]+")
_SYLLABLES = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_WEAK = re.compile(r"[aeiouwy]")
_TWICE = re.compile(r"(.)\1+")


def latin(name: str) -> str:
    """A name in Latin letters, as near as sign by sign comes. A name already in them keeps them."""
    if all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha()):
        return name
    words = (_SYLLABLES.sub(" ", anyascii(word)).strip("'` ") for word in name.split())
    return " ".join(word[:1].upper() + word[1:] for word in words if word)


def words(name: str) -> list[str]:
    """The words of a name in small plain letters, in order: "Trần-Đỗ O'Neill" gives tran, do, oneill."""
    found = []
    for word in _BETWEEN.split(unicodedata.normalize("NFKC", name)):
        plain = _NOT_PLAIN.sub("", anyascii(word).lower())[:LONGEST]
        if plain:
            found.append(plain)
    return found


def tokens(names: Iterable[str]) -> set[str]:
    """What a search for a person may begin with: each word, and each syllable where a script writes no spaces."""
    found: set[str] = set()
    for name in names:
        found.update(words(name))
        for word in _BETWEEN.split(unicodedata.normalize("NFKC", name)):
            if not word.isascii():
                parts = _SYLLABLES.split(anyascii(word))
                found.update(part.lower()[:LONGEST] for part in parts if len(parts) > 1 and part.isalnum())
    return set(sorted(found)[:MOST])


def folded(name: str) -> str:
    """A name as lists are ordered."""
    return " ".join(words(name))[:250]


def key(name: str) -> str:
    """The same for two names that differ only in accents, capitals or the order of their words."""
    return " ".join(sorted(words(name)))[:250]


def skeleton(word: str) -> str:
    """The consonants of a word in plain letters, doubled ones once and a last h dropped; "" where too few are left.

    mohamed, muhammad and mhmd share mhmd; fatima and ftmh share ftm. Words that are not one name share it too.
    """
    bare = _TWICE.sub(r"\1", _WEAK.sub("", word))
    bare = bare.removesuffix("h") if len(bare) > FEWEST else bare
    return bare if len(bare) >= FEWEST else ""


def skeletons(names: Iterable[str]) -> set[str]:
    return {skeleton(word) for name in names for word in words(name)} - {""}


def skeleton_key(name: str) -> str:
    """The skeletons of all words of a name, when each has one; "" where a word says too little."""
    bare = [skeleton(word) for word in words(name)]
    return " ".join(sorted(bare))[:250] if bare and all(bare) else ""
