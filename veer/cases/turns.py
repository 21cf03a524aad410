"""Whether a case waits for its person, or the law only leaves them something that they may do.

A step that gives the turn to the person says who moves next, not that they have to: whoever is recognised, or may
appeal, owes nothing.
"""

from collections.abc import Container, Iterable
from uuid import UUID

from veer.access.roles import APPLICANT
from veer.cases.models import Case, Decision
from veer.rules.model import Act, Procedure, Route

ANSWERS = ("submit", "answer")


def is_asked(route: Route, step: str, running: Container[str]) -> bool:
    """Whether a case at a step goes on only once the person acts: by sending or answering something, or by that for
    which the law gives them a term. A remedy is never owed. `running`: the clocks of the case that somebody still has
    to act by, by id."""
    assert route.procedure is not None  # a case cannot be opened without one
    leads_on = {act.id: act for act in route.procedure.acts.values() if _leads_on(act, step)}
    if any(act.does in ANSWERS and APPLICANT in act.by for act in leads_on.values()):
        return True
    used = {remedy.clock for remedy in route.remedies.values()}
    return any(
        clock.duty == APPLICANT
        and clock.id in running
        and clock.id not in used
        and not leads_on.keys().isdisjoint(clock.meets)
        for clock in route.clocks.values()
    )


def may_use(procedure: Procedure, step: str, meets: Container[str]) -> bool:
    """Whether one of these acts can be done at a step at all: a term that none of them meets is no offer."""
    return any(act.id in meets and step in act.from_ and not act.branch for act in procedure.acts.values())


def untold(cases: Iterable[Case]) -> set[UUID]:
    """Of these cases those whose turn is the person's by a signed decision that nobody gave them yet: one question."""
    theirs = [case.pk for case in cases if case.ball == APPLICANT]
    if not theirs:
        return set()
    signed = Decision.objects.filter(case__in=theirs, notified_at=None).exclude(signed_at=None)
    return set(signed.order_by().values_list("case", flat=True))


def _leads_on(act: Act, step: str) -> bool:
    return not act.branch and step in act.from_ and any(to != step for to in act.to.values())
