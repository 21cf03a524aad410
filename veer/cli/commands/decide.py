"""`veer decide`: one person, one route, the answer with its reasons."""

from __future__ import annotations

import argparse
import sys

from .. import streams
from ..codes import ANSWERED
from ..options import STORED_HELP, Commands, command, json_option, on_and_language


def add(commands: Commands) -> None:
    parser = command(
        commands, "decide", "decide one route for one person, with reasons",
        "echo '{\"skilled_work_months\": 40}' | veer decide ca-express-entry fsw-67 - --on 2026-01-31",
    )  # fmt: skip
    parser.add_argument("pack", metavar="PACK", help=STORED_HELP)
    parser.add_argument("route", metavar="ROUTE", help="a route of the pack")
    parser.add_argument(
        "facts", metavar="FACTS.json", help="one JSON object of facts, or - for stdin; absent is unknown"
    )
    on_and_language(parser)
    parser.add_argument("--trace", action="store_true", help="every named value, with its source and place in the law")
    json_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from veer.rules import InputError, PackError, decide

    from ..facts import input_refused, read_facts
    from ..packs import fallen_back, language_of, pack_refused, route_of, stored_or_load, today

    pack = stored_or_load(arguments.pack, arguments.known_on)
    route = route_of(pack, arguments.route)
    lang = language_of(pack, arguments.lang)
    facts = read_facts(arguments.facts, pack)
    try:
        answer = decide(pack, route, facts, on=arguments.on, today=today(pack), lang=lang, trace=arguments.trace)
    except InputError as error:
        raise input_refused(error, arguments.facts) from None
    except PackError as error:
        raise pack_refused(error) from None
    answer["warnings"] += fallen_back(pack, route, arguments.lang, lang)
    if arguments.json:
        streams.answer(answer)
    else:
        from ..say import decision

        sys.stdout.write(decision(pack, route, answer, lang))
    return ANSWERED
