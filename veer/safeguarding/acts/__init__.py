"""What is done about what was reported. Each act is one transaction and one entry of the journal."""

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
from veer.safeguarding.acts.networks import find_networks, resolve_alert, take_alert

__all__ = [
    "NoFile",
    "NoLaw",
    "decide",
    "find_networks",
    "lift_stop",
    "name_file",
    "raise_concern",
    "resolve_alert",
    "stop_file",
    "take",
    "take_alert",
]
