"""A walk through questions, under a whole pack (the finder) or one route (the score page): alike either way."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.openness import charts, purposes, queries, relevance, words
from veer.openness.answers import Answers
from veer.rules import InputError

MOST_MENDED = 5
AND = ","  # between the facts of one page, in its address


@dataclass
class Walk:
    """One reader on the way."""

    pack: Any
    answers: Answers
    route: Any = None

    def __post_init__(self) -> None:
        self.lang = words.law_language(self.pack)
        self._said: dict[str, Any] | None = None

    def reset(self) -> None:
        """The answers changed: ask the engine anew."""
        self._said = None

    @property
    def said(self) -> dict[str, Any]:
        """What the engine says now: all routes of the pack, or the one."""
        if self._said is None:
            self.mend()
        assert self._said is not None
        return self._said

    def ask_engine(self) -> None:
        """Ask anew. Raises InputError where the answers cannot be taken together."""
        looked_at = [self.route.id] if self.route else purposes.routes(self.pack, self.answers.purposes)
        self._said = queries.survey(self.pack, self.answers.for_engine(), lang=self.lang, routes=looked_at)

    def mend(self) -> None:
        """Answers kept under an older law may not fit that of today: what does not is forgotten, and asked again."""
        for _turn in range(MOST_MENDED):
            try:
                self.ask_engine()
                return
            except InputError as error:
                self.answers.forget([relevance.declared(self.pack, one.field) or one.field for one in error.problems])
        self.answers.forget(list(self.answers.facts))
        self.ask_engine()

    @property
    def next_fact(self) -> str:
        following = self.said["next_question"]
        return str(following["fact"]) if following else ""

    @property
    def next_facts(self) -> list[str]:
        """What is asked next, with what stands on the same page."""
        following = self.said["next_question"]
        return list(following["together"]) if following else []

    def pages(self, facts: list[str]) -> int:
        """How many pages of questions these answers were, those of one group being one."""
        return len({self._page(fact) for fact in facts})

    def page_before(self, facts: list[str]) -> str:
        """The page that was answered last of these, as it stands in an address."""
        page = self._page(facts[-1])
        return AND.join(fact for fact in facts if self._page(fact) == page)

    def _page(self, fact: str) -> str:
        declared = self.pack.facts.get(fact)
        return (declared.group if declared else None) or fact

    def left(self, facts: list[str]) -> int:
        """How many more pages at most, after one with these facts."""
        following = self.said["next_question"]
        if not following:
            return 0
        most = int(following["at_most_pages"])
        return max(0, most - 1 if following["fact"] in facts else most)

    @property
    def asks_purpose(self) -> bool:
        """Whether this law asks first what brings somebody here, and nothing was said yet."""
        begun = self.answers.purposes is not None or self.answers.facts
        return self.route is None and not begun and bool(purposes.of(self.pack))

    # --- where to go

    def next_url(self) -> str:
        """The next question, or what it all came to."""
        if self.next_fact:
            return self.ask_url()
        return self.end_url()

    def ask_url(self) -> str:
        if self.route is None:
            return reverse("openness:find", args=[self.pack.id])
        return reverse("openness:score_ask", args=[self.pack.id, self.route.id])

    def fact_url(self, fact: str) -> str:
        if self.route is None:
            return reverse("openness:find_fact", args=[self.pack.id, fact])
        return reverse("openness:score_fact", args=[self.pack.id, self.route.id, fact])

    def end_url(self) -> str:
        if self.route is None:
            return reverse("openness:result", args=[self.pack.id])
        return reverse("openness:score", args=[self.pack.id, self.route.id])

    # --- what stands beside the question

    def side(self) -> list[dict[str, Any]]:
        """Every answer so far, each changeable. `ours`: its label is in the language of the page, not of the law."""
        return self.purpose_side() + [
            {
                "fact": fact,
                "label": words.label(self.pack, fact),
                "value": words.value_words(self.pack, fact, self.answers.facts[fact]),
                "unknown": words.is_unknown(self.answers.facts[fact]),
                "ours": False,
                "url": self.fact_url(fact),
            }
            for fact in self.answers.order
            if fact in self.answers.facts
        ]

    def purpose_side(self) -> list[dict[str, Any]]:
        """What brings them here, where they were asked."""
        if self.route is not None or self.answers.purposes is None or not purposes.of(self.pack):
            return []
        said = purposes.said(self.pack, self.answers.purposes)
        return [
            {
                "fact": "",
                "label": str(purposes.QUESTION),
                "value": said or _("I don’t know"),
                "unknown": not said,
                "ours": True,
                "url": reverse("openness:find_purpose", args=[self.pack.id]),
            }
        ]

    def possible(self) -> dict[str, Any]:
        """Each way a line: long while possible, short once closed."""
        states = [one["outcome"] for one in sorted(self.said["routes"], key=lambda one: str(one["route"]))]
        still = sum(1 for state in states if state != "closed")
        return {
            "title": ngettext(
                "%(n)d of %(all)d way is still possible", "%(n)d of %(all)d ways are still possible", still
            )
            % {"n": still, "all": len(states)},
            "lines": charts.ways(states),
            "height": 14 + 12 * len(states) - 12,
            "label": _("Lines, one for each way. %(long)d are long: still possible. %(short)d are short: closed.")
            % {"long": still, "short": len(states) - still},
        }

    def why(self, facts: list[str]) -> list[dict[str, Any]]:
        """Which ways still turn on one of these facts."""
        return [
            {
                "title": words.route_title(self.pack, one["route"]),
                "url": reverse("openness:law_route", args=[self.pack.id, one["route"]]),
            }
            for one in self.said["routes"]
            if not set(facts).isdisjoint(one.get("missing", []))
        ]
