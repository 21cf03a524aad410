"""The hand of people: what somebody settles, with what it costs before it is kept.

The program counts the cost; a person keeps the lock; where somebody urgent would lose a place, a second one signs.
"""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.matching.acts.common import (
    WHOLE,
    Decided,
    SamePerson,
    Unexplained,
    Unproposed,
    handled_line,
    next_answer,
    write,
)
from veer.matching.models import Answer, Line, Lock
from veer.matching.numbers import limits
from veer.matching.policy import LINES
from veer.matching.rules import KINDS, REASONS


class Uncounted(ValueError):
    """What it costs is not known yet, or was counted against an answer that is not the latest."""


class Impossible(ValueError):
    """It cannot be: what rules shut no override opens, and a full place takes nobody more."""


@transaction.atomic
def settle(line_id: UUID, kind: str, reason: str, words: str, by: Who, *, spot: str = "", other: str = "") -> Lock:
    """Say what should be otherwise, for a reason. Nothing changes yet: `solving.recount` counts what it costs first.

    spot, other: codes of a place and of another line. Raises `Busy`, `Decided`, `Unexplained`, `Unproposed`
    (there is no answer yet), `Impossible` of a place that the rules shut for this household.
    """
    line = handled_line(line_id, by)
    if kind not in KINDS or reason not in REASONS:
        raise ValueError(kind)
    if line.state == Line.CONFIRMED:
        raise Decided
    if len(words.strip()) < limits().reason_characters:
        raise Unexplained
    answer = current(line.run_id)
    if answer is None:
        raise Unproposed
    where = line.run.spots.get(code=spot) if kind in (Lock.MUST, Lock.MUST_NOT) else None
    if where is not None and kind == Lock.MUST and where.code in shut(line):
        raise Impossible
    with_ = _other(line, other, by) if kind == Lock.KEEP_WITH else None
    return Lock.objects.create(
        run=line.run, line=line, kind=kind, spot=where, other=with_, reason=reason, words=words.strip(), answer=answer,
        made_at=clock.now(), made_by=by.account,
    )  # fmt: skip


def _other(line: Line, code: str, by: Who) -> Line:
    """A household of the same run that is not this one, and is nobody's own."""
    mine = policy.only(Line.objects.filter(run=line.run_id).exclude(pk=line.pk), LINES.kind, by, policy.HANDLE)
    found: Line = mine.get(code=code)
    return found


def shut(line: Line) -> set[str]:
    """The codes of the places that a rule shuts for this household."""
    return {code for codes in line.shut.values() for code in codes}


def current(run_id: UUID) -> Answer | None:
    """The latest answer that was proposed."""
    return Answer.objects.filter(run=run_id, state=Answer.PROPOSED).order_by("-number").first()


@transaction.atomic
def keep(lock_id: UUID, by: Who) -> Answer | None:
    """Keep what was settled, knowing its cost: the next answer, or None while a second person has to sign.

    Raises `Busy`, `Decided`, `Uncounted`, `Impossible`, `SamePerson` (whoever asked for the cost keeps it).
    """
    one = _mine(lock_id, by)
    if one.kept_at is not None:
        raise Decided
    if one.made_by != by.account:
        raise SamePerson
    if one.cost is None or one.answer != current(one.run_id):
        raise Uncounted
    if one.impossible:
        raise Impossible
    if one.line.state == Line.CONFIRMED:
        raise Decided
    one.kept_at = clock.now()
    one.save(update_fields=["kept_at"])
    write(one.run, "keep_lock", by.ref, {**_told(one), "cost": one.cost})
    return None if one.second else _holds(one, by)


@transaction.atomic
def sign(lock_id: UUID, by: Who) -> Answer:
    """A second person agrees that somebody urgent loses a place.

    Raises `Busy`, `Decided`, `SamePerson`, `Uncounted`.
    """
    one = _mine(lock_id, by)
    if one.kept_at is None or not one.second or one.signed_at is not None or one.lifted_at is not None:
        raise Decided
    if one.made_by == by.account:
        raise SamePerson
    if one.answer != current(one.run_id):
        raise Uncounted
    one.signed_at, one.signed_by = clock.now(), by.account
    one.save(update_fields=["signed_at", "signed_by"])
    write(one.run, "sign_lock", by.ref, _told(one))
    return _holds(one, by)


@transaction.atomic
def lift(lock_id: UUID, by: Who) -> Answer:
    """What was settled holds no more; the household is proposed a place again. Raises `Busy`, `Decided`."""
    one = _mine(lock_id, by)
    if one.kept_at is None or one.lifted_at is not None or one.line.state == Line.CONFIRMED:
        raise Decided
    one.lifted_at, one.lifted_by = clock.now(), by.account
    one.save(update_fields=["lifted_at", "lifted_by"])
    if one.kind in WHOLE and one.line.state == Line.OVERRIDDEN:
        Line.objects.filter(pk=one.line_id).update(state=Line.PROPOSED, decided_at=None, decided_by=None)
    write(one.run, "lift_lock", by.ref, _told(one))
    return next_answer(one.run, by)


def _mine(lock_id: UUID, by: Who) -> Lock:
    found = Lock.objects.filter(pk=lock_id).first()
    if found is None:
        raise policy.NotThere("placement_lock")
    handled_line(found.line_id, by)
    return Lock.objects.select_related("run", "line", "spot", "other", "answer").get(pk=lock_id)


def _holds(one: Lock, by: Who) -> Answer:
    """From now on it holds: an earlier one about where this household is gives way."""
    if one.kind in WHOLE:
        earlier = one.run.locks.filter(line=one.line, kind__in=WHOLE, kept_at__isnull=False, lifted_at=None)
        earlier.exclude(pk=one.pk).update(lifted_at=clock.now(), lifted_by=by.account)
        Line.objects.filter(pk=one.line_id).update(
            state=Line.OVERRIDDEN, decided_at=one.kept_at, decided_by=one.made_by
        )
    return next_answer(one.run, by)


def _told(one: Lock) -> dict[str, object]:
    return {
        "lock": str(one.pk),
        "line": one.line.code,
        "kind": one.kind,
        "place": one.spot.code if one.spot else None,
        "with": one.other.code if one.other else None,
        "reason": one.reason,
        "words": one.words,
    }
