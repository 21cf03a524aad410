"""Accounts sign in; persons have cases; the two are linked by an act. What is known of a person stands as facts."""

from veer.people.models.accounts import Account, AccountManager
from veer.people.models.bonds import Household, Housemate, Link, Membership, Organisation
from veer.people.models.facts import Fact
from veer.people.models.persons import Claim, Name, NameToken, Paper, Person, Silence
from veer.people.models.twins import Likeness, Merge

__all__ = [
    "Account",
    "AccountManager",
    "Claim",
    "Fact",
    "Household",
    "Housemate",
    "Likeness",
    "Link",
    "Membership",
    "Merge",
    "Name",
    "NameToken",
    "Organisation",
    "Paper",
    "Person",
    "Silence",
]
