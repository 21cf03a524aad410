"""Who may see which persons' records, for what purpose."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.journal import clock
from veer.journal.models import Entry

WRITTEN_DOWN = "register_at_desk"  # how the journal of a person begins that was written down by somebody else
WHILE_THERE = timedelta(days=1)  # for so long whoever wrote somebody down at another counter sees that record


class PersonPolicy:
    """A person sees their own record; so does who acts for them in everything. At a desk one sees others', never
    one's own or that of somebody one acts for; at another counter those whom one wrote down oneself, while they are
    there."""

    kind = "person"
    roles_for = {
        policy.HANDLE: (roles.OFFICIAL, roles.DESK),
        policy.AUDIT: (roles.AUDITOR,),
        policy.TAKE_PART: (roles.RECEPTION, roles.RETURNS),
    }

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return Q(pk__in=who.persons) if who.persons else None
        if not who.has(*self.roles_for.get(purpose, ())):
            return None
        others = ~Q(pk__in=who.near)
        if purpose != policy.TAKE_PART:
            return others
        mine = Entry.objects.filter(chain=OuterRef("pk"), act=WRITTEN_DOWN, actor_id=who.account)
        return others & Exists(mine.filter(at__gt=clock.now() - WHILE_THERE))


PERSONS = PersonPolicy()
policy.register(PERSONS)


def not_near(person: UUID, by: Who) -> None:
    """Nobody of the authority works on their own record, nor on that of somebody they act for."""
    if person in by.near:
        raise policy.Refused("nobody works on their own record")
