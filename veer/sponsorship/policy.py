"""Who may see a group of sponsors, and who works on the draw."""

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.sponsorship.models import Member, Traveller

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


class ComingPolicy:
    """Whoever comes sees their own household, each adult with an account of their own: nobody who acts for them, and no
    sponsor. Who works for the authority sees it through the household's file."""

    kind = "sponsored_household"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose != policy.OWN or not who.own:
            return None
        return Q(Exists(Traveller.objects.filter(coming=OuterRef("pk"), person__in=who.own)))


GROUPS, WINDOWS, COMINGS = GroupPolicy(), WindowPolicy(), ComingPolicy()
for one in (GROUPS, WINDOWS, COMINGS):
    policy.register(one)


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
