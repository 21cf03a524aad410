"""People who wait for a place to live, and the beds that are free."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil

from django.utils.translation import gettext_lazy

from veer.access import roles
from veer.access.who import Who
from veer.cases import law
from veer.journal import clock
from veer.matching.plain import Household, Pair, Place, Reading, Shared
from veer.matching.rules import GROUPS, LARGE
from veer.matching.sources.errors import Near, NoWeights
from veer.reception import queries
from veer.rules import Pack
from veer.rules.model.reception import Placing
from veer.rules.waiting import classes_on

FIRST, LASTS = "A", "C"  # the tier for which beds are kept; that of a class which the law does not name
SPARE = 4  # a service that a place has and the household does not need costs one part in so many


class Reception:
    """The waiting list of reception, and its places."""

    id = "reception"
    title = gettext_lazy("People who wait for a place to live")
    roles = (roles.RECEPTION, roles.OFFICIAL)

    def read(self, who: Who) -> Reading:
        waiting = sorted(queries.waiting_for(who), key=lambda one: (one.rank, one.wait.since, one.number, one.pack))
        if len(waiting) != queries.how_many_wait():
            raise Near
        laws = {pack: _Law(pack) for pack in sorted({one.pack for one in waiting})}
        offers = queries.offers()
        households, worth, shut = [], {}, {}
        for number, one in enumerate(waiting, 1):
            placing = laws[one.pack]
            households.append(_household(one, number, placing.tier(one.rank), placing.late(one)))
            for pair, weight, reasons in placing.pairs(one, offers):
                if reasons:
                    shut[pair] = reasons
                else:
                    worth[pair] = weight
        return Reading(
            self.id,
            tuple(one.version for one in laws.values()),
            ("persons", "others"),
            tuple(households),
            tuple(Place(one.id, one.site, one.municipality, (one.free, one.free)) for one in offers),
            worth,
            shut,
            shared=_reserve(offers, max((one.placing.reserve_percent for one in laws.values()), default=0)),
        )

    def against(self, reason: str) -> str:
        return queries.in_words(reason)


def _household(found: queries.Waiting, number: int, tier: str, late: bool) -> Household:
    groups = [f"tier_{tier}", *(word for word in found.needs if word in GROUPS)]
    need = (found.wait.persons, 0 if tier == FIRST else found.wait.persons)  # persons; persons for whom no bed is kept
    groups += ["large"] if found.wait.persons >= LARGE else []
    groups += ["wished"] if found.wait.wish else []
    return Household(found.wait.pk, found.wait.person_id, need, tier, number, tuple(groups), late)


def _reserve(offers: list[queries.Offer], percent: int) -> tuple[Shared, ...]:
    """So many of a hundred beds stay free for the first tier: the others share what is left of those that are free."""
    if not offers or not percent:
        return ()
    beds = sum(row.balance.places for row in queries.places())
    left = sum(one.free for one in offers) - ceil(beds * percent / 100)
    return (Shared(tuple(one.id for one in offers), 1, max(0, left)),)


class _Law:
    """How the law of a pack weighs places; the same needs and wish are weighed once."""

    def __init__(self, pack_id: str) -> None:
        pack: Pack = law.read(law.active(pack_id).pk)
        if pack.reception is None or pack.reception.placing is None:
            raise NoWeights
        self.placing: Placing = pack.reception.placing
        self.version = f"{pack.id} {pack.version}"
        self.today = clock.today(pack.time_zone)
        self.classes = [one.id for one in classes_on(pack, self.today)]
        self._known: dict[tuple[frozenset[str], str, bool], list[queries.Fit]] = {}

    def tier(self, rank: int) -> str:
        return self.placing.tiers.get(self.classes[rank], LASTS) if self.classes else LASTS

    def late(self, found: queries.Waiting) -> bool:
        """Whether they have waited longer than the law lets anybody wait for a better place."""
        weeks = self.placing.wait_weeks
        return bool(weeks) and found.wait.since + timedelta(weeks=weeks) < self.today

    def pairs(self, found: queries.Waiting, offers: list[queries.Offer]) -> Iterable[tuple[Pair, int, tuple[str, ...]]]:
        """(household and place, what it is worth, why not) of every place. Room is the optimiser's to count."""
        alike = (frozenset(found.needs), found.wait.wish.casefold(), found.wait.departing)
        if alike not in self._known:
            one = queries.Household(0, alike[0], found.wait.wish, found.wait.departing)
            self._known[alike] = queries.fits(one, offers)
        for fit in self._known[alike]:
            yield (found.wait.pk, fit.offer.id), self.worth(fit), fit.codes

    def worth(self, fit: queries.Fit) -> int:
        """The wish, and how little of what others may need more would be taken."""
        wish, needs = self.placing.weights.get("wish", 0), self.placing.weights.get("needs", 0)
        return (wish if fit.wished else self.placing.elsewhere) + needs * max(0, SPARE - fit.spare) // SPARE
