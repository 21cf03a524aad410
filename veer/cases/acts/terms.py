"""The clocks of a case as rows: written after every act, so that lists and the daily round can ask by date."""

from datetime import date

from veer.cases import clocks
from veer.cases.models import NEVER, Case, Term
from veer.cases.standing import Standing
from veer.rules.time import counting
from veer.rules.time.calendars import ONE
from veer.rules.time.clocks import Due


def keep_terms(case: Case) -> None:
    """Write down the terms that run now. They follow from law and journal; recomputing gives the same."""
    standing = Standing(case)  # the act that was just written is among the events
    found = [] if case.ended_at else [one for one in standing.due_on(standing.today) if one.open]
    before = {term.clock: term for term in Term.objects.filter(case=case)}
    for one in found:
        row = term_of(case, one, standing)
        old = before.pop(row.clock, None)
        if old is not None:
            row.pk = old.pk
            row._state.adding = False
        if old is None or any(getattr(old, name) != getattr(row, name) for name in FIELDS):
            row.save()
    if before:
        Term.objects.filter(pk__in=[term.pk for term in before.values()]).delete()
    due = clocks.soonest(clocks.running(found, standing.today), "official") or NEVER
    if case.due != due:
        case.due = due
        case.save(update_fields=["due"])


FIELDS = ("duty", "state", "started", "last_day", "latest", "warn_on", "expires")


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
        warn_on=_warn_on(one) or NEVER,
        expires=one.clock.expires or "",
    )


def _warn_on(one: Due) -> date | None:
    """So long before the last day as the law says."""
    warn = one.clock.warn
    if warn is None or one.last_day is None:
        return None
    day = counting.add_months(one.last_day, -(warn.months + 12 * warn.years), "last_day")
    return day - (warn.days + warn.working_days + 7 * warn.weeks) * ONE
