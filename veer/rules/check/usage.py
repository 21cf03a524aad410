"""What nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..load import Pack
from ..lower import Program, clause_program, expressions
from ..model import Citation, Fact
from ..problems import Problems
from ..questions import fact_slots
from ..reading import names_of
from .walk import names

LAW = ("routes/", "facts/", "calendars/", "reception.", "safeguards.")  # beginnings of the names of files that cite


def check_usage(pack: Pack, programs: dict[str, Program], classes: Program | None, problems: Problems) -> None:
    asked = {fact for named in classes.clauses.values() for fact in named} if classes else set()
    for fact in pack.facts.values():
        if fact.id not in asked and not _used(pack, fact, programs):
            problems.warn("W901", f"no route uses the fact {fact.id}", fact.place, "remove it, or use it")
    for route in pack.routes.values():
        named = names(expressions(route))
        for name, rule in route.let.items():
            if name not in named:
                problems.warn("W902", f"nothing uses {name}", rule.marks.place, "remove it, or use it")
        for scale in route.scales.values():
            if scale.id not in named and not _in_types(pack, scale.id):
                problems.warn("W905", f"nothing uses the scale {scale.id}", scale.marks.place, "remove it, or use it")
    _sources(pack, problems)
    held = {fact.type.item.id for fact in pack.facts.values() if fact.type.item}
    for kind in pack.types.values():
        if kind.id not in held:
            problems.warn("W904", f"no fact is of the type {kind.id}", kind.place, "remove it, or use it")


def _in_types(pack: Pack, scale: str) -> bool:
    return any(scale in names(rule.expr for rule in kind.derive.values() if rule.expr) for kind in pack.types.values())


def _used(pack: Pack, fact: Fact, programs: dict[str, Program]) -> bool:
    if fact.role or any(fact.id in names_of(route) for route in pack.routes.values()):
        return True
    for program in (*programs.values(), *(clause_program(pack, route) for route in programs)):
        if any(slot.index in program.read for slot in fact_slots(program, fact)):
            return True
        if fact.type.kind == "record" and any(
            s.index in program.read for s in program.layout.slots if s.fact and s.fact.startswith(f"{fact.id}.")
        ):
            return True
    return False


def _sources(pack: Pack, problems: Problems) -> None:
    law = "\n".join(text for name, text in pack.files.items() if name.startswith(LAW))
    cited = set(re.findall(r"([A-Za-z0-9_-]+)[\"']?\s*:", law)) | {c.source for c in _of_pack(pack)}
    for source in pack.sources.values():
        if source.id not in cited:
            problems.warn("W903", f"nothing cites the source {source.id}", source.place, "remove it, or cite it")


def _of_pack(pack: Pack) -> Iterator[Citation]:
    """What pack.yaml cites."""
    for rule in pack.countings.values():
        yield from rule.marks.source
        for presumption in rule.presumptions:
            yield from presumption.marks.source if presumption.marks else ()
    yield from pack.truths or ()
    yield from pack.nones_forbidden or ()
