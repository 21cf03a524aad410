"""Where an act leads: the steps of the case and of its branches, and a new case where the law goes on elsewhere."""

from collections.abc import Mapping

from veer.access.who import SYSTEM
from veer.cases.acts.doing import Doing
from veer.cases.acts.opening import begin
from veer.cases.models import Branch
from veer.rules.model import Step


def moves_of(doing: Doing) -> dict[str, str]:
    """The steps that an act leads to, by branch ('' is the case): its own, those of branches it opens, and where the
    case goes when a branch ends."""
    act, procedure = doing.act, doing.procedure
    moves: dict[str, str] = {}
    if doing.to is not None:
        moves[act.branch] = doing.to
    if act.branch and doing.to is not None:
        led = procedure.branches[act.branch].leads.get(doing.to)
        if led is not None:
            moves[""] = led
    for branch in act.opens:
        moves[branch] = procedure.branches[branch].starts
    return moves


def written(moves: Mapping[str, str]) -> str | None:
    """Moves as the journal's header holds them: `refused`, or `appeal/confirmed left`."""
    return " ".join(f"{branch}/{step}" if branch else step for branch, step in moves.items()) or None


def move(doing: Doing, moves: Mapping[str, str]) -> None:
    """Bring the case and its branches to the steps that they are at now."""
    case = doing.case
    for branch, step_id in moves.items():
        step = doing.standing.step_of(branch, step_id)
        if branch:
            _move_branch(doing, branch, step)
            continue
        case.step, case.ball, case.ends = step.id, step.ball, step.ends or ("goes_on" if step.goes_on else None)
        case.ended_at = doing.at if case.ends else None
        if case.ends:
            case.holder = None
            Branch.objects.filter(case=case, ended_at=None).update(ended_at=doing.at, ball=None)
    case.save(update_fields=["step", "ball", "ends", "ended_at", "holder", "submitted_at", "language"])
    doing.standing.forget()


def _move_branch(doing: Doing, branch: str, step: Step) -> None:
    ended = doing.at if step.ends else None
    found = Branch.objects.filter(case=doing.case, branch=branch, ended_at=None)
    if branch in doing.act.opens:
        found.update(ended_at=doing.at, ball=None)  # opened anew: what was pending before has lost its object
        Branch.objects.create(case=doing.case, branch=branch, step=step.id, ball=step.ball, opened_at=doing.at)
    else:
        found.update(step=step.id, ball=None if ended else step.ball, ended_at=ended)


def go_on(doing: Doing) -> None:
    """Where the step that was reached goes on elsewhere, open the case of that route in the same transaction."""
    case = doing.case
    if not case.ends:
        return
    route = doing.standing.step_of("", case.step).goes_on
    if route is not None:
        begin(
            case.person_id,
            case.law,
            route,
            SYSTEM.ref,
            language=case.language,
            at=doing.at,
            parent=case,
            key=f"goes on from {case.pk} {doing.at.isoformat()}",
        )
