"""What groups exceed that were found to be one sponsor, or whose homes to be one: told, and refusing nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veer.quotas.queries import persons_held
from veer.sponsorship.counting import active_files, active_households, households_of_a_member, sizes_in_a_year
from veer.sponsorship.models import Finding, Group, Home
from veer.sponsorship.reserved import counted, may_have
from veer.sponsorship.rules import ORGANISATION, persons_allowed, sponsors, today
from veer.sponsorship.rules import Sponsors as Law
from veer.sponsorship.together import merged

HOUSEHOLDS, PERSONS, PLACES = "over_households", "over_persons", "over_places"
MEMBER, HOME = "over_member", "over_home"
OVER = {
    HOUSEHOLDS: _("more households at a time than the law lets one sponsor have"),
    PERSONS: _("more persons in a year than the law lets one sponsor bring"),
    PLACES: _("more persons than the law lets one organisation bring"),
    MEMBER: _("a member who helped to bring more households than the law lets one person"),
    HOME: _("more persons than may live in the home"),
}


@dataclass(frozen=True, slots=True)
class Exceeded:
    """Of groups that count as one, under those that stand for them: how much they have of what, and the law's limit."""

    kind: str
    groups: frozenset[UUID]
    have: int
    may: int


def exceeded(of: UUID | None = None) -> list[Exceeded]:
    """What is exceeded by all that were found to be one, or by those among whom one group is."""
    law = sponsors()
    if law is None:
        return []
    found: list[Exceeded] = []
    for what, over in ((Finding.GROUP, _by_sponsor), (Finding.HOME, _in_home)):
        sets = {root: groups for root, groups in merged(what).items() if of is None or of in groups}
        for root, groups in sorted(sets.items()):
            found += over(root, groups, law)
    return [one for one in found if one.have > one.may]


def _by_sponsor(root: UUID, _groups: frozenset[UUID], law: Law) -> Iterator[Exceeded]:
    """QU6 for an organisation; QU7 and SE7 for a group. A larger single family is allowed."""
    sponsor, who = Group.objects.get(pk=root), frozenset({root})
    if sponsor.form == ORGANISATION:
        yield Exceeded(PLACES, who, counted(sponsor, law), may_have(law, today(law)))
        return
    yield Exceeded(HOUSEHOLDS, who, active_households(sponsor), law.limit("group_households"))
    sizes = sizes_in_a_year(sponsor, law)
    if len(sizes) > 1:
        yield Exceeded(PERSONS, who, sum(sizes), law.limit("group_persons"))
    yield Exceeded(MEMBER, who, households_of_a_member(sponsor, law), law.limit("member_households"))


def _in_home(root: UUID, groups: frozenset[UUID], law: Law) -> Iterator[Exceeded]:
    """HO2: who has a place and is to live in one home at a time. An organisation has other homes than the one it tells
    of, so its households are not counted in."""
    there = Group.objects.filter(pk__in=groups).exclude(form=ORGANISATION).order_by("id")
    held = persons_held([case.pk for group in there for case in active_files(group)])
    home = Home.objects.filter(group=root).first()
    allowed = persons_allowed(law, home.facts) if home else None
    if len(held) > 1 and allowed is not None:
        yield Exceeded(HOME, groups, sum(one.persons for one in held.values()), allowed)
