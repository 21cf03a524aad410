"""What a room above does in the same transaction as an act: a place that goes with a household, a file that goes with
another. It comes after everything else of the act and undoes it all by an `ActRefused`."""

from collections.abc import Callable

from veer.cases.models import Case
from veer.journal.models import Entry

Follower = Callable[[Case, Entry], None]
_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """`follower(case, entry)` hears of every act of every case: the case as it is now, and what the journal says."""
    if follower not in _followers:
        _followers.append(follower)


def follow(case: Case, entry: Entry) -> None:
    for follower in _followers:
        follower(case, entry)
