"""The question of one fact as a form: the one that applications use too, with what the finder adds."""

from collections.abc import Mapping
from typing import Any

from veer.cases.facts import said
from veer.cases.forms.questions import ABSENT, Question
from veer.openness import relevance, words
from veer.openness.walk import Walk
from veer.rules import InputError


def askable(pack: Any, fact: str) -> bool:
    """Whether this fact of the pack can be asked of a reader: not computed from others."""
    declared = pack.facts.get(fact)
    return declared is not None and "applicant" in declared.by and declared.type.kind != "judgement"


class Speaking:
    """A pack as whoever asks hears it: it also speaks a language in which it only says some things."""

    def __init__(self, pack: Any) -> None:
        self.pack = pack
        self.languages = tuple(dict.fromkeys([*pack.languages, words.law_language(pack)]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pack, name)


def form(
    pack: Any, fact: str, lang: str, *, data: Mapping[str, Any] | None = None, known: dict[str, Any] | None = None
) -> Question:
    flat = relevance.flattened(pack, known or {})
    return Question(Speaking(pack), fact, lang, data=data, value=flat.get(fact, ABSENT))


def conflict(walk: Walk) -> str:
    """What the engine has against the answers together, in the reader's words; nothing when it takes them."""
    try:
        walk.ask_engine()
    except InputError as error:
        said_once = dict.fromkeys(str(said(walk.pack, one.code, one.field)) for one in error.problems)  # some are lazy
        return " ".join(said_once)
    return ""
