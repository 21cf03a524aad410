"""Stopping a case, and letting it go on: beside the procedure, by a human with a reason, whatever the route.

A stop stands in a journal of its own: on that of the case everybody who reads it would see when somebody reported.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import policy
from veer.access.who import Who
from veer.cases.errors import BadData
from veer.cases.models import Case, Stop
from veer.cases.policy import CASES
from veer.journal import clock
from veer.journal.acts import Ref, append, lock

CHAIN = "case_stop"


@transaction.atomic
def stop(case_id: UUID, by: Who, reason: str, *, passes: Iterable[str] = (), freezes: bool = False) -> Stop:
    """From now on nothing that the authority does moves the case, but for the acts that `passes`.

    `freezes`: the person of the case does not open it either. Raises `BadData` without a reason.
    """
    lock(case_id, "case")  # an act that is under way ends first, and the next one sees the stop
    case = _reachable(case_id, by)
    placed = Stop.objects.create(
        case=case,
        reason=_said(reason),
        passes=sorted(passes),
        freezes=freezes,
        placed_at=clock.now(),
        placed_by=by.account,
    )
    append(Ref(CHAIN, placed.pk), "stop", by.ref, payload={"case": str(case.pk), "freezes": freezes})
    return placed


@transaction.atomic
def lift(stop_id: UUID, by: Who, reason: str) -> Stop:
    """Let the case go on. A human does it; said twice it is lifted once. Raises `BadData` without a reason."""
    found = Stop.objects.select_for_update().filter(pk=stop_id).first()
    if found is None:
        raise policy.NotThere(CHAIN)
    _reachable(found.case_id, by)
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by, found.lifted_reason = clock.now(), by.account, _said(reason)
        found.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
        append(Ref(CHAIN, found.pk), "lift", by.ref)
    return found


def _reachable(case_id: UUID, by: Who) -> Case:
    """A case that is not theirs, for somebody who stops files; the program stops none."""
    policy.require(by, "stop_files")
    found = Case.objects.filter(pk=case_id).exclude(person__in=by.near).first()
    if found is None or by.kind == "system":
        raise policy.NotThere(CASES.kind)
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        raise BadData({"reason": _("Write down the reason.")})
    return reason.strip()
