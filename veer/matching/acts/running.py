"""Asking for a run: who waits and what there is, as it is now, and what was settled before."""

from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import request_key
from veer.journal.chain import canonical
from veer.journal.queries import by_key
from veer.matching import plain
from veer.matching.acts.agreeing import lapse
from veer.matching.acts.common import Busy, handled, in_force, latest, next_answer, write
from veer.matching.acts.rematching import seek_again
from veer.matching.futures import futures
from veer.matching.models import Answer, Line, Lock, Run, Spot
from veer.matching.policy import worked
from veer.matching.sources import SOURCES


@transaction.atomic
def ask(source: str, by: Who, key: str) -> Answer:
    """A new run of a source, with the locks of the run before that still mean something. `solving.begin` works on it.

    Raises `Busy` while an answer of the run before is in work, `Near` and `NoWeights` as the source does.
    """
    if source not in worked(by):
        raise policy.Refused("this is for whoever works on it")
    done = by_key(request_key(by.ref, key))
    if done is not None:
        return Answer.objects.get(run=done.chain, number=1)
    lapse()
    seek_again()
    before = latest(source)
    if before is not None:
        handled(before.pk, by)
    reading = SOURCES[source].read(by)
    try:
        with transaction.atomic():
            run = _kept(reading, before, by)
    except IntegrityError as other:  # somebody else asked for the first run at the same moment
        raise Busy from other
    if before is not None:
        _carried(before, run)
    told = {"instance": run.digest, "households": len(reading.households), "places": len(reading.places)}
    write(run, "ask_placement", by.ref, told, key)
    return next_answer(run, by)


def _kept(reading: plain.Reading, before: Run | None, by: Who) -> Run:
    number = before.number + 1 if before else 1
    instance = {**plain.instance(reading), "futures": futures(reading, number)}
    run = Run.objects.create(
        source=reading.source,
        number=number,
        laws=list(reading.laws),
        dims=list(reading.dims),
        instance=instance,
        digest=sha256(canonical(instance).encode()).hexdigest(),
        before=before,
        asked_at=clock.now(),
        asked_by=by.account,
    )
    called, named = plain.coded(reading)
    shut, best = plain.shut_of(reading), plain.best_of(reading)
    Spot.objects.bulk_create(
        Spot(run=run, code=named[one.id], place=one.id, title=one.title, where=one.where) for one in reading.places
    )
    Line.objects.bulk_create(
        Line(
            run=run,
            code=called[one.id],
            household=one.id,
            person=one.person,
            persons=one.need[0],
            tier=one.tier,
            groups=list(one.groups),
            shut=shut[one.id],
            best=best.get(one.id, 0),
        )
        for one in reading.households
    )
    return run


def _carried(before: Run, run: Run) -> None:
    """Locks go along where their household and their place are still there. Who decided them stays who it was."""
    lines = {one.household: one for one in run.lines.order_by("code")}
    spots = {one.place: one for one in run.spots.order_by("code")}
    for one in in_force(before):
        line = lines.get(one.line.household)
        spot = spots.get(one.spot.place) if one.spot else None
        other = lines.get(one.other.household) if one.other else None
        if line is None or bool(one.spot) != bool(spot) or bool(one.other) != bool(other):
            continue
        Lock.objects.create(
            run=run, line=line, kind=one.kind, spot=spot, other=other, reason=one.reason, words=one.words,
            cost=one.cost, second=one.second, made_at=one.made_at, made_by=one.made_by, kept_at=one.kept_at,
            signed_at=one.signed_at, signed_by=one.signed_by,
        )  # fmt: skip


@transaction.atomic
def ask_again(run_id: UUID, by: Who, mode: str = "") -> Answer:
    """Another answer to the same run, under what is settled now: after one that could not be, or in another mode.
    Raises `Busy`."""
    run = handled(run_id, by)
    try:
        with transaction.atomic():
            made = next_answer(run, by, mode)
    except IntegrityError as working:
        raise Busy from working
    write(run, "ask_again", by.ref, {"answer": made.number, "mode": made.mode})
    return made
