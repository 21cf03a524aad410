"""Households whose file looks for another sponsor stand among those whom a run places, without anybody typing them."""

from django.db import transaction

from veer.access.who import SYSTEM
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import lock
from veer.matching.acts.common import end_seeking, today, write_of
from veer.matching.models import Offer, Seeker
from veer.matching.sources.sponsors import CHAIN
from veer.sponsorship import acts as sponsoring
from veer.sponsorship import queries
from veer.sponsorship.queries import ADULTS, CHILDREN, TIER


@transaction.atomic
def seek_again() -> int:
    """Write down each household that looks for another sponsor now, and no more whoever ceased to. How many began."""
    looking = {one.case_id: one for one in queries.looking()}
    begun = 0
    for case, coming in looking.items():
        lock(case, "case")
        if Seeker.objects.filter(case=case, ended_at=None).exists():
            continue
        known = Standing(coming.case).known[0]
        told = {"adults": known[ADULTS], "children": known[CHILDREN], "tier": known.get(TIER, "C")}
        made = Seeker.objects.create(
            person_id=coming.case.person_id, case=coming.case, since=today(), made_at=clock.now(),
            made_by=SYSTEM.account, **told,
        )  # fmt: skip
        write_of(made, "seek", SYSTEM, told)
        begun += 1
    for one in Seeker.objects.filter(ended_at=None, made_by=SYSTEM.account).order_by("made_at", "id"):
        if one.case_id not in looking:
            looks_no_more(one)
    return begun


def looks_no_more(seeker: Seeker) -> None:
    """It chose otherwise, or its file ended: nothing more is offered to it, and an offer that is open ends."""
    lock(seeker.pk, CHAIN)
    seeker.offers.filter(ended="").update(ended=Offer.LAPSED, ended_at=clock.now())
    end_seeking(seeker, Seeker.WITHDRAWN)
    write_of(seeker, "stop_seeking", SYSTEM, {})


def go_on_with(offer: Offer) -> bool:
    """Both said yes: a household that had a sponsor is with the new one from now on. False where it looks no more."""
    coming = queries.coming_of_file(offer.seeker.case_id)
    if coming is None:
        return True  # its first sponsor: an official writes down who comes
    try:
        sponsoring.match_again(coming.pk, offer.file, f"{offer.pk} agreed")
    except sponsoring.LooksNoMore:
        return False
    return True
