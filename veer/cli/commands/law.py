"""`veer law`: for those who write law. Here check, show and new; drawing, comparing and trying beside it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import streams
from ..codes import ANSWERED, FAILED, refuse
from ..options import PACK_HELP, STORED_HELP, Commands, command, group, json_option
from . import comparing, drawing

if TYPE_CHECKING:
    from veer.rules import Problem


def add(commands: Commands) -> None:
    every = "check, show, new, graph, diff, try"
    inner = group(commands, "law", "work on packs of law", every, "veer law check be-proposal")
    _check(inner)
    _show(inner)
    _new(inner)
    drawing.add(inner)
    comparing.add(inner)


# --- check ---------------------------------------------------------------------------------------------------------


def _check(commands: Commands) -> None:
    parser = command(commands, "check", "say everything that is wrong with a pack", "veer law check be-proposal")
    parser.add_argument("pack", metavar="PACK|PATH", help=PACK_HELP)
    parser.add_argument("--watch", action="store_true", help="check again whenever a file of the pack changes")
    json_option(parser)
    parser.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    from ..packs import folder_of

    folder = folder_of(arguments.pack)
    if not arguments.watch:
        return _once(folder, arguments)
    if arguments.json:
        raise refuse("--watch and --json exclude each other: stdout holds one document or nothing")
    from ..watch import changes

    for _ in changes(folder):
        _once(folder, arguments)
        sys.stdout.write("watching; stop with Ctrl-C\n")
        sys.stdout.flush()
    return ANSWERED


def _once(folder: Path, arguments: argparse.Namespace) -> int:
    from veer.rules.check import check_pack

    found = check_pack(folder)
    errors = sum(p.severity == "error" for p in found)
    if arguments.json:
        streams.answer({"errors": [p.as_dict() for p in found]})
    else:
        for problem in found:
            sys.stdout.write(_shown(problem, folder) + "\n")
        warnings = len(found) - errors
        sys.stdout.write(f"{arguments.pack}: {_count(errors, 'error')}, {_count(warnings, 'warning')}\n")
    return FAILED if errors else ANSWERED


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _shown(problem: Problem, folder: Path) -> str:
    """A finding with the line it stands on and a caret below."""
    head, *rest = str(problem).split("\n")
    return "\n".join([head, *_excerpt(problem, folder), *rest])


def _excerpt(problem: Problem, folder: Path) -> list[str]:
    """The line, where it stands in a regular file of the pack: nothing else is opened to be shown."""
    from veer.rules.source import within

    try:
        if not within(Path(problem.place.file), folder):
            return []
        with Path(problem.place.file).open(encoding="utf-8", errors="replace") as file:
            line = next((text for number, text in enumerate(file, 1) if number == problem.place.line), "").rstrip("\n")
    except OSError:
        return []
    if not line.strip():
        return []
    start = max(0, problem.place.column - 60)
    number = f"{problem.place.line:5} | "
    return [
        number + line[start : start + 100],
        " " * (len(number) - 2) + "| " + " " * (problem.place.column - 1 - start) + "^",
    ]


# --- show ----------------------------------------------------------------------------------------------------------


def _show(commands: Commands) -> None:
    parser = command(
        commands, "show", "print the law of a pack as text", "veer law show de-chancenkarte chancenkarte --lang de"
    )
    parser.add_argument("pack", metavar="PACK", help=STORED_HELP)
    parser.add_argument("route", metavar="ROUTE", nargs="?", help="one route (default: all)")
    parser.add_argument(
        "--lang", metavar="CODE", help="language of the law's words (default: en, else the pack's first)"
    )
    parser.set_defaults(run=show, json=False)


def show(arguments: argparse.Namespace) -> int:
    from ..packs import language_of, route_of, stored_or_load, told_language
    from ..show import law

    pack = stored_or_load(arguments.pack)
    lang = language_of(pack, arguments.lang)
    told_language(arguments.lang, lang)
    routes = [route_of(pack, arguments.route)] if arguments.route else list(pack.routes)
    sys.stdout.write(law(pack, routes, lang))
    return ANSWERED


# --- new -----------------------------------------------------------------------------------------------------------


def _new(commands: Commands) -> None:
    parser = command(
        commands,
        "new",
        "begin a route that passes the check, in a new pack or an existing one",
        "veer law new my-country work",
    )
    parser.add_argument(
        "pack", metavar="PACK", help="a folder, made if it is not there; its name becomes the pack's id"
    )
    parser.add_argument("route", metavar="ROUTE", help="id of the route: lower case, digits and hyphens")
    parser.set_defaults(run=new, json=False)


def new(arguments: argparse.Namespace) -> int:
    from veer.rules.scaffold import NotNew, new_route

    try:
        written = new_route(Path(arguments.pack), arguments.route)
    except NotNew as error:
        raise refuse(str(error), code="not_new", hint=error.hint) from None
    except OSError as error:
        raise refuse(f"cannot write {error.filename}: {error.strerror}", code="no_file") from None
    for path in written:
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"now: veer law check {arguments.pack}\n")
    return ANSWERED
