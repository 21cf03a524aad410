"""What can be done in a case. `perform` is the one door; `open_case` is how a case begins."""

from veer.cases.acts import (  # noqa: F401  (the families of acts)
    deciding,
    documents,
    holding,
    judging,
    newer_law,
    recording,
    submit,
)
from veer.cases.acts.door import Done, perform
from veer.cases.acts.offers import Offer, offers
from veer.cases.acts.opening import open_case

__all__ = ["Done", "Offer", "offers", "open_case", "perform"]
