"""The law engine: packs of law in, answers with reasons out. No Django, no wall clock, no country by name."""

from .answer import breaks, decide, gains, survey
from .expiry import Lapsed, lapsed
from .forecast import forecast
from .holds import holds, waits_for
from .load import FactWords, Pack, load_pack, read_pack
from .lower import program
from .problems import InputError, PackError, Problem
from .versions import days_of_change, route_on

__all__ = [
    "FactWords",
    "InputError",
    "Lapsed",
    "Pack",
    "PackError",
    "Problem",
    "breaks",
    "days_of_change",
    "decide",
    "forecast",
    "gains",
    "holds",
    "lapsed",
    "load_pack",
    "program",
    "read_pack",
    "route_on",
    "survey",
    "waits_for",
]
