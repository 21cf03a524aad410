"""Who may read what was reported: the integrity cell, and of it nobody who is near to the file or reported it."""

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.safeguarding.models import Caught
from veer.sponsorship.queries import files_of_member, ones, own_groups


class ConcernPolicy:
    """Nobody but the integrity cell, for any purpose: not who works on the file, nor who checks that work."""

    kind = "concern"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose != policy.HANDLE or not who.has(roles.INTEGRITY):
            return None
        own = Q(account=who.account) & Q(account__isnull=False)
        near = Q(case__person__in=who.near) | Q(case__in=files_of_member(who.account))
        return ~own & (Q(case=None) | ~near)


class AlertPolicy:
    """The integrity cell, but for a member of one of the groups, or of one that was found to be the same sponsor."""

    kind = "network_alert"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose != policy.HANDLE or not who.has(roles.INTEGRITY):
            return None
        mine = [same for one in own_groups(who) for same in ones(one.pk)]
        return ~Q(Exists(Caught.objects.filter(alert=OuterRef("pk"), group__in=mine)))


CONCERNS, ALERTS = ConcernPolicy(), AlertPolicy()
policy.register(CONCERNS)
policy.register(ALERTS)
