"""How a case stands: its law, its steps, its facts, its clocks. Each is looked up once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery

from veer.cases import away, clocks, facts, law
from veer.cases.models import NEVER, Branch, Case, Decision, Document, Hearing, Signature, Stop
from veer.journal import clock
from veer.journal.models import Entry
from veer.journal.queries import entries
from veer.rules import Pack, days_of_change, holds, route_on, waits_for
from veer.rules.model import Act, Procedure, Route, Step
from veer.rules.time.clocks import Due, Event, Known, all_due


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as somebody opened it, with what a page then need not ask for: whether there is a stop on it, a decision,
    an interview at all; who stands in today for its holder; when whoever opened it last noted that they have it open.
    `line`: all files of its person that they see so, it among them, the one opened first first.
    """

    case: Case
    line: tuple[Case, ...]
    stopped: bool
    decided: bool
    heard: bool
    deputy: UUID | None
    noted_at: datetime | None


class Standing:
    """How a case stands: its law, its facts, what the law says of them, what is proposed."""

    def __init__(self, case: Case, *, shown: bool = False, opened: Opened | None = None) -> None:
        """`shown`: on a page that reads the journal anyway, and on which nothing happens to the case; so where it was
        `opened`."""
        self.case, self.opened, self.shown = case, opened, shown or opened is not None
        self._due: dict[date, list[Due]] = {}

    def forget(self) -> None:
        """Facts or steps have changed: whatever stands on them is looked up anew."""
        for name in (
            *("known", "papers", "record", "answer", "holds", "clock_known", "route", "law_day"),
            *("branches", "steps"),
        ):
            self.__dict__.pop(name, None)
        self._due.clear()

    def after(self, entry: Entry) -> "Standing":
        """How the case stands once this entry is written. The journal is read again only where it is not known how it
        went on up to here."""
        then = Standing(self.case)
        before = self.__dict__.get("entries", [])
        if len(before) == entry.position - 1:
            then.entries = [*before, entry]
        return then

    @cached_property
    def pack(self) -> Pack:
        return law.pack_of(self.case)

    @cached_property
    def law_day(self) -> date:
        """The day whose law holds: that of the anchor of the route, today as long as it is not known; without an anchor
        the day on which the case was sent."""
        anchor = self.pack.route(self.case.route).anchor
        if anchor is None:
            return facts.law_day(self.case, self.pack)
        if not anchor.startswith(facts.EVENT):
            return as_day(self.known[0].get(anchor)) or self.today
        act = anchor.removeprefix(facts.EVENT)
        return next((event.day for event in self.events if event.act == act), self.today)

    @property
    def law_changes_on(self) -> date:
        """The next day from which other law holds for the case; NEVER where its law day is settled, or none comes."""
        if self.case.ended_at or self.law_day != self.today:
            return NEVER
        ahead = (day for day in days_of_change(self.pack.route(self.case.route)) if day > self.today)
        return next(ahead, NEVER)

    @cached_property
    def today(self) -> date:
        return clock.today(self.pack.time_zone)

    @cached_property
    def route(self) -> Route:
        """The route as it is in force on the case's law day."""
        return route_on(self.pack.route(self.case.route), self.law_day)

    @property
    def procedure(self) -> Procedure:
        assert self.route.procedure is not None  # a case cannot be opened without one
        return self.route.procedure

    @cached_property
    def known(self) -> tuple[dict[str, Any], dict[str, str]]:
        return facts.known(self.case)

    @cached_property
    def record(self) -> dict[str, Any]:
        """The facts that the file itself tells."""
        return facts.from_record(self.case, self.pack, self.entries, lambda: self.papers)

    @cached_property
    def documents(self) -> list[Document]:
        """Every document of the file, latest first, each with what it replaces or translates and what replaced it."""
        found = Document.objects.filter(case=self.case).select_related("supersedes", "translates", "newer")
        return list(found.order_by("-added_at", "id"))

    @cached_property
    def papers(self) -> frozenset[str]:
        """The kinds of document in the file, without those that were refused."""
        if self.shown:
            return frozenset(one.kind for one in self.documents if one.state != Document.REFUSED)
        return facts.papers(self.case)

    @cached_property
    def deputies(self) -> frozenset[UUID]:
        """Who stands in today for whoever holds the case."""
        if self.opened is not None:
            return frozenset({self.opened.deputy} - {None})
        return away.deputies(self.case.holder, away.today()) if self.case.holder else frozenset()

    @cached_property
    def answer(self) -> dict[str, Any]:
        return facts.answer_of_law(self.case, *self.known, record=self.record)

    def answer_in(self, lang: str) -> dict[str, Any]:
        """The same answer in the words of a reader."""
        if law.heard(self.pack, lang) == law.tongue(self.pack, self.case.language):
            return self.answer
        return facts.answer_of_law(self.case, *self.known, lang=lang, record=self.record)

    @cached_property
    def decisions(self) -> list[Decision]:
        """All proposals and decisions, latest first, each with its last signature."""
        if self.opened is not None and not self.opened.decided:
            return []
        last = Signature.objects.filter(decision=OuterRef("pk")).order_by("-at", "id")
        signed = {
            "last_signer": Subquery(last.values("signer")[:1]),
            "last_digest": Subquery(last.values("digest")[:1]),
        }
        return list(Decision.objects.filter(case=self.case).annotate(**signed).order_by("-proposed_at", "id"))

    @property
    def proposal(self) -> Decision | None:
        """The decision that waits for a signature."""
        return next((one for one in self.decisions if one.signed_at is None and one.sent_back_at is None), None)

    @property
    def signed(self) -> Decision | None:
        """The latest decision that was signed."""
        return next((one for one in self.decisions if one.signed_at is not None), None)

    @cached_property
    def stops(self) -> list[Stop]:
        """The stops that stand on the case, the oldest first."""
        if self.opened is not None and not self.opened.stopped:
            return []
        return list(Stop.objects.filter(case=self.case, lifted_at=None).order_by("placed_at", "id"))

    @cached_property
    def hearings(self) -> list[Hearing]:
        """The interviews of the case: the one still ahead, then those held, latest first."""
        if self.opened is not None and not self.opened.heard:
            return []
        found = Hearing.objects.filter(case=self.case)
        return list(found.order_by(F("held_at").desc(nulls_first=True), "id"))

    @property
    def hearing_ahead(self) -> Hearing | None:
        """The interview to which the person is invited and which was not held yet."""
        return next((one for one in self.hearings if one.held_at is None), None)

    @property
    def last_held(self) -> Hearing | None:
        """The latest interview that was held: the one whose notes there are."""
        return next((one for one in self.hearings if one.held_at is not None), None)

    @cached_property
    def entries(self) -> list[Entry]:
        """The journal of the case, whole, in order."""
        return list(entries(self.case.pk))

    @cached_property
    def events(self) -> list[Event]:
        """What happened, from the journal alone, as the clocks take it."""
        return events_from(((one.act, one.at, one.led_to) for one in self.entries), self.pack)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Where the case ('') and its open branches are now."""
        found = {"": self.step_of("", self.case.step)}
        if self.shown:
            found |= self._open_branches()
        else:
            found |= {one.branch: self.step_of(one.branch, one.step) for one in self.branches}
        return found

    @cached_property
    def branches(self) -> list[Branch]:
        """The open branches, the one opened first first."""
        if not self.procedure.branches:
            return []
        return list(self.case.branches.filter(ended_at=None).order_by("opened_at", "id"))

    def _open_branches(self) -> dict[str, Step]:
        """Where its open branches are, told by the journal: the one opened first stands first."""
        whole, found = self.pack.route(self.case.route).procedure, dict[str, Step]()
        for event in self.events:
            act = whole.acts.get(event.act) if whole else None
            for branch, _slash, name in (move.rpartition("/") for move in event.moves):
                step = self.step_of(branch, name)
                over = bool(step.ends or step.goes_on)
                if not branch:
                    found = {} if over else found
                    continue
                if over or (act is not None and branch in act.opens):
                    found.pop(branch, None)
                if not over:
                    found[branch] = step
        return found

    def step_of(self, branch: str, step: str) -> Step:
        """A step of the case or of a branch; one that the law of its day no longer has still ends nowhere."""
        whole = self.pack.route(self.case.route).procedure
        assert whole is not None
        known = self.procedure.branches.get(branch) or whole.branches[branch] if branch else None
        steps = known.steps if known else self.procedure.steps
        return steps.get(step) or whole.steps_of(branch)[step]

    @cached_property
    def holds(self) -> dict[str, bool | None]:
        """What holds of the conditions that acts, clocks, rights and remedies name; unknown is None."""
        return clause_conditions(self)

    def waits_for(self, path: str) -> list[str]:
        """The labels of the facts that can still settle a condition."""
        lang = law.tongue(self.pack, self.case.language)
        return [self.pack.fact_text(fact, lang).label for fact in self.settled_by(path)]

    def settled_by(self, path: str) -> list[str]:
        """The facts that can still settle a condition; none of one that is settled."""
        if self.holds.get(path) is not None:
            return []
        given = facts.given(self.case, *self.known, self.record)
        return list(waits_for(self.pack, self.case.route, given, path, on=self.law_day, today=self.today))

    def due_on(self, day: date) -> list[Due]:
        """Every clock that started, as it stands on a day."""
        if day not in self._due:
            self._due[day] = all_due(self.route.clocks.values(), self.events, day, self.clock_known)
        return self._due[day]

    @cached_property
    def clock_known(self) -> Known:
        named = {clock.day_of for clock in self.route.clocks.values() if clock.day_of}
        days = {name: as_day(self.known[0].get(name)) for name in named} if named else {}
        return Known(self.procedure, self.pack.countings, self.pack.calendars, days, self.holds)


def clause_conditions(standing: Standing) -> dict[str, bool | None]:
    """Asked of the engine only where the law has such conditions at all."""
    if not law.conditional(standing.pack, standing.case.route):
        return {}
    given = facts.given(standing.case, *standing.known, standing.record)
    return holds(standing.pack, standing.case.route, given, on=standing.law_day, today=standing.today)


def events_from(rows: Iterable[tuple[str, datetime, str | None]], pack: Pack) -> list[Event]:
    """Entries of a case's journal as events; `led_to` holds the moves of an act, apart by spaces."""
    return [
        Event(act, clocks.legal_day(at, pack.time_zone), tuple(led_to.split()) if led_to else ())
        for act, at, led_to in rows
    ]


def as_day(value: Any) -> date | None:
    """The day that a fact names; None where it is unknown or only partly known."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def at_step(act: Act, steps: Mapping[str, Step]) -> bool:
    """May the act be done where the case and its branches are now?"""
    here = steps.get(act.branch)
    return here is not None and here.id in act.from_
