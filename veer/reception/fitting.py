"""Which places fit a household, and why the others do not. Pure: the same household and places give the same order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.cases.listed import listed
from veer.reception.rules import DEPARTURE, KEPT, NEEDS

FULL, LACKS, KEPT_FOR, OTHER_KIND = "full", "lacks", "kept_for", "other_kind"
AGAINST: dict[str, Promise] = {
    FULL: _("too few free beds"),
    LACKS: _("does not have: %(needs)s"),
    KEPT_FOR: _("kept for: %(needs)s"),
    OTHER_KIND: _("another kind of place"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A place as far as it matters here. `free`: beds."""

    id: UUID
    site: str
    municipality: str
    kind: str
    services: frozenset[str]
    free: int


@dataclass(frozen=True, slots=True)
class Household:
    """Who needs a place. `wish`: the municipality that they asked for."""

    persons: int
    needs: frozenset[str]
    wish: str = ""
    departing: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How one place fits. `against`: why it does not, as (word, needs); empty where it does."""

    offer: Offer
    met: tuple[str, ...]
    against: tuple[tuple[str, tuple[str, ...]], ...]
    wished: bool
    spare: int = field(default=0)  # services that others may need more

    @property
    def ok(self) -> bool:
        return not self.against

    @property
    def codes(self) -> tuple[str, ...]:
        """Why it does not fit, whatever room there is: one word each, with the needs that it is about."""
        return tuple(":".join((word, ",".join(needs))) for word, needs in self.against if word != FULL)

    def told(self) -> dict[str, Any]:
        """As it is kept with a proposal."""
        return {
            "place": str(self.offer.id),
            "site": self.offer.site,
            "met": list(self.met),
            "wished": self.wished,
            "against": [[word, list(needs)] for word, needs in self.against],
        }


def in_words(code: str) -> str:
    """One of the codes of a fit, as a reader understands it."""
    word, _colon, needs = code.partition(":")
    return str(AGAINST[word]) % {"needs": listed(str(NEEDS[one]) for one in needs.split(",") if one)}


def fits(household: Household, offers: Iterable[Offer]) -> list[Fit]:
    """Every place, those that fit first: the wished municipality, then what wastes the fewest services, then the
    fewest beds left over, then the name. What does not fit comes after, by name, with every reason."""
    found = [_fit(household, offer) for offer in offers]
    return sorted(
        found,
        key=lambda one: (
            (0, not one.wished, one.spare, one.offer.free - household.persons, one.offer.site)
            if one.ok
            else (1, False, 0, 0, one.offer.site)
        ),
    )


def _fit(household: Household, offer: Offer) -> Fit:
    against: list[tuple[str, tuple[str, ...]]] = []
    if (offer.kind == DEPARTURE) != household.departing:
        against.append((OTHER_KIND, ()))
    lacking = tuple(sorted(household.needs - offer.services))
    if lacking:
        against.append((LACKS, lacking))
    kept = tuple(sorted((offer.services & KEPT) - household.needs))
    if kept:
        against.append((KEPT_FOR, kept))
    if offer.free < household.persons:
        against.append((FULL, ()))
    return Fit(
        offer,
        tuple(sorted(household.needs & offer.services)),
        tuple(against),
        bool(household.wish) and household.wish.casefold() == offer.municipality.casefold(),
        len(offer.services - household.needs),
    )
