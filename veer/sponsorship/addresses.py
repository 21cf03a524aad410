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
    r"(?:\b(?:bus|bte|boite|box|postbus|app?t?|appartement|apartment|flat|wohnung|whg|kamer|chambre|zimmer|room|studio)"
    r"(?:\.?\s*(?=\d)|[. ]\s*)|(?<=\d)\s*b\s*(?=\d)|/\s*)([0-9a-z.]+)\s*$"
)
_NUMBER = r"(\d+)\s*([a-z]?|bis|ter|quater)(?:\s*-\s*(\d+))?"
_LAST = re.compile(rf"^(.*[^\d ,-][ ,]*?)\s*\b{_NUMBER}$")
# A floor stands behind a comma or in brackets, or is counted ("3e etage"), or is a word; a box may be a number alone.
_FLOOR = re.compile(
    rf"^(.*?[^\d ,-][ ,]*?)\s*\b{_NUMBER}(?:\s*[,(]\s*| (?=\d+$|\d+[a-z]+ [a-z]|gelijkvl|rez|rdc))([0-9a-z][^()]*)\)?$"
)
_FRONT = re.compile(r"^(\d+)\s?([a-z]?|bis|ter|quater)(?:\s*,\s*|\s+)(\D.*)$")
_SIGN = re.compile(r"[ ,]+n[ro]?\.?\s*$")
_WORDS = re.compile(r"[^a-z0-9]+")
_COUNTRY = re.compile(r"^[a-z]{1,3}[- ]+(?=\d)")
_TOWN = re.compile(r"^([A-Za-z]{0,2}-?\d[\w ]*?)\s+(\D.*)$")


def key(street: str) -> str:
    """What two ways to write one street, number and box share; "" where there is no street or no number in it."""
    plain = _plain(street)
    if box := _BOX.search(plain):
        return _door(plain[: box.start()].rstrip(" ,"), box[1].strip(".").lstrip("0")) or _door(plain)
    return _door(plain)


def _door(plain: str, box: str | None = None) -> str:
    """The key of a street with its number, and of a floor where no box is known."""
    if last := _LAST.match(plain):
        name, *number = last.groups()
    elif front := _FRONT.match(plain):
        name, number = front[3], [front[1], front[2], None]
    elif floor := _FLOOR.match(plain):
        name, *number, told = floor.groups()
        box = box if box is not None else _WORDS.sub("", told).lstrip("0")
    else:
        return ""
    called, (digits, letter, to) = _street(_SIGN.sub("", name)), number
    door = f"{digits.lstrip('0') or '0'}{letter}{f'-{to}' if to else ''}"
    return f"{called} {door}{'' if box is None else f'/{box}'}"[:LONGEST] if called else ""


def code(postcode: str) -> str:
    """A postcode without the country that some write in front of it."""
    return _WORDS.sub("", _COUNTRY.sub("", _plain(postcode)))


def same_town(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (postcode, municipality) can be one town: by the postcode where both have one, else by the name."""
    codes = [code(written) for written, _name in (one, other)]
    if all(codes):
        return codes[0] == codes[1]
    return _WORDS.sub("", _plain(one[1])) == _WORDS.sub("", _plain(other[1])) != ""


def parts(address: str) -> tuple[str, str, str] | None:
    """(street, postcode, municipality) of an address as somebody wrote their own, in lines or with commas; None where
    it does not end with a postcode and a town, or these and a country."""
    lines = [line.strip() for line in re.split(r"[\n,]+", address) if line.strip()]
    for at in (len(lines) - 1, len(lines) - 2):
        if at > 0 and (found := _TOWN.match(lines[at])):
            return " ".join(lines[:at]), found[1], found[2]
    return None


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
