"""Who acts for a municipality, and who of the authority works with them."""

from django.db.models import Exists, OuterRef, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.municipalities.models import Body, Handover
from veer.people.models import Membership

ROLES_FOR = {policy.HANDLE: (roles.OFFICIAL,), policy.AUDIT: (roles.AUDITOR,)}


def _mine(who: Who, body: str) -> Q | None:
    """Of the municipality in whose name somebody acts, while they hold the role and work there."""
    if not who.has(roles.MUNICIPALITY):
        return None
    works = Membership.objects.filter(account=who.account, until=None, organisation=OuterRef(f"{body}organisation"))
    return Q(Exists(works))


class BodyPolicy:
    """Its own people see a municipality; so do officials, and whoever checks their work."""

    kind = "municipality"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return _mine(who, "")
        return Q() if who.has(*ROLES_FOR.get(purpose, ())) else None


class AskedPolicy:
    """What a municipality was asked: it, and nobody of another one."""

    kind = "municipality_asked"

    def which(self, who: Who, purpose: str) -> Q | None:
        return _mine(who, "body__") if purpose == policy.OWN else None


class HandoverPolicy:
    """Both municipalities of a move read it, but nobody who is near to whoever moves."""

    kind = "handover"

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose != policy.OWN or not who.has(roles.MUNICIPALITY):
            return None
        mine = policy.only(Body.objects.all(), BODIES.kind, who, policy.OWN).values("pk")
        return (Q(source__in=mine) | Q(target__in=mine)) & ~Q(case__person__in=who.near)


BODIES, ASKED, HANDOVERS = BodyPolicy(), AskedPolicy(), HandoverPolicy()
for _one in (BODIES, ASKED, HANDOVERS):
    policy.register(_one)


def purpose_of(who: Who) -> str:
    """The strongest purpose for which somebody of the authority may look."""
    for purpose, wanted in ROLES_FOR.items():
        if who.has(*wanted):
            return purpose
    raise policy.NotThere(BODIES.kind)


def own_body(who: Who) -> Body:
    """The municipality in whose name somebody acts, or `NotThere`."""
    found: Body | None = policy.only(Body.objects.all(), BODIES.kind, who, policy.OWN).order_by("key").first()
    if found is None:
        raise policy.NotThere(BODIES.kind)
    return found


def own_handover(who: Who, handover_id: object) -> Handover:
    found: Handover | None = (
        policy.only(Handover.objects.select_related("source", "target", "case"), HANDOVERS.kind, who, policy.OWN)
        .filter(pk=handover_id)
        .first()
    )
    if found is None:
        raise policy.NotThere(HANDOVERS.kind)
    return found
