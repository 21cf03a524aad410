"""`veer place`: households to places, from a file to a file."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

from .. import strict
from ..codes import ANSWERED, FAILED, Stop, refuse
from ..options import Commands, command, json_option

MAX_BYTES = 500_000_000
GOALS = ("score", "persons-then-score", "tiers")


def add(commands: Commands) -> None:
    parser = command(
        commands, "place", "propose a place for each household",
        "veer place instance.json --out solution.json --goal persons-then-score",
    )  # fmt: skip
    parser.add_argument("instance", metavar="INSTANCE", help="cases, places and possible pairs, or - for stdin")
    parser.add_argument("--out", metavar="SOLUTION", type=Path, required=True, help="where the solution goes")
    parser.add_argument("--goal", choices=GOALS, help="what counts first (default: tiers where a case has one)")
    parser.add_argument("--time-limit", type=_seconds, metavar="S", default=inf, help="stop after so many seconds")
    parser.add_argument("--dynamic", action="store_true", help="batch by batch, without looking ahead")
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from veer.placement import Infeasible, OutOfTime

    start = time.perf_counter()
    source, target = arguments.instance, arguments.out
    if arguments.dynamic and arguments.goal not in (None, "score"):
        raise refuse("--dynamic and --goal exclude each other", hint="a dynamic run places by weight and prices")
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise refuse(f"cannot write {target}: no such folder", code="no_file", file=str(target))
    if source != "-" and target.exists() and Path(source).exists() and target.samefile(source):
        raise refuse("input and output are the same file", file=str(target), hint="write to another")
    said = _said(source)

    def left() -> float:
        return float(arguments.time_limit) - (time.perf_counter() - start)

    try:
        found = _solved(said, arguments, left, lambda: time.perf_counter() - start)
    except Infeasible as error:
        raise Stop(FAILED, [{"code": "infeasible", "file": source, "message": str(error)}]) from None
    except OutOfTime:
        told = "no placement that keeps the fixed cases was found in the time given"
        raise Stop(FAILED, [{"code": "time", "file": source, "message": told, "hint": "give it more time"}]) from None
    _write(target, found)
    _tell(found, as_json=arguments.json)
    return ANSWERED


def _solved(
    said: Any, arguments: argparse.Namespace, left: Callable[[], float], spent: Callable[[], float]
) -> dict[str, Any]:
    from veer.placement import InstanceError, document, dynamic, hindsight, place, read, replayed

    shown = "stdin" if arguments.instance == "-" else arguments.instance
    try:
        instance = read(said)
    except InstanceError as error:
        place_of = {"field": error.field or None, "hint": error.hint}
        raise refuse(error.message, code="instance", file=shown, **place_of) from None
    if not arguments.dynamic:
        return document(place(instance, arguments.goal, left), spent())
    if not instance.batch:
        raise refuse(
            "an instance without arrivals has nothing to replay", code="instance", file=shown, field="arrivals"
        )
    replay = dynamic(instance, left)
    return replayed(instance, replay, hindsight(instance), spent())


def _said(name: str) -> Any:
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


def _write(target: Path, found: dict[str, Any]) -> None:
    """Beside it and renamed, so that a killed run leaves no half of a solution."""
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.write_text(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        raise refuse(f"cannot write {target}: {error.strerror}", code="no_file", file=str(target)) from None


def _tell(found: dict[str, Any], *, as_json: bool) -> None:
    placed, rest, reached = len(found["placements"]), len(found["unplaced"]), found["objective"]
    if as_json:
        from .. import streams

        streams.answer({key: found[key] for key in ("status", "objective", "bound", "gap", "seconds")})
        return
    sys.stderr.write(
        f"placed {placed:,} of {placed + rest:,} cases, {reached['persons']:,} persons, weight {reached['score']:,}, "
        f"within {100 * found['gap']:.3f} %, {found['status']}, {found['seconds']:.2f} s\n"
    )


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < inf:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of seconds above 0')
    return found
