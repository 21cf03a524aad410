"""`veer law graph`: the procedure of a route as a drawing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..codes import ANSWERED, Stop, refuse
from ..options import STORED_HELP, Commands, command, day

if TYPE_CHECKING:
    from veer.rules.model import Procedure


def add(commands: Commands) -> None:
    parser = command(
        commands, "graph", "draw the steps, branches and acts of a route",
        "veer law graph be-proposal talent --lang nl --at submitted --out talent.svg",
    )  # fmt: skip
    parser.add_argument("pack", metavar="PACK", help=STORED_HELP)
    parser.add_argument("route", metavar="ROUTE")
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="as it is law on that day (default: all that is written)"
    )
    parser.add_argument(
        "--lang", metavar="CODE", help="language of the law's words (default: en, else the pack's first)"
    )
    parser.add_argument(
        "--at", metavar="STEP", action="append", default=[],
        help="mark where a case is: STEP, or BRANCH/STEP; may be given again",
    )  # fmt: skip
    parser.add_argument("--narrow", action="store_true", help="one column, as on a phone")
    parser.add_argument("--out", metavar="FILE", required=True, help="the SVG to write")
    parser.set_defaults(run=graph, json=False)


def graph(arguments: argparse.Namespace) -> int:
    from veer.rules import route_on
    from veer.rules.drawing import RIGHT_TO_LEFT, labels_of, lay_out, plan, svg

    from ..packs import language_of, route_of, stored_or_load, told_language

    pack = stored_or_load(arguments.pack)
    name = route_of(pack, arguments.route)
    lang = language_of(pack, arguments.lang)
    told_language(arguments.lang, lang)
    route = route_on(pack.route(name), arguments.on) if arguments.on else pack.route(name)
    procedure = route.procedure
    if procedure is None:
        raise refuse(f"{name} has no procedure: there is nothing to draw", code="no_procedure", field="route")
    here = _places(procedure, arguments.at)
    labels = labels_of(pack, name, lang)
    steps = len(procedure.steps) + sum(len(branch.steps) for branch in procedure.branches.values())
    drawn = svg(
        lay_out(plan(procedure, here=here), labels, wide=not arguments.narrow),
        title=pack.text(name, "title", lang) if pack.text_in(name, "title") else route.title.get(lang) or name,
        description=f"{steps} steps, {len(procedure.acts)} acts, from top to bottom. As text: veer law show",
        name="procedure", rtl=lang in RIGHT_TO_LEFT, alone=True,
    )  # fmt: skip
    try:
        Path(arguments.out).write_text(drawn + "\n", encoding="utf-8")
    except OSError as error:
        raise refuse(f"cannot write {arguments.out}: {error.strerror}", code="no_file", file=arguments.out) from None
    sys.stdout.write(f"{arguments.out}: {steps} steps, {len(procedure.acts)} acts\n")
    return ANSWERED


def _places(procedure: Procedure, wanted: list[str]) -> dict[str, str]:
    """The steps that were named, by branch."""
    found = {}
    for place in wanted:
        branch, _, step = place.rpartition("/")
        if branch and branch not in procedure.branches:
            raise _unknown("branch", branch, [*procedure.branches])
        if step not in procedure.steps_of(branch):
            raise _unknown("step", step, [*procedure.steps_of(branch)])
        found[branch] = step
    return found


def _unknown(what: str, name: str, known: list[str]) -> Stop:
    from veer.rules.source import nearest

    hint = nearest(name, known) or f"it has: {', '.join(known) or 'none'}"
    return refuse(f'there is no {what} "{name}" in this procedure', code=f"no_{what}", field="at", hint=hint)
