"""What reasons, states and services are called, in the house's own words. How places are weighed is law."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.matching.models import Answer, Line, Lock, Offer

LARGE = 5  # persons from which a household is a large one in the numbers; it weighs nothing

REASONS: dict[str, Promise] = {
    "new_fact": _("Something new became known"),
    "wish_changed": _("The household wishes something else"),
    "risk": _("There is a risk"),
    "withdrawn": _("The place is not there any more"),
    "judgement": _("Professional judgement"),
    "family_asked": _("The family asked for it"),
}
KINDS: dict[str, Promise] = {
    Lock.MUST: _("This place and no other"),
    Lock.NOWHERE: _("No place now"),
    Lock.MUST_NOT: _("Not this place"),
    Lock.KEEP_WITH: _("Together with another household"),
}
WEIGHTS: dict[str, Promise] = {
    "wish": _("The place is where they wish to live"),
    "ties": _("Family or friends are near"),
    "needs": _("It has what they need, and little that others may need more"),
    "language": _("Their language is spoken there"),
    "stability": _("School and daily life go on"),
}
STATES: dict[str, Promise] = {
    Line.PROPOSED: _("Proposed"),
    Line.ACCEPTED: _("Accepted by one person"),
    Line.OVERRIDDEN: _("Overridden by one person"),
    Line.CONFIRMED: _("Confirmed by two people"),
}
FAILED: dict[str, Promise] = {
    Answer.IMPOSSIBLE: _("What is settled cannot all be at once."),
    Answer.WRONG: _("The verifier did not pass this answer. Nobody is shown it."),
    Answer.BROKEN: _("The solver stopped. Nothing was changed."),
}
TIERS: dict[str, Promise] = {
    "C": _("No danger to life now"),
    "B": _("High"),
    "A": _("A life is at risk now"),
}
SAYS: dict[str, Promise] = {
    Offer.YES: _("Yes"),
    Offer.NO: _("No"),
    Offer.ASK: _("I want to ask something first"),
}
ENDED: dict[str, Promise] = {
    "": _("Waits for an answer"),
    Offer.AGREED: _("Both said yes"),
    Offer.DECLINED: _("It did not come to an agreement"),
    Offer.LAPSED: _("It did not come to an agreement"),
}
GROUPS: dict[str, Promise] = {
    "large": _("Five persons or more"),
    "single_parent": _("One adult with children"),
    "wished": _("Said where they want to live"),
    "step_free": _("Need a step-free place"),
    "medical": _("Need medical care at hand"),
    "women": _("Women only"),
    "minors": _("Minors without their parents"),
    "tier_A": _("Class counted a hundred times"),
    "tier_B": _("Class counted ten times"),
    "tier_C": _("Everybody else"),
}
