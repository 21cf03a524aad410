"""From words to a tagged PDF (PDF/UA-1). The same words at the same instant give the same bytes.

The compiler runs in this process. It must never have run before the process forks (it then hangs in the child), so
nothing here compiles at import and no server may warm it up in a parent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import typst

from veer.letters.glyphs import FONTS, settable
from veer.letters.spacing import spaced

HERE = Path(__file__).parent
RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What a letter says, ready to be set. `blocks` are of kind words, reasons, box or table."""

    title: str
    lang: str
    sender: Sequence[str]
    recipient: Sequence[str]
    reference: str
    blocks: Sequence[Mapping[str, Any]]
    closing: Sequence[str] = field(default_factory=list)
    proof: str = ""
    footer: str = ""

    def data(self) -> dict[str, Any]:
        return {**asdict(self), "rtl": self.lang in RIGHT_TO_LEFT}

    def settable(self) -> "Paper":
        """The same letter with only the characters that can be shown, and the spaces that its language wants: what is
        previewed is what is set."""
        told = asdict(self)
        addressed = {"recipient": self.recipient, "lang": self.lang}
        return Paper(**_settable({**_spaced(told, self.lang), **addressed}))


def words(*paragraphs: str) -> dict[str, Any]:
    return {"kind": "words", "words": [text for text in paragraphs if text]}


def reasons(title: str, items: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    return {"kind": "reasons", "title": title, "points": [dict(item) for item in items]}


def box(title: str, *paragraphs: str) -> dict[str, Any]:
    """What has to stand out. A line of a text is a paragraph."""
    lines = [line.strip() for text in paragraphs for line in text.split("\n")]
    return {"kind": "box", "title": title, "words": [line for line in lines if line]}


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"kind": "table", "title": title, "head": list(head), "rows": [list(row) for row in rows]}


def pdf(paper: Paper, at: datetime) -> bytes:
    """The letter as PDF/UA-1, stamped with this instant. Refuses what is not accessible (no title, for example)."""
    data = json.dumps(paper.settable().data(), ensure_ascii=False, sort_keys=True)
    source, fonts = _template()
    made = typst.compile(
        source,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"letter": data},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _spaced(value: Any, lang: str) -> Any:
    if isinstance(value, str):
        return spaced(value, lang)
    if isinstance(value, Mapping):
        return {key: _spaced(inner, lang) for key, inner in value.items()}
    return [_spaced(inner, lang) for inner in value]


def _settable(value: Any) -> Any:
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: _settable(inner) for key, inner in value.items()}
    return [_settable(inner) for inner in value]


@cache
def _template() -> tuple[bytes, typst.Fonts]:
    """The template and its fonts, read once: reading the fonts takes longer than setting a letter."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    return (HERE / "typst" / "letter.typ").read_bytes(), fonts
