"""Remedies of a case: which act lodges one, whether that was done, and who has the turn while it is pending."""

from veer.access.roles import APPLICANT
from veer.cases.standing import Standing, at_step
from veer.rules.model import Act, Remedy, Step
from veer.rules.time.clocks import Due


def lodged_by(standing: Standing, act: str) -> list[Remedy]:
    """The remedies that an act lodges: those whose term it meets, of the law of the case's day."""
    route = standing.route
    terms = {one.id for one in route.clocks.values() if act in one.meets}
    return [one for one in route.remedies.values() if one.clock in terms]


def lodged(standing: Standing, remedy: str | None) -> bool:
    """Whether a remedy was used: its term started, and was met."""
    found = standing.route.remedies.get(remedy or "")
    return found is not None and any(
        due.clock.id == found.clock and due.state == "met" for due in standing.due_on(standing.today)
    )


def pending(standing: Standing, act: Act) -> bool:
    """Whether the remedy that an act would lodge is pending already. A new decision opens it anew: an act that the law
    wants `after` has happened since, or the case has come to one of its steps again."""
    if not lodged_by(standing, act.id):
        return False
    return any(branch in standing.steps and not _anew(standing, act, branch) for branch in act.opens)


def _anew(standing: Standing, act: Act, branch: str) -> bool:
    events = standing.events
    opened = max((n for n, one in enumerate(events) for move in one.moves if move.startswith(f"{branch}/")), default=-1)
    later = events[opened + 1 :]
    if act.after:
        return any(one.act in act.after for one in later)
    return any(move in act.from_ for one in later for move in one.moves)


def turn_beside(standing: Standing) -> tuple[str, Step] | None:
    """The branch, with its step, that has the turn though the step of the case gives it to the person: it is pending
    before somebody else, and no term of the person runs that can still be kept. None where the case itself has it."""
    if standing.case.ball != APPLICANT or standing.case.ended_at is not None:
        return None
    if any(
        due.clock.duty == APPLICANT and due.state in ("running", "still") for due in standing.due_on(standing.today)
    ):
        return None
    found = [(branch, step) for branch, step in standing.steps.items() if branch and step.ball not in (None, APPLICANT)]
    return found[-1] if found else None


def lapsed(standing: Standing, due: Due) -> bool:
    """Whether a term gave the person a right that merely lapsed: it is over, the law lets nothing follow, and none of
    the acts that use it can be done where the case is. Nobody is late by it, and nobody can do anything about it."""
    if due.clock.duty != APPLICANT or due.state != "over" or due.clock.expires:
        return False
    acts = standing.procedure.acts
    return not any(act in acts and at_step(acts[act], standing.steps) for act in due.clock.meets)
