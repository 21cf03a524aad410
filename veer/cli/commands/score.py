"""`veer score`: many people, from a file to a file."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..codes import ANSWERED, REJECTED, refuse
from ..options import STORED_HELP, Commands, command, day
from ..streams import Progress


def add(commands: Commands) -> None:
    parser = command(
        commands, "score", "score a file of people: .json, .jsonl, .csv or .parquet",
        "veer score ca-express-entry crs people.csv --out scores.csv",
    )  # fmt: skip
    parser.add_argument("pack", metavar="PACK", help=STORED_HELP)
    parser.add_argument("route", metavar="ROUTE", help="a route of the pack")
    parser.add_argument("input", metavar="INPUT", type=Path, help="a row or an object a person, with an id")
    parser.add_argument(
        "--out", metavar="OUTPUT", type=Path, required=True, help="where answers go; rejected rows beside it"
    )
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="one day for all rows (default: each row's own, else today)"
    )
    parser.set_defaults(run=run, json=False)


def run(arguments: argparse.Namespace) -> int:
    from veer.rules import InputError, PackError

    from ..facts import input_refused
    from ..packs import pack_refused, route_of, stored_or_load, today
    from ..scoring import score_file

    source, target = arguments.input, arguments.out
    pack = stored_or_load(arguments.pack)
    route = route_of(pack, arguments.route)
    if not source.is_file():
        raise refuse(f"cannot read {source}: no such file", code="no_file", file=str(source))
    if target.exists() and target.samefile(source):
        raise refuse("input and output are the same file", code="usage", file=str(target), hint="write to another")
    if not target.absolute().parent.is_dir() or target.is_dir():
        raise refuse(f"cannot write {target}: no such folder", code="no_file", file=str(target))
    progress = Progress()
    try:
        done = score_file(
            pack, route, source, target, on=arguments.on, today=today(pack), cache=cache(), progress=progress
        )
    except InputError as error:
        raise input_refused(error, str(source)) from None
    except PackError as error:
        raise pack_refused(error) from None
    except OSError as error:
        raise refuse(
            f"{error.filename or target}: {error.strerror or error}", code="no_file", file=str(target)
        ) from None
    finally:
        progress.done()
    where = f" ({target}.rejected.jsonl)" if done.rejected else ""
    sys.stderr.write(f"scored {done.scored:,}, rejected {done.rejected:,}{where}, {done.seconds:.2f} s\n")
    return REJECTED if done.rejected else ANSWERED


def cache() -> Path | None:
    """Where compiled law is kept between runs; None where nothing may be written."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "veer"
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return base if os.access(base, os.W_OK) else None
