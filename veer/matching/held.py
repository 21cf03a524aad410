"""What this room holds about a person, for their own copy of everything held."""

from typing import Any
from uuid import UUID

from veer.cases import held
from veer.matching.models import Line, Offer, Seeker
from veer.people.models import Link

BY_HOUSEHOLD = ("made_at", "until", "household_says", "household_words", "household_at", "ended", "ended_at")
BY_SPONSOR = ("made_at", "until", "sponsor_says", "sponsor_words", "sponsor_at", "ended", "ended_at")


def of_persons(persons: list[UUID], _files: list[UUID]) -> dict[str, Any]:
    """The runs in which somebody decided about a household of theirs, their search for a sponsor with what they said,
    and what they said for a group. What was only proposed is nobody's decision yet; what the other side says is its
    own."""
    lines = Line.objects.filter(person__in=persons, state__in=Line.DECIDED).select_related("run", "spot")
    seekers = Seeker.objects.filter(person__in=persons).order_by("made_at", "id")
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values("account")
    said = Offer.objects.filter(sponsor_by__in=accounts).order_by("made_at", "id")
    return {
        "runs": [_line(one) for one in lines.order_by("run__asked_at", "code")],
        "seeking": [_seeker(one) for one in seekers],
        "for_a_group": list(said.values(*BY_SPONSOR)),
    }


def _line(line: Line) -> dict[str, Any]:
    kept = line.locks.filter(kept_at__isnull=False).order_by("kept_at", "id")
    return {
        "asked_at": line.run.asked_at,
        "laws": line.run.laws,
        "number": line.code,
        "persons": line.persons,
        "tier": line.tier,
        "groups": line.groups,
        "place": line.spot.title if line.spot else None,
        "state": line.state,
        "decided_at": line.decided_at,
        "confirmed_at": line.confirmed_at,
        "settled": list(kept.values("kind", "spot__title", "reason", "words", "kept_at", "lifted_at")),
    }


def _seeker(found: Seeker) -> dict[str, Any]:
    return {
        "file": found.case.given.number,
        "adults": found.adults,
        "children": found.children,
        "tier": found.tier,
        "wish": found.wish,
        "since": found.since,
        "ended_at": found.ended_at,
        "ended_why": found.ended_why,
        "offers": list(found.offers.order_by("made_at", "id").values("home", *BY_HOUSEHOLD)),
    }


held.register("matching", of_persons)
