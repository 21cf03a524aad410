"""`veer law diff --people`: whom of a file another version of a route would answer otherwise."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..codes import refuse

if TYPE_CHECKING:
    from veer.rules import Pack
    from veer.rules.compare.effect import Group

    from ..scoring.effect import Affected, Example


def route_for(old: Pack, new: Pack, source: Path) -> str:
    """The route on which the people of a file are answered where none is named: the only one of both versions, or the
    only one that reads all that the file says of any. Refused where that leaves none or several."""
    from veer.rules import InputError
    from veer.rules.reading import reads

    from ..facts import input_refused
    from ..scoring.headings import headings

    both = [route for route in old.routes if route in new.routes]
    if len(both) == 1:
        return both[0]
    try:
        said = headings(source)
    except InputError as error:
        raise input_refused(error, str(source)) from None
    heard = {route: {name for name in said if _is_read(name, reads(old, route) | reads(new, route))} for route in both}
    told = set().union(*heard.values())
    fit = [route for route in both if told and heard[route] == told]
    if len(fit) == 1:
        return fit[0]
    why = f"more than one route reads all that {source.name} says" if fit else f"no route reads all of {source.name}"
    hint = (
        f"name one of them: --route {' | '.join(fit or both)}" if both else "the two versions have no route in common"
    )
    raise refuse(f"people are answered on one route: {why}", code="usage", file=str(source), hint=hint)


def _is_read(name: str, facts: frozenset[str]) -> bool:
    """Whether a heading is a fact, a part of one, or a whole of which one is a part."""
    return any(name == fact or name.startswith(f"{fact}.") or fact.startswith(f"{name}.") for fact in facts)


def affected_by(old: Pack, new: Pack, route: str, arguments: argparse.Namespace) -> Affected:
    from veer.rules import InputError

    from ..facts import input_refused
    from ..packs import route_of, today
    from ..scoring.effect import affected
    from ..streams import Progress
    from .score import cache

    source = arguments.people
    for pack in (old, new):
        route_of(pack, route)
    if not source.is_file():
        raise refuse(f"cannot read {source}: no such file", code="no_file", file=str(source))
    progress = Progress()
    try:
        return affected((old, new), route, source, on=arguments.on, today=today(new), cache=cache(), progress=progress)
    except InputError as error:
        raise input_refused(error, str(source)) from None
    finally:
        progress.done()


# --- as JSON ---------------------------------------------------------------------------------------------------------


def effect_document(found: Affected, route: str) -> dict[str, Any]:
    effect = found.effect
    return {
        "route": route, "people": effect.people, "rejected": found.rejected, "gain": effect.gain, "lose": effect.lose,
        "outcomes": [
            {"was": one.was, "now": one.now, "people": one.people, "examples": list(one.examples)}
            for one in effect.cells
        ],
        "gaining": [_group(one) for one in effect.gaining],
        "losing": [_group(one) for one in effect.losing],
        "examples": [_example(one) for one in found.examples.values()],
    }  # fmt: skip


def _group(one: Group) -> dict[str, Any]:
    return {
        "fact": one.fact, "value": one.value, "people": one.people, "gain": one.gain, "lose": one.lose,
        "examples": list(one.examples),
    }  # fmt: skip


def _example(one: Example) -> dict[str, Any]:
    def short(answer: dict[str, Any]) -> dict[str, Any]:
        points = answer["points"] or {}
        return {"on": answer["on"], "outcome": answer["outcome"], "total": points.get("total")}

    return {
        "id": one.id, "facts": one.facts, "was": short(one.was), "now": short(one.now),
        "differs": [{"id": node, "was": was, "now": now} for node, was, now in one.differs],
    }  # fmt: skip


# --- in words --------------------------------------------------------------------------------------------------------


def effect_told(found: Affected, new: Pack, lang: str) -> Iterator[str]:
    effect = found.effect
    rejected = f", {found.rejected:,} rejected" if found.rejected else ""
    yield f"{effect.people:,} people{rejected}: {effect.gain:,} would gain, {effect.lose:,} would lose"
    for cell in effect.cells:
        yield f"{cell.people:>9,}  {cell.was}" + ("" if cell.was == cell.now else f" -> {cell.now}")
        yield from _traces(found, cell.examples)
    for way, groups in (("gain", effect.gaining), ("lose", effect.losing)):
        if groups:
            yield f"groups of which far more {way} than of all:"
        for one in groups:
            yield f"    {_named(one, new, lang)}: {one.gain if way == 'gain' else one.lose:,} of {one.people:,}"
            yield f"           for example {', '.join(one.examples)}"


def _named(one: Group, new: Pack, lang: str) -> str:
    label = new.fact_text(one.fact, lang).label if one.fact in new.facts else one.fact
    return f"{one.fact} {'not given' if one.value is None else one.value}  {label}"


def _traces(found: Affected, names: Sequence[str]) -> Iterator[str]:
    """What says something else in the traces of these people."""
    for one in (found.examples[name] for name in names):
        said = ", ".join(f"{node.partition('/')[2]} {_value(was)} -> {_value(now)}" for node, was, now in one.differs)
        yield f"           {one.id}: {said}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['min']} to {value['max']}"
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
