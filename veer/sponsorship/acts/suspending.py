"""The programme stands still: by a decision that is published, with a reason and a last day, never by doing nothing."""

from datetime import date
from uuid import UUID

from django.db import transaction

from veer.access import policy, roles
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.sponsorship.models import Suspension
from veer.sponsorship.policy import works
from veer.sponsorship.rules import Sponsors, today

PROGRAMME = "sponsor_programme"


class Suspended(ValueError):
    """The programme stands still today; `until` is its last day."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


class SamePerson(ValueError):
    """Whoever proposed a suspension does not sign it."""


def running(law: Sponsors) -> None:
    """Raises `Suspended` while a signed decision holds. Whoever has a place goes on; nothing new begins."""
    found = standing(law)
    if found is not None:
        raise Suspended(found.ends)


def standing(law: Sponsors) -> Suspension | None:
    """The decision by which the programme stands still today; one that was lifted does not hold it any more."""
    day = today(law)
    signed = Suspension.objects.filter(signed_at__isnull=False, begins__lte=day, ends__gte=day, lifted_at=None)
    return signed.order_by("-ends", "id").first()


@transaction.atomic
def propose_suspension(reason: str, begins: date, ends: date, by: Who) -> Suspension:
    """Propose that nothing new begins from one day to another. It holds once somebody else has signed it."""
    works(by)
    if not reason.strip() or ends < begins:
        raise ValueError("a suspension has a reason and a last day")
    made = Suspension.objects.create(
        reason=reason.strip(), begins=begins, ends=ends, proposed_by=by.account, proposed_at=clock.now()
    )
    told = {"reason": made.reason, "begins": begins.isoformat(), "ends": ends.isoformat()}
    append(Ref(PROGRAMME, made.pk), "propose_suspension", by.ref, payload=told)
    return made


@transaction.atomic
def sign_suspension(suspension: UUID, by: Who) -> Suspension:
    """Sign a proposed suspension: from now on everybody reads it. Raises `SamePerson`."""
    if by.kind == "system" or not by.has(roles.SIGNER):
        raise policy.Refused("this is for a signer")
    lock(suspension, PROGRAMME)
    found = Suspension.objects.filter(pk=suspension).first()
    if found is None:
        raise policy.NotThere(PROGRAMME)
    if found.proposed_by == by.account:
        raise SamePerson
    if found.signed_at is None:
        found.signed_by, found.signed_at = by.account, clock.now()
        found.save(update_fields=["signed_by", "signed_at"])
        append(Ref(PROGRAMME, found.pk), "sign_suspension", by.ref)
    return found


@transaction.atomic
def lift_suspension(suspension: UUID, reason: str, by: Who) -> Suspension:
    """End a suspension sooner, with a reason that everybody reads: from this moment new things begin again."""
    if by.kind == "system" or not by.has(roles.SIGNER):
        raise policy.Refused("this is for a signer")
    if not reason.strip():
        raise ValueError("whoever lifts a suspension says why")
    lock(suspension, PROGRAMME)
    found = Suspension.objects.filter(pk=suspension, signed_at__isnull=False).first()
    if found is None:
        raise policy.NotThere(PROGRAMME)
    if found.lifted_at is None:
        found.lifted_by, found.lifted_at, found.lifted_why = by.account, clock.now(), reason.strip()
        found.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
        append(Ref(PROGRAMME, found.pk), "lift_suspension", by.ref, payload={"reason": found.lifted_why})
    return found
