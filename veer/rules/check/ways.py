"""Every way that a case can go: where it and its branches can stand together, and that each way ends.

A state is the step of the case with the step of each branch that is open beside it. What an act asks of the facts, and
which acts must have gone before, is not followed: whatever holds for more ways holds for these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from ..model import Act, Branch, Clock, Procedure, Step
from ..model.procedure import OPENING
from ..problems import Problems
from ..time.clocks import opened_by_meeting

Item = TypeVar("Item")
MOST = 50_000
"""States beyond which nobody could read the procedure either."""


@dataclass(frozen=True, slots=True)
class State:
    step: str
    open: frozenset[tuple[str, str]] = frozenset()
    still: frozenset[str] = frozenset()
    """Suspensions of the clock that is followed, if one is, which stand still without an end of their own."""


def over(step: Step | None) -> bool:
    return step is not None and bool(step.ends or step.goes_on)


@dataclass(slots=True)
class Ways:
    """The states of one procedure as it is law on one day, and the moves between them."""

    procedure: Procedure
    seen: dict[State, list[tuple[Act, State]]] = field(default_factory=dict)
    passed: set[tuple[str, str]] = field(default_factory=set)
    """(branch, step) of every step that is reached, those in which a branch ends too; the case is the branch ''."""

    @classmethod
    def of(cls, procedure: Procedure) -> Ways:
        made = cls(procedure)
        todo = [State(procedure.starts)]
        while todo and len(made.seen) < MOST:
            state = todo.pop()
            if state not in made.seen:
                made.seen[state] = list(made.moves(state))
                made.passed.add(("", state.step))
                todo += [new for _, new in made.seen[state]]
        return made

    def possible(self, act: Act) -> bool:
        """Is one of the acts that must go before it law at all?"""
        return not act.after or any(before in self.procedure.acts for before in act.after)

    def moves(self, state: State) -> Iterator[tuple[Act, State]]:
        for act in self.procedure.acts.values():
            if self.stands(state, act) and self.possible(act):
                yield from ((act, new) for new in self.after(state, act))

    def stands(self, state: State, act: Act) -> bool:
        """Is the case, or the branch, at a step from which the act is performed?"""
        return (dict(state.open).get(act.branch) if act.branch else state.step) in act.from_

    def after(self, state: State, act: Act) -> Iterator[State]:
        opened = [self.procedure.branches[b] for b in act.opens if b in self.procedure.branches]
        self.passed |= {(b.id, b.starts) for b in opened}
        beside = {b.id: b.starts for b in opened} | dict(state.open)
        if not act.branch:
            for to in set(act.to.values()) or {state.step}:
                yield State(to, frozenset(beside.items()), state.still)
            return
        branch = self.procedure.branches[act.branch]
        for to in set(act.to.values()) or {beside[branch.id]}:
            self.passed.add((branch.id, to))
            rest = {name: step for name, step in beside.items() if name != branch.id}
            if over(branch.steps.get(to)):
                yield State(branch.leads.get(to, state.step), frozenset(rest.items()), state.still)
            else:
                yield State(state.step, frozenset({**rest, branch.id: to}.items()), state.still)

    def ended(self, state: State) -> bool:
        return over(self.procedure.steps.get(state.step))

    # --- clocks ----------------------------------------------------------------------------------------------------

    def running(self, clock: Clock) -> Iterator[State]:
        """States in which a clock can run out: it has started, and was neither met nor fell away nor stands still."""
        begun: list[tuple[str | None, State]] = []  # the branch in which it started, None where a day starts it
        if clock.day_of:
            begun = [(None, state) for state in self.seen if state.step == self.procedure.starts]
        else:
            begun += [("", State(self.procedure.starts))] if OPENING in clock.starts else []
            begun += [
                (act.branch, new) for ways in self.seen.values() for act, new in ways
                if act.id in clock.starts and not self.met_beside(clock, new)
            ]  # fmt: skip
        seen: set[State] = set()
        for where, first in begun:
            todo = [first]
            while todo:
                state = todo.pop()
                if state in seen or self.ended(state) or self.fallen(clock, state):
                    continue
                seen.add(state)
                if not state.still:
                    yield state
                later = [self.later(clock, where, state, act, new) for act, new in self.moves(state)]
                todo += [new for new in later if new is not None]

    def met_beside(self, clock: Clock, state: State) -> bool:
        """Is a branch open that only an act which meets the clock opens? Telling a decision again changes nothing."""
        opened = opened_by_meeting(clock, self.procedure)
        return any(branch in opened for branch, _ in state.open)

    def fallen(self, clock: Clock, state: State) -> bool:
        return state.step in clock.ends or any(f"{name}/{step}" in clock.ends for name, step in state.open)

    def later(self, clock: Clock, where: str | None, state: State, act: Act, new: State) -> State | None:
        """The state after an act while the clock still runs; None where the act ends it."""
        if act.id in (*clock.meets, *clock.ends, clock.expires):
            return None
        until_left = not clock.meets and not clock.ends and clock.duty == "applicant" and where is not None
        moved = dict(state.open).get(where or "") != dict(new.open).get(where or "")
        if until_left and (moved or (not where and state.step != new.step)):
            return None  # the step is left
        still = new.still
        for suspension in clock.suspensions:
            if suspension.at_most is None and act.id in suspension.from_:
                still |= {suspension.id}
            if act.id in suspension.until:
                still -= {suspension.id}
        return State(new.step, new.open, still)


class WaysCheck:
    """Says where a procedure, as it is law from one day on, does not end, or has what nobody can reach."""

    def __init__(self, procedure: Procedure, problems: Problems, when: str) -> None:
        self.procedure, self.problems, self.when = procedure, problems, when

    def check(self) -> Ways | None:
        """The ways, where no act leads nowhere."""
        procedure = self.procedure
        acts = procedure.acts.values()
        if any(not led for led in list(map(self.leads, acts))):  # all of them are told
            return None
        ways = Ways.of(procedure)
        self.reached(ways)
        self.ends(ways)
        for branch in procedure.branches.values():
            if any(name == branch.id for name, _ in ways.passed):
                self.branch(branch)
        return ways

    def leads(self, act: Act) -> bool:
        steps = self.procedure.steps_of(act.branch)
        gone = sorted({to for to in act.to.values() if to not in steps})
        if act.branch:
            leads = self.procedure.branches[act.branch].leads
            gone += sorted(
                {leads[to] for to in act.to.values() if leads.get(to, "") not in {*self.procedure.steps, ""}}
            )
        if gone:
            said = f"{act.id} leads to {gone[0]}, which is no step{self.when}"
            self.problems.error("E761", said, act.marks.place, "give both the same in_force")
        elif act.after and not any(before in self.procedure.acts for before in act.after):
            said = f"nobody can ever {act.id}{self.when}: none of {', '.join(act.after)} is an act"
            self.problems.error("E762", said, act.marks.place, "name in `after` an act that is law on the same days")
        return not gone

    def reached(self, ways: Ways) -> None:
        for step in self.procedure.steps.values():
            if ("", step.id) not in ways.passed:
                self.problems.error(
                    "E719", f"no act leads to {step.id}{self.when}", step.place, "remove it, or add the act"
                )
        for branch in self.procedure.branches.values():
            if (branch.id, branch.starts) not in ways.passed:
                hint = "name it in `opens` of an act, or remove it"
                self.problems.error("E763", f"no act opens {branch.id}{self.when}", branch.marks.place, hint)
                continue
            for step in branch.steps.values():
                if (branch.id, step.id) not in ways.passed:
                    hint = "remove it, or add the act"
                    self.problems.error("E719", f"no act leads to {step.id}{self.when}", step.place, hint)

    def ends(self, ways: Ways) -> None:
        back: dict[State, set[State]] = {}
        for state, moves in ways.seen.items():
            for _, new in moves:
                back.setdefault(new, set()).add(state)
        ending = reach((s for s in ways.seen if ways.ended(s)), back)
        for state, moves in sorted(ways.seen.items(), key=lambda each: (each[0].step, sorted(each[0].open))):
            step = self.procedure.steps[state.step]
            beside = f" while {' and '.join(sorted(name for name, _ in state.open))} is open" if state.open else ""
            if ways.ended(state) or state in ending:
                continue
            if all(new == state for _, new in moves):
                self.dead_end(step, f"{beside}{self.when}")
            else:
                self.no_end("case", step, f"{beside}{self.when}")

    def branch(self, branch: Branch) -> None:
        """A branch may be pending for ever beside the case, but somebody must be able to end it."""
        to: dict[str, set[str]] = {step: set() for step in branch.steps}
        for act in self.procedure.acts.values():
            for start in act.from_ if act.branch == branch.id else ():
                to.setdefault(start, set()).update(act.to.values())
        back = {step: {start for start, ends in to.items() if step in ends} for step in branch.steps}
        ending = reach((s.id for s in branch.steps.values() if over(s)), back)
        for step in branch.steps.values():
            if over(step) or step.id in ending:
                continue
            if not to[step.id] - {step.id}:
                self.dead_end(step, self.when)
            else:
                self.no_end(branch.id, step, self.when)

    def dead_end(self, step: Step, when: str) -> None:
        said = f"{step.id} is a dead end{when}: no act leads on"
        self.problems.error("E720", said, step.place, "add an act, or `ends:`")

    def no_end(self, what: str, step: Step, when: str) -> None:
        hint = "add an act that leads to a step with `ends:`"
        self.problems.error("E721", f"from {step.id} no {what} can end{when}", step.place, hint)


def reach(starts: Iterable[Item], ways: dict[Item, set[Item]]) -> set[Item]:
    """Everything that is reached from some starts."""
    found: set[Item] = set()
    todo = list(starts)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += ways.get(name, ())
    return found
