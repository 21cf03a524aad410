"""The question of one fact as a form: the one that applications use too, with what the finder adds."""

from collections.abc import Mapping
from typing import Any

from veer.cases.forms.questions import ABSENT, Question
from veer.openness import relevance
from veer.openness.walk import Walk
from veer.rules import InputError


def askable(pack: Any, fact: str) -> bool:
    """Whether this fact of the pack can be asked of a reader: not computed from others."""
    declared = pack.facts.get(fact)
    return declared is not None and "applicant" in declared.by and declared.type.kind != "judgement"


def form(
    pack: Any, fact: str, lang: str, *, data: Mapping[str, Any] | None = None, known: dict[str, Any] | None = None
) -> Question:
    flat = relevance.flattened(pack, known or {})
    return Question(pack, fact, lang, data=data, value=flat.get(fact, ABSENT))


def conflict(walk: Walk) -> str:
    """What the engine has against the answers together, in its own words; nothing when it takes them."""
    walk.reset()
    try:
        _ = walk.said
    except InputError as error:
        return "; ".join(problem.message for problem in error.problems)
    return ""
