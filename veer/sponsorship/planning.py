"""What a member of a group is led to from their own pages: the group itself, and what is next in the plan of the
household that it brings."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.access.who import Who
from veer.cases import reminders
from veer.cases.listed import listed
from veer.cases.models import Case
from veer.cases.reminders import Reminder
from veer.sponsorship import coming, counting, queries
from veer.sponsorship.coming import Point
from veer.sponsorship.models import Coming

WEEK = timedelta(days=7)
NEXT = 3  # open points that are named; the others stand in the plan


@dataclass(frozen=True, slots=True)
class Ahead:
    """`due`: points with a day in the week from today on, soonest first; `open`: those that nobody took yet, in the
    order of the law."""

    due: list[Point]
    open: list[Point]

    @property
    def named(self) -> list[Point]:
        return self.open[:NEXT]


def ahead(points: list[Point], today: date) -> Ahead:
    written = [(one.line.by_day, one) for one in points if one.line is not None]
    soon = sorted((pair for pair in written if today <= pair[0] <= today + WEEK), key=lambda pair: pair[0])
    return Ahead([one for _day, one in soon], [one for one in points if one.line is None])


def reminded(case: Case, who: Who) -> list[Reminder]:
    """For a member of the group whose file it is, as long as the household is on its way or there."""
    found = Coming.objects.select_related("case").filter(
        application=case, group__members__account=who.account, group__members__left_at=None, case__ended_at=None
    )
    mine = found.order_by("made_at").first()
    if mine is None:
        return []
    url = reverse("sponsorship:household", args=[mine.group_id, mine.pk])
    return [Reminder(words, url) for words in sentences(ahead(coming.plan(mine), counting.today_here()))]


def own(who: Who) -> list[Reminder]:
    """The page of the group, for whoever is in one or was asked to join one."""
    if not queries.own_groups(who) and not queries.asked_of(who):
        return []
    return [Reminder(_("My group"), reverse("sponsorship:mine"))]


def sentences(found: Ahead) -> list[str]:
    """What is due this week, each with its day and who does it; then how many points nobody took, and the first."""
    said = [
        _("By %(day)s: %(point)s (%(who)s)")
        % {"day": date_format(one.line.by_day, "DATE_FORMAT"), "point": one.words, "who": one.line.who}
        for one in found.due
        if one.line is not None
    ]
    if found.open:
        words = ngettext(
            "%(n)d point of the plan for the first year has nobody yet. Begin with: %(points)s.",
            "%(n)d points of the plan for the first year have nobody yet. Begin with: %(points)s.",
            len(found.open),
        )
        said.append(words % {"n": len(found.open), "points": listed(one.words for one in found.named)})
    return said


reminders.register(reminded)
reminders.register_own(own)
