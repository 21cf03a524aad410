"""Who may see which persons' records, for what purpose."""

from uuid import UUID

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who


class PersonPolicy:
    """A person sees their own record; so does who acts for them in everything. At a desk one sees others', never
    one's own or that of somebody one acts for."""

    kind = "person"
    roles_for = {
        policy.HANDLE: (roles.OFFICIAL, roles.DESK),
        policy.AUDIT: (roles.AUDITOR,),
    }

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return Q(pk__in=who.persons) if who.persons else None
        if not who.has(*self.roles_for.get(purpose, ())):
            return None
        return ~Q(pk__in=who.near)


PERSONS = PersonPolicy()
policy.register(PERSONS)


def not_near(person: UUID, by: Who) -> None:
    """Nobody of the authority works on their own record, nor on that of somebody they act for."""
    if person in by.near:
        raise policy.Refused("nobody works on their own record")
