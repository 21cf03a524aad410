"""A line is accepted by one person and confirmed by another; only then is the place given."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.matching.acts.common import Decided, SamePerson, Unproposed, handled, handled_line, write
from veer.matching.acts.giving import give
from veer.matching.models import Line
from veer.matching.policy import LINES


@transaction.atomic
def accept(line_id: UUID, by: Who) -> None:
    """The place that is proposed is the right one. Raises `Busy`, `Decided`, `Unproposed`."""
    line = handled_line(line_id, by)
    if line.state != Line.PROPOSED:
        raise Decided
    if line.spot is None:
        raise Unproposed
    _now(line, state=Line.ACCEPTED, decided_at=clock.now(), decided_by=by.account)
    write(line.run, "accept", by.ref, {"line": line.code, "place": line.spot.code})


@transaction.atomic
def accept_all(run_id: UUID, by: Who) -> int:
    """Every place that is proposed and on which nobody decided, but for households of one's own: how many. Raises
    `Busy`."""
    run = handled(run_id, by)
    mine = policy.only(run.lines.all(), LINES.kind, by, policy.HANDLE)
    open_ = mine.filter(state=Line.PROPOSED, spot__isnull=False).select_related("spot").order_by("code")
    told = {line.code: line.spot.code for line in open_ if line.spot}
    if told:
        now = {"state": Line.ACCEPTED, "decided_at": clock.now(), "decided_by": by.account}
        run.lines.filter(code__in=told).update(**now)
        write(run, "accept_all", by.ref, {"lines": told})
    return len(told)


@transaction.atomic
def take_back(line_id: UUID, by: Who) -> None:
    """Whoever accepted it, or another one, wants to look again. Raises `Busy`, `Decided`."""
    line = handled_line(line_id, by)
    if line.state != Line.ACCEPTED:
        raise Decided
    _now(line, state=Line.PROPOSED, decided_at=None, decided_by=None)
    write(line.run, "take_back", by.ref, {"line": line.code})


@transaction.atomic
def confirm(line_id: UUID, by: Who, key: str) -> None:
    """A second person confirms what a first one accepted or overrode, and the place is given.

    Raises `Busy`, `Decided`, `SamePerson`, `Unproposed`, and `Gone` where the place cannot be given any more.
    """
    line = handled_line(line_id, by)
    if line.state not in (Line.ACCEPTED, Line.OVERRIDDEN):
        raise Decided
    if line.decided_by == by.account:
        raise SamePerson
    if line.spot is None:
        raise Unproposed
    _now(line, state=Line.CONFIRMED, confirmed_at=clock.now(), confirmed_by=by.account)
    write(line.run, "confirm", by.ref, {"line": line.code, "place": line.spot.code})
    give(line, by, f"{key} {line.code}")


def _now(line: Line, **fields: object) -> None:
    Line.objects.filter(pk=line.pk).update(**fields)
