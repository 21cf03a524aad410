"""The questions of a page as forms: those that applications use too, with what the finder adds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from veer.cases.facts import said
from veer.cases.forms.questions import ABSENT, Question
from veer.openness import relevance, words
from veer.openness.walk import AND, Walk
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


@dataclass(slots=True)
class Page:
    """What is asked at once: one question, or several that belong together, each a form of its own."""

    questions: list[Question]

    @property
    def facts(self) -> list[str]:
        return [one.fact for one in self.questions]

    @property
    def address(self) -> str:
        """What stands for these facts in an address."""
        return AND.join(self.facts)

    @property
    def wants_more(self) -> bool:
        return any(one.wants_more for one in self.questions)

    def reshaped(self) -> "Page":
        return Page([one.reshaped() for one in self.questions])

    def is_valid(self) -> bool:
        valid = [one.is_valid() for one in self.questions]  # each, so that all that is wrong is said at once
        return all(valid)

    @property
    def answers(self) -> dict[str, Any]:
        return {one.fact: one.answer for one in self.questions}

    @property
    def problems(self) -> list[dict[str, str]]:
        return [problem for one in self.questions if one.is_bound for problem in one.problems]

    def fault(self, words: str) -> None:
        """Something is wrong with the answers together."""
        self.questions[0].add_error(None, words)


def page(
    pack: Any,
    facts: Iterable[str],
    lang: str,
    *,
    data: Mapping[str, Any] | None = None,
    known: dict[str, Any] | None = None,
) -> Page:
    """The first fact is the heading of the page, the others stand below it. What is searched or has parts of its own
    stands alone: its buttons mean the whole page."""
    flat = relevance.flattened(pack, known or {})
    heard, asked = Speaking(pack), list(dict.fromkeys(facts))
    named = {fact: Question(heard, fact, lang, value=flat.get(fact, ABSENT)) for fact in asked}
    plain = [fact for fact in asked if named[fact].kind not in ("search", "map", "list")]
    kept = plain if asked[0] in plain else asked[:1]
    return Page(
        [
            Question(
                heard,
                fact,
                lang,
                data=data,
                value=flat.get(fact, ABSENT),
                prefix=f"f{number}" if len(kept) > 1 else None,
                beside=number > 0,
            )
            for number, fact in enumerate(kept)
        ]
    )


def conflict(walk: Walk) -> str:
    """What the engine has against the answers together, in the reader's words; nothing when it takes them."""
    try:
        walk.ask_engine()
    except InputError as error:
        said_once = dict.fromkeys(str(said(walk.pack, one.code, one.field)) for one in error.problems)  # some are lazy
        return " ".join(said_once)
    return ""
