"""Who may see which quotas. A ledger names nobody, but says of which files it holds places."""

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who


class QuotaPolicy:
    """Who works for the authority sees the quotas, and who checks its work. What is published is for other rooms."""

    kind = "quota"
    roles_for = {
        policy.HANDLE: (roles.OFFICIAL, roles.SIGNER, roles.RECEPTION),
        policy.AUDIT: (roles.AUDITOR,),
    }

    def which(self, who: Who, purpose: str) -> Q | None:
        return Q() if who.has(*self.roles_for.get(purpose, ())) else None


QUOTAS = QuotaPolicy()
policy.register(QUOTAS)
