"""Who comes first on the list of those who wait for a place, as the law of a day says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .evaluate import evaluate
from .inputs import read_profile
from .load import Pack
from .lower import classes_program
from .model.reception import Contribution, WaitingClass
from .versions import in_force


def classes_on(pack: Pack, day: dt.date) -> list[WaitingClass]:
    """The classes of a day, first class first; none where the pack says nothing of reception."""
    found = pack.reception.classes.values() if pack.reception else ()
    return [one for one in found if in_force(one.marks, day)]


def class_of(pack: Pack, facts: Mapping[str, Any], day: dt.date) -> str:
    """The class of a household: the first in which its facts put it for sure. What is open puts nobody in a class; the
    last class takes everybody. Raises InputError where the facts cannot be taken, LookupError without any class."""
    result = evaluate(read_profile(classes_program(pack), facts, on=day, today=day))
    for one in classes_on(pack, day):
        if one.when is None or result.bounds(f"classes.{one.id}")[0] == 1:
            return one.id
    raise LookupError(f"{pack.id} has no class for everybody on {day}")


def contribution_on(pack: Pack, day: dt.date) -> Contribution | None:
    """What is owed of a wage by the law of a day; None where it asks for nothing."""
    found = pack.reception.contributions.values() if pack.reception else ()
    return next((one for one in found if in_force(one.marks, day)), None)


def owed(contribution: Contribution, wage: int) -> int:
    """What is owed of a month's wage, both in hundredths of the unit of money, rounded down in the person's favour."""
    total, lower = 0, 0
    for band in contribution.bands:
        upper = wage if band.to is None else min(wage, 100 * band.to)
        total += max(0, upper - lower) * band.percent
        lower = max(lower, upper)
    return total // 100
