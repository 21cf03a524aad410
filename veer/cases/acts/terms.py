"""The clocks of a case and the turns of its parts as rows: written after every act, so that lists and the daily round
can ask by date."""

from collections.abc import Sequence
from datetime import date

from veer.access import roles
from veer.cases import clocks
from veer.cases.models import NEVER, Case, Term, Turn
from veer.cases.standing import Standing, at_step
from veer.rules.model import Clock
from veer.rules.time import counting
from veer.rules.time.calendars import ONE
from veer.rules.time.clocks import Due


def keep_terms(standing: Standing) -> None:
    """Write down the terms that run now, of a case whose chain is locked. They follow from law and journal; recomputing
    gives the same."""
    case = standing.case
    found = [] if case.ended_at else [one for one in standing.due_on(standing.today) if one.open]
    before = {term.clock: term for term in Term.objects.filter(case=case)}
    new = []
    for one in found:
        row = term_of(case, one, standing)
        old = before.pop(row.clock, None)
        if old is None:
            new.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in FIELDS):
            row.pk = old.pk
            row.save(force_update=True)
    Term.objects.bulk_create(new)
    if before:
        Term.objects.filter(pk__in=[term.pk for term in before.values()]).delete()
    kept = (_soonest(found, roles.WHOLE), standing.law_changes_on)
    if (case.due, case.law_changes_on) != kept:
        case.due, case.law_changes_on = kept
        case.save(update_fields=["due", "law_changes_on"])
    _keep_turns(standing, found)


def _soonest(found: Sequence[Due], duties: Sequence[str]) -> date:
    """The first day by which one of them has to act."""
    return min((one.last_day for one in found if one.clock.duty in duties and one.last_day), default=NEVER)


def _keep_turns(standing: Standing, found: Sequence[Due]) -> None:
    """Write down who has a part in the case as it stands, of those who have one in some steps only, and since when."""
    case = standing.case
    parts = {} if case.ended_at or case.submitted_at is None else _parts(standing)
    before = {turn.role: turn for turn in Turn.objects.filter(case=case)}
    opened = {one.branch: one.opened_at for one in standing.branches}
    new = []
    for role, branch in parts.items():
        due, old = _soonest(found, [role]), before.pop(role, None)
        if old is None:
            since = opened.get(branch) or case.submitted_at or case.opened_at
            new.append(Turn(case=case, role=role, due=due, since=since))
        elif old.due != due:
            Turn.objects.filter(pk=old.pk).update(due=due)
    Turn.objects.bulk_create(new)
    if before:
        Turn.objects.filter(pk__in=[turn.pk for turn in before.values()]).delete()


def _parts(standing: Standing) -> dict[str, str]:
    """Whose turn it is, and to whom the law gives an act at the steps where the case and its branches are: by role,
    the branch. A note alone is no part."""
    found = {step.ball: branch for branch, step in standing.steps.items() if step.ball in roles.PARTS}
    for act in standing.procedure.acts.values():
        if act.does != "note" and at_step(act, standing.steps):
            for role in act.by:
                if role in roles.PARTS:
                    found.setdefault(role, act.branch)
    return {role: branch for role, branch in found.items() if role}


FIELDS = ("duty", "state", "started", "last_day", "latest", "warn_on", "expires", "why")


def term_of(case: Case, one: Due, standing: Standing) -> Term:
    """One clock as it is kept."""
    return Term(
        case=case,
        clock=one.clock.id,
        duty=one.clock.duty,
        state=one.state,
        started=one.started,
        last_day=one.last_day or NEVER,
        latest=one.latest or NEVER,
        warn_on=warn_day(one.clock, one.last_day) or NEVER,
        expires=one.clock.expires or "",
        why=clocks.kept(one.why),
    )


def warn_day(clock: Clock | None, last_day: date | None) -> date | None:
    """So long before the last day as the law says; None where it says nothing."""
    warn = clock.warn if clock else None
    if warn is None or last_day is None:
        return None
    day = counting.add_months(last_day, -(warn.months + 12 * warn.years), "last_day")
    return day - (warn.days + warn.working_days + 7 * warn.weeks) * ONE
