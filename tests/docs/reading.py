"""The documents as a reader's terminal sees them: fenced blocks, the files they show, the commands, the links.

A block ```json person.json shows a file. In ```sh and ```console each line is a command; `# exit 3` says how
it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")])

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.M | re.S)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
COMMENT = re.compile(r"\s#\s")
EXIT = re.compile(r"\bexit (\d+)\b")


@dataclass(frozen=True)
class Command:
    line: str
    exit: int


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files(text: str) -> dict[str, str]:
    """The example files that a document shows, by name."""
    shown = [(found["info"].split(), found["text"]) for found in FENCE.finditer(text)]
    return {info[1]: content for info, content in shown if len(info) == 2}


def commands(text: str) -> list[Command]:
    found = []
    for block in FENCE.finditer(text):
        if block["info"].strip() not in ("sh", "console"):
            continue
        lines = block["text"].splitlines()
        if block["info"].strip() == "console":
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        for line in filter(None, (line.strip() for line in lines)):
            command, *comment = COMMENT.split(f" {line}", maxsplit=1)
            ends = EXIT.search(comment[0]) if comment else None
            if command.strip():
                found.append(Command(command.strip(), int(ends[1]) if ends else 0))
    return found


def other_blocks(text: str) -> list[str]:
    """The lines of blocks that are neither files nor commands."""
    blocks = [found for found in FENCE.finditer(text) if found["info"].strip() not in ("sh", "console")]
    return [line.strip() for block in blocks for line in block["text"].splitlines()]


def inline(text: str) -> list[str]:
    return INLINE.findall(FENCE.sub("", text))


def links(text: str) -> list[str]:
    return LINK.findall(FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    titles = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
