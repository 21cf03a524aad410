"""The right to a place, from the law of a file: whether it holds today, and until when its clocks run."""

from datetime import date

from veer.cases.models import NEVER, Case, Term
from veer.cases.standing import Standing
from veer.reception.models import Stay
from veer.reception.rules import RIGHTS
from veer.rules.time.rights import Held, rights_on


def right_of(case: Case) -> Held | None:
    """The right to a place that holds now (or perhaps), by the words that the rules of this room name."""
    standing = Standing(case)
    named = [right for right in standing.route.rights.values() if right.id in RIGHTS]
    steps = {branch: step.id for branch, step in standing.steps.items()}
    found = rights_on(named, standing.events, steps, standing.today, standing.holds)
    return next((one for one in found if one.state != "later"), None)


def runs_until(case: Case) -> date | None:
    """The latest last day of a clock that still runs in the file; None where none has one."""
    days = Term.objects.filter(case=case, last_day__lt=NEVER).order_by("-last_day").values_list("last_day", flat=True)
    return days.first()


def stays(case: Case) -> bool:
    """Whether the household of this file has a place."""
    return Stay.objects.filter(wait__case=case, until=None).exists()
