"""Which characters our fonts can show. A tagged PDF refuses a character without a glyph, and a letter must never fail.

What no font has is set as an empty box, so that whoever previews the letter sees it. Control characters and marks that
turn the direction of text are left out: nothing in a letter may read otherwise than it was written.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
BOX = "□"
JOINERS = {"\u200c", "\u200d"}  # some scripts need them to shape their letters


def settable(text: str) -> str:
    """The same text with only what our fonts can show."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter == "\n" or letter in JOINERS or ord(letter) in covered():
            kept.append(letter)
        elif unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Me"):
            continue
        else:
            kept.append(" " if letter.isspace() else BOX)
    return "".join(kept)


@cache
def covered() -> frozenset[int]:
    """Every code point that one of the fonts has a glyph for."""
    found: set[int] = set()
    for font in sorted(FONTS.glob("*.[ot]tf")):
        found |= _mapped(font.read_bytes())
    return frozenset(point for point in found if unicodedata.category(chr(point)) not in ("Cc", "Cf", "Cs"))


def _mapped(raw: bytes) -> set[int]:
    """The code points in a font's `cmap` table (formats 4 and 12, the ones that Unicode fonts have)."""
    (tables,) = struct.unpack_from(">H", raw, 4)
    found: set[int] = set()
    for number in range(tables):
        tag, _sum, start, _size = struct.unpack_from(">4sIII", raw, 12 + 16 * number)
        if tag != b"cmap":
            continue
        (parts,) = struct.unpack_from(">H", raw, start + 2)
        for part in range(parts):
            (offset,) = struct.unpack_from(">I", raw, start + 4 + 8 * part + 4)
            (form,) = struct.unpack_from(">H", raw, start + offset)
            if form == 4:
                found |= _format_4(raw, start + offset)
            elif form == 12:
                found |= _format_12(raw, start + offset)
    return found


def _format_4(raw: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", raw, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", raw, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", raw, at + 16 + double)
    return {point for low, high in zip(starts, ends, strict=True) for point in range(low, high + 1) if point < 0xFFFF}


def _format_12(raw: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", raw, at + 12)
    spans = (struct.unpack_from(">III", raw, at + 16 + 12 * group) for group in range(groups))
    return {point for low, high, _glyph in spans for point in range(low, high + 1)}
