"""Somebody who walks through a procedure without knowing it: at each step one of the acts that the law offers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.cases import cast
from veer.access import roles
from veer.access.who import Who
from veer.cases.acts import deciding, perform
from veer.cases.acts.doing import INTERPRETER
from veer.cases.acts.offers import offers
from veer.cases.acts.round import daily_round
from veer.cases.errors import ActRefused
from veer.cases.models import Case, Term
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import length
from veer.letters.render import digest
from veer.people.queries import interpreters
from veer.rules.model import Act, Fact, Type

WORKERS = (roles.OFFICIAL, roles.SIGNER, *roles.PARTS)
Choose = Callable[[list[Any]], Any]


@dataclass
class Walker:
    """Walks one case. `choose` picks from a list; `at` moves the time. `seen`: every act that was performed."""

    case: Case
    applicant: Who
    choose: Choose
    at: Callable[..., datetime]
    seen: list[str] = field(default_factory=list)
    workers: dict[str, list[Who]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # two of each, so that who did something is not the only one who may do the next thing
        for role in WORKERS:
            self.workers[role] = [cast.who(cast.account(f"{role} {n}", role)) for n in (1, 2)]

    @property
    def everybody(self) -> Iterator[Who]:
        yield self.applicant
        for pair in self.workers.values():
            yield from pair

    def standing(self) -> Standing:
        return Standing(Case.objects.get(pk=self.case.pk))

    def offered(self) -> list[tuple[Act, Who]]:
        """Every act that somebody could do now, with who."""
        standing = self.standing()
        found = [
            (standing.procedure.acts[offer.id], one)
            for one in self.everybody
            for offer in offers(standing, one, "en")
            if offer.ready
        ]
        return [(act, one) for act, one in found if act.does not in ("take", "give_back", "judge_fact", "add_document")]

    def do(self, act: Act, by: Who) -> bool:
        """Perform one act; whether it was taken."""
        if "holder" in act.needs and self.case.holder != by.account:
            self.take(by)
        try:
            done = perform(
                self.case.pk, act.id, by, data=self.data(act, by), seen=length(self.case.pk), key=uuid4().hex
            )
        except ActRefused:
            return False
        self.case = done.case
        self.seen.append(act.id)
        if act.does == "summon":
            self.ask_an_interpreter()
        return True

    def ask_an_interpreter(self) -> None:
        """Whoever interprets at the interview that is ahead, if nobody was asked yet."""
        hearing = self.case.hearings.select_related("case").get(held_at=None)
        if not interpreters(hearing.pk):
            one = cast.interpreter(hearing, self.workers[roles.OFFICIAL][0])
            self.workers.setdefault(INTERPRETER, []).append(one)

    def take(self, by: Who) -> None:
        for offer in offers(self.standing(), by, "en"):
            if offer.does == "take":
                self.case = perform(self.case.pk, offer.id, by, seen=length(self.case.pk), key=uuid4().hex).case

    def data(self, act: Act, by: Who) -> dict[str, Any]:
        """What a form would send, whatever the act wants."""
        standing = self.standing()
        facts = {fact: value_of(standing.pack.facts[fact], self.choose, standing.today) for fact in act.asks}
        why = [{"id": "", "text": "Because.", "source": ""}]
        said = {"facts": facts, "reasons": why, "reason": "Because.", "text": "So it was.", "message": "Yes."}
        said |= {"notes": "Question and answer.", "remarks": "That is wrong.", "declaration": True}
        said |= {"set_for": clock.now() + timedelta(days=9), "place": "Room 2", "language": "ti"}
        if act.does == "sign" and standing.proposal is not None:
            said["letter"] = digest(deciding.preview(standing, standing.proposal, by, standing.today)[1])
        if act.does == "ask_document":
            said["kind"] = next(iter(kinds(standing)), "")
        return said

    def wait(self, days: int) -> None:
        """Time passes; the daily round does its work."""
        self.at(clock.now() + timedelta(days=days))
        daily_round()
        self.case = Case.objects.get(pk=self.case.pk)


def kinds(standing: Standing) -> Iterator[str]:
    for fact in standing.pack.facts.values():
        yield from fact.evidence


def value_of(fact: Fact, choose: Choose, today: date) -> Any:
    """A value that the fact can have."""
    if fact.optional and choose([True, False]):
        return None
    return _plain(fact.type, choose, today)


def _plain(kind: Type, choose: Choose, today: date) -> Any:
    match kind.kind:
        case "bool" | "judgement":
            return choose([True, False])
        case "enum" | "level":
            return choose(list(kind.symbols))
        case "date":
            return today.isoformat()
        case "list":
            return []
        case "code" | "text":
            return "XX"
        case "map":
            return {}
    return int(kind.low) if isinstance(kind.low, int) else 0


def check_terms(walker: Walker) -> None:
    """No clock is lost: what is kept is what the journal gives again, row by row."""
    standing = walker.standing()
    running = {} if walker.case.ended_at else {one.clock.id: one for one in standing.due_on(standing.today) if one.open}
    kept = {term.clock: term for term in Term.objects.filter(case=walker.case)}
    assert set(kept) == set(running)
    for name, term in kept.items():
        one = running[name]
        assert (one.started, one.last_day) == (term.started, None if term.last_day.year == 9999 else term.last_day)
    assert list(Standing(standing.case, shown=True).steps.items()) == list(Standing(standing.case).steps.items())
