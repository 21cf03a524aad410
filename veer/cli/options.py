"""Arguments that several commands share."""

from __future__ import annotations

import argparse
import datetime as dt

from .codes import refuse

PACK_HELP = "a bundled pack's id, or the folder of a pack"
STORED_HELP = f"{PACK_HELP}, or PACK@VERSION or PACK@HASH of one stored in this installation"


class Parser(argparse.ArgumentParser):
    """Argparse whose complaints go the way of all errors, and whose help keeps its examples as written."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def error(self, message: str) -> None:  # type: ignore[override]
        raise refuse(message, hint=f"{self.prog} --help")


Commands = argparse._SubParsersAction  # what `add` of every command takes


def group(commands: Commands, name: str, summary: str, verbs: str, example: str) -> Commands:
    """A word before several commands, with its help: what they are for, which there are, and an example of one.

    `verbs`: with commas, in the order in which they are told.
    """
    parser: Parser = commands.add_parser(
        name,
        help=f"{summary}: {verbs}",
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n  {example}",
    )
    shown = verbs.replace(", ", " | ")
    return parser.add_subparsers(dest=name, metavar=shown, required=True, parser_class=Parser)


def command(commands: Commands, name: str, summary: str, example: str) -> Parser:
    """A subcommand with its help: what it does, and an example that runs."""
    parser: Parser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=f"example:\n  {example}"
    )
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks")
    return parser


def day(text: str) -> dt.date:
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2026-01-31')


def on_and_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="the day asked about (default: as the facts say, else today)"
    )
    parser.add_argument(
        "--known-on", type=day, metavar="DATE", help="decide by the version of the pack known on that day"
    )
    parser.add_argument(
        "--lang", metavar="CODE", help="language of the law's words (default: en, else the pack's first)"
    )


def json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout; errors as JSON on stderr")
