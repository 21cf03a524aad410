"""What is done with quotas: their limits, and taking and giving back places."""

from veer.quotas.acts.law import NoQuota, open_year
from veer.quotas.acts.leftover import CARRIED, carry_over, give_back, lapse, move_unused
from veer.quotas.acts.limits import InUse, divide, open_quota, set_apart, set_limits
from veer.quotas.acts.taking import AnotherScope, Full, KeyUsed, change, confirm, expire_due, move, release, reserve

__all__ = [
    "CARRIED",
    "AnotherScope",
    "Full",
    "InUse",
    "KeyUsed",
    "NoQuota",
    "carry_over",
    "change",
    "confirm",
    "divide",
    "expire_due",
    "give_back",
    "lapse",
    "move",
    "move_unused",
    "open_quota",
    "open_year",
    "release",
    "reserve",
    "set_apart",
    "set_limits",
]
