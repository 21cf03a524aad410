"""The law that tests are about, read once in a process: reading a large pack takes about half a second."""

from functools import cache
from pathlib import Path

from veer.rules import Pack, load_pack


@cache
def law_in(folder: Path) -> Pack:
    """The pack in a folder that no test changes."""
    return load_pack(folder)
