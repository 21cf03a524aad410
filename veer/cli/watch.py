"""Waiting for somebody to save a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.4


def changes(folder: Path) -> Iterator[None]:
    """Once now, then once after each change, until interrupted."""
    before: object = None
    while True:
        now = _state(folder)
        if now != before:
            before = now
            yield
        time.sleep(EVERY)


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in folder.rglob("*.yaml"):
        try:
            stat = path.stat()
        except OSError:
            continue
        found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found
