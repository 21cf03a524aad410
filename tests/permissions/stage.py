"""What the table of every room is tried on: records by name, and each kind of visitor with a browser of their own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import signed_in
from veer.access import roles
from veer.access.who import Who

NOBODY, STRANGER = "nobody", "stranger"  # not signed in; signed in, with nothing to do with any of it

Table = Mapping[str, tuple[str | list[str], set[str]]]
"""Address: (the names of the records that it is tried on, or one name, or none; who may see it)."""


def visitors(*own: str) -> list[str]:
    """Every kind of visitor: nobody, a stranger, those of the room itself, and one of every role."""
    return [NOBODY, STRANGER, *own, *sorted(set(roles.TITLES))]


class Stage:
    """The records of a room and every kind of visitor. A room says where its addresses are and what its table is."""

    room: ClassVar[str]
    table: ClassVar[Table]

    def __init__(self, records: Mapping[str, Any], own: Mapping[str, Who]) -> None:
        self.records = records
        self.visitors: dict[str, Who | None] = {NOBODY: None, STRANGER: cast.applicant("Stefan Vreemd"), **own}
        for role in roles.TITLES:
            self.visitors[role] = cast.who(cast.account(f"Somebody {role}", role))

    def client(self, visitor: str) -> Client:
        one = self.visitors[visitor]
        return Client() if one is None else signed_in(one.account)

    def address(self, name: str) -> str:
        """What no record is called stands in the address as it is."""
        told = self.table[name][0]
        names = [told] if isinstance(told, str) else told
        return reverse(f"{self.room}:{name}", args=[self.records.get(one, one) for one in names if one])

    def expected(self, visitor: str, name: str) -> int:
        """What is not theirs is not there; whoever is nobody yet is led to sign in."""
        return 200 if visitor in self.table[name][1] else 302 if visitor == NOBODY else 404
