"""Addresses of homes, made comparable: what two spellings of one door share. Nothing here corrects what was written.

A key is the street in plain letters without spaces, the number, and the box: `kerkstr 12a/3`. Which town it is, is
compared apart, because one may have written a postcode and another the name of the town alone.
"""

import re
import unicodedata

from anyascii import anyascii

LONGEST = 120
# The last word of a street or its first, and how people shorten it, in several languages: one form stands for all.
SHORT = {
    "straat": "str", "strasse": "str", "street": "str", "st": "str",
    "rue": "r", "laan": "ln", "lane": "ln", "avenue": "av", "ave": "av", "boulevard": "bd", "blvd": "bd", "bld": "bd",
    "boul": "bd", "chaussee": "ch", "chee": "ch", "steenweg": "stwg", "stw": "stwg", "stnwg": "stwg", "plein": "pl",
    "pln": "pl", "place": "pl", "platz": "pl", "square": "sq", "road": "rd", "weg": "wg", "dreef": "dr", "drf": "dr",
    "lei": "lei", "impasse": "imp", "allee": "all", "quai": "q", "kaai": "q", "route": "rte",
}  # fmt: skip
FIRST = {"sint": "st", "saint": "st", "sainte": "st", "st": "st", "ste": "st", "sankt": "st"}  # never a last word
GLUED = ("straat", "strasse", "steenweg", "stwg", "stnwg", "laan", "plein", "platz", "dreef", "weg", "lei", "ln")
_BOX = re.compile(
    r"(?:\b(?:bus|bte|boite|box|postbus|app?t?|appartement)\.?\s*|(?<=\d)\s*b\s*(?=\d)|/\s*)([0-9a-z.]+)\s*$"
)
_LAST = re.compile(r"^(.*\D[ ,]*?)\s*\b(\d+)\s*([a-z]?)$")
_FRONT = re.compile(r"^(\d+)\s?([a-z]?)(?:\s*,\s*|\s+)(\D.*)$")
_SIGN = re.compile(r"[ ,]+n[ro]?\.?\s*$")
_WORDS = re.compile(r"[^a-z0-9]+")
_TOWN = re.compile(r"^([A-Z]{0,2}-?\d[\w ]*?)\s+(\D.*)$")


def key(street: str) -> str:
    """What two ways to write one street, number and box share; "" where there is no street or no number in it."""
    plain = _plain(street)
    box = _BOX.search(plain)
    rest = plain[: box.start()].rstrip(" ,") if box else plain
    if last := _LAST.match(rest):
        name, number = last[1], last[2] + last[3]
    elif front := _FRONT.match(rest):
        name, number = front[3], front[1] + front[2]
    else:
        return ""
    called = _street(_SIGN.sub("", name))
    return f"{called} {number}{'/' + box[1].strip('.').lstrip('0') if box else ''}"[:LONGEST] if called else ""


def same_town(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (postcode, municipality) can be one town: by the postcode where both have one, else by the name."""
    codes = [_WORDS.sub("", _plain(code)) for code, _name in (one, other)]
    if all(codes):
        return codes[0] == codes[1]
    return _WORDS.sub("", _plain(one[1])) == _WORDS.sub("", _plain(other[1])) != ""


def parts(address: str) -> tuple[str, str, str] | None:
    """(street, postcode, municipality) of an address as somebody wrote their own, in lines or with commas; None where
    it does not end with a postcode and a town."""
    lines = [line.strip() for line in re.split(r"[\n,]+", address) if line.strip()]
    found = _TOWN.match(lines[-1]) if len(lines) > 1 else None
    return (" ".join(lines[:-1]), found[1], found[2]) if found else None


def _plain(text: str) -> str:
    return " ".join(anyascii(unicodedata.normalize("NFKC", text.replace("°", "").replace("º", ""))).lower().split())


def _street(name: str) -> str:
    """The words of a street, shortened and written as one: people write it with spaces, hyphens, or none."""
    *before, last = [word for word in _WORDS.split(name) if word] or [""]
    first = [SHORT.get(before[0], before[0])] if before and before[0] not in FIRST else before[:1]
    words = [FIRST.get(word, word) for word in (*first, *before[1:])]
    whole = "".join([*words, SHORT.get(last, last) if words else last])
    for ending in GLUED:
        if whole.endswith(ending) and len(whole) > len(ending):
            return whole.removesuffix(ending) + SHORT.get(ending, ending)
    return whole
