"""Who may see which cases, for what purpose."""

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases.models import Absence, Decision, Hearing, Stop, Turn
from veer.people.queries import reached

STOPS = Stop.objects.filter(case=OuterRef("pk"), lifted_at=None)  # of a case
FREEZES = STOPS.filter(freezes=True)
AWAY = Absence.objects.filter(account=OuterRef("holder"), ended_at=None)  # of who holds a case
DECIDED = Decision.objects.filter(case=OuterRef("pk"))  # what is proposed or decided in a case
HEARD = Hearing.objects.filter(case=OuterRef("pk"))  # the interviews of a case


class CasePolicy:
    """A person sees their own cases, and so does who may act or read for them, as far as the mandate goes, unless a
    stop freezes it. Who works for the authority sees what was sent to it, never their own; who has a part in some steps
    only sees a case while the law gives them something to do in it."""

    kind = "case"
    roles_for = {
        policy.HANDLE: (roles.OFFICIAL,),
        policy.SIGN: (roles.SIGNER,),
        policy.AUDIT: (roles.AUDITOR,),
        policy.TAKE_PART: roles.PARTS,
    }

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            mine = reached(who)
            return None if mine is None else mine & ~Q(Exists(FREEZES))
        held = [role for role in self.roles_for.get(purpose, ()) if who.has(role)]
        if not held:
            return None
        sent = Q(submitted_at__isnull=False) & ~Q(person__in=who.near)
        if purpose != policy.TAKE_PART:
            return sent
        part = Turn.objects.filter(case=OuterRef("pk"), role__in=held)
        return sent & Q(ended_at=None) & Exists(part)

    def purposes(self, who: Who) -> list[str]:
        """For what somebody of the authority may look at cases, the strongest first."""
        return [purpose for purpose, wanted in self.roles_for.items() if who.has(*wanted)]

    def role_of(self, who: Who, purpose: str) -> str:
        """As what somebody looks for a purpose."""
        return next(role for role in self.roles_for[purpose] if who.has(role))


class HearingPolicy:
    """An interpreter sees the interview at which they interpret, and nothing else of the file. Everybody else who may
    know of an interview sees it in its file."""

    kind = "hearing"

    def which(self, who: Who, purpose: str) -> Q | None:
        return Q(pk__in=who.hearings) if purpose == policy.INTERPRET and who.hearings else None


CASES = CasePolicy()
policy.register(CASES)
HEARINGS = HearingPolicy()
policy.register(HEARINGS)
