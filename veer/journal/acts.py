"""Writing in the journal: one entry, one reading, one seal; and erasing what must be forgotten."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet

from veer.journal import chain as chains
from veer.journal import clock, queries
from veer.journal.models import Entry, Head, Payload, Reading, Seal, SealedHead

SAME_LOOK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ref:
    """Somebody or something, by kind and UUID."""

    kind: str
    id: UUID


SYSTEM = Ref("system", UUID(int=0))


def request_key(actor: Ref, key: str) -> str:
    """A caller's key, made the actor's own: nobody can collide with, or guess, another's."""
    return chains.digest(actor.kind, str(actor.id), key)


def lock(chain: UUID, kind: str, *, using: str = "default") -> Head:
    """Take the chain's head for this transaction; a new chain begins here. Whoever comes second waits."""
    heads = Head.objects.using(using).select_for_update()
    found = heads.filter(chain=chain).first()
    if found is None:
        Head.objects.using(using).get_or_create(chain=chain, defaults={"kind": kind, "digest": chains.START})
        found = heads.get(chain=chain)
    return found


def append(
    chain: Ref,
    act: str,
    actor: Ref,
    *,
    subject: Ref | None = None,
    payload: Mapping[str, Any] | None = None,
    led_to: str | None = None,
    key: str | None = None,
    at: datetime | None = None,
    using: str = "default",
) -> Entry:
    """Add one entry at the end of a chain, its payload beside it and the head behind it, in one transaction."""
    with transaction.atomic(using=using):
        head = lock(chain.id, chain.kind, using=using)
        salt, body = secrets.token_bytes(16), chains.canonical(payload or {})
        about = subject or chain
        entry = Entry(
            chain=chain.id,
            position=head.length + 1,
            act=act,
            actor_kind=actor.kind,
            actor_id=actor.id,
            subject_kind=about.kind,
            subject_id=about.id,
            led_to=led_to,
            at=at or clock.now(),
            request_key=request_key(actor, key) if key else None,
            payload_digest=chains.payload_digest(salt, body),
            previous=head.digest,
        )
        entry.digest = chains.entry_digest(entry)
        entry.save(using=using)
        Payload.objects.using(using).create(entry=entry, salt=salt, body=body)
        head.length, head.digest = entry.position, entry.digest
        head.save(using=using, update_fields=["length", "digest"])
        return entry


def erase(entry: Entry, *, using: str = "default") -> bool:
    """Forget what an entry told. Its header stays, and with it the proof that something stood there."""
    deleted, _ = Payload.objects.using(using).filter(entry=entry).delete()
    return bool(deleted)


def looked(chain: UUID, reader: Ref, role: str, purpose: str, *, using: str = "default") -> None:
    """Somebody reads. The same look by the same person within ten minutes is one look."""
    if not same_look(chain, reader, purpose, using=using).exists():
        Reading.objects.using(using).create(
            chain=chain, reader_kind=reader.kind, reader_id=reader.id, role=role, purpose=purpose, at=clock.now()
        )


def same_look(chain: UUID | OuterRef, reader: Ref, purpose: str, *, using: str = "default") -> QuerySet[Reading]:
    """What of a look that is made now was written down already. Also as part of another question, of an `OuterRef`."""
    since = clock.now() - SAME_LOOK
    mine = Reading.objects.using(using).filter(reader_kind=reader.kind, reader_id=reader.id, purpose=purpose)
    return mine.filter(chain=chain, at__gt=since)


def seal(*, using: str = "default") -> Seal:
    """Chain the digest of all heads, as they stand now, to the last seal."""
    with transaction.atomic(using=using):
        last = Seal.objects.using(using).order_by("-number").first()
        before = queries.sealed_heads(last, using=using) if last else {}
        heads = [
            (str(head.chain), head.length, head.digest)
            for head in Head.objects.using(using).select_for_update().order_by("chain")
        ]
        heads.sort()
        number, at, previous = (last.number + 1 if last else 1), clock.now(), last.digest if last else chains.START
        whole = chains.heads_digest(heads)
        made = Seal(
            number=number,
            at=at,
            count=len(heads),
            heads=whole,
            previous=previous,
            digest=chains.seal_digest(number, at, len(heads), whole, previous),
        )
        made.save(using=using)
        SealedHead.objects.using(using).bulk_create(
            SealedHead(seal=made, chain=UUID(chain), length=length, digest=end)
            for chain, length, end in heads
            if before.get(chain) != (length, end)
        )
        return made
