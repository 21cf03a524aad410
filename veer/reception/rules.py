"""What places are and offer, in the house's own words. Who may have one and who comes first is law: a pack says it."""

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
