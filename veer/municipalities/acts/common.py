"""What all acts of this room share: who acts for a municipality, and how it is written down."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from veer.access import policy, roles
from veer.access.who import Who
from veer.journal.acts import Ref
from veer.municipalities.models import Body, Link
from veer.municipalities.policy import own_body
from veer.people.models import Membership

CHAIN, ASKED, LINK, DECLARED, HANDOVER = (
    "municipality", "municipality_asked", "municipality_link", "municipality_places", "handover",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acting:
    """Whoever acts for a municipality: signed in, or by a link, then with the name and function that they typed."""

    body: Body
    ref: Ref
    name: str
    function: str
    account: UUID | None = None
    link: Link | None = None

    @classmethod
    def signed_in(cls, who: Who) -> "Acting":
        body = own_body(who)
        works = Membership.objects.get(account=who.account, until=None, organisation=body.organisation)
        return cls(body, who.ref, who.name, works.function, account=who.account)

    @classmethod
    def by_link(cls, link: Link, name: str, function: str) -> "Acting":
        """Nobody knows who opens a link, so whoever does says who they are: a link alone acts for nobody."""
        if not name.strip() or not function.strip():
            raise ValueError("whoever acts by a link says their name and function")
        return cls(link.body, Ref(LINK, link.pk), name.strip(), function.strip(), link=link)

    @property
    def told(self) -> dict[str, Any]:
        """For the journal: in whose name, who, as what, and by which way."""
        way = {"link": str(self.link.pk)} if self.link else {}
        return {"municipality": self.body.name, "name": self.name, "function": self.function, **way}


def for_officials(by: Who) -> None:
    if by.kind == "system" or not by.has(roles.OFFICIAL):
        raise policy.Refused("this is for an official")
