"""An act in the making: what every family, guard and letter is handed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from veer.access import roles
from veer.access.who import Who
from veer.cases import clocks, facts, law
from veer.cases.models import Case, Decision
from veer.journal.models import Entry
from veer.journal.queries import entries, headers
from veer.rules import Pack


class Standing:
    """How a case stands: its law, its facts, what the law says of them, what is proposed. Each is looked up once."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def pack(self) -> Pack:
        return law.pack_of(self.case)

    @cached_property
    def route(self) -> Any:
        return self.pack.route(self.case.route)

    @cached_property
    def known(self) -> tuple[dict[str, Any], dict[str, str]]:
        return facts.known(self.case)

    @cached_property
    def answer(self) -> dict[str, Any]:
        return facts.answer_of_law(self.case, *self.known)

    def answer_in(self, lang: str) -> dict[str, Any]:
        """The same answer in the words of a reader."""
        if law.heard(self.pack, lang) == law.tongue(self.pack, self.case.language):
            return self.answer
        return facts.answer_of_law(self.case, *self.known, lang=lang)

    @cached_property
    def decisions(self) -> list[Decision]:
        """All proposals and the decision, latest first."""
        return list(Decision.objects.filter(case=self.case).order_by("-proposed_at", "id"))

    @property
    def proposal(self) -> Decision | None:
        """The decision that waits for a signature."""
        return next((one for one in self.decisions if one.signed_at is None and one.sent_back_at is None), None)

    @property
    def signed(self) -> Decision | None:
        """The decision, once it is one."""
        return next((one for one in self.decisions if one.signed_at is not None), None)

    @cached_property
    def entries(self) -> list[Entry]:
        """The journal of the case, whole, in order."""
        return list(entries(self.case.pk))

    @cached_property
    def events(self) -> list[clocks.Event]:
        """What happened, from the journal alone, as the clocks take it."""
        return events_from(((one.act, one.at, one.led_to) for one in self.entries), self.pack, self.route)


@dataclass
class Doing:
    """One act on one locked case. `told` is what the journal will say of it."""

    standing: Standing
    act: Any
    by: Who
    data: Mapping[str, Any]
    at: datetime
    told: dict[str, Any] = field(default_factory=dict)
    outcome: str = ""

    @property
    def case(self) -> Case:
        return self.standing.case

    @property
    def pack(self) -> Pack:
        return self.standing.pack

    @property
    def route(self) -> Any:
        return self.standing.route

    @property
    def proposal(self) -> Decision | None:
        return self.standing.proposal

    @property
    def today(self) -> date:
        """The legal day of the act."""
        return clocks.legal_day(self.at, self.pack.time_zone)

    @property
    def to(self) -> str | None:
        """The step that the act leads to; None when the step stays."""
        step: str | None = self.act.to.get(self.outcome) or self.act.to.get("")
        return step

    @property
    def letter(self) -> str | None:
        """The letter that the law attaches to the act, by outcome."""
        name: str | None = self.act.letter.get(self.outcome) or self.act.letter.get("")
        return name


@dataclass(frozen=True, slots=True)
class Family:
    """What a kind of act does. One that only adds cannot undo what happened meanwhile, so it is never stale."""

    does: str
    carry_out: Callable[[Doing], None]
    only_adds: bool = False
    hidden_from_person: bool = False


FAMILIES: dict[str, Family] = {}


def family(does: str, *, only_adds: bool = False, hidden_from_person: bool = False) -> Callable[..., Any]:
    """Name the function that carries out acts of this kind."""

    def keep(carry_out: Callable[[Doing], None]) -> Callable[[Doing], None]:
        FAMILIES[does] = Family(does, carry_out, only_adds, hidden_from_person)
        return carry_out

    return keep


def relation_of(act: Any, by: Who, case: Case) -> str | None:
    """As what the law lets this actor do the act in this case: applicant, a role, the program itself; or not at all."""
    own = case.person_id in by.persons
    for relation in act.by:
        if relation == roles.APPLICANT:
            holds = own
        elif relation == "system":
            holds = by.kind == "system"
        else:
            holds = by.has(relation) and not own
        if holds:
            return str(relation)
    return None


def at_step(act: Any, step: Any) -> bool:
    """May the act be done at this step? `any_open` is every step that does not end the case."""
    return step.id in act.from_ or ("any_open" in act.from_ and step.ends is None)


def events_of(case: Case, pack: Pack) -> list[clocks.Event]:
    """The same from the headers alone: an act that has just been written is among them."""
    rows = headers(case.pk).values_list("act", "at", "led_to")
    return events_from(rows, pack, pack.route(case.route))


def events_from(rows: Iterable[tuple[str, datetime, str | None]], pack: Pack, route: Any) -> list[clocks.Event]:
    found: list[clocks.Event] = []
    step = route.procedure.starts
    for act, at, led_to in rows:
        step = led_to or step
        found.append(clocks.Event(act, clocks.legal_day(at, pack.time_zone), step))
    return found
