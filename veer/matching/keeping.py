"""How long it is kept which household stood in which run. Questions and answers stay: they name and number nobody."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db.models import Count

from veer.cases.clocks import legal_day
from veer.cases.keeping import ERASED, Item
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry
from veer.matching.acts.common import CHAIN, latest
from veer.matching.models import Line, Lock, Offer, Run

CLASSES = ("placements",)


def placements() -> Iterator[Item]:
    """Each run with its lines, since it was asked. The latest of a source is still worked on."""
    runs = Run.objects.annotate(households=Count("lines")).filter(households__gt=0)
    for run in runs.order_by("asked_at", "number", "source"):
        kept = "it is the latest run" if latest(run.source) == run else ""
        since = legal_day(run.asked_at, settings.TIME_ZONE)
        yield Item("placements", Ref(CHAIN, run.pk), since, run.households, partial(_forget, run), kept)


def _forget(run: Run) -> None:
    """Whose lines they were, what was settled of whom, and in which words."""
    Lock.objects.filter(run=run).delete()
    Offer.objects.filter(line__run=run).update(household_words="", sponsor_words="")
    Line.objects.filter(run=run).delete()
    told = Entry.objects.filter(chain=run.pk, payload__isnull=False).exclude(act=ERASED)
    for entry in list(told.order_by("position")):
        erase(entry)
