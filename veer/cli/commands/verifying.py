"""`veer place verify`: an answer and its question proved again, by arithmetic alone and without the solver."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .. import streams, strict
from ..codes import ANSWERED, FAILED, refuse

MAX_BYTES = 500_000_000


def verify(arguments: argparse.Namespace) -> int:
    """One file that holds `instance` and `solution`, or two in this order. Exit 1 where something does not hold."""
    from veer.placement import InstanceError, proofs, read, wrong

    question, answer = _both(arguments.files)
    try:
        instance = read(question)
    except InstanceError as error:
        raise refuse(error.message, code="instance", field=error.field or None, hint=error.hint) from None
    problems = wrong(instance, answer)
    bounds = {} if problems else proofs(instance, answer)
    reached = {} if problems else answer["objective"]
    if arguments.json:
        streams.answer({"ok": not problems, "problems": problems, "objective": reached, "proved": bounds})
    elif problems:
        sys.stdout.writelines(f"{one}\n" for one in problems)
    else:
        told = [f"{goal} {reached[goal]:,}, and none has more than {most:,}" for goal, most in bounds.items()]
        sys.stdout.write(f"holds: {'; '.join(told) or 'it can be done, and it is what it says'}\n")
    return FAILED if problems else ANSWERED


def _both(names: list[str]) -> tuple[Any, Any]:
    if len(names) == 2:
        question, answer = (said(name) for name in names)
        return question, answer
    if len(names) > 2:
        raise refuse("question and answer, in one file or two", hint="veer place --help")
    whole = said(names[0])
    if not isinstance(whole, dict) or {"instance", "solution"} - whole.keys():
        raise refuse("the file holds no instance with its solution", code="format", file=names[0],
                     hint="veer place verify instance.json solution.json")  # fmt: skip
    return whole["instance"], whole["solution"]


def said(name: str) -> Any:
    shown = "stdin" if name == "-" else name
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _read(Path(name))
    except OSError as error:
        raise refuse(f"cannot read {name}: {error.strerror}", code="no_file", file=shown) from None
    if len(raw) > MAX_BYTES:
        raise refuse(f"more than {MAX_BYTES // 10**6} MB", code="format", file=shown)
    try:
        return strict.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refuse("not UTF-8 text", code="format", file=shown, hint="save it as UTF-8") from None
    except RecursionError:
        raise refuse("nested too deep to be an instance", code="format", file=shown) from None
    except strict.WrongJson as error:
        raise refuse(str(error.args[1]), code="format", file=shown) from None
    except json.JSONDecodeError as error:
        at = {"line": error.lineno, "column": error.colno}
        raise refuse(f"not JSON: {error.msg}", code="format", file=shown, **at) from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
