"""Who lives as one household with whom, from one day to another."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.people.models import Household, Housemate


class InAnother(ValueError):
    """The person lives in another household until somebody says otherwise."""


@transaction.atomic
def join_household(
    person: UUID, by: Who, *, role: str, beside: UUID | None = None, since: date | None = None
) -> Housemate:
    """A person comes to live in the household of `beside`, or begins one. Said by the person, or at a desk."""
    _may_say(person, by)
    if beside == person:
        raise ValueError("nobody lives beside themselves")
    for one in sorted({person, beside or person}):
        lock(one, "person")
    if Housemate.objects.filter(person=person, until=None).exists():
        raise InAnother
    day = since or clock.today(settings.TIME_ZONE)
    mate = Housemate.objects.filter(person=beside, until=None).first() if beside else None
    if mate is None:
        household = Household.objects.create(made_at=clock.now())
        if beside:
            _write(household.pk, beside, by, Housemate.OTHER, day)
    else:
        household = mate.household
    return _write(household.pk, person, by, role, day)


@transaction.atomic
def leave_household(person: UUID, by: Who, *, on: date | None = None) -> bool:
    """A person no longer lives in their household. False when they lived in none."""
    _may_say(person, by)
    lock(person, "person")
    mate = Housemate.objects.filter(person=person, until=None).first()
    if mate is None:
        return False
    day = on or clock.today(settings.TIME_ZONE)
    Housemate.objects.filter(pk=mate.pk).update(until=max(day, mate.since))
    append(Ref("person", person), "leave_household", by.ref, subject=Ref("household", mate.household_id))
    return True


def _may_say(person: UUID, by: Who) -> None:
    if person in by.persons:
        return
    policy.require(by, "register_at_desk")


def _write(household: UUID, person: UUID, by: Who, role: str, day: date) -> Housemate:
    mate = Housemate.objects.create(household_id=household, person_id=person, role=role, since=day)
    append(
        Ref("person", person),
        "join_household",
        by.ref,
        subject=Ref("household", household),
        payload={"role": role, "since": day.isoformat()},
    )
    return mate
