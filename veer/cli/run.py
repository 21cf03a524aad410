"""The commands of `veer`, for those who write law, check it, and ask it; and how each of them ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import streams
from .codes import ANSWERED, OUR_FAULT, Stop, refuse
from .commands import decide, draw, journal, law, people, place, routes, score
from .options import Parser

AFTER = """\
exit codes:
  0 answered    1 a check failed    2 usage or input refused    3 done, rows rejected
  4 the pack does not load    70 our fault    130 interrupted

example:
  veer law check be-proposal"""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def parser() -> Parser:
    top = Parser(prog="veer", description="Migration law as data: check it, ask it, score by it.", epilog=AFTER)
    top.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for module in (law, routes, decide, score, place, draw, journal, people):
        module.add(commands)
    return top


def run(words: Sequence[str]) -> int:
    """Run one command; gives its exit code. Raises KeyboardInterrupt, whatever it was turned into on its way here."""
    as_json, debug = "--json" in words, "--debug" in words
    streams.prepare()
    try:
        arguments = parser().parse_args(words)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except Stop as stop:
        streams.errors(stop.errors, as_json=as_json)
        return stop.exit_code
    except BrokenPipeError:  # whoever read us has seen enough
        _write_no_more()
        return ANSWERED
    except Exception as error:
        if _interrupted(error):
            raise KeyboardInterrupt from None
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _write_no_more()
            full = refuse(f"the answer cannot be written: {error.strerror}", code="no_file", hint="make room for it")
            streams.errors(full.errors, as_json=as_json)
            return full.exit_code
        if debug:
            raise
        streams.errors([_our_fault(error)], as_json=as_json)
        return OUR_FAULT
    return code


def _interrupted(error: BaseException | None) -> bool:
    """Whether it came of a Ctrl-C: compiled libraries that are being loaded then say that they cannot be imported."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _write_no_more() -> None:
    """What Python still holds back for stdout goes nowhere, so that it does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _our_fault(error: Exception) -> dict[str, object]:
    """What to tell us: the same fault has the same reference, wherever it happens."""
    import hashlib
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    told = [f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in frames]
    reference = hashlib.sha256("\n".join([type(error).__name__, *told]).encode()).hexdigest()[:10]
    return {
        "code": "our_fault",
        "message": f"something went wrong on our side; reference {reference}",
        "hint": "run it again with --debug and send us what it prints",
        **dict.fromkeys(("file", "line", "column", "field")),
    }
