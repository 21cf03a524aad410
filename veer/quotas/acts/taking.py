"""Taking places and giving them back. Whoever calls has checked who may; the ledger keeps who it was.

Every function is safe to call twice with one `key`: the second call gives what the first did. Inside a transaction of
the caller's, what was taken is given back when that transaction fails. The lines of the ledger are the record; the
journal hears of limits here, and of each place through the act for which it was taken.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from veer.journal import clock
from veer.journal.acts import SYSTEM, Ref, request_key
from veer.quotas import guarded
from veer.quotas.holdings import Holding, NotHeld, holding
from veer.quotas.models import CONFIRM, CORRECT, EXPIRE, MOVE, RELEASE, RESERVE, Entry, Quota

Line = tuple[UUID, int, str, int, int]  # quota, counter, kind, change of reserved, change of confirmed


class Full(ValueError):
    """There is no room for so many."""


class KeyUsed(ValueError):
    """The key was used before, for something else."""


class AnotherScope(ValueError):
    """The other quota is of another programme."""


def reserve(
    quota: UUID, amount: int, subject: UUID, by: Ref, reason: str, key: str, until: date | None = None
) -> Holding:
    """Keep places for so many persons, all or none. `until`: the last day on which they are kept unconfirmed.

    Raises `Full`: of a quota with several counters only after all of them were asked and together had too few.
    """
    if amount < 1:
        raise ValueError("a place is kept for somebody")
    entry = Entry(
        holding=_holding_of(by, key),
        turn=1,
        quota_id=quota,
        number=0,
        kind=RESERVE,
        reserved=amount,
        confirmed=0,
        subject=subject,
        reason=reason,
        by_kind=by.kind,
        by_id=by.id,
        at=clock.now(),
        until=until,
    )
    try:
        if _take_anywhere(entry):
            return Holding.of([entry])
    except IntegrityError:
        before = _repeated(entry)
        if before is None:
            raise
        return before
    before = _repeated(entry)
    if before is None:
        raise Full(str(quota))
    return before


def confirm(holding_id: UUID, by: Ref, reason: str, key: str) -> Holding:
    """Use what was reserved. Raises `Full` when all places are granted: more may be called than can be granted."""

    def lines(now: Holding) -> list[Line]:
        if not now.reserved:
            raise NotHeld(str(holding_id))
        return [(now.quota, now.number, CONFIRM, -now.reserved, now.reserved)]

    return _go_on(holding_id, by, reason, key, lines, keeps_until=False)


def release(holding_id: UUID, by: Ref, reason: str, key: str) -> Holding:
    """Give everything back."""
    return _go_on(
        holding_id,
        by,
        reason,
        key,
        lambda now: [(now.quota, now.number, RELEASE, -now.reserved, -now.confirmed)],
        keeps_until=False,
    )


def change(holding_id: UUID, amount: int, by: Ref, reason: str, key: str) -> Holding:
    """A household grew or became smaller: hold places for so many persons from now on, or change nothing."""
    if amount < 1:
        raise ValueError("a household that is gone is released")

    def lines(now: Holding) -> list[Line]:
        more = amount - now.amount
        return [
            (now.quota, now.number, CORRECT, 0, more) if now.confirmed else (now.quota, now.number, CORRECT, more, 0)
        ]

    return _go_on(holding_id, by, reason, key, lines)


def move(holding_id: UUID, to: UUID, by: Ref, reason: str, key: str) -> Holding:
    """Hold the same in another quota instead: taken there and given back here together, or neither.

    Within one scope: what one programme gives is never taken from another. Raises `AnotherScope`.
    """

    def lines(now: Holding) -> list[Line]:
        if now.quota == to:
            raise ValueError("it is held there already")
        if _scope(now.quota) != _scope(to):
            raise AnotherScope(f"{now.quota} {to}")
        there = _counter_of(to, holding_id)
        return [
            (now.quota, now.number, MOVE, -now.reserved, -now.confirmed),
            (to, there, MOVE, now.reserved, now.confirmed),
        ]

    return _go_on(holding_id, by, reason, key, lines)


def expire_due(today: date) -> list[Holding]:
    """Give back what was kept until a day before this one and never confirmed. Gives what ended, as it stood."""
    ended = []
    for holding_id in _past(today):
        now = holding(holding_id)
        try:
            _go_on(holding_id, SYSTEM, "expired", f"expire {holding_id} {now.turn}", _expiry(today), keeps_until=False)
        except NotHeld:
            continue  # confirmed or released meanwhile
        ended.append(now)
    return ended


def _expiry(today: date) -> Callable[[Holding], list[Line]]:
    def lines(now: Holding) -> list[Line]:
        if not now.reserved or now.until is None or now.until >= today:
            raise NotHeld(str(now.id))
        return [(now.quota, now.number, EXPIRE, -now.reserved, 0)]

    return lines


def _past(today: date) -> list[UUID]:
    """Holdings whose last line keeps them until a day that is over."""
    later = Entry.objects.filter(holding=OuterRef("holding"), turn__gt=OuterRef("turn"))
    kept = Entry.objects.filter(~Exists(later), until__lt=today)
    return list(kept.order_by("until", "holding").values_list("holding", flat=True))


def _go_on(
    holding_id: UUID,
    by: Ref,
    reason: str,
    key: str,
    lines: Callable[[Holding], list[Line]],
    *,
    keeps_until: bool = True,
) -> Holding:
    """Write the next lines of a holding. Whoever comes second finds the turn taken, looks again and decides anew."""
    own_key = request_key(by, key)
    while True:
        before = Entry.objects.filter(key=own_key).first()
        if before is not None:
            if before.holding != holding_id:
                raise KeyUsed(key)
            return holding(holding_id)
        now = holding(holding_id)
        if not now.open:
            raise NotHeld(str(holding_id))
        told = _told(now, lines(now), by, reason, own_key, now.until if keeps_until else None)
        try:
            _all_or_none(told)
        except (IntegrityError, Full):
            if not _written_meanwhile(now, own_key):
                raise
            continue
        return holding(holding_id)


def _told(now: Holding, lines: list[Line], by: Ref, reason: str, own_key: str, until: date | None) -> list[Entry]:
    """The next lines of a holding, numbered on from its last; the first of them carries the key of the request."""
    return [
        Entry(
            holding=now.id,
            turn=now.turn + step,
            quota_id=quota,
            number=number,
            kind=kind,
            reserved=reserved,
            confirmed=confirmed,
            subject=now.subject,
            reason=reason,
            by_kind=by.kind,
            by_id=by.id,
            at=clock.now(),
            until=until,
            key=own_key if step == 1 else None,
        )
        for step, (quota, number, kind, reserved, confirmed) in enumerate(lines, 1)
    ]


def _all_or_none(told: list[Entry]) -> None:
    """Counters are taken in one order by everybody, so that no two acts wait for each other."""
    if len(told) == 1:
        _take(told[0])
        return
    with transaction.atomic():
        for one in sorted(told, key=lambda one: (one.quota_id, one.number)):
            _take(one)


def _written_meanwhile(now: Holding, own_key: str) -> bool:
    """Whether somebody wrote the next line of this holding, or this very line, since we looked."""
    written = Q(holding=now.id, turn__gt=now.turn) | Q(key=own_key)
    return Entry.objects.filter(written).exists()


def _holding_of(by: Ref, key: str) -> UUID:
    """The id of the reservation that a key makes: the same request made twice meets itself in the table."""
    return UUID(request_key(by, key)[:32])


def _repeated(entry: Entry) -> Holding | None:
    """The holding that an earlier call with this key made; None when there was none."""
    before = Entry.objects.filter(holding=entry.holding, turn=1).first()
    if before is None:
        return None
    asked, given = ((one.kind, one.quota_id, one.reserved, one.confirmed, one.subject) for one in (entry, before))
    if asked != given:
        raise KeyUsed
    return holding(before.holding)


def _take(entry: Entry) -> None:
    """Carry out a line on its own counter, with places from the others where there are more. Raises `Full`."""
    if guarded.write(entry):
        return
    if _shards(entry.quota_id) > 1:
        with transaction.atomic():
            gathered = guarded.gather(entry.quota_id, entry.number, entry.reserved, entry.confirmed)
            if gathered and guarded.write(entry):
                return
    raise Full(str(entry.quota_id))


def _take_anywhere(entry: Entry) -> bool:
    """Ask every counter, beginning where chance says; then all of them together."""
    first, shards = _counter_of(entry.quota_id, entry.holding), _shards(entry.quota_id)
    for step in range(shards):
        entry.number = (first + step) % shards
        if guarded.write(entry):
            return True
    if shards == 1:
        return False
    entry.number = first
    with transaction.atomic():
        return guarded.gather(entry.quota_id, first, entry.reserved, 0) and guarded.write(entry)


def _counter_of(quota: UUID, holding_id: UUID) -> int:
    return holding_id.int % _shards(quota)


@lru_cache(maxsize=4096)
def _scope(quota: UUID) -> str:
    """To which programme a quota belongs: said when it was opened and never changed."""
    return Quota.objects.values_list("scope", flat=True).get(pk=quota)


@lru_cache(maxsize=4096)
def _shards(quota: UUID) -> int:
    """How many counters a quota has: said when it was opened and never changed."""
    return Quota.objects.values_list("shards", flat=True).get(pk=quota)
