"""How long it is kept who said what for a municipality, whom it was written to, and the words of a move."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings

from veer.cases.clocks import legal_day
from veer.cases.keeping import ERASED, Item
from veer.cases.models import Case
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry
from veer.municipalities.acts.common import ASKED, DECLARED, HANDOVER, LINK
from veer.municipalities.models import Asked, Declaration, Handover, Link

CLASS = "municipalities"


def municipalities() -> Iterator[Item]:
    """Remarks and moves since the file ended; what was declared and links for it since their last day.

    How many places there were stays in the ledgers, which name nobody.
    """
    for asked in Asked.objects.select_related("case").order_by("asked_at", "id"):
        yield _of_a_file(Ref(ASKED, asked.pk), asked.case, partial(_forget_asked, asked))
    for handover in Handover.objects.select_related("case").order_by("proposed_at", "id"):
        yield _of_a_file(Ref(HANDOVER, handover.pk), handover.case, partial(_forget_handover, handover))
    for declared in Declaration.objects.exclude(by_name="").order_by("at", "id"):
        yield Item(CLASS, Ref(DECLARED, declared.pk), declared.ends, 1, partial(_forget_declared, declared))
    for link in Link.objects.filter(asked=None).exclude(email="").order_by("made_at", "id"):
        yield Item(CLASS, Ref(LINK, link.pk), link.until, 1, partial(_forget_link, link.pk))


def _of_a_file(about: Ref, case: Case, forget: "partial[None]") -> Item:
    since: date | None = legal_day(case.ended_at, settings.TIME_ZONE) if case.ended_at else None
    return Item(CLASS, about, since, 1, forget, "" if case.ended_at else "the file is open")


def _forget_asked(asked: Asked) -> None:
    for link in asked.links.order_by("made_at", "id").values_list("pk", flat=True):
        _silent(link)
    asked.links.all().delete()
    _silent(asked.pk)
    Asked.objects.filter(pk=asked.pk).delete()


def _forget_handover(handover: Handover) -> None:
    _silent(handover.pk)
    Handover.objects.filter(pk=handover.pk).delete()


def _forget_declared(declared: Declaration) -> None:
    _silent(declared.pk)
    Declaration.objects.filter(pk=declared.pk).update(by_name="", by_function="", account=None)


def _forget_link(link: UUID) -> None:
    _silent(link)
    Link.objects.filter(pk=link).update(email="")


def _silent(chain: UUID) -> None:
    """What each step told; that there were steps stays."""
    for entry in list(
        Entry.objects.filter(chain=chain, payload__isnull=False).exclude(act=ERASED).order_by("position")
    ):
        erase(entry)
