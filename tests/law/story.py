"""A story: what happened to somebody, act by act, and what the law then says: steps, terms, rights, remedies.

The story is walked by the law itself: an act that the law does not give at that step, or for which something else has
to come first, is no story.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veer.rules import Pack, holds, program, route_on
from veer.rules.model import Act, Procedure, Route
from veer.rules.problems import Problems
from veer.rules.source import Mapping, Node, Scalar, read_text
from veer.rules.time.clocks import Due, Event, Known, due
from veer.rules.time.counting import Line
from veer.rules.time.rights import Held, rights_on

EVENT = "event."


@dataclass(frozen=True)
class Story:
    """Where somebody stands on a day."""

    pack: Pack
    law: Route
    events: tuple[Event, ...]
    steps: dict[str, str]
    holds: dict[str, bool | None]
    facts: dict[str, Any]
    today: dt.date

    def due(self, clock: str) -> Due | None:
        declared = self.law.clocks.get(clock)
        if declared is None:
            return None
        assert self.law.procedure is not None
        days = {declared.day_of: as_day(given(self.facts, declared.day_of))} if declared.day_of else {}
        known = Known(self.law.procedure, self.pack.countings, self.pack.calendars, days, self.holds)
        return due(declared, self.events, self.today, known)

    def rights(self) -> dict[str, Held]:
        found = rights_on(self.law.rights.values(), self.events, self.steps, self.today, self.holds)
        return {held.right.id: held for held in found}

    def remedies(self) -> dict[str, str]:
        """Remedies that are open, and whether the decision waits meanwhile: yes, no, or perhaps."""
        found = {}
        for remedy in self.law.remedies.values():
            clock = self.due(remedy.clock or "")
            if clock is None or not clock.open or clock.state == "over":
                continue
            if self.holds.get(f"remedies.{remedy.id}", True) is False:
                continue
            said = remedy.suspends if isinstance(remedy.suspends, str) else None
            waits = self.holds.get(f"remedies.{remedy.id}.suspends")
            found[remedy.id] = said or {True: "yes", False: "no", None: "perhaps"}[waits]
        return found


def tell(pack: Pack, route: str, facts: dict[str, Any], happened: list[tuple[dt.date, str]], today: dt.date) -> Story:
    """Walk a story up to a day. Raises AssertionError where the law does not let it happen like that."""
    happened = [(day, act) for day, act in happened if day <= today]
    days = {act: day for day, act in happened}
    whole = pack.route(route)
    anchor = (whole.anchor or "").removeprefix(EVENT)
    law_day = next((day for day, act in happened if act == anchor), today)
    law = route_on(whole, law_day)
    assert law.procedure is not None
    events, steps = walk(law.procedure, happened)
    named = [fact for fact in program(pack, route).facts if fact.startswith(EVENT)]
    told = {fact: day.isoformat() if (day := days.get(fact.removeprefix(EVENT))) else None for fact in named}
    known = {**facts, **told}
    return Story(pack, law, events, steps, holds(pack, route, known, on=law_day, today=today), facts, today)


def walk(procedure: Procedure, happened: list[tuple[dt.date, str]]) -> tuple[tuple[Event, ...], dict[str, str]]:
    """The moves of each act, and where the case ('') and its open branches then are."""
    steps, events, outcome = {"": procedure.starts}, [], ""
    for day, name in happened:
        act = procedure.acts.get(name)
        assert act is not None, f"{name} is no act of this law"
        assert steps.get(act.branch) in act.from_, f"{name} on {day}: the case is at {steps}"
        before = {event.act for event in events}
        assert not act.after or before & set(act.after), f"{name} on {day}: none of {act.after} happened"
        outcome = act.outcome or outcome
        moves = moves_of(procedure, act, outcome)
        steps.update(moves)
        for branch, step in list(steps.items()):
            if branch and procedure.branches[branch].steps[step].ends:
                del steps[branch]
        events.append(Event(name, day, tuple(f"{b}/{s}" if b else s for b, s in moves.items())))
    return tuple(events), steps


def moves_of(procedure: Procedure, act: Act, outcome: str) -> dict[str, str]:
    moves = {}
    if to := act.to.get(outcome) or act.to.get(""):
        moves[act.branch] = to
        if act.branch and to in procedure.branches[act.branch].leads:
            moves[""] = procedure.branches[act.branch].leads[to]
    return moves | {branch: procedure.branches[branch].starts for branch in act.opens}


def given(facts: Any, name: str) -> Any:
    """A fact by its dotted id among facts that are written nested."""
    for part in name.split("."):
        facts = facts.get(part, {}) if isinstance(facts, dict) else {}
    return facts or None


def as_day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def said(line: Line) -> str:
    """One step of an explanation as the stories write it."""
    length = line.length
    units = ("years", "months", "weeks", "days", "working_days")
    words = [f"{getattr(length, unit)} {unit}" for unit in units if length and getattr(length, unit)]
    parts = [line.kind, line.id, *words, *(str(day) for day in (line.day, line.until) if day)]
    return " ".join(part for part in parts if part)


def read(path: Path) -> Any:
    """A YAML file as plain values; dates as they are written."""
    problems = Problems()
    tree = read_text(path.read_text(encoding="utf-8"), str(path), problems)
    assert not problems.found, problems.found
    return plain(tree)


def plain(node: Node | None) -> Any:
    if isinstance(node, Scalar):
        return node.text if isinstance(node.value, dt.date) else node.value
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if node is not None else None
