"""The rules by which people wait, as data: they are shown to everybody as they stand here.

The order is this installation's own, not a law's: who may ask for a place is said by the rights of their file.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEP_FREE, MEDICAL, FAMILY, WOMEN, MINORS, SCHOOL = "step_free", "medical", "family", "women", "minors", "school"

# What a household may need and a place may offer: one word for both.
NEEDS: dict[str, Promise] = {
    STEP_FREE: _("Step-free"),
    MEDICAL: _("Medical care at hand"),
    FAMILY: _("A unit for a family"),
    WOMEN: _("Women only"),
    MINORS: _("Minors without their parents"),
    SCHOOL: _("A school near"),
}
# Needs that tell of somebody's health: written down with consent or not at all.
HEALTH = frozenset({STEP_FREE, MEDICAL})
# Places kept for some: whoever does not need what they offer is not sent there.
KEPT = frozenset({WOMEN, MINORS})

COLLECTIVE, INDIVIDUAL, DEPARTURE = "collective", "individual", "open_return"
KINDS: dict[str, Promise] = {
    COLLECTIVE: _("Collective centre"),
    INDIVIDUAL: _("Own housing"),
    DEPARTURE: _("Open return place"),
}

# By the law's own words: the rights of a file by which somebody may ask for a place.
RIGHTS = ("reception", "open_place")
DEPARTING = frozenset({"open_place"})  # of these, the ones to a place from which people return


@dataclass(frozen=True, slots=True)
class Class:
    """Those who wait together: `needs` of which one is enough to belong here; none for everybody else."""

    name: str
    title: Promise
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """Which class comes first; within a class, who asked first. `below`: numbers of persons that stay hidden."""

    version: str
    classes: tuple[Class, ...]
    below: int

    def class_of(self, needs: Iterable[str]) -> int:
        """The place of the class to which these needs belong, the first that fits."""
        held = set(needs)
        return next(place for place, one in enumerate(self.classes) if not one.needs or one.needs & held)


RULES = Rules(
    version="1",
    classes=(
        Class("a", _("Needs that cannot wait: care, access without steps, a child alone"), HEALTH | {MINORS}),
        Class("b", _("Families, and women who need a place of their own"), frozenset({FAMILY, WOMEN, SCHOOL})),
        Class("c", _("Everybody else"), frozenset()),
    ),
    below=5,
)
