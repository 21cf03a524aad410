"""The law of safeguards: rules and acts that are there, every limit, and words for what people read."""

from __future__ import annotations

from collections.abc import Iterator

from ..load import Pack
from ..model.safeguards import LIMITS, Safeguards
from ..problems import Place, Problems
from ..source import nearest


def check_safeguards(pack: Pack, problems: Problems) -> None:
    law = pack.safeguards
    if law is None:
        return
    _named(pack, law, problems)
    _limits(law, problems)
    said = problems.error if pack.complete else problems.warn
    for one in law.concerns.values():
        if not one.marks.source:
            said("E510", f"concerns.{one.id} has no source", one.marks.place, "write `source:` here or above")
    for path, place in expected(law):
        words = pack.text_in("safeguards", path)
        if missing := [code for code in pack.languages if not words.get(code)]:
            said("E501", f"no words for {path} in {', '.join(missing)}", place,
                 f"write it in texts/safeguards.{missing[0]}.yaml")  # fmt: skip
    _strange_words(pack, law, problems)


def expected(law: Safeguards) -> Iterator[tuple[str, Place]]:
    """Paths of words that a reader may meet, with the place of what they name."""
    yield from ((f"concerns.{one.id}", one.marks.place) for one in law.concerns.values())
    yield from ((f"outcomes.{one}", law.place) for one in law.outcomes)


def _named(pack: Pack, law: Safeguards, problems: Problems) -> None:
    """The counting rule and the acts exist; there is something to report, and something that can come of it."""
    if law.counting not in pack.countings:
        hint = nearest(law.counting, pack.countings) or f"there: {', '.join(pack.countings) or 'none'}"
        problems.error("E790", f'no counting rule is called "{law.counting}"', law.place, hint)
    procedures = [route.procedure for route in pack.routes.values() if route.procedure]
    acts = {act for one in procedures for act in one.acts}
    for act in law.passes:
        if act not in acts:
            hint = nearest(act, acts) or "name an act of a route of this pack"
            problems.error("E791", f'a stop lets "{act}" pass, which no route has', law.place, hint)
    if not law.concerns or not law.outcomes:
        problems.error("E792", "nothing can be reported, or nothing can come of it", law.place,
                       "add concerns: and outcomes:")  # fmt: skip


def _limits(law: Safeguards, problems: Problems) -> None:
    for name in LIMITS:
        if law.limits.get(name, 0) < 1:
            problems.error("E793", f"the limit {name} is missing, or less than one", law.place, f"{name}: 5")
    for name in law.limits:
        if name not in LIMITS:
            hint = nearest(name, LIMITS) or f"there are: {', '.join(LIMITS)}"
            problems.error("E793", f'nothing has the limit "{name}"', law.place, hint)


def _strange_words(pack: Pack, law: Safeguards, problems: Problems) -> None:
    known = dict(expected(law))
    for code, texts in pack.texts.get("safeguards", {}).items():
        for path in texts:
            if path not in known:
                file = f"{pack.root}/" if pack.root else ""
                place = Place(f"{file}texts/safeguards.{code}.yaml", 1, 1)
                strange = f"words for {path}, which safeguards.yaml does not have"
                problems.warn("W506", strange, place, nearest(path, known))
