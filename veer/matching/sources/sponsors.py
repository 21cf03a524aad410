"""Households that look for a sponsor whom they do not know, and drawn sponsors. Neither chooses the other."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from veer.access import roles
from veer.access.who import Who
from veer.cases import law
from veer.cases.models import Stop
from veer.journal import clock
from veer.matching.models import Offer, Seeker
from veer.matching.plain import Household, Pair, Place, Reading
from veer.matching.rules import LARGE
from veer.matching.sources.errors import Near, NoWeights
from veer.rules.model.reception import Placing
from veer.sponsorship import queries

CHAIN = "seeker"
SAID_NO, HAD_BEFORE = "said_no", "had_before"
ALL, MOST = 100, 1000


class Sponsors:
    """Seekers and open homes. A confirmed line is an offer to both; they agree, or the household goes on waiting."""

    id = "sponsors"
    title = gettext_lazy("Households that look for a sponsor")
    roles = (roles.OFFICIAL, roles.SIGNER)

    def read(self, who: Who) -> Reading:
        found = queries.sponsors()
        if found is None or found.pack.reception is None or found.pack.reception.placing is None:
            raise NoWeights
        placing = found.pack.reception.placing
        offered = Offer.objects.filter(ended="")
        waiting = Seeker.objects.filter(ended_at=None).exclude(pk__in=offered.values("seeker"))
        held = stopped(waiting.values("case"))
        seekers = [one for one in waiting.order_by("since", "made_at", "id") if one.case_id not in held]
        taken = set(Offer.objects.filter(ended__in=["", Offer.AGREED]).values_list("file", flat=True))
        homes = [one for one in open_homes() if one.case not in taken]
        own = {one.pk for one in queries.own_groups(who)}
        if any(one.person_id in who.near for one in seekers) or any(one.group.pk in own for one in homes):
            raise Near
        today, weeks = clock.today(found.pack.time_zone), placing.wait_weeks

        def late(one: Seeker) -> bool:
            return bool(weeks) and one.since + timedelta(weeks=weeks) < today

        worth, shut = self._pairs(found, placing, seekers, homes)
        return Reading(
            self.id,
            (f"{found.pack.id} {found.pack.version}",),
            ("persons", "households"),
            tuple(_household(one, number, late(one)) for number, one in enumerate(seekers, 1)),
            _places(found, homes),
            worth,
            shut,
        )

    def _pairs(
        self, found: queries.Sponsors, placing: Placing, seekers: list[Seeker], homes: list[queries.OpenHome]
    ) -> tuple[dict[Pair, int], dict[Pair, tuple[str, ...]]]:
        """What each pair is worth; or the conditions of the law that it does not meet, or that one of both said no."""
        over = Offer.objects.filter(ended=Offer.DECLINED)
        declined = set(over.values_list("seeker", "group"))
        worth: dict[Pair, int] = {}
        shut: dict[Pair, tuple[str, ...]] = {}
        for seeker in seekers:
            coming = queries.coming_of_file(seeker.case_id)
            had = queries.known_to(coming) if coming else set()
            for one in homes:
                reasons = queries.home_against(found, one.home, seeker.adults, seeker.children)
                if (seeker.pk, one.group.pk) in declined:
                    reasons.append(SAID_NO)
                if one.group.pk in had:
                    reasons.append(HAD_BEFORE)
                pair = (seeker.pk, one.case)
                if reasons:
                    shut[pair] = tuple(reasons)
                else:
                    worth[pair] = _worth(placing, seeker, one)
        return worth, shut

    def against(self, reason: str) -> str:
        if reason == SAID_NO:
            return _("One of both said no")
        if reason == HAD_BEFORE:
            return _("It was their sponsor before")
        found = queries.sponsors()
        if found is None:
            return reason
        lang = law.heard(found.pack, get_language() or "en")
        return law.words(found.pack, *reason.split("/", 1), lang, fallback=reason)


def _places(found: queries.Sponsors, homes: list[queries.OpenHome]) -> tuple[Place, ...]:
    """Homes, with how full their municipalities are of the persons that the law's soft limit gives them this year."""
    full = {one.municipality: min(MOST, ALL * one.persons // one.limit) for one in queries.spread(found)}
    return tuple(
        Place(one.case, one.group.name, one.home.municipality, (one.persons, 1), full.get(one.home.municipality, 0))
        for one in homes
    )


def stopped(files: Any) -> set[UUID]:
    """Of some files, those that a human stopped: nothing that the authority does moves them until that is lifted."""
    return set(Stop.objects.filter(case__in=files, lifted_at=None).values_list("case", flat=True))


def open_homes() -> list[queries.OpenHome]:
    """Homes whose sponsor is under no stop, in its file or in its recognition."""
    homes = queries.open_homes()
    held = stopped([one.case for one in homes] + [one.group.recognition_id for one in homes])
    return [one for one in homes if not held & {one.case, one.group.recognition_id}]


def is_held(offer: Offer) -> bool:
    """Whether a stop stands against putting these two together. Neither of them learns of it here."""
    recognition = queries.Group.objects.filter(pk=offer.group).values_list("recognition", flat=True)
    return bool(stopped([offer.seeker.case_id, offer.file, *recognition]))


def _household(found: Seeker, number: int, late: bool) -> Household:
    persons = found.adults + found.children
    groups = [f"tier_{found.tier}", *(["large"] if persons >= LARGE else []), *(["wished"] if found.wish else [])]
    groups += ["single_parent"] if found.adults == 1 and found.children else []
    return Household(found.pk, found.person_id, (persons, 1), found.tier, number, tuple(groups), late)


def _worth(placing: Placing, seeker: Seeker, one: queries.OpenHome) -> int:
    """The wish, and how much of the places that were kept for the sponsor would be used."""
    wish, needs = placing.weights.get("wish", 0), placing.weights.get("needs", 0)
    wished = bool(seeker.wish) and seeker.wish.casefold() == one.home.municipality.casefold()
    filled = min(one.persons, seeker.adults + seeker.children)
    return (wish if wished else placing.elsewhere) + needs * filled // one.persons
