"""What the law promises beside the steps: clocks, rights, duties, remedies, statistics, and the acts that they name."""

from __future__ import annotations

from ..load import Pack
from ..model import Act, Clock, Length, Remedy, Right, Route, Statistic
from ..model.procedure import OPENING
from ..problems import Place, Problems
from .names import Names
from .ways import State, Ways

NOTIFIED = "notified"
GIVEN_BY = {
    "endings": ("year", "month"),
    "share": ("year", "month"),
    "days": ("year", "month", "outcome"),
    "waiting": ("step",),
}


class Promises:
    """Checks the clauses of one route."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self.pack, self.names = pack, names
        self.route, self.procedure, self.problems = names.route, names.procedure, names.problems

    def check(self) -> None:
        if (act := self.procedure.acts.get(OPENING)) is not None:
            hint = f"call it otherwise: clocks and rights begin with `{OPENING}` when the case is opened"
            self.problems.error("E722", f"an act is called {OPENING}", act.marks.place, hint)
        for clock in self.route.clocks.values():
            self.clock(clock)
        for duty in self.route.duties.values():
            self.names.among("E724", f"the duty {duty.id} runs by", duty.clock, self.names.clocks, duty.marks.place)
            if not duty.actor:
                self.problems.error("E745", f"nobody has the duty {duty.id}", duty.marks.place, "add `actor:`")
            else:
                self.names.role(duty.actor, duty.marks.place)
        for right in self.route.rights.values():
            self.right(right)
        for remedy in self.route.remedies.values():
            self.remedy(remedy)
        for statistic in self.route.statistics.values():
            self.statistic(statistic)
        self.one_table()

    # --- clocks ----------------------------------------------------------------------------------------------------

    def clock(self, clock: Clock) -> None:
        place, say, acts = clock.marks.place, f"the clock {clock.id}", self.names.acts
        self.names.among("E722", f"{say} starts with", clock.starts, (OPENING, *acts), place)
        self.names.among("E735", f"{say} is met by", clock.meets, acts, place)
        self.names.among("E735", f"{say} ends with", clock.ends, (*acts, *self.names.steps), place)
        for stop in clock.suspensions:
            self.names.among("E735", f"{say} stands still with", (*stop.from_, *stop.until), acts, stop.marks.place)
        if clock.length is None and not clock.variants:
            self.problems.error("E723", f"{say} has no length", place, "add length: {days: ...}")
        if not clock.duty:
            self.problems.error("E730", f"{say} runs for nobody", place, "add `duty:`, who has to act in time")
        else:
            self.names.role(clock.duty, place)
        if bool(clock.starts) == bool(clock.day_of):
            self.problems.error("E747", f"{say} must have `starts` or `day_of`", place, "one of the two")
        fact = self.pack.facts.get(clock.day_of or "")
        if clock.day_of and (fact is None or fact.type.kind != "date"):
            self.problems.error("E746", f'{say} starts on "{clock.day_of}", which is no date', place, "name a date")
        for extension in clock.extensions:
            act = self.procedure.acts.get(extension.act)
            self.names.among("E735", f"{say} is extended by", extension.act, acts, extension.marks.place)
            if act is not None and act.does != "extend":
                hint = "write does: extend"
                self.problems.error("E736", f"{act.id} extends {clock.id}", extension.marks.place, f"{hint} in the act")
        self.contradicts(say, clock.starts, (*clock.meets, *clock.ends), place)
        self.counting(clock)
        self.follows(clock)

    def contradicts(self, say: str, starts: tuple[str, ...], stops: tuple[str, ...], place: Place) -> None:
        """What begins something does not end it by where it leads: only what comes later could, and nothing might."""
        for name in starts:
            for end in sorted({name, *self.leads(name)} & set(stops)):
                leads = "" if end == name else f", which leads to {end}"
                hint = f"take {end} out of what ends it, or {name} out of what begins it"
                self.problems.error("E748", f"{say} begins with {name}{leads}, and ends with it", place, hint)

    def leads(self, name: str) -> set[str]:
        """The steps to which an act can lead, whatever the outcome, as they are named in the law."""
        if name == OPENING:
            return {self.procedure.starts}
        act = self.procedure.acts.get(name)
        if act is None:
            return set()
        branches = self.procedure.branches
        found = {f"{act.branch}/{to}" if act.branch else to for to in act.to.values()}
        if act.branch:
            found |= {branches[act.branch].leads[to] for to in act.to.values() if to in branches[act.branch].leads}
        return found | {f"{one}/{branches[one].starts}" for one in act.opens if one in branches}

    def counting(self, clock: Clock) -> None:
        """A rule that counts it: named there, and with a calendar where working days are counted."""
        place = clock.marks.place
        self.names.among("E742", f"the clock {clock.id} counts by", clock.counting, self.pack.countings, place)
        lengths: list[Length | None] = [clock.length, clock.warn, *(v.length for v in clock.variants)]
        lengths += [length for e in clock.extensions for length in (e.by, e.at_most)]
        lengths += [s.at_most for s in clock.suspensions]
        rule = self.pack.countings.get(clock.counting or "")
        without = clock.counting is None or (rule is not None and not rule.calendar)
        if without and any(each and each.working_days for each in lengths):
            hint = "name a counting rule with a calendar: counting: ..."
            self.problems.error("E742", f"which days are working days for {clock.id}?", place, hint)

    def follows(self, clock: Clock) -> None:
        """Something follows when it runs out, or nothing does and the law says so."""
        place = clock.marks.place
        if bool(clock.expires) == clock.nothing_follows:
            hint = "write `expires: ACT`, or `nothing_follows: true` where the law lets nothing follow"
            self.problems.error("E731", f"what follows when {clock.id} runs out?", place, hint)
        if not self.names.among("E732", f"{clock.id} lets happen", clock.expires, self.names.acts, place):
            return
        act = self.procedure.acts.get(clock.expires or "")
        if act is None:
            return
        wrong = (
            "is no act of the family `expire`" if act.does != "expire"
            else "is not performed by `system`" if "system" not in act.by
            else "goes against the person, and the program never refuses" if act.id in self.against()
            else ""
        )  # fmt: skip
        if wrong:
            hint = "a clock that runs out may only let happen what helps or ends"
            self.problems.error("E732", f"{act.id}, which follows when {clock.id} runs out, {wrong}", place, hint)

    def against(self) -> set[str]:
        refused = set(self.names.refusing())
        return {a.id for a in self.procedure.acts.values() if a.refuses or a.outcome in refused}

    def runs_out(self, ways: Ways, clocks: dict[str, Clock], when: str, problems: Problems) -> None:
        """The act that follows can be performed wherever the clock can run out."""
        for clock in clocks.values():
            act = ways.procedure.acts.get(clock.expires or "")
            if clock.expires and act is None:
                if clock.expires in self.procedure.acts:
                    said = f"{clock.expires}, which follows when {clock.id} runs out, is no act{when}"
                    problems.error("E733", said, clock.marks.place, "give both the same in_force")
            elif act is not None:
                for step in sorted({_at(s, act) for s in ways.running(clock) if not ways.stands(s, act)}):
                    said = f"{clock.id} can run out at {step}, from where {act.id} is not performed{when}"
                    hint = f"add {step} to `from` of {act.id}, or name in `meets` or `ends` what stops the clock"
                    problems.error("E733", said, clock.marks.place, hint)

    def kept(self, law: Route, when: str, problems: Problems) -> None:
        """What is law on a day rests on nothing that is not: a refusal on a remedy, a duty and a remedy on a clock."""
        against = {outcome for remedy in law.remedies.values() for outcome in remedy.against}
        hint = "give both the same in_force"
        for act in law.procedure.acts.values() if law.procedure and "remedies" not in law.nones else ():
            if act.id in self.against() and act.outcome not in against:
                problems.error("E726", f"against {act.outcome} there is no remedy{when}", act.marks.place, hint)
        for remedy in law.remedies.values():
            if remedy.clock and remedy.clock not in law.clocks:
                said = f"the remedy {remedy.id} runs by {remedy.clock}, which is no clock{when}"
                problems.error("E740", said, remedy.marks.place, hint)
        for duty in law.duties.values():
            if duty.clock and duty.clock not in law.clocks:
                said = f"the duty {duty.id} runs by {duty.clock}, which is no clock{when}"
                problems.error("E724", said, duty.marks.place, hint)

    # --- the rest --------------------------------------------------------------------------------------------------

    def right(self, right: Right) -> None:
        place, say = right.marks.place, f"the right {right.id}"
        if not right.holder:
            self.problems.error("E739", f"{say} has no holder", place, "add `holder:`")
        else:
            self.names.role(right.holder, place)
        self.names.among("E739", f"{say} begins with", right.from_, (OPENING, *self.names.acts), place)
        self.names.among("E739", f"{say} is held at", right.at, self.names.steps, place)
        self.names.among("E739", f"{say} ends with", right.until, (*self.names.acts, *self.names.steps), place)
        self.contradicts(say, right.from_, right.until, place)

    def remedy(self, remedy: Remedy) -> None:
        place, say = remedy.marks.place, f"the remedy {remedy.id}"
        outcomes = {act.outcome for act in self.procedure.acts.values() if act.outcome}
        self.names.among("E725", f"{say} is against", remedy.against, outcomes, place)
        self.names.among("E740", f"{say} runs by the clock", remedy.clock, self.names.clocks, place)
        self.names.among("E740", f"{say} counts from", remedy.from_, (NOTIFIED, *self.names.acts), place)
        if remedy.clock is None and (remedy.within is None or remedy.from_ is None):
            hint = "add `clock:`, or `within:` and `from:`"
            self.problems.error("E740", f"{say} has no term", place, hint)

    def statistic(self, statistic: Statistic) -> None:
        place, say = statistic.marks.place, f"the statistic {statistic.id}"
        steps = self.procedure.steps.values()
        known: dict[str, tuple[str, ...]] = {
            "endings": tuple(s.ends for s in steps if s.ends),
            "share": tuple(s.ends for s in steps if s.ends),
            "days": self.names.acts,
            "waiting": tuple(self.procedure.steps),
        }
        self.names.among("E741", f"{say} counts", statistic.of, known[statistic.kind], place)
        self.names.among("E741", f"{say} is given by", statistic.by, GIVEN_BY[statistic.kind], place)
        if {"year", "month"} <= set(statistic.by):
            self.problems.error("E741", f"{say} is given by year and by month", place, "say one of the two")
        if statistic.kind == "days" and len(statistic.of) != 2:
            self.problems.error("E741", f"{say} lies between two acts", place, "write days: [first, last]")

    def one_table(self) -> None:
        """Endings and shares are read from one table: two with the same people would tell on each other."""
        found = [one for one in self.route.statistics.values() if one.kind in ("endings", "share")]
        for one in found[1:]:
            if ("month" in one.by) is not ("month" in found[0].by):
                hint = f"give {one.id} and {found[0].id} both by year or both by month"
                said = f"{one.id} and {found[0].id} stand in one table"
                self.problems.error("E741", said, one.marks.place, hint)


def _at(state: State, act: Act) -> str:
    """The step of the case, or of the branch to which an act belongs."""
    return dict(state.open).get(act.branch, state.step)
