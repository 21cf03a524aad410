"""What all acts of this room share: a run that is still the latest, what is settled in it, an entry on its chain."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.matching.models import Answer, Line, Lock, Run, Seeker
from veer.matching.policy import LINES, RUNS
from veer.sponsorship.queries import sponsors

CHAIN, SEEKER = "placement_run", "seeker"
WHOLE = (Lock.MUST, Lock.NOWHERE)  # with these somebody says where a household is, and not only where it is not


class Busy(ValueError):
    """An answer is being worked out, or a newer run took the place of this one: look again."""


class Decided(ValueError):
    """Somebody decided this already."""


class SamePerson(ValueError):
    """Another person has to do this."""


class Unexplained(ValueError):
    """This needs a reason in words."""


class Unproposed(ValueError):
    """No place is proposed."""


def handled(run_id: UUID, by: Who) -> Run:
    """The latest run of a source on which somebody works, locked until the act is done; no answer is in work."""
    lock(run_id, CHAIN)
    run: Run = policy.obtain(Run.objects.all(), RUNS.kind, by, policy.HANDLE, run_id)
    if latest(run.source) != run or run.answers.filter(state__in=Answer.WORKING).exists():
        raise Busy
    return run


def handled_line(line_id: UUID, by: Who) -> Line:
    """A line of such a run. `NotThere` for a household of one's own."""
    found: Line = policy.obtain(Line.objects.all(), LINES.kind, by, policy.HANDLE, line_id)
    handled(found.run_id, by)
    return Line.objects.select_related("run", "spot").get(pk=found.pk)  # as it is now that nobody else can change it


def latest(source: str) -> Run | None:
    return Run.objects.filter(source=source).order_by("-number").first()


def in_force(run: Run) -> list[Lock]:
    """Locks that hold: kept, signed where a second person has to, and not lifted."""
    kept = run.locks.filter(kept_at__isnull=False, lifted_at=None).select_related("line", "spot", "other")
    return [one for one in kept.order_by("kept_at", "id") if not one.second or one.signed_at is not None]


def settled(run: Run, anew: UUID | None = None) -> dict[str, list[Any]]:
    """The locks of the next answer by code: what people settled, and whoever is accepted or confirmed where they are.

    anew: a line of which somebody says anew where it is; what was settled of that before gives way.
    """
    must: list[list[str]] = []
    must_not: list[list[str]] = []
    together: list[list[str]] = []
    free = list(run.spots.order_by("code").values_list("code", flat=True))
    for one in in_force(run):
        if one.kind in WHOLE and one.line_id == anew:
            continue
        if one.kind == Lock.MUST and one.spot:
            must.append([one.line.code, one.spot.code])
        elif one.kind == Lock.MUST_NOT and one.spot:
            must_not.append([one.line.code, one.spot.code])
        elif one.kind == Lock.NOWHERE:
            must_not += [[one.line.code, code] for code in free]
        elif one.other:
            together.append([one.line.code, one.other.code])
    held = run.lines.filter(state__in=[Line.ACCEPTED, Line.CONFIRMED], spot__isnull=False).select_related("spot")
    must += [[line.code, line.spot.code] for line in held.order_by("code") if line.spot and line.pk != anew]
    return {"must": sorted(must), "must_not": must_not, "keep_with": together}


def next_answer(run: Run, by: Who, mode: str = "") -> Answer:
    """One answer more, to be worked out under what is settled now, in the mode of the last one where none is given.
    Raises `Busy`."""
    last = run.answers.order_by("-number").first()
    number, mode = (last.number if last else 0) + 1, mode or (last.mode if last else Answer.TODAY)
    return Answer.objects.create(
        run=run, number=number, mode=mode, locks=settled(run), asked_at=clock.now(), asked_by=by.account
    )


def today() -> date:
    """The legal day of whoever looks for a sponsor."""
    found = sponsors()
    return clock.today(found.pack.time_zone if found else "UTC")


def end_seeking(seeker: Seeker, why: str) -> None:
    Seeker.objects.filter(pk=seeker.pk).update(ended_at=clock.now(), ended_why=why)


def write_of(seeker: Seeker, act: str, by: Who, payload: Mapping[str, Any], key: str | None = None) -> None:
    """An entry on the chain of a household that looks for a sponsor."""
    about = Ref("person", seeker.person_id)
    append(Ref(SEEKER, seeker.pk), act, by.ref, subject=about, payload=dict(payload), key=key)


def write(run: Run, act: str, by: Ref, payload: Mapping[str, Any] | None = None, key: str | None = None) -> None:
    append(Ref(CHAIN, run.pk), act, by, payload=payload or {}, key=key)
