"""Who may read what was reported: the integrity cell, and of it nobody who is near to the file or reported it."""

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.sponsorship.queries import files_of_member


class ConcernPolicy:
    """Nobody but the integrity cell, for any purpose: not who works on the file, nor who checks that work."""

    kind = "concern"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose != policy.HANDLE or not who.has(roles.INTEGRITY):
            return None
        own = Q(account=who.account) & Q(account__isnull=False)
        near = Q(case__person__in=who.near) | Q(case__in=files_of_member(who.account))
        return ~own & (Q(case=None) | ~near)


CONCERNS = ConcernPolicy()
policy.register(CONCERNS)
