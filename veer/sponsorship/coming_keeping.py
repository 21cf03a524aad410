"""How long it is kept what a household said in confidence, who did what of its plan, and what an official wrote of
passports for the numbers: from the end of its file."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings

from veer.cases.clocks import legal_day
from veer.cases.keeping import Item
from veer.journal.acts import Ref
from veer.sponsorship.acts.coming import CHAIN
from veer.sponsorship.models import Coming, PlanLine, Voice

CLASS = "households"


def households() -> Iterator[Item]:
    """Each household that has said or planned something. The time of one whose file is open has not begun."""
    for one in Coming.objects.select_related("case").order_by("made_at", "id"):
        left = one.plan.count() + Voice.objects.filter(traveller__coming=one).count()
        left += one.partings.exclude(plan=[]).count() + one.travellers.exclude(nationality="").count()
        if left:
            ended = one.case.ended_at
            since = legal_day(ended, settings.TIME_ZONE) if ended else None
            kept = "" if ended else "the file is open"
            yield Item(CLASS, Ref(CHAIN, one.pk), since, left, partial(_forget, one), kept)


def _forget(coming: Coming) -> None:
    Voice.objects.filter(traveller__coming=coming).delete()
    PlanLine.objects.filter(coming=coming).delete()
    coming.partings.update(plan=[])
    coming.travellers.exclude(nationality="").update(nationality="", sex="")
