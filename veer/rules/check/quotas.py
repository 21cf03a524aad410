"""Quotas: calls that reach the places, and parts that something can be divided over."""

from __future__ import annotations

from ..model import Route
from ..problems import Problems

MOST_CALLED = 200  # for a hundred places; above it a promise is made that the places cannot keep


def check_quotas(route: Route, problems: Problems) -> None:
    for quota in route.quotas.values():
        place = quota.marks.place
        if not 100 <= quota.call <= MOST_CALLED:
            hint = f"from 100 to {MOST_CALLED}: so many persons called for a hundred places"
            problems.error("E093", f"{quota.id} calls {quota.call} for a hundred places", place, hint)
        if quota.parts and not sum(quota.parts.values()):
            problems.error("E094", f"{quota.id} is divided over nothing", place, "give a part more than 0")
        if quota.unused and quota.unused["to"] not in quota.parts:
            hint = f"one of its parts: {', '.join(quota.parts)}"
            problems.error("E096", f"what {quota.id} has left goes to no part of it", place, hint)
