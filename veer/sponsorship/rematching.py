"""Households that look for another sponsor: where they did not fit, or before the journey by their own wish."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from veer.cases.models import Branch, Case
from veer.journal.models import Entry
from veer.sponsorship.models import Coming, Parting

# The law's own words: the branch in which two did not fit and its step; acts of the file of a household, and a fact.
BREAKDOWN, REMATCH = "breakdown", "rematch"
CONTACT, ANOTHER, MATCHED, REMATCHED = "contact", "another_sponsor", "matched", "rematched"
CAUSE = "breakdown.cause"


def looking() -> list[Coming]:
    """Every household whose file looks for another sponsor now, in the order in which they were written down."""
    parted = Branch.objects.filter(case=OuterRef("case"), branch=BREAKDOWN, step=REMATCH, ended_at=None)
    wish = Entry.objects.filter(chain=OuterRef("case"), act=ANOTHER)
    found = Coming.objects.filter(case__ended_at=None).filter(Exists(parted) | Q(case__step=CONTACT) & Exists(wish))
    rows = found.select_related("case", "application").order_by("made_at", "id")
    return [one for one in rows if looks(one)]


def looks(coming: Coming) -> bool:
    """Whether a household looks for another sponsor now."""
    case = Case.objects.get(pk=coming.case_id)
    if case.branches.filter(branch=BREAKDOWN, step=REMATCH, ended_at=None).exists():
        return True
    last = Entry.objects.filter(chain=case.pk, act__in=[ANOTHER, MATCHED]).order_by("-position").first()
    return case.ended_at is None and case.step == CONTACT and last is not None and last.act == ANOTHER


def coming_of_file(case_id: UUID) -> Coming | None:
    """The household whose own file this is, where a group brings or brought it."""
    return Coming.objects.filter(case=case_id).first()


def known_to(coming: Coming) -> set[UUID]:
    """The groups that it has or had: it is not put together with one of them again."""
    before = Parting.objects.filter(coming=coming).order_by("left_at", "id").values_list("group", flat=True)
    return {coming.group_id, *before}
