"""The path of a case as the person reads it: where it was, where it is, and what comes next by the law."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import queries, remedies
from veer.cases.clocks import Running
from veer.cases.standing import Standing
from veer.rules.model import Act, Clock, Procedure

BACK, AHEAD = 3, 6  # steps that are shown on either side of where it is
ASIDE = ("withdraw", "expire", "send_back")  # nobody is on the way to these
DECISION = "sign"


def path(standing: Standing, lang: str) -> dict[str, list[dict[str, Any]]]:
    """`steps`: the last ones done, where it is, the next ones as far as they are known. `before`: what lies further
    back."""
    case = standing.case
    been = _been(standing)
    ended = case.ends is not None
    done = [_step(standing, step, lang, date_format(day, "DATE_FORMAT"), "done") for step, day in been[:-1]]
    now = _step(standing, case.step, lang, date_format(been[-1][1], "DATE_FORMAT"), "done" if ended else "here")
    ahead = [] if ended else [_next(standing, step, lang) for step in _ahead(standing, {step for step, _day in been})]
    kept = max(0, len(done) - BACK)
    return {"before": done[:kept], "steps": [*done[kept:], {**now, "title": here(standing, lang)}, *ahead[:AHEAD]]}


def comes(standing: Standing, lang: str) -> list[dict[str, Any]]:
    """What comes after where it stands, as far as the law foretells it: each step, who then has the turn, and the terms
    that begin on the way there and are met there."""
    case, found = standing.case, _ahead(standing, {step for step, _day in _been(standing)})[:AHEAD]
    begun = {due.clock.id for due in standing.due_on(standing.today)}
    reached, told = {case.step}, []
    for step in found:
        reached |= {step} if step else set()
        terms = [
            clock for clock in standing.route.clocks.values() if _waits_there(standing, clock, step, reached, begun)
        ]
        begun |= {clock.id for clock in terms}
        one = _next(standing, step, lang)
        ball = standing.step_of("", step).ball if step else None
        words = [queries.clock_words(case, clock.id, lang) for clock in terms]
        told.append({**one, "ball": ball, "terms": words, "decides": step is None})
    return told


def _waits_there(standing: Standing, clock: Clock, step: str | None, reached: set[str], begun: set[str]) -> bool:
    """Whether a term that has not begun yet begins with one of the steps reached by then, and asks for what leads on
    from a step (None: for the decision)."""
    acts = standing.procedure.acts
    if clock.id in begun or not any(
        one in acts and not acts[one].branch and not reached.isdisjoint(acts[one].to.values()) for one in clock.starts
    ):
        return False
    met = [acts[one] for one in clock.meets if one in acts]
    return any(
        act.does == DECISION if step is None else act.does != DECISION and step in act.from_ and act.to for act in met
    )


def here(standing: Standing, lang: str) -> str:
    """Where it stands in words: the step of the case, or of what is pending beside it and has the turn."""
    case, elsewhere = standing.case, remedies.turn_beside(standing)
    if elsewhere is None:
        return queries.step_words(case, case.step, lang)
    return queries.branch_words(case, elsewhere[0], elsewhere[1].id, lang)


def answer_due(standing: Standing, running: list[Running]) -> Running | None:
    """The term in which the authority has to decide, where one runs; being registered in time is no answer."""
    acts = standing.procedure.acts
    for one in running:
        if one.until and any(act in acts and acts[act].does == DECISION for act in one.due.clock.meets):
            return one
    return None


def _been(standing: Standing) -> list[tuple[str, date]]:
    """Every step that the case itself came to, in order; staying is no step."""
    been: list[tuple[str, date]] = []
    for event in standing.events:
        for move in event.moves:
            if "/" not in move and (not been or been[-1][0] != move):
                been.append((move, event.day))
    return been


def _step(standing: Standing, step: str, lang: str, text: str, state: str) -> dict[str, Any]:
    title = queries.step_words(standing.case, step, lang)
    return {"title": title, "text": text, "state": state, "late": False}


def _next(standing: Standing, step: str | None, lang: str) -> dict[str, Any]:
    """A step ahead; None is the decision, of which nobody knows yet what it says."""
    if step is not None:
        return _step(standing, step, lang, "", "ahead")
    due = answer_due(standing, queries.running_clocks(standing, standing.today))
    text = _("by %(day)s at the latest") % {"day": date_format(due.until, "DATE_FORMAT")} if due else ""
    return {"title": _("Decision"), "text": text, "state": "ahead", "late": False}


def _ahead(standing: Standing, been: set[str]) -> list[str | None]:
    """The way to a decision (None), else to an end, by what the law writes first. It refuses nobody and does not go
    back, unless there is no other. What only the clock, a branch or a withdrawal opens is not foretold."""
    here = standing.case.step
    for doubtful, back in ((False, False), (True, False), (False, True), (True, True)):
        way = _way(standing, here, {here} if back else been | {here}, doubtful=doubtful)
        if way is not None:
            return way
    return []


def _way(standing: Standing, step: str, seen: set[str], *, doubtful: bool) -> list[str | None] | None:
    for act in _moving(standing, step, doubtful=doubtful):
        if act.does == DECISION:
            return [None]
        to = next(iter(act.to.values()))
        if _over(standing, to):
            return [to]
        if to in seen:
            continue
        seen.add(to)
        rest = _way(standing, to, seen, doubtful=doubtful)
        if rest is not None:
            return [to, *rest]
    return None


def _moving(standing: Standing, step: str, *, doubtful: bool) -> list[Act]:
    """The acts that lead on from a step: of whoever has the turn, where there are any; else of others than the clock.
    `doubtful`: those too that go against the person, or of which it is not known whether they may be done."""
    procedure = standing.procedure
    acts = [
        act
        for act in procedure.acts.values()
        if step in act.from_
        and not act.branch
        and act.does not in ASIDE
        and len(act.from_) < _open_steps(procedure)
        and any(to != step for to in act.to.values())
        and _may(standing, act, doubtful=doubtful)
    ]
    ball = standing.step_of("", step).ball
    return [act for act in acts if ball in act.by] or acts


def _may(standing: Standing, act: Act, *, doubtful: bool) -> bool:
    found = standing.holds
    holds = True if act.when is None else found.get(f"procedure.acts.{act.id}")
    return holds is not False if doubtful else holds is True and not act.refuses


def _open_steps(procedure: Procedure) -> int:
    """How many steps there are before an end; an act of all of them belongs to none."""
    return sum(one.ends is None and one.goes_on is None for one in procedure.steps.values())


def _over(standing: Standing, step: str) -> bool:
    found = standing.step_of("", step)
    return found.ends is not None or found.goes_on is not None
