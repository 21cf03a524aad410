"""`veer law diff` and `veer law try`: what another version of the law says, and whom it would answer otherwise."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import streams
from ..codes import ANSWERED, REJECTED
from ..options import STORED_HELP, Commands, command, day, json_option
from .effect import affected_by, effect_document, effect_told, route_for

if TYPE_CHECKING:
    from veer.cases.replay import Replay
    from veer.rules import Pack
    from veer.rules.compare import Difference, Looked
    from veer.rules.compare.witness import Answer

CONTRACT = 1


def add(commands: Commands) -> None:
    parser = command(
        commands, "diff", "say in words what differs between two versions of the law",
        "veer law diff de-chancenkarte de-chancenkarte --route chancenkarte",
    )  # fmt: skip
    parser.add_argument("old", metavar="A", help=STORED_HELP)
    parser.add_argument("new", metavar="B", help="the same")
    parser.add_argument("--route", metavar="ROUTE", help="only this route and the facts that it reads")
    parser.add_argument(
        "--lang", metavar="CODE", help="language in which nodes are called (default: en, else the pack's first)"
    )
    parser.add_argument(
        "--people",
        metavar="FILE",
        type=Path,
        help="whom of these it would answer otherwise: a file as `veer score` takes (--route: else the one it fits)",
    )
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="one day for all of them (default: each row's own, else today)"
    )
    json_option(parser)
    parser.set_defaults(run=diff)
    parser = command(
        commands, "try", "answer decided cases of this installation by a draft, and say which answers change",
        "veer law try be-proposal --route talent",
    )  # fmt: skip
    parser.add_argument("draft", metavar="DRAFT", help=STORED_HELP)
    parser.add_argument("--route", metavar="ROUTE", required=True)
    json_option(parser)
    parser.set_defaults(run=try_)


# --- diff ----------------------------------------------------------------------------------------------------------


def diff(arguments: argparse.Namespace) -> int:
    from veer.rules.compare import compare

    from ..packs import language_of, stored_or_load, told_language

    old, new = stored_or_load(arguments.old), stored_or_load(arguments.new)
    lang = language_of(new, arguments.lang)
    told_language(arguments.lang, lang)
    found = compare(old, new, _of_route(old, new, arguments.route) if arguments.route else None)
    looked = _looked(old, new, found, arguments.route)
    route = arguments.route or (route_for(old, new, arguments.people) if arguments.people else "")
    people = affected_by(old, new, route, arguments) if arguments.people else None
    if arguments.json:
        document = _document(old, new, lang, found) | {"witnesses": [_witness(one) for one in looked]}
        streams.answer(document | {"effect": effect_document(people, route) if people else None})
    else:
        *lines, summary = _told(old, new, lang, found)
        lines += [line for one in looked for line in _seen(one)] + (
            [*([] if arguments.route else [f"people answered on {route}"]), *effect_told(people, new, lang)]
            if people
            else []
        )
        sys.stdout.write("\n".join([*lines, summary]) + "\n")
    return REJECTED if people and people.rejected else ANSWERED


def _looked(old: Pack, new: Pack, found: list[Difference], route: str | None) -> list[Looked]:
    from veer.rules import PackError
    from veer.rules.compare import witnesses

    from ..packs import pack_refused

    try:
        return witnesses(old, new, found, [route] if route else old.routes)
    except PackError as error:
        raise pack_refused(error) from None


def _of_route(old: Pack, new: Pack, route: str) -> set[str]:
    from veer.rules import PackError
    from veer.rules.compare import of_route

    from ..packs import pack_refused, route_of

    try:
        return of_route((old, new), route) or {route_of(new, route)}
    except PackError as error:
        raise pack_refused(error) from None


def _document(old: Pack, new: Pack, lang: str, found: list[Difference]) -> dict[str, Any]:
    from veer.rules.compare import called

    return {
        "contract": CONTRACT, "old": _named(old), "new": _named(new), "same_law": _same_law(old, new, found),
        "differences": [
            {
                "id": one.id, "what": one.what, "title": called((new, old), one.id, lang),
                "changes": [
                    {"key": change.key, "was": change.was, "now": change.now, "words": change.words}
                    for change in one.changes
                ],
            }
            for one in found
        ],
    }  # fmt: skip


def _named(pack: Pack) -> dict[str, str]:
    return {"pack": pack.id, "version": pack.version, "law_hash": pack.law_hash, "texts_hash": pack.texts_hash}


def _same_law(old: Pack, new: Pack, found: list[Difference]) -> bool:
    return old.law_hash == new.law_hash or all(one.only_words for one in found)


def _told(old: Pack, new: Pack, lang: str, found: list[Difference]) -> Iterator[str]:
    from veer.rules.compare import called, wholes

    yield f"{old.id} {old.version} ({_short(old)}) -> {new.id} {new.version} ({_short(new)})"
    for one, parts in wholes(found):
        title = called((new, old), one.id, lang)
        yield f"{one.what:8} {one.id}" + (f"  {title}" if title else "")
        for change in one.changes:
            was_and_now = f"{change.was or '(nothing)'} -> {change.now or '(nothing)'}"
            yield f"    {change.key}: {was_and_now if one.what == 'changed' else change.now or change.was}"
        if parts:
            yield f"    and {parts} parts"
    yield _summary(old, new, found)


def _witness(looked: Looked) -> dict[str, Any]:
    found = looked.witness
    said = {
        "on": found.on.isoformat(), "facts": found.facts, "conditions": found.conditions,
        "was": {"outcome": found.was.outcome, "total": found.was.total},
        "now": {"outcome": found.now.outcome, "total": found.now.total},
    } if found else None  # fmt: skip
    return {"route": looked.route, "tried": looked.tried, "found": said}


def _seen(looked: Looked) -> Iterator[str]:
    """Facts to which two versions give two answers, with both; or that none were found."""
    found = looked.witness
    if found is None:
        yield f"{looked.route}: no facts found that they answer differently, among {looked.tried:,} tried"
        return
    yield f"{looked.route}: they answer differently on {found.on}, for example"
    yield f"    {json.dumps(found.facts, ensure_ascii=False)}"
    for when, answer in (("was", found.was), ("now", found.now)):
        yield f"    {when}: {_answered(answer, found.conditions)}"


def _answered(answer: Answer, conditions: list[str]) -> str:
    points = [] if answer.total is None else [f"{answer.total:,} points"]
    return ", ".join([answer.outcome, *points, *(f"{path}: {answer.results[path]}" for path in conditions)])


def _summary(old: Pack, new: Pack, found: list[Difference]) -> str:
    if not found:
        return f"no differences: the same law{'' if old.law_hash == new.law_hash else ', written otherwise'}"
    same = _same_law(old, new, found)
    count = f"{len(found)} difference{'' if len(found) == 1 else 's'}"
    return f"{count}: {'the law is the same, its words differ' if same else 'the law differs'}"


def _short(pack: Pack) -> str:
    return pack.law_hash.removeprefix("sha256:")[:12]


# --- try -----------------------------------------------------------------------------------------------------------


def try_(arguments: argparse.Namespace) -> int:
    from veer.rules import PackError

    from ..installation import installation
    from ..packs import pack_refused, route_of, stored_or_load

    draft = stored_or_load(arguments.draft)
    route = route_of(draft, arguments.route)
    progress = streams.Progress("decisions")
    with installation():
        from veer.cases.replay import replay

        try:
            done = replay(draft, route, progress)
        except PackError as error:
            raise pack_refused(error) from None
        finally:
            progress.done()
    if arguments.json:
        streams.answer(_tried(draft, route, done))
    else:
        sys.stdout.write("\n".join(_tried_in_words(draft, route, done)) + "\n")
    return ANSWERED


def _tried(draft: Pack, route: str, done: Replay) -> dict[str, Any]:
    return {
        "contract": CONTRACT, "draft": _named(draft), "route": route, "decisions": done.decisions,
        "counts": [{"was": was, "now": now, "decisions": number} for (was, now), number in sorted(done.counts.items())],
        "changed": [{"number": one.number, "was": one.was, "now": one.now} for one in done.changed],
    }  # fmt: skip


def _tried_in_words(draft: Pack, route: str, done: Replay) -> Iterator[str]:
    for one in done.changed:
        yield f"{one.number}  {one.was} -> {one.now}"
    for (was, now), number in sorted(done.counts.items()):
        yield f"{number:>9,}  {was}" + ("" if was == now else f" -> {now}")
    changed = f"{len(done.changed):,} would be answered otherwise by version {draft.version}"
    yield f"{done.decisions:,} decisions on {route}, {changed}"
