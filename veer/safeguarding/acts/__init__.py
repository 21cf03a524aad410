"""What is done about what was reported. Each act is one transaction and one entry of the journal."""

from veer.safeguarding.acts.audits import (
    ActedOnAFile,
    NotOver,
    NotTheirDays,
    SameHand,
    close_audit,
    enter_half,
    open_round,
    take_audit,
)
from veer.safeguarding.acts.concerns import (
    NoFile,
    NoLaw,
    decide,
    lift_stop,
    name_file,
    raise_concern,
    stop_file,
    take,
)
from veer.safeguarding.acts.interests import end_interest, say_interest
from veer.safeguarding.acts.networks import find_networks, resolve_alert, take_alert

__all__ = [
    "ActedOnAFile",
    "NoFile",
    "NoLaw",
    "NotOver",
    "NotTheirDays",
    "SameHand",
    "close_audit",
    "decide",
    "end_interest",
    "enter_half",
    "find_networks",
    "lift_stop",
    "name_file",
    "open_round",
    "raise_concern",
    "resolve_alert",
    "say_interest",
    "stop_file",
    "take",
    "take_alert",
    "take_audit",
]
