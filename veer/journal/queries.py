"""Reading the journal: what stands in a chain, who looked, and a seal as a file."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from veer.journal.chain import instant
from veer.journal.models import Entry, Head, Reading, Seal, SealedHead


def length(chain: UUID, *, using: str = "default") -> int:
    """How many entries the chain has: what a page shows as `seen`."""
    return Head.objects.using(using).filter(chain=chain).values_list("length", flat=True).first() or 0


def entries(chain: UUID, *, after: int = 0, using: str = "default") -> QuerySet[Entry]:
    """The entries of a chain in order, with what is left of their payloads."""
    found = Entry.objects.using(using).filter(chain=chain, position__gt=after)
    return found.select_related("payload").order_by("position")


def entries_of(chains: Collection[UUID]) -> dict[UUID, list[Entry]]:
    """The entries of several chains, each in order, with what is left of their payloads: one question for them all."""
    found: dict[UUID, list[Entry]] = {chain: [] for chain in chains}
    for entry in Entry.objects.filter(chain__in=found).select_related("payload").order_by("chain", "position"):
        found[entry.chain].append(entry)
    return found


def headers(chain: UUID, *, using: str = "default") -> QuerySet[Entry]:
    """The entries of a chain in order, without what they tell."""
    return Entry.objects.using(using).filter(chain=chain).order_by("position")


def told(entry: Entry) -> dict[str, Any] | None:
    """What an entry tells; None when it was erased."""
    payload = getattr(entry, "payload", None)
    return json.loads(payload.body) if payload else None


def by_key(key: str, *, using: str = "default") -> Entry | None:
    """The entry that a request already wrote, if it did."""
    return Entry.objects.using(using).filter(request_key=key).first()


def readings(chain: UUID, *, using: str = "default") -> QuerySet[Reading]:
    """Who looked, latest first."""
    return Reading.objects.using(using).filter(chain=chain).order_by("-at", "id")


def sealed_heads(seal: Seal, *, using: str = "default") -> dict[str, tuple[int, str]]:
    """Every head as the seal saw it: for each chain the latest change up to it."""
    rows = SealedHead.objects.using(using).filter(seal__number__lte=seal.number).order_by("seal__number")
    return {str(row.chain): (row.length, row.digest) for row in rows.iterator()}


def export(seal: Seal, *, using: str = "default") -> dict[str, Any]:
    """A seal as a file that somebody else keeps: with it anybody can later prove what stood here."""
    return {
        "journal": 1,
        "number": seal.number,
        "at": instant(seal.at),
        "count": seal.count,
        "heads": sorted([chain, size, end] for chain, (size, end) in sealed_heads(seal, using=using).items()),
        "heads_digest": seal.heads,
        "previous": seal.previous,
        "digest": seal.digest,
    }


def last_seal(*, using: str = "default") -> Seal | None:
    return Seal.objects.using(using).order_by("-number").first()
