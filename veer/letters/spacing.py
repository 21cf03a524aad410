"""How a language sets the space beside its signs. French keeps a narrow one, at which no line breaks, before a colon, a
semicolon, a question mark and an exclamation mark, and inside its quotation marks."""

import re

NARROW = "\u202f"
BEFORE = re.compile(r"(?<=[^\s:;?!])[ \u00a0\u202f]?([:;?!])(?=[\s»)]|$)")  # no address and no hour is touched
OPENS, CLOSES = re.compile(r"«[ \u00a0\u202f]?"), re.compile(r"[ \u00a0\u202f]?»")


def spaced(text: str, lang: str) -> str:
    """The text with the spaces that its language wants beside its signs."""
    if lang != "fr":
        return text
    return CLOSES.sub(f"{NARROW}»", OPENS.sub(f"«{NARROW}", BEFORE.sub(rf"{NARROW}\1", text)))
