"""FACTS: one JSON object, read strictly. What a program wrote by mistake is said, never guessed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import strict
from .codes import REFUSED, Stop, refuse

if TYPE_CHECKING:
    from veer.rules import InputError, Pack

MAX_BYTES = 10_000_000


def read_facts(name: str, pack: Pack) -> dict[str, Any]:
    """The facts in a file, or on stdin for `-`."""
    raw = _bytes(name)
    shown = "stdin" if name == "-" else name
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(
            "not UTF-8 text", code="format", file=shown, line=line, column=1, hint="save it as UTF-8"
        ) from None
    if not text.strip():
        raise refuse(
            "the file is empty", code="format", file=shown, line=1, column=1, hint="no facts at all are written {}"
        )
    facts = _parsed(text, shown)
    if not isinstance(facts, dict):
        raise refuse(
            "facts are one object of fact ids and values", code="type", file=shown, line=1, column=1, hint='{"age": 30}'
        )
    for wrapper in ("profile", "facts", "cases"):
        if wrapper in facts and wrapper not in pack.facts and not any(f.startswith(f"{wrapper}.") for f in pack.facts):
            hint = (
                "a file of many goes through `veer score`"
                if wrapper == "cases"
                else f"give the object under `{wrapper}` itself"
            )
            raise refuse(
                "this holds facts inside something else",
                code="format",
                file=shown,
                line=1,
                column=1,
                field=wrapper,
                hint=hint,
            )
    return facts


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise refuse(f"cannot read {name}: {why}", code="no_file", file=name) from None
    if len(raw) > MAX_BYTES:
        raise refuse(
            f"larger than {MAX_BYTES // 1_000_000} MB",
            code="format",
            file=name,
            hint="these are the facts of one person",
        )
    return raw


def _parsed(text: str, shown: str) -> Any:
    try:
        return strict.loads(text)
    except json.JSONDecodeError as error:
        where = {"file": shown, "line": error.lineno, "column": error.colno}
        raise refuse(f"not JSON: {error.msg}", code="format", **where) from None
    except strict.WrongJson as error:
        field, message = error.args
        line = text[: max(0, text.find(field))].count("\n") + 1
        raise refuse(message, code="format", file=shown, line=line, field=field) from None
    except RecursionError:
        raise refuse("nested too deep", code="format", file=shown, line=1, column=1) from None


def input_refused(error: InputError, name: str) -> Stop:
    """Facts that the law does not take, each with its field."""
    shown = "stdin" if name == "-" else name
    return Stop(REFUSED, [_entry(e, shown) for e in error.errors])


def _entry(error: Mapping[str, Any], shown: str) -> dict[str, Any]:
    return {
        "code": error["code"],
        "file": shown,
        "field": error["field"] or None,
        "message": error["message"],
        "hint": error["hint"],
    }
