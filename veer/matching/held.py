"""What this room holds about a person, for their own copy of everything held."""

from typing import Any
from uuid import UUID

from veer.cases import held
from veer.matching.models import Line


def of_persons(persons: list[UUID], _files: list[UUID]) -> list[dict[str, Any]]:
    """The runs in which a household of theirs was proposed a place and somebody decided. What was only proposed is
    nobody's decision yet and is not among it."""
    found = Line.objects.filter(person__in=persons, state__in=Line.DECIDED).select_related("run", "spot")
    return [
        {
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
            "settled": list(
                line.locks.filter(kept_at__isnull=False)
                .order_by("kept_at", "id")
                .values("kind", "spot__title", "reason", "words", "kept_at", "lifted_at")
            ),
        }
        for line in found.order_by("run__asked_at", "code")
    ]


held.register("matching", of_persons)
