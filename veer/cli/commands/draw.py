"""`veer draw verify`: redoing a published draw."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from veer.draw import Draw, read
from veer.draw import verify as wrong_with

from .. import streams, strict
from ..codes import ANSWERED, FAILED, refuse
from ..options import Commands, command, group, json_option

FORM = 'a list of draws: [{"seed": ..., "ids": [...], "commitment": ..., "order": [...]}]'


def add(commands: Commands) -> None:
    example = "veer draw verify window.json"
    inner = group(commands, "draw", "check what was drawn", "verify", example)
    parser = command(inner, "verify", "redo published draws and say whether they hold", example)
    parser.add_argument("file", metavar="FILE", help="a list of draws in the published form, or - for stdin")
    json_option(parser)
    parser.set_defaults(run=verify)


def verify(arguments: argparse.Namespace) -> int:
    found = [(draw, wrong_with(draw)) for draw in _read(arguments.file)]
    if arguments.json:
        told = [
            {"window": d.window, "seed": d.seed, "ids": len(d.ids), "ok": not bad, "problems": bad} for d, bad in found
        ]
        streams.answer({"ok": all(not bad for _draw, bad in found), "draws": told})
    else:
        for draw, bad in found:
            said = f"{draw.seed}: {'; '.join(bad) if bad else f'holds, {len(draw.ids)} drawn'}"
            sys.stdout.write(f"{_one_line(said)}\n")
    for window, times in Counter(draw.window for draw, _bad in found).items():
        if times > 1:  # each may hold; which one gave the places, the file does not say
            sys.stderr.write(
                _one_line(f"note: {window} stands in the file {times} times; a window is drawn once") + "\n"
            )
    return ANSWERED if all(not bad for _draw, bad in found) else FAILED


def _one_line(said: str) -> str:
    """What a file says, with every sign that a terminal would obey written out: nothing in it passes for our own."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in said)


def _read(name: str) -> list[Draw]:
    """The draws of a file. One that holds none proves nothing, and is refused as what it is not."""
    told = {"code": "format", "file": "stdin" if name == "-" else name, "hint": FORM}
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        found = read(strict.loads(raw.decode("utf-8-sig")))
    except OSError as error:
        raise refuse(f"cannot read {name}: {error.strerror}", code="no_file", file=name) from None
    except RecursionError:
        raise refuse("nested too deep to be a list of draws", **told) from None
    except UnicodeDecodeError:
        raise refuse("not in the published form: not UTF-8 text", **told) from None
    except strict.WrongJson as error:
        raise refuse(f"not in the published form: {error.args[1]}", **told) from None
    except ValueError as error:
        raise refuse(f"not in the published form: {error}", **told) from None
    if not found:
        raise refuse("the file holds no draw", **told)
    return found
