"""The decision on a file as its person reads it: what it said, and what can be done against it until when."""

from typing import Any

from veer.cases import clocks, law, papers, queries, remedies
from veer.cases.models import Decision
from veer.cases.standing import Standing


def part(standing: Standing, decision: Decision, lang: str) -> dict[str, Any]:
    """The decision with its reasons, in `lang` as in the letter, and the remedy with its body and last day."""
    case, pack = standing.case, standing.pack
    today = queries.legal_today(case)
    until = decision.remedy_until
    return {
        "decision": decision,
        "lang": law.tongue(pack, case.language),
        "outcome": queries.step_words(case, step_of(standing), lang),
        "next": papers.next_steps(standing, decision, lang),
        "body": law.words(pack, case.route, f"bodies.{decision.remedy_body}", lang, decision.remedy_body or ""),
        "words": law.words(pack, case.route, f"remedies.{decision.remedy}", lang),
        "how": law.words(pack, case.route, f"remedies.{decision.remedy}.how", lang).splitlines(),
        "address": law.words(pack, case.route, f"bodies.{decision.remedy_body}.address", lang),
        "until": until,
        "counted": _counted(standing, decision),
        "over": until is not None and until < today,
        "lodged": remedies.lodged(standing, decision.remedy),
        "on": clocks.legal_day(decision.signed_at, pack.time_zone) if decision.signed_at else None,
    }


def step_of(standing: Standing) -> str:
    """The step to which the decision led: by its signature, or by its reaching the person. What happens to the case
    afterwards, such as another look at it, is no part of what was decided."""
    acts, found = standing.procedure.acts, standing.case.step
    signed = False
    for event in standing.events:
        does = acts[event.act].does if event.act in acts else ""
        to = next((move for move in event.moves if "/" not in move), "")
        if to and (does == "sign" or (does == "notify" and signed)):
            found = to
        signed = does == "sign" or (signed and does == "notify")
    return found


def _counted(standing: Standing, decision: Decision) -> list[str]:
    """The sum that gives the last day of the remedy, where the law counts it from more than one day."""
    remedy = standing.route.remedies.get(decision.remedy or "")
    found = next((due for due in standing.due_on(standing.today) if remedy and due.clock.id == remedy.clock), None)
    return clocks.sum_of(found.why, found.started, decision.remedy_until) if found else []
