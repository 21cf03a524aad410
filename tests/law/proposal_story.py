"""Whoever acts in one case of the proposal, act by act, and whoever they act as."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from tests.cases import cast
from tests.cases.test_walks import LAW
from tests.laws import law_in
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case, perform
from veer.cases.acts.round import daily_round
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import entries, length
from veer.rules import Pack, route_on
from veer.rules.model import Procedure, Route

ASKING, LEAVING = "asylum", "return"
TRUTHS = {"returned", "residence", "elsewhere", "non_return"}
OLD, PACT = date(2026, 3, 1), date(2026, 9, 1)
WHY = [{"id": "", "text": "Because.", "source": ""}]


@cache
def pack() -> Pack:
    return law_in(LAW / "be-proposal")


@cache
def law_on(route: str, day: date = PACT) -> Route:
    return route_on(pack().route(route), day)


def procedure(route: str, day: date = PACT) -> Procedure:
    found = law_on(route, day).procedure
    assert found is not None
    return found


GIVEN: dict[str, Any] = {
    "whereabouts": "inside", "needs_support": False, "unaccompanied_minor": False, "nationality": "ER",
    "arrived_on": None, "application.number": 1, "transfer.state": "HR", "procedure.kind": "ordinary",
    "procedure.bars_work": False, "procedure.country_information": "COI Focus Eritrea",
    "minor_children": False, "consulate.country": "ER",
    "consulate.asked_on": "2026-07-05", "consulate.answer": "not_known",
    "elsewhere.state": "PT", "extension.ground": "family_ties", "detained": True,
    "left_for": "ER", "non_return.reason": "no_state",
}  # fmt: skip
"""What is answered when an act asks it; a date is today, and a finding is no, where a story says nothing else."""


@dataclass
class Story:
    """One case and whoever acts in it, by name of their role; `official2` and `signer2` are somebody else."""

    at: Callable[..., datetime]
    route: str = ASKING
    person: Who = field(default_factory=lambda: cast.applicant("Tesfaye Haile", "en"))
    people: dict[str, Who] = field(default_factory=dict)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        self.on("2026-01-05")
        law.activate(pack(), SYSTEM)
        names = ("official", "official2", "signer", "desk", "reception", "returns", "court")
        self.people = {name: cast.who(cast.account(name, name.rstrip("2"))) for name in names}
        self.people["applicant"] = self.person

    def open(self, by: str = "desk") -> "Story":
        self.case = open_case(
            cast.person_of(self.person), pack().id, self.route, self.people[by], language="en", key=uuid4().hex
        )
        return self

    def on(self, day: str) -> "Story":
        moment = date.fromisoformat(day)
        self.at(moment.year, moment.month, moment.day, 9)
        return self

    def wait(self, days: int) -> "Story":
        moment = clock.now() + timedelta(days=days)
        self.at(moment.year, moment.month, moment.day, 9)
        daily_round()
        self.case = Case.objects.get(pk=self.case.pk)
        return self

    def do(self, what: str, by: str = "", **facts: Any) -> "Story":
        """An act by a role, or by the first that the law names; `facts` by name, a point written as two underscores."""
        standing = Standing(Case.objects.get(pk=self.case.pk))
        act = standing.procedure.acts[what]
        if "interpreter" in act.by and "interpreter" not in self.people:
            self.people["interpreter"] = cast.interpreter(self.case.hearings.get(), self.people["official"])
        who = self.people[by or next(role for role in act.by if role in self.people)]
        said = {name.replace("__", "."): value for name, value in facts.items()}
        asked = {fact: said.get(fact, self.value(fact, standing)) for fact in act.asks}
        data: dict[str, Any] = {"facts": asked, "reasons": WHY, "reason": "Because.", "text": "So it was."}
        data |= {
            "message": "That is not so.",
            "notes": "Question and answer.",
            "remarks": "Not so.",
            "declaration": True,
            "set_for": clock.now() + timedelta(days=8),
        }
        if act.does == "sign":
            data["letter"] = cast.shown_letter(self.case, who)
        if act.does == "ask_document":
            data["kind"] = "passport"
        if act.does == "judge_fact":
            data |= {"fact": "whereabouts", "state": "verified", "value": "inside"}
        if act.does == "add_document":
            data |= {"kind": "embassy_letter", "file": cast.a_pdf()}
        self.case = perform(self.case.pk, what, who, data=data, seen=length(self.case.pk), key=uuid4().hex).case
        return self

    def value(self, fact: str, standing: Standing) -> Any:
        if fact in GIVEN:
            return GIVEN[fact]
        return standing.today.isoformat() if pack().facts[fact].type.kind == "date" else False

    def goes_on(self) -> "Story":
        """The story of the case in which this one goes on."""
        after = self.beside(LEAVING)
        after.case = Case.objects.get(parent=self.case)
        return after

    def beside(self, route: str) -> "Story":
        """Another story of the same people, whose case is still to be opened."""
        other = copy(self)
        other.route = route
        return other

    @property
    def acts(self) -> list[str]:
        return [entry.act for entry in entries(self.case.pk)]

    @property
    def end(self) -> tuple[str, str | None]:
        return self.case.step, self.case.ends
