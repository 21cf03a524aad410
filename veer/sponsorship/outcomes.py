"""What became of those who came: how many asked for protection and were not lost, by sponsor and by helper (SG16).

Nobody is counted while the term to lodge still runs, and of few nothing is said. What a sponsor cannot know is not held
against it alone: a share decides, never one household.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from veer.access import roles
from veer.journal.models import Entry
from veer.rules.model import Clock
from veer.sponsorship.coming import visa_route
from veer.sponsorship.models import Application, Coming, Group, Member
from veer.sponsorship.rules import Sponsors
from veer.sponsorship.together import ones

LOST = "lost"  # the law's own act in the file of a household that cannot be found


class TooManyLost(ValueError):
    """Too many of those whom the sponsor or its helper brought did not ask for protection, or cannot be found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the persons who arrived and whose term to lodge was used or is over: how many are known."""

    arrived: int
    known: int

    def below(self, law: Sponsors) -> bool:
        """Whether the law lets whoever brought them bring nobody new."""
        enough = self.arrived >= law.limit("outcome_fewest")
        return enough and 100 * self.known < law.limit("outcome_percent") * self.arrived


def outcome(comings: Iterable[Coming]) -> Outcome:
    """What became of the people of some households."""
    rows = {one.case_id: one for one in comings}
    if not rows:
        return Outcome(0, 0)
    term = _to_lodge()
    arrived, lodged, late = set(term.starts), set(term.meets), {term.expires}
    told = Entry.objects.filter(chain__in=list(rows), act__in=arrived | lodged | late | {LOST}).order_by("at", "id")
    done: dict[UUID, set[str]] = {}
    for chain, act in told.values_list("chain", "act"):
        done.setdefault(chain, set()).add(act)
    sizes = Coming.objects.filter(case__in=list(rows)).annotate(persons=Count("travellers")).order_by("id")
    persons = dict(sizes.values_list("case", "persons"))
    over = [case for case, acts in done.items() if acts & arrived and acts & (lodged | late)]
    known = [case for case in over if done[case] & lodged and LOST not in done[case]]
    return Outcome(sum(persons[one] for one in over), sum(persons[one] for one in known))


def _to_lodge() -> Clock:
    """The term for whoever arrived to ask for protection: the one that the law gives the desk where they do it."""
    return next(one for one in visa_route()[1].clocks.values() if one.duty == roles.DESK)


def outcome_of(group: Group) -> Outcome:
    """Of everybody whom a group of its leads brings, or one that was found to be the same sponsor: whoever founds
    another group begins no new count."""
    groups = ones(group.pk)
    leads = Member.objects.filter(group__in=groups, lead=True, account__isnull=False).values("account")
    theirs = Group.objects.filter(Q(pk__in=groups) | Q(members__account__in=leads)).values("pk")
    return outcome(Coming.objects.filter(group__in=theirs).order_by("made_at", "id"))


def of_helper(digest: str) -> Outcome:
    """Of everybody for whom this helper helped to ask."""
    asked = Application.objects.filter(helper=digest).values("case")
    return outcome(Coming.objects.filter(application__in=asked).order_by("made_at", "id"))


def outcome_of_all() -> Outcome:
    """Of everybody who came."""
    return outcome(Coming.objects.order_by("made_at", "id"))


def require_known(group: Group, helper: str, law: Sponsors) -> None:
    """Raises `TooManyLost`: then nobody new is brought by this sponsor, or with this helper."""
    if outcome_of(group).below(law) or (helper and of_helper(helper).below(law)):
        raise TooManyLost
