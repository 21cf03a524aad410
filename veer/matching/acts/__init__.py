"""What is done with runs. Each act is one transaction and one entry of the journal; the solver works beside them."""

from veer.matching.acts.common import Busy, Decided, SamePerson, Unexplained, Unproposed
from veer.matching.acts.hand import Impossible, Uncounted, keep, lift, settle, sign
from veer.matching.acts.lines import accept, confirm, take_back
from veer.matching.acts.running import ask, ask_again
from veer.matching.acts.solving import begin, count, recount, revive, solve

__all__ = [
    "Busy",
    "Decided",
    "Impossible",
    "SamePerson",
    "Uncounted",
    "Unexplained",
    "Unproposed",
    "accept",
    "ask",
    "ask_again",
    "begin",
    "confirm",
    "count",
    "keep",
    "lift",
    "recount",
    "revive",
    "settle",
    "sign",
    "solve",
    "take_back",
]
