"""`veer routes`: every route of a pack for one person, the open ones first."""

from __future__ import annotations

import argparse
import sys

from .. import streams
from ..codes import ANSWERED
from ..options import STORED_HELP, Commands, command, json_option, on_and_language


def add(commands: Commands) -> None:
    parser = command(
        commands, "routes", "which routes of a pack are open to one person",
        "echo '{\"birth_date\": \"1990-05-17\"}' | veer routes de-chancenkarte - --json",
    )  # fmt: skip
    parser.add_argument("pack", metavar="PACK", help=STORED_HELP)
    parser.add_argument("facts", metavar="FACTS", help="one JSON object of facts, or - for stdin; absent is unknown")
    on_and_language(parser)
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from veer.rules import InputError, PackError, survey

    from ..facts import input_refused, read_facts
    from ..packs import fallen_back, language_of, pack_refused, stored_or_load, today

    pack = stored_or_load(arguments.pack, arguments.known_on)
    lang = language_of(pack, arguments.lang)
    facts = read_facts(arguments.facts, pack)
    try:
        answer = survey(pack, facts, on=arguments.on, today=today(pack), lang=lang)
    except InputError as error:
        raise input_refused(error, arguments.facts) from None
    except PackError as error:
        raise pack_refused(error) from None
    for route in answer["routes"]:
        route["warnings"] += fallen_back(pack, route["route"], arguments.lang, lang)
    if arguments.json:
        streams.answer(answer)
    else:
        from ..packs import told_language
        from ..say import overview

        told_language(arguments.lang, lang)
        sys.stdout.write(overview(pack, answer, lang))
    return ANSWERED
