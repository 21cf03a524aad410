"""An act in the making: what every family, guard and letter is handed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from veer.access import roles
from veer.access.who import Who
from veer.cases import clocks, law
from veer.cases.models import Case, Decision
from veer.cases.standing import Standing
from veer.rules import Pack
from veer.rules.model import Act, Procedure, Route


@dataclass
class Doing:
    """One act on one locked case. `told` is what the journal will say of it."""

    standing: Standing
    act: Act
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
    def route(self) -> Route:
        return self.standing.route

    @property
    def procedure(self) -> Procedure:
        return self.standing.procedure

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


INTERPRETER = "interpreter"  # whoever interprets at an interview of the case: no role, but a mandate for that interview
REPRESENTATIVE = "representative"  # whoever stands up for the applicant by a mandate; as applicant both may act


def acts_for(by: Who, case: Case) -> bool:
    """Whether somebody is the person of a case, or may act for them in it."""
    return by.may_act(case.person_id, route=law.route_name(case), case=case.pk)


def relation_of(act: Act, by: Who, case: Case) -> str | None:
    """As what the law lets this actor do the act in this case: applicant, a role, the program itself; or not at all."""
    own = acts_for(by, case)
    for relation in act.by:
        if relation == roles.APPLICANT:
            holds = own
        elif relation == REPRESENTATIVE:
            holds = own and case.person_id not in by.own
        elif relation == INTERPRETER:
            holds = bool(by.hearings) and case.hearings.filter(pk__in=by.hearings).exists()
        elif relation == "system":
            holds = by.kind == "system"
        else:
            holds = by.has(relation) and case.person_id not in by.near
        if holds:
            return str(relation)
    return None
