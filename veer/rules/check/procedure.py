"""The procedure as steps and acts: whole, leading to an end on every day of law, and telling what it refuses."""

from __future__ import annotations

import datetime as dt

from ..load import Pack
from ..model import Act, Clock, Procedure, Route
from ..problems import Problems
from ..source import nearest
from ..versions import days_of_change, route_on
from .names import ONE_PERSON, Names
from .promises import Promises
from .ways import WaysCheck, over

DECLARED = ("clocks", "rights", "duties", "remedies")
MOVES = ("submit", "answer", "propose", "send_back", "sign", "withdraw")


def check_procedure(pack: Pack, route: Route, problems: Problems) -> None:
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
        found = Problems()  # of this route alone: what another lacks says nothing of its ways
        _Procedure(pack, route, route.procedure, found).check()
        problems.found += found.found


class _Procedure:
    def __init__(self, pack: Pack, route: Route, procedure: Procedure, problems: Problems) -> None:
        self.pack, self.route, self.procedure, self.problems = pack, route, procedure, problems
        self.acts = procedure.acts.values()
        self.outcomes = {act.outcome for act in self.acts if act.outcome}
        self.names = Names(route, procedure, problems)
        self.promises = Promises(pack, self.names)

    def check(self) -> None:
        for role in self.procedure.by:
            self.names.role(role, self.route.place)
        steps = [*self.procedure.steps.values()]
        steps += [step for branch in self.procedure.branches.values() for step in branch.steps.values()]
        for step in steps:
            if step.ball:
                self.names.role(step.ball, step.place)
            elif not over(step):
                hint = "add `ball:`, or `ends:` where the case is over"
                self.problems.warn("W711", f"nobody has to move at {step.id}", step.place, hint)
        for act in self.acts:
            self.act(act)
            self.asked(act)
        self.promises.check()
        self.refusals()
        self.letters()
        if not self.problems.errors:  # what is not there leads nowhere
            self.ways()

    # --- acts ------------------------------------------------------------------------------------------------------

    def act(self, act: Act) -> None:
        place = act.marks.place
        for role in (*act.by, *act.kept_from):
            self.names.role(role, place)
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

    def asked(self, act: Act) -> None:
        """What an act asks, waits for and excludes is there, and somebody is left who may perform it."""
        place, names = act.marks.place, self.names
        names.among("E734", f"{act.id} comes after", act.after, names.acts, place)
        names.among("E734", f"{act.id} waits for the clock", act.after_clocks, names.clocks, place)
        names.among("E734", f"{act.id} is not for whoever performed", act.not_by, names.acts, place)
        for asked in act.asks:
            fact = self.pack.facts.get(asked)
            if fact is None or fact.of not in ("case", "person") or fact.derive is not None:
                hint = nearest(asked, self.pack.facts) or "declare it as a fact of a case or a person"
                self.problems.error("E737", f'{act.id} asks "{asked}", which nobody can give', place, hint)
                continue
            may = {*fact.by, *fact.decided_by, *(("representative", "lawyer") if "applicant" in fact.by else ())}
            if lacking := [role for role in act.by if role not in may]:
                said = f"{act.id} asks {asked} of {lacking[0]}, who may not state it"
                self.problems.error("E737", said, place, f"add {lacking[0]} to `by` of the fact")
        others = [self.procedure.acts[name] for name in act.not_by if name in self.procedure.acts]
        if act.by and all(role in ONE_PERSON and any(o.by == (role,) for o in others) for role in act.by):
            said = f"nobody is left who may {act.id}: {act.by[0]} is one person"
            self.problems.error("E738", said, place, "change `by` or `not_by`")

    # --- refusing ----------------------------------------------------------------------------------------------------

    def refusals(self) -> None:
        """What goes against the person has reasons, a remedy, and a letter that tells it."""
        against = {outcome for remedy in self.route.remedies.values() for outcome in remedy.against}
        refusing = tuple(self.names.refusing())
        for act in self.acts:
            place = act.marks.place
            if act.refuses and not act.outcome:
                self.problems.error("E749", f"{act.id} refuses, but what?", place, "add `outcome:`")
            if act.outcome not in refusing:
                continue
            if "reasons" not in act.needs:
                said = f"{act.id} goes against the person without reasons"
                self.problems.error("E743", said, place, "add needs: [reasons]")
            if act.outcome not in against and "remedies" not in self.route.nones:
                hint = f"declare a remedy against [{act.outcome}], or none with its source"
                self.problems.error("E726", f"against {act.outcome} there is no remedy", place, hint)
            if not self.telling(str(act.outcome)):
                hint = f"add letter: {{{act.outcome}: ...}} to the act that decides"
                self.problems.error("E744", f"no letter tells {act.outcome}", place, hint)

    def telling(self, outcome: str) -> set[str]:
        """Letters that tell an outcome."""
        found = {act.letter[outcome] for act in self.acts if outcome in act.letter}
        return found | {
            a.letter[""] for a in self.acts if "" in a.letter and (a.outcome == outcome or a.does == "sign")
        }

    def letters(self) -> None:
        sent = {letter for act in self.acts for letter in act.letter.values()}
        refusals = {letter for outcome in self.names.refusing() for letter in self.telling(outcome)}
        for letter in self.route.letters.values():
            place = letter.marks.place
            if letter.id not in sent:
                hint = "remove it, or name it in an act"
                self.problems.warn("W727", f"no act sends the letter {letter.id}", place, hint)
            if letter.id in refusals and self.route.remedies and "remedy" not in letter.blocks:
                self.problems.error("E728", f"the letter {letter.id} does not tell the remedy", place, "add `remedy`")

    # --- ways --------------------------------------------------------------------------------------------------------

    def ways(self) -> None:
        """On every day on which the route is law: no dead end, nothing out of reach, every way ends, clocks run out."""
        marks = self.route.marks
        first, last = marks.since or dt.date.min, marks.until or dt.date.max
        changes = [day for day in days_of_change(self.route) if first < day <= last]
        for day in (first, *changes):
            law = route_on(self.route, day)
            if law.procedure is None:
                continue
            found = Problems()
            when = f" from {day} on" if changes and day != dt.date.min else " at first" if changes else ""
            start = law.procedure.starts
            if start in law.procedure.steps:
                ways = WaysCheck(law.procedure, found, when).check()
            else:
                step, ways = self.procedure.steps.get(start), None
                place = step.place if step else self.route.place
                found.error("E760", f"no case can start{when}: {start} is no step then", place)
            self.promises.kept(law, when, found)
            if ways is not None:
                self.promises.runs_out(ways, law.clocks, when, found)
            if found.found:
                self.problems.found += found.found
                return  # the law of later days most often repeats it
