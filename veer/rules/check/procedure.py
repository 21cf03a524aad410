"""The procedure as a map of steps, and what the law promises beside it: clocks, rights, duties, remedies, letters."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Act, Clock, Procedure, Route
from ..problems import Place, Problems
from ..source import nearest

ROLES = (
    "applicant", "sponsor", "official", "signer", "coach", "commission", "administrator", "auditor", "analyst",
    "policy_maker",
)  # fmt: skip
DECLARED = ("clocks", "rights", "duties", "remedies")
MOVES = ("submit", "answer", "propose", "send_back", "sign", "withdraw")
REFUSE = "refuse"


def check_procedure(route: Route, problems: Problems) -> None:
    for kind in DECLARED:
        declared: dict[str, Clock] = getattr(route, kind)  # or rights, duties, remedies: each has marks
        if not declared and kind not in route.nones:
            problems.error(
                "E701",
                f"{kind} are neither declared nor said to be none",
                route.place,
                f"write {kind}: {{none: {{source: ...}}}}",
            )
        elif not declared and not route.nones[kind]:
            problems.error(
                "E702", f"{kind} are said to be none without a source", route.place, "say which law gives none"
            )
        elif declared and kind in route.nones:
            problems.error(
                "E703", f"{kind} are both declared and none", next(iter(declared.values())).marks.place, "remove one"
            )
    if route.procedure is not None:
        _Procedure(route, route.procedure, problems).check()


class _Procedure:
    def __init__(self, route: Route, procedure: Procedure, problems: Problems) -> None:
        self.route, self.procedure, self.problems = route, procedure, problems
        self.acts = procedure.acts.values()
        self.outcomes = {act.outcome for act in self.acts if act.outcome}

    def check(self) -> None:
        for step in self.procedure.steps.values():
            if step.ball:
                self.role(step.ball, step.place)
            elif not step.ends:
                self.problems.warn(
                    "W711",
                    f"nobody has to move at {step.id}",
                    step.place,
                    "add `ball:`, or `ends:` where the case is over",
                )
        for act in self.acts:
            self.act(act)
        self.paths()
        self.clauses()
        self.letters()

    def role(self, role: str, place: Place) -> None:
        if role not in ROLES:
            self.problems.error(
                "E710", f'unknown role "{role}"', place, nearest(role, ROLES) or f"known: {', '.join(ROLES)}"
            )

    # --- acts ------------------------------------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        place = act.marks.place
        for role in act.by:
            self.role(role, place)
        if not act.by:
            self.problems.error("E712", f"nobody may {act.id}", place, "add `by:`")
        if not act.from_:
            self.problems.error("E713", f"{act.id} starts from no step", place, "add `from:`")
        if act.does in MOVES and not act.to:
            self.problems.error("E714", f"{act.id} does not say where it leads", place, "add `to:`")
        if act.does == "propose" and not act.outcome:
            self.problems.error("E715", f"{act.id} does not say what it proposes", place, "add `outcome:`")
        for what, named in (("to", act.to), ("letter", act.letter)):
            if "" in named or not named:
                continue
            for outcome in self.outcomes - set(named):
                self.problems.error(
                    "E716", f"`{what}` of {act.id} says nothing for {outcome}", place, f"add {outcome}:"
                )
            for outcome in set(named) - self.outcomes:
                hint = nearest(outcome, self.outcomes) or f"proposed: {', '.join(sorted(self.outcomes))}"
                self.problems.error(
                    "E717", f'`{what}` of {act.id} names "{outcome}", which nobody proposes', place, hint
                )
        for letter in act.letter.values():
            if letter not in self.route.letters:
                hint = nearest(letter, self.route.letters) or "declare it under letters"
                self.problems.error("E718", f'{act.id} sends the letter "{letter}", which is not declared', place, hint)

    # --- ways ------------------------------------------------------------------------------------------------------

    def paths(self) -> None:
        steps = self.procedure.steps
        ways: dict[str, set[str]] = {name: set() for name in steps}
        for act in self.acts:
            for start in act.from_:
                if start in ways:
                    ways[start] |= {to for to in act.to.values() if to in steps}
        reached = _reach([self.procedure.starts], ways)
        back: dict[str, set[str]] = {name: {n for n, to in ways.items() if name in to} for name in steps}
        ending = _reach([s.id for s in steps.values() if s.ends], back)
        for step in steps.values():
            if step.id not in reached:
                self.problems.warn("W719", f"no act leads to {step.id}", step.place, "remove it, or add the act")
            elif not step.ends and not ways[step.id] - {step.id}:
                self.problems.error(
                    "E720", f"{step.id} is a dead end: no act leads on", step.place, "add an act, or `ends:`"
                )
            elif not step.ends and step.id not in ending:
                self.problems.error(
                    "E721",
                    f"from {step.id} no case can end",
                    step.place,
                    "add an act that leads to a step with `ends:`",
                )

    # --- what is promised ------------------------------------------------------------------------------------------

    def clauses(self) -> None:
        route, acts = self.route, self.procedure.acts
        for clock in route.clocks.values():
            place = clock.marks.place
            for start in clock.starts:
                self.among("E722", f"the clock {clock.id} starts with", start, acts, place)
            if clock.length is None and not clock.variants:
                self.problems.error("E723", f"the clock {clock.id} has no length", place, "add length: {days: ...}")
            if clock.duty:
                self.role(clock.duty, place)
        for duty in route.duties.values():
            if duty.clock:
                self.among("E724", f"the duty {duty.id} runs by", duty.clock, route.clocks, duty.marks.place)
            if duty.actor:
                self.role(duty.actor, duty.marks.place)
        for right in route.rights.values():
            if right.holder:
                self.role(right.holder, right.marks.place)
        self.remedies()

    def remedies(self) -> None:
        against: set[str] = set()
        for remedy in self.route.remedies.values():
            for outcome in remedy.against:
                against.add(outcome)
                self.among("E725", f"the remedy {remedy.id} is against", outcome, self.outcomes, remedy.marks.place)
        if REFUSE in self.outcomes and REFUSE not in against and "remedies" not in self.route.nones:
            act = next(a for a in self.acts if a.outcome == REFUSE)
            self.problems.error(
                "E726",
                "a refusal has no remedy",
                act.marks.place,
                f"declare a remedy against [{REFUSE}], or none with its source",
            )

    def among(self, code: str, what: str, name: object, known: Iterable[str], place: Place) -> None:
        if isinstance(name, str) and name not in known:
            self.problems.error(
                code,
                f'{what} "{name}", which is not there',
                place,
                nearest(name, known) or f"there: {', '.join(sorted(known))}",
            )

    def letters(self) -> None:
        sent = {letter for act in self.acts for letter in act.letter.values()}
        refusals = {act.letter[REFUSE] for act in self.acts if REFUSE in act.letter}
        for letter in self.route.letters.values():
            if letter.id not in sent:
                self.problems.warn(
                    "W727",
                    f"no act sends the letter {letter.id}",
                    letter.marks.place,
                    "remove it, or name it in an act",
                )
            if letter.id in refusals and self.route.remedies and "remedy" not in letter.blocks:
                self.problems.error(
                    "E728",
                    f"the letter {letter.id} does not tell the remedy",
                    letter.marks.place,
                    "add the block `remedy`",
                )


def _reach(starts: Iterable[str], ways: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(starts)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += ways.get(name, ())
    return found
