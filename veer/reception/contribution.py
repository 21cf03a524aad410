"""What somebody with a wage owes for their reception, by a rule that is data. Pure.

A rule has bands: of the part of a month's wage up to `up_to` cents, `per_mille` is owed; the last band has no end.
No figures stand here: until somebody writes a rule down with its source, nothing is computed.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class WrongBands(ValueError):
    """The bands do not rise, do not end openly, or ask for more than the wage."""


def check(bands: Sequence[Mapping[str, Any]]) -> None:
    ends = [band.get("up_to") for band in bands]
    closed = [end for end in ends[:-1] if isinstance(end, int) and end > 0]
    rates = [band.get("per_mille") for band in bands]
    rising = len(closed) == len(ends) - 1 and closed == sorted(set(closed))
    if not bands or ends[-1] is not None or not rising:
        raise WrongBands("bands rise, and the last one has no end")
    if not all(isinstance(rate, int) and 0 <= rate <= 1000 for rate in rates):
        raise WrongBands("a part of a wage is between nothing and all of it")


def owed(cents: int, bands: Sequence[Mapping[str, Any]]) -> int:
    """What is owed of a wage, in cents, rounded down in the person's favour."""
    total, lower = 0, 0
    for band in bands:
        upper = cents if band["up_to"] is None else min(cents, band["up_to"])
        total += max(0, upper - lower) * band["per_mille"]
        lower = max(lower, upper)
    return total // 1000
