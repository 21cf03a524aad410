"""Letters of a subject, and the one that somebody may read."""

from uuid import UUID

from django.db.models import QuerySet

from veer.letters.models import Letter


def letters_of(subject: UUID) -> QuerySet[Letter]:
    """All letters about a subject, latest first, without their bytes."""
    found = Letter.objects.filter(subject_id=subject).defer("pdf").select_related("sending")
    return found.order_by("-made_at", "id")


def letter_of(subject: UUID, letter_id: UUID) -> Letter | None:
    """One letter of a subject whom the caller was allowed to see."""
    return Letter.objects.filter(subject_id=subject, pk=letter_id).first()
