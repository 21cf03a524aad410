"""What somebody can do in a case now, and why not yet: for the buttons of a page."""

from dataclasses import dataclass, field
from typing import Any

from veer.access.who import Who
from veer.cases import law
from veer.cases.acts import guards
from veer.cases.acts.doing import Doing, relation_of
from veer.cases.standing import Standing, at_step
from veer.journal import clock


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the law gives to somebody at this step. `why_not`: what has to come first."""

    id: str
    does: str
    title: str
    outcome: str | None
    needs: tuple[str, ...]
    why_not: dict[str, Any] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return not self.why_not


def offers(standing: Standing, who: Who, lang: str) -> list[Offer]:
    """The acts of this step that are for this person, in the order of the law."""
    case = standing.case
    found = []
    for act in standing.procedure.acts.values():
        if not (at_step(act, standing.steps) and relation_of(act, who, case)):
            continue
        doing = Doing(standing, act, who, {}, clock.now(), outcome=act.outcome or "")
        why_not = guards.failing(doing, at_once=True)
        title = law.act_words(standing.pack, case.route, act.id, lang)
        found.append(Offer(act.id, act.does, title, act.outcome, act.needs, why_not))
    return found
