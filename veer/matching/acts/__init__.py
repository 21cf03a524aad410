"""What is done with runs. Each act is one transaction and one entry of the journal; the solver works beside them."""

from veer.matching.acts.agreeing import (
    SeeksAlready,
    TooLate,
    Unknown,
    answer_as_household,
    answer_as_sponsor,
    lapse,
    seek,
    stop_seeking,
)
from veer.matching.acts.common import Busy, Decided, SamePerson, Unexplained, Unproposed
from veer.matching.acts.hand import Impossible, Uncounted, keep, lift, settle, sign
from veer.matching.acts.lines import accept, accept_all, confirm, take_back
from veer.matching.acts.rematching import seek_again
from veer.matching.acts.running import ask, ask_again
from veer.matching.acts.solving import begin, count, recount, revive, solve

__all__ = [
    "Busy",
    "Decided",
    "Impossible",
    "SamePerson",
    "SeeksAlready",
    "TooLate",
    "Uncounted",
    "Unexplained",
    "Unknown",
    "Unproposed",
    "accept",
    "accept_all",
    "answer_as_household",
    "answer_as_sponsor",
    "ask",
    "ask_again",
    "begin",
    "confirm",
    "count",
    "keep",
    "lapse",
    "lift",
    "recount",
    "revive",
    "seek",
    "seek_again",
    "settle",
    "sign",
    "solve",
    "stop_seeking",
    "take_back",
]
