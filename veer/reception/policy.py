"""Who may see who waits and who stays where."""

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who

WORKS = (roles.RECEPTION, roles.OFFICIAL)


class WaitPolicy:
    """A household sees its own. Who works on reception sees everybody's but their own; so does who checks the work."""

    kind = "wait"
    roles_for = {policy.HANDLE: WORKS, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return Q(person__in=who.persons) if who.persons else None
        return ~Q(person__in=who.near) if who.has(*self.roles_for.get(purpose, ())) else None


class PlacePolicy:
    """Places name nobody; the pages about them list who stays there, and are for those who work on it."""

    kind = "reception_place"
    roles_for = {policy.HANDLE: WORKS, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        return Q() if who.has(*self.roles_for.get(purpose, ())) else None


WAITS, PLACES = WaitPolicy(), PlacePolicy()
policy.register(WAITS)
policy.register(PLACES)


def works(by: Who) -> None:
    """Whoever changes something here is somebody: an official or a reception officer, never the program."""
    if by.kind == "system" or not by.has(*WORKS):
        raise policy.Refused("this is for an official or a reception officer")
