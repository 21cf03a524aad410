"""Where it is not safe to be written to: nothing goes to an address, a mailbox or a telephone meanwhile."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.people.models import Silence


@transaction.atomic
def stop_notices(person: UUID, by: Who, reason: str = "") -> Silence:
    """Write nothing to a person any more. The person needs no reason; whoever works here gives one."""
    _may_say(person, by, reason)
    lock(person, "person")
    before = Silence.objects.filter(person=person, until=None).first()
    if before is not None:
        return before
    made = Silence.objects.create(
        person_id=person, reason=reason, since=clock.now(), by_kind=by.ref.kind, by_id=by.ref.id
    )
    append(Ref("person", person), "stop_notices", by.ref, payload={"reason": reason})
    return made


@transaction.atomic
def resume_notices(person: UUID, by: Who, reason: str = "") -> bool:
    """Letters and mails may go again. False when they were not stopped."""
    _may_say(person, by, reason)
    lock(person, "person")
    ended = Silence.objects.filter(person=person, until=None).update(
        until=clock.now(), ended_kind=by.ref.kind, ended_by=by.ref.id, ended_reason=reason
    )
    if ended:
        append(Ref("person", person), "resume_notices", by.ref, payload={"reason": reason})
    return bool(ended)


def _may_say(person: UUID, by: Who, reason: str) -> None:
    if person in by.own:
        return
    policy.require(by, "stop_notices")
    if person in by.near or not reason.strip():
        raise policy.Refused("whoever works here says why, and not about their own record")
