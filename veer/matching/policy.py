"""Who may see a run and its lines: whoever works on what it places, never a line of their own."""

from django.db.models import Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.matching.sources import SOURCES

WORKS = tuple(sorted({role for one in SOURCES.values() for role in one.roles}))


def worked(who: Who) -> list[str]:
    """The sources on whose runs somebody works."""
    return [one.id for one in SOURCES.values() if who.kind != "system" and who.has(*one.roles)]


class RunPolicy:
    """A run is for those who work on its source, and for whoever checks that work."""

    kind = "placement_run"
    roles_for = {policy.HANDLE: WORKS, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        if not who.has(*self.roles_for.get(purpose, ())):
            return None
        return Q() if purpose == policy.AUDIT else Q(source__in=worked(who))


class LinePolicy:
    """A household in a run; nobody works on their own."""

    kind = "placement_line"
    roles_for = RunPolicy.roles_for

    def which(self, who: Who, purpose: str) -> Q | None:
        if not who.has(*self.roles_for.get(purpose, ())):
            return None
        mine = Q() if purpose == policy.AUDIT else Q(run__source__in=worked(who))
        return mine & ~Q(person__in=who.near)


class SeekerPolicy:
    """A household that looks for a sponsor: itself, whoever works on it, and whoever checks that work."""

    kind = "seeker"
    roles_for = {policy.HANDLE: SOURCES["sponsors"].roles, policy.AUDIT: (roles.AUDITOR,)}

    def which(self, who: Who, purpose: str) -> Q | None:
        if purpose == policy.OWN:
            return Q(person__in=who.persons) if who.persons else None
        return ~Q(person__in=who.near) if who.has(*self.roles_for.get(purpose, ())) else None


class OfferPolicy:
    """An offer from the household's own side. A sponsor sees the same one through its group, and less of it."""

    kind = "sponsor_offer"

    def which(self, who: Who, purpose: str) -> Q | None:
        return Q(seeker__person__in=who.persons) if purpose == policy.OWN and who.persons else None


RUNS, LINES, SEEKERS, OFFERS = RunPolicy(), LinePolicy(), SeekerPolicy(), OfferPolicy()
for _one in (RUNS, LINES, SEEKERS, OFFERS):
    policy.register(_one)


def purpose_of(who: Who) -> str:
    """The strongest purpose for which somebody may look at runs."""
    for purpose, wanted in RUNS.roles_for.items():
        if who.has(*wanted):
            return purpose
    raise policy.NotThere(RUNS.kind)
