"""Who may see a group of sponsors, and who works on the draw."""

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.sponsorship.models import Member

WORKS = (roles.OFFICIAL, roles.SIGNER)


class GroupPolicy:
    """Members see their own group from when they agreed until they leave. Who works for the authority sees what was
    sent to it, never a group that they are near to; so does who checks the work."""

    kind = "sponsor_group"
    roles_for = {policy.HANDLE: WORKS, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        mine = Member.objects.filter(group=OuterRef("pk"), account=who.account, left_at=None)
        if purpose == policy.OWN:
            return Q(Exists(mine))
        if not who.has(*self.roles_for.get(purpose, ())):
            return None
        sent = Q(recognition__submitted_at__isnull=False)
        return sent & ~Q(person__in=who.near) & ~Q(Exists(mine))


class WindowPolicy:
    """What is published of a draw, everybody reads. The page on which it is worked is for two kinds of official."""

    kind = "sponsor_window"
    roles_for = {policy.HANDLE: WORKS, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        return Q() if who.has(*self.roles_for.get(purpose, ())) else None


GROUPS, WINDOWS = GroupPolicy(), WindowPolicy()
policy.register(GROUPS)
policy.register(WINDOWS)


def works(by: Who) -> None:
    """Whoever does something on a draw is somebody, never the program."""
    if by.kind == "system" or not by.has(*WORKS):
        raise policy.Refused("this is for an official or a signer")


def purpose_of(who: Who) -> str:
    """The strongest purpose for which somebody of the authority may look."""
    for purpose, wanted in GROUPS.roles_for.items():
        if who.has(*wanted):
            return purpose
    raise policy.NotThere(GROUPS.kind)
