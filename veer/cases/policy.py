"""Who may see which cases, for what purpose."""

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who


class CasePolicy:
    """A person sees their own cases. Who works for the authority sees what was sent to it, never their own."""

    kind = "case"
    role_for = {policy.HANDLE: roles.OFFICIAL, policy.SIGN: roles.SIGNER, policy.AUDIT: roles.AUDITOR}

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return Q(person__in=who.persons) if who.persons else None
        if not who.has(self.role_for[purpose]):
            return None
        return Q(submitted_at__isnull=False) & ~Q(person__in=who.persons)

    def purposes(self, who: Who) -> list[str]:
        """For what somebody of the authority may look at cases, the strongest first."""
        return [purpose for purpose, role in self.role_for.items() if who.has(role)]


CASES = CasePolicy()
policy.register(CASES)
