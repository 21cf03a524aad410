"""What everybody may read of placement: how groups fared over a year, by which weights. It names nobody."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from veer.cases import law
from veer.matching.models import Line, Lock
from veer.reception.queries import STRICT, hidden
from veer.rules import Pack
from veer.rules.model.reception import Placing

YEAR = timedelta(days=365)
TIER = "tier_"  # of the groups, those that are classes


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a pack in force weighs places."""

    pack: Pack
    placing: Placing


@dataclass(frozen=True, slots=True)
class Group:
    """How a group fared: how many households, the part that was given a place, and how much of its own best it has, of
    a hundred. None: too few to show."""

    group: str
    households: int | None
    placed: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """How often people decided otherwise for a reason; None: too few to show."""

    reason: str
    times: int | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The year up to now. `below`: a number from one to under it is not shown."""

    groups: list[Group]
    reasons: list[Reason]
    below: int


def weighed() -> list[Weighed]:
    """The packs in force that weigh places."""
    return [Weighed(one, one.reception.placing) for one in law.in_force() if one.reception and one.reception.placing]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the packs in force that weigh places ask, the strictest of each: see `Placing`."""

    reason_characters: int
    often_percent: int
    ahead_weeks: int


def limits() -> Limits:
    there = [one.placing for one in weighed()]
    return Limits(
        max((one.reason_characters for one in there), default=1),
        min((one.often_percent for one in there), default=100),
        max((one.ahead_weeks for one in there), default=0),
    )


def numbers(now: datetime) -> Numbers:
    """Each household once, as it stands in its latest run; only what two people confirmed counts as a place."""
    below = max([one.pack.reception.hide_below for one in weighed() if one.pack.reception], default=STRICT)
    lines: dict[Any, Line] = {}
    recent = Line.objects.filter(run__asked_at__gt=now - YEAR).order_by("run__asked_at", "run__number", "code")
    for line in recent.only("household", "groups", "state", "worth", "best"):
        lines[line.household] = line
    members: dict[str, list[Line]] = defaultdict(list)
    for line in lines.values():
        for group in ("", *line.groups):
            members[group].append(line)
    groups = _apart([_group(name, members[name], len(lines), below) for name in sorted(members)])
    return Numbers(groups, _reasons(now, below), below)


def _group(name: str, lines: list[Line], everybody: int, below: int) -> Group:
    """A group is shown where neither it, nor the others, nor those of it with or without a place, are too few."""
    given = [one for one in lines if one.state == Line.CONFIRMED]
    counts = (len(lines), everybody - len(lines), len(given), len(lines) - len(given))
    if any(hidden(one, below) is None for one in counts[:2]):
        return Group(name, None, None, None)
    if any(hidden(one, below) is None for one in counts[2:]):
        return Group(name, len(lines), None, None)
    best = sum(one.best for one in lines)
    share = round(100 * sum(one.worth for one in given) / best) if best else None
    return Group(name, len(lines), round(100 * len(given) / len(lines)), share)


def _apart(groups: list[Group]) -> list[Group]:
    """Classes add up to everybody: where one of them is hidden, the others would tell of it, and are hidden too."""
    tiers = [one for one in groups if one.group.startswith(TIER)]
    unseen = any(one.households is None for one in tiers)
    unplaced = unseen or any(one.placed is None for one in tiers)
    return [
        replace(
            one,
            households=None if unseen else one.households,
            placed=None if unplaced else one.placed,
            share=None if unplaced else one.share,
        )
        if one in tiers
        else one
        for one in groups
    ]


def _reasons(now: datetime, below: int) -> list[Reason]:
    counted: dict[str, int] = defaultdict(int)
    kept = Lock.objects.filter(kept_at__gt=now - YEAR)
    for _household, reason in set(kept.values_list("line__household", "reason")):  # a lock goes along from run to run
        counted[reason] += 1
    return [Reason(reason, hidden(number, below)) for reason, number in sorted(counted.items())]
