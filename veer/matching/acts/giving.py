"""What a confirmed line becomes: a place of reception, or an offer to a household and to a sponsor."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.matching import notices
from veer.matching.models import Line, Offer, Seeker
from veer.matching.sources.errors import Gone
from veer.matching.sources.reception import Reception
from veer.matching.sources.sponsors import CHAIN, Sponsors, open_homes, stopped
from veer.quotas.acts import Full
from veer.reception import acts as reception
from veer.reception.queries import NoLonger
from veer.sponsorship import queries

Gives = Callable[[Line, Who, str], None]


def give(line: Line, by: Who, key: str) -> None:
    """Two people confirmed a line: give the place, or offer it to both sides. Raises `Gone` where it is gone."""
    GIVES[line.run.source](line, by, key)


def _place(line: Line, by: Who, key: str) -> None:
    """As every place of reception is given: proposed, then given by somebody, from the ledger, with its letter."""
    assert line.spot is not None
    reason = _("Proposed together with everybody who waits; two people confirmed it.")
    try:
        proposal = reception.propose(line.household, by)
        reception.allocate(proposal.pk, line.spot.place, by, reason=reason, key=key)
    except (Full, NoLonger) as gone:
        raise Gone from gone


def _offer(line: Line, by: Who, key: str) -> None:
    """An offer to both sides, who have until the last day of the law."""
    assert line.spot is not None
    found = queries.sponsors()
    seeker = Seeker.objects.filter(pk=line.household, ended_at=None).first()
    home = next((one for one in open_homes() if one.case == line.spot.place), None)
    if seeker is None or stopped([seeker.case_id]) or home is None or found is None or found.pack.reception is None:
        raise Gone
    placing = found.pack.reception.placing
    if placing is None or Offer.objects.filter(file=home.case, ended__in=["", Offer.AGREED]).exists():
        raise Gone
    offer = Offer.objects.create(
        line=line,
        seeker=seeker,
        group=home.group.pk,
        file=home.case,
        home=home.home.municipality,
        made_at=clock.now(),
        until=clock.today(found.pack.time_zone) + timedelta(days=placing.agree_days),
    )
    told = {"offer": str(offer.pk), "group": str(offer.group), "until": offer.until}
    notices.offer_made(offer)
    append(Ref(CHAIN, seeker.pk), "offer", by.ref, subject=Ref("person", seeker.person_id), payload=told, key=key)


GIVES: dict[str, Gives] = {Reception.id: _place, Sponsors.id: _offer}
