"""`veer place`: households to places, from a file to a file."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..codes import ANSWERED, FAILED, Stop, refuse
from ..options import Commands, command, json_option
from . import verifying

if TYPE_CHECKING:
    from veer.placement import Instance

GOALS = ("score", "persons-then-score", "tiers")


def add(commands: Commands) -> None:
    parser = command(
        commands, "place", "propose a place for each household",
        "veer place instance.json --out solution.json --goal persons-then-score",
    )  # fmt: skip
    parser.add_argument(
        "instance", metavar="INSTANCE", help="cases, places and possible pairs, or - for stdin; or the word verify"
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="after verify: question and answer, in one file or two"
    )
    parser.add_argument("--out", metavar="SOLUTION", type=Path, help="where the solution goes")
    parser.add_argument("--goal", choices=GOALS, help="what counts first (default: tiers where a case has one)")
    parser.add_argument("--time-limit", type=_seconds, metavar="S", default=inf, help="stop after so many seconds")
    parser.add_argument("--dynamic", action="store_true", help="batch by batch, without looking ahead")
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.instance == "verify" and arguments.files:
        return verifying.verify(arguments)
    if arguments.files and arguments.instance != "-" and not Path(arguments.instance).exists():
        raise refuse(f'"{arguments.instance}" is neither a file nor the word verify', hint="veer place --help")
    if arguments.files:
        raise refuse(f"one instance at a time, not {arguments.files[0]} too", hint="veer place --help")
    if arguments.out is None:
        raise refuse("the following arguments are required: --out", hint="veer place --help")
    return _placed(arguments)


def _placed(arguments: argparse.Namespace) -> int:
    from veer.placement import Infeasible, OutOfTime

    start = time.perf_counter()
    source, target = arguments.instance, arguments.out
    if arguments.dynamic and arguments.goal not in (None, "score"):
        raise refuse("--dynamic and --goal exclude each other", hint="a dynamic run places by weight and prices")
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise refuse(f"cannot write {target}: no such folder", code="no_file", file=str(target))
    if source != "-" and target.exists() and Path(source).exists() and target.samefile(source):
        raise refuse("input and output are the same file", file=str(target), hint="write to another")
    said = verifying.said(source)

    def left() -> float:
        return float(arguments.time_limit) - (time.perf_counter() - start)

    instance = _instance(said, arguments)
    try:
        with _room(target) as beside:
            found = _solved(instance, arguments, left, lambda: time.perf_counter() - start)
            _write(beside, target, found)
    except Infeasible as error:
        raise Stop(FAILED, [{"code": "infeasible", "file": source, "message": str(error)}]) from None
    except OutOfTime:
        told = "no placement that keeps the fixed cases was found in the time given"
        raise Stop(FAILED, [{"code": "time", "file": source, "message": told, "hint": "give it more time"}]) from None
    _tell(found, as_json=arguments.json)
    return ANSWERED


def _instance(said: Any, arguments: argparse.Namespace) -> Instance:
    from veer.placement import InstanceError, read

    shown = "stdin" if arguments.instance == "-" else arguments.instance
    try:
        instance = read(said)
    except InstanceError as error:
        place_of = {"field": error.field or None, "hint": error.hint}
        raise refuse(error.message, code="instance", file=shown, **place_of) from None
    if arguments.dynamic and not instance.batch:
        raise refuse(
            "an instance without arrivals has nothing to replay", code="instance", file=shown, field="arrivals"
        )
    return instance


def _solved(
    instance: Instance, arguments: argparse.Namespace, left: Callable[[], float], spent: Callable[[], float]
) -> dict[str, Any]:
    from veer.placement import document, dynamic, hindsight, place, replayed

    if not arguments.dynamic:
        return document(place(instance, arguments.goal, left), spent())
    replay = dynamic(instance, left)
    return replayed(instance, replay, hindsight(instance), spent())


@contextmanager
def _room(target: Path) -> Iterator[Path]:
    """A file beside the solution, there before anything is solved, so that nobody waits for what cannot be written.

    It becomes the solution or goes: a run that was interrupted leaves no half of one.
    """
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.touch()
    except OSError as error:
        raise _unwritable(target, error) from None
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _write(beside: Path, target: Path, found: dict[str, Any]) -> None:
    try:
        beside.write_text(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError) -> Stop:
    return refuse(f"cannot write {target}: {error.strerror}", code="no_file", file=str(target))


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
