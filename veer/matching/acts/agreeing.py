"""Both sides say yes, no, or ask something; what one says in words, the other never reads."""

from uuid import UUID

from django.db import transaction

from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import lock, request_key
from veer.journal.queries import by_key
from veer.matching.acts.common import end_seeking, today, write_of
from veer.matching.acts.rematching import go_on_with
from veer.matching.models import Offer, Seeker
from veer.matching.policy import OFFERS, SEEKERS, worked
from veer.matching.sources.sponsors import CHAIN, Sponsors, is_held
from veer.sponsorship.queries import ADULTS, CHILDREN, TIER, me_in, own_group


class TooLate(ValueError):
    """The offer is over: both agreed, one said no, or its last day has passed."""


class SeeksAlready(ValueError):
    """The household of this file looks for a sponsor already."""


class Unknown(ValueError):
    """The file does not say how many adults they are, and nobody did."""


@transaction.atomic
def seek(
    case: Case, by: Who, *, adults: int | None = None, children: int = 0, tier: str = "C", wish: str = "", key: str
) -> Seeker:
    """Write down that a household looks for a sponsor whom it does not know: a file that the caller was allowed to see.

    How many they are and how urgent it is, the file says where it knows. Raises `SeeksAlready`, `Unknown`.
    """
    if Sponsors.id not in worked(by) or case.person_id in by.near:
        raise policy.Refused("this is for an official who is not near to them")
    lock(case.pk, "case")
    done = by_key(request_key(by.ref, key))
    if done is not None:
        return Seeker.objects.get(pk=done.chain)
    if Seeker.objects.filter(case=case, ended_at=None).exists():
        raise SeeksAlready
    known = Standing(case).known[0]
    told = {
        "adults": known.get(ADULTS, adults),
        "children": known.get(CHILDREN, children),
        "tier": known.get(TIER, tier),
    }
    if not told["adults"]:
        raise Unknown
    made = Seeker.objects.create(
        person_id=case.person_id, case=case, wish=wish, since=today(), made_at=clock.now(), made_by=by.account, **told
    )
    write_of(made, "seek", by, told, key)
    return made


@transaction.atomic
def stop_seeking(seeker_id: UUID, by: Who) -> None:
    """The household looks for no sponsor any more. An offer that is open ends with it."""
    lock(seeker_id, CHAIN)
    found: Seeker = policy.obtain(Seeker.objects.all(), SEEKERS.kind, by, policy.HANDLE, seeker_id)
    if found.ended_at is not None:
        return
    found.offers.filter(ended="").update(ended=Offer.LAPSED, ended_at=clock.now())
    end_seeking(found, Seeker.WITHDRAWN)
    write_of(found, "stop_seeking", by, {})


@transaction.atomic
def answer_as_household(offer_id: UUID, says: str, words: str, by: Who) -> Offer:
    """The household says yes, no or asks; its words are for the authority alone. Raises `TooLate`."""
    found: Offer = policy.obtain(Offer.objects.all(), OFFERS.kind, by, policy.OWN, offer_id)
    found = _open(found)
    found.household_says, found.household_words, found.household_at = _said(says), words.strip(), clock.now()
    found.save(update_fields=["household_says", "household_words", "household_at"])
    write_of(found.seeker, "household_says", by, {"offer": str(found.pk), "says": says, "words": words.strip()})
    return _concluded(found, by)


@transaction.atomic
def answer_as_sponsor(offer_id: UUID, says: str, words: str, by: Who) -> Offer:
    """A lead of the group says yes, no or asks; the words are for the authority alone. Raises `TooLate`."""
    found = Offer.objects.filter(pk=offer_id).first()
    if found is None:
        raise policy.NotThere(OFFERS.kind)
    if not me_in(own_group(by, found.group), by).lead:
        raise policy.Refused("this is for a lead")
    found = _open(found)
    found.sponsor_says, found.sponsor_words = _said(says), words.strip()
    found.sponsor_at, found.sponsor_by = clock.now(), by.account
    found.save(update_fields=["sponsor_says", "sponsor_words", "sponsor_at", "sponsor_by"])
    write_of(found.seeker, "sponsor_says", by, {"offer": str(found.pk), "says": says, "words": words.strip()})
    return _concluded(found, by)


@transaction.atomic
def lapse() -> int:
    """End the offers whose last day has passed without a yes of both: how many. The households keep their place in the
    order. Where both said yes and a stop stood against it, they agree once it is lifted."""
    ended = 0
    for one in list(Offer.objects.filter(ended="").select_related("seeker").order_by("made_at", "id")):
        lock(one.seeker_id, CHAIN)
        now = Offer.objects.select_related("seeker").get(pk=one.pk)
        if now.both_say_yes:
            _concluded(now, SYSTEM)
        elif not now.ended and now.until < today():
            Offer.objects.filter(pk=now.pk).update(ended=Offer.LAPSED, ended_at=clock.now())
            write_of(now.seeker, "lapse", SYSTEM, {"offer": str(now.pk), "until": now.until})
            ended += 1
    return ended


def _open(offer: Offer) -> Offer:
    """The offer as it is now that nobody else can change it. Raises `TooLate`."""
    lock(offer.seeker_id, CHAIN)
    found = Offer.objects.select_related("seeker").get(pk=offer.pk)
    if found.ended or found.until < today():
        raise TooLate
    return found


def _said(says: str) -> str:
    if says not in (Offer.YES, Offer.NO, Offer.ASK):
        raise ValueError(says)
    return says


def _concluded(offer: Offer, by: Who) -> Offer:
    """Two yes agree, where no stop stands against it; one no ends it, and the household loses nothing by it.

    A household that had a sponsor before is with the new one at once.
    """
    if Offer.NO in (offer.household_says, offer.sponsor_says):
        offer.ended = Offer.DECLINED
    elif offer.both_say_yes and not is_held(offer):
        goes_on = go_on_with(offer)
        offer.ended = Offer.AGREED if goes_on else Offer.LAPSED
        end_seeking(offer.seeker, Seeker.MATCHED if goes_on else Seeker.WITHDRAWN)
    else:
        return offer
    offer.ended_at = clock.now()
    offer.save(update_fields=["ended", "ended_at"])
    write_of(offer.seeker, offer.ended, by, {"offer": str(offer.pk), "group": str(offer.group)})
    return offer
