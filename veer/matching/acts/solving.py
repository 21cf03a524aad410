"""The solver beside the pages: an answer is worked out by a task, proved by the verifier, and only then shown.

A task begins an answer once; whatever it finds is written down whole or not at all.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from time import perf_counter
from typing import Any

from django.db import transaction
from django_tasks import task

from veer import placement
from veer.access.who import SYSTEM
from veer.journal import clock
from veer.journal.acts import lock
from veer.journal.chain import canonical
from veer.matching.acts.common import CHAIN, WHOLE, settled, write
from veer.matching.acts.hand import current
from veer.matching.models import Answer, Line, Lock, Run
from veer.placement import Infeasible, Locks, OutOfTime, Solution

LIMIT = 600  # seconds for one answer
COUNTING = 60  # seconds for the cost of one lock
LOST = timedelta(seconds=2 * LIMIT)  # an answer that was not heard of for so long is begun again


def begin(answer: Answer) -> None:
    """Have an answer worked out: by a worker, or at once where the installation has none."""
    solve.enqueue(str(answer.pk))


def recount(one: Lock) -> None:
    """Have the cost of a lock counted."""
    count.enqueue(str(one.pk))


@task()
def solve(answer_id: str) -> None:
    """Work out one answer. A second call for the same one does nothing."""
    mine = Answer.objects.filter(pk=answer_id)
    now = clock.now()
    if not mine.filter(state=Answer.WAITING).update(state=Answer.SOLVING, begun_at=now, heard_at=now):
        return
    answer = mine.select_related("run").get()
    try:
        found, proofs, faults = _found(answer)
    except Infeasible as no:
        _failed(answer, Answer.IMPOSSIBLE, str(no))
    except OutOfTime:
        _failed(answer, Answer.BROKEN, "out of time")
    except Exception as broken:
        _failed(answer, Answer.BROKEN, type(broken).__name__)
        raise
    else:
        if faults:
            _failed(answer, Answer.WRONG, "; ".join(faults))
        else:
            _proposed(answer, found, proofs)


def _found(answer: Answer) -> tuple[dict[str, Any], dict[str, int], list[str]]:
    """The document of the solution, the bounds that its prices prove, and what the verifier says against it."""
    instance = locked(answer.run, answer.locks)
    started = perf_counter()
    left = _left(answer, LIMIT)
    if answer.mode == Answer.AHEAD:
        found = placement.told_ahead(*placement.ahead(instance, left), perf_counter() - started)
    else:
        found = placement.document(placement.place(instance, None, left), perf_counter() - started)
    return found, placement.proofs(instance, found), placement.wrong(instance, found)


def _left(answer: Answer, limit: float) -> Callable[[], float]:
    """Seconds that are left. The solver asks before each of its steps: so it is known how far it is."""
    started, steps = perf_counter(), 0

    def left() -> float:
        nonlocal steps
        steps += 1
        Answer.objects.filter(pk=answer.pk).update(steps=steps, heard_at=clock.now())
        return limit - (perf_counter() - started)

    return left


@transaction.atomic
def _failed(answer: Answer, state: str, why: str) -> None:
    lock(answer.run_id, CHAIN)
    Answer.objects.filter(pk=answer.pk).update(state=state, why=why, done_at=clock.now())
    write(answer.run, "no_answer", SYSTEM.ref, {"answer": answer.number, "state": state, "why": why})


@transaction.atomic
def _proposed(answer: Answer, found: dict[str, Any], proofs: dict[str, int]) -> None:
    """Keep it, and propose to everybody whom nobody has decided on the place that it gives them."""
    lock(answer.run_id, CHAIN)
    digest = sha256(canonical(found).encode()).hexdigest()
    told = {"state": Answer.PROPOSED, "solution": found, "digest": digest, "proofs": proofs, "done_at": clock.now()}
    Answer.objects.filter(pk=answer.pk).update(**told)
    spots = {one.code: one for one in answer.run.spots.order_by("code")}
    lines = list(answer.run.lines.filter(state__in=[Line.PROPOSED, Line.OVERRIDDEN]).order_by("code"))
    worth = _worth(answer.run)
    for line in lines:
        line.spot = spots.get(found["placements"].get(line.code, ""))
        line.worth = worth[line.code, line.spot.code] if line.spot else 0
    Line.objects.bulk_update(lines, ["spot", "worth"])
    payload = {key: found[key] for key in ("status", "objective", "bound", "gap")}
    write(answer.run, "propose", SYSTEM.ref, {"answer": answer.number, "solution": digest, **payload})


def _worth(run: Run) -> dict[tuple[str, str], int]:
    """What each possible pair of a run is worth, by code."""
    cases, places = ([one["id"] for one in run.instance[kind]] for kind in ("cases", "places"))
    return {(cases[i], places[j]): worth for i, j, worth in run.instance["pairs"]}


def locked(run: Run, locks: Mapping[str, Any]) -> placement.Instance:
    """The instance of a run under locks as an answer keeps them. Raises `Infeasible`."""
    return placement.locked(placement.read(run.instance), _as_locks(locks))


def solution_of(answer: Answer) -> Solution:
    """The solution of a proposed answer, from what was kept of it, over all that was possible without the locks."""
    assert answer.solution is not None
    return placement.restored(placement.read(answer.run.instance), answer.solution)


def groups_of(run: Run) -> dict[str, list[str]]:
    """The groups in which it is counted whether people fare alike, each with the codes of its lines."""
    found: dict[str, list[str]] = {}
    for code, groups in run.lines.order_by("code").values_list("code", "groups"):
        for group in groups:
            found.setdefault(group, []).append(code)
    return {group: found[group] for group in sorted(found)}


@task()
def count(lock_id: str) -> None:
    """What a lock would cost against the latest answer; a lock that was kept is not counted again."""
    one = Lock.objects.select_related("run", "line", "spot", "other").get(pk=lock_id)
    answer = current(one.run_id)
    if one.kept_at is not None or answer is None:
        return
    started = perf_counter()
    try:
        change = placement.forced(
            solution_of(answer), _locks(one), groups_of(one.run), lambda: COUNTING - (perf_counter() - started)
        )
        told: dict[str, Any] = {"cost": _cost(answer, change), "second": change.second, "impossible": ""}
    except (Infeasible, OutOfTime) as no:
        told = {"cost": None, "impossible": str(no) or "out of time"}
    Lock.objects.filter(pk=one.pk, kept_at=None).update(answer=answer, **told)


def _locks(one: Lock) -> Locks:
    """What people settled and accepted, and this lock."""
    now = settled(one.run, one.line_id if one.kind in WHOLE else None)
    own = one.line.code
    if one.kind == Lock.MUST and one.spot:
        now["must"].append([own, one.spot.code])
    elif one.kind == Lock.MUST_NOT and one.spot:
        now["must_not"].append([own, one.spot.code])
    elif one.kind == Lock.NOWHERE:
        now["must_not"] += [[own, spot] for spot in one.run.spots.order_by("code").values_list("code", flat=True)]
    elif one.other:
        now["keep_with"].append([own, one.other.code])
    return _as_locks(now)


def _as_locks(said: Mapping[str, Any]) -> Locks:
    return Locks(*(tuple(map(tuple, said[kind])) for kind in ("must", "must_not", "keep_with")))


def _cost(answer: Answer, change: placement.Change) -> dict[str, Any]:
    """As it is kept with the lock: losses in the units of the goals, who moves, who loses a place, what groups had."""
    solution = solution_of(answer)
    had = placement.fairness(solution.instance, solution.placed, groups_of(answer.run))
    before = {one.group: one.share for one in had}
    return {
        "first_loss": change.first_loss,
        "score_loss": change.score_loss,
        "moved": [[code, *where] for code, where in sorted(change.moved.items())],
        "unplaced": dict(change.unplaced),
        "groups": [[one.group, before.get(one.group), one.share] for one in change.fairness],
    }


def revive(answer: Answer) -> None:
    """Begin anew with an answer that no worker took, or that a worker began and was not heard of since."""
    silent = Answer.objects.filter(pk=answer.pk, state=Answer.SOLVING, heard_at__lt=clock.now() - LOST)
    silent.update(state=Answer.WAITING, begun_at=None, heard_at=None)
    begin(answer)
