"""What goes where: answers to stdout, all else to stderr, progress only to a terminal."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any


def prepare() -> None:
    """Words of law have letters that the terminal's locale may lack; and whoever calls may have closed a stream."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO()))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def answer(document: Any) -> None:
    """One JSON document on stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an answer")


def errors(found: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """What went wrong, on stderr."""
    if as_json:
        text = json.dumps({"errors": list(found)}, ensure_ascii=False, indent=2, default=str)
        sys.stderr.write(text + "\n")
        return
    for error in found:
        sys.stderr.write(_line(error) + "\n")
        if error.get("hint"):
            sys.stderr.write(f"    hint: {error['hint']}\n")


def _line(error: Mapping[str, Any]) -> str:
    place = ":".join(str(error[key]) for key in ("file", "line", "column") if error.get(key) is not None)
    return ": ".join(part for part in (place, error.get("field"), f"error: {error['message']}") if part)


class Progress:
    """Rows done, on one line of a terminal; silent elsewhere. `what`: as what they are counted."""

    def __init__(self, what: str = "rows") -> None:
        self.shown, self.what = sys.stderr.isatty(), what

    def __call__(self, rows: int) -> None:
        if self.shown:
            sys.stderr.write(f"\r{rows:,} {self.what}")
            sys.stderr.flush()

    def done(self) -> None:
        if self.shown:
            sys.stderr.write("\r\033[K")
