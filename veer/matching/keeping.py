"""How long it is kept which household stood in which run. Questions and answers stay: they name and number nobody."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from veer.cases.clocks import legal_day
from veer.cases.keeping import ERASED, Item
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry
from veer.matching.acts.common import CHAIN, latest
from veer.matching.models import Line, Lock, Run, Seeker
from veer.matching.sources.sponsors import CHAIN as SEEKER

CLASSES = ("placements",)


def placements() -> Iterator[Item]:
    """Each run with its lines, since it was asked; whoever looked for a sponsor, since they no longer do."""
    yield from _runs()
    for found in Seeker.objects.order_by("made_at", "id"):
        since = legal_day(found.ended_at, settings.TIME_ZONE) if found.ended_at else None
        kept = "" if found.ended_at else "it still looks for a sponsor"
        yield Item("placements", Ref(SEEKER, found.pk), since, 1, partial(_gone, found), kept)


def _runs() -> Iterator[Item]:
    """The latest run of a source is still worked on."""
    runs = Run.objects.annotate(households=Count("lines")).filter(households__gt=0)
    for run in runs.order_by("asked_at", "number", "source"):
        kept = "it is the latest run" if latest(run.source) == run else ""
        since = legal_day(run.asked_at, settings.TIME_ZONE)
        yield Item("placements", Ref(CHAIN, run.pk), since, run.households, partial(_forget, run), kept)


def _forget(run: Run) -> None:
    """Whose lines they were, what was settled of whom, and in which words."""
    Lock.objects.filter(run=run).delete()
    Line.objects.filter(run=run).delete()
    _silent(run.pk)


def _gone(seeker: Seeker) -> None:
    """The household, what was offered to it, and what both sides said."""
    seeker.offers.all().delete()
    Seeker.objects.filter(pk=seeker.pk).delete()
    _silent(seeker.pk)


def _silent(chain: UUID) -> None:
    """What each step told; that there were steps stays."""
    told = Entry.objects.filter(chain=chain, payload__isnull=False).exclude(act=ERASED)
    for entry in list(told.order_by("position")):
        erase(entry)
