"""Facts as acts and queries: appended, superseded, never overwritten."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from veer.journal import clock
from veer.journal.acts import Ref
from veer.people.models import Fact

STATED, EVIDENCED, VERIFIED, DISPUTED = "stated", "evidenced", "verified", "disputed"


@transaction.atomic
def record(
    subject: Ref,
    purpose: Ref,
    fact: str,
    value: Any,
    *,
    state: str,
    source: Ref,
    by: Ref,
    valid_from: date | None = None,
) -> Fact:
    """Write down a fact. What stood before under the same purpose is superseded by it and stays readable."""
    before = (
        Fact.objects.select_for_update()
        .filter(subject_id=subject.id, purpose_id=purpose.id, fact=fact, superseded_by=None)
        .first()
    )
    new = Fact(
        id=uuid4(),
        subject_kind=subject.kind,
        subject_id=subject.id,
        purpose_kind=purpose.kind,
        purpose_id=purpose.id,
        fact=fact,
        value=value,
        state=state,
        source_kind=source.kind,
        source_id=source.id,
        valid_from=valid_from,
        recorded_at=clock.now(),
        by_kind=by.kind,
        by_id=by.id,
    )
    if before is not None:
        # First the old one gives way (the foreign key is checked at commit), so that one is current at any moment.
        Fact.objects.filter(pk=before.pk).update(superseded_by=new.pk)
    new.save(force_insert=True)
    return new


def current(purpose: UUID, subjects: Iterable[UUID]) -> list[Fact]:
    """What is known under a purpose about these subjects, as it stands now."""
    found = Fact.objects.filter(purpose_id=purpose, subject_id__in=list(subjects), superseded_by=None)
    return list(found.order_by("fact"))


def current_of(purposes: Iterable[UUID]) -> list[Fact]:
    """What is known under several purposes, as it stands now: one question for them all."""
    return list(Fact.objects.filter(purpose_id__in=list(purposes), superseded_by=None).order_by("purpose_id", "fact"))


def history(purpose: UUID, fact: str) -> list[Fact]:
    """All that was ever recorded of one fact under a purpose, latest first."""
    return list(Fact.objects.filter(purpose_id=purpose, fact=fact).order_by("-recorded_at", "id"))
