"""The public draw: anybody can redo it with nothing but SHA-256.

Before the seed is known, the list of ids and its commitment are published. The seed joins the id of the window with a
value that a source nobody controls publishes afterwards. The order of the draw is that of the digests; who gets a place
in that order follows from the list.
"""

from .allot import IN, OUT, PASSED, TIERS, Lot, allot, written
from .lot import Draw, commitment, order, read, seed_of, verify

__all__ = [
    "IN",
    "OUT",
    "PASSED",
    "TIERS",
    "Draw",
    "Lot",
    "allot",
    "commitment",
    "order",
    "read",
    "seed_of",
    "verify",
    "written",
]
