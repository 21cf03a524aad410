"""The question of one fact as a form: the one that applications use too, with what the finder adds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

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
        return " ".join(dict.fromkeys(said(walk.pack, problem) for problem in error.problems))
    return ""


def said(pack: Any, problem: Any) -> str:
    """One finding of the engine: in the words of the law where it has them, else plainly."""
    if problem.code == "conflict":
        language = words.law_language(pack)
        last = problem.field.rsplit(".", 1)[-1]
        for rule in (*pack.valid, *(rule for kind in pack.types.values() for rule in kind.valid)):
            if rule.field in (problem.field, last) and rule.text.get(language):
                return str(rule.text[language])
        return _("This does not go together with another answer.")
    if problem.code == "domain":
        return _("This value is not possible here. Look at it again.")
    return _("This is not written the way it has to be.")
