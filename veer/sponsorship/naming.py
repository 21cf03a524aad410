"""Reading who is asked for by name. The caller has checked who reads: the group's lead, or who works on the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases.models import Document
from veer.cases.queries import case_at_work
from veer.journal.models import Entry
from veer.sponsorship.models import Application, Group, Identity, Traveller
from veer.sponsorship.policy import GROUPS, WORKS

GIVEN = "visa_given"  # the law's own act in the file of a group once the household has its visa
ISSUED = "issue_visa"  # and that in the household's own file


@dataclass(frozen=True, slots=True)
class Named:
    """So many people who are alike in what is written of their passport; `given`: with a visa."""

    nationality: str
    sex: str
    born: str
    given: bool
    number: int


def named_until(routes: Sequence[tuple[str, str]], at: datetime) -> dict[tuple[str, str], list[Named]]:
    """Who was asked for by name in files that were sent before a moment, and who was matched and written down before
    it, as it stood then, by law and route: two questions.

    For numbers alone. No score, condition or draw reads any of it.
    """
    asked = Identity.objects.filter(_of(routes, "application__case"), application__case__submitted_at__lt=at)
    asked = asked.filter(Q(struck_at=None) | Q(struck_at__gte=at), written_at__lt=at)
    visa = Entry.objects.filter(chain=OuterRef("application__case"), act=GIVEN, at__lt=at)
    matched = Traveller.objects.filter(_of(routes, "coming__application"), nationality__gt="", written_at__lt=at)
    issued = Entry.objects.filter(chain=OuterRef("coming__case"), act=ISSUED, at__lt=at)
    found: dict[tuple[str, str], list[Named]] = {}
    for rows, file, born in (
        (asked.annotate(given=Exists(visa)), "application__case", "born"),
        (matched.annotate(given=Exists(issued)), "coming__application", "person__born"),
    ):
        for pack, route, *told in _alike(rows, file, born):
            found.setdefault((pack, route), []).append(Named(*told))
    return found


def _of(routes: Sequence[tuple[str, str]], file: str) -> Q:
    which = Q(pk__in=[])
    for pack, route in routes:
        which |= Q(**{f"{file}__law__pack": pack, f"{file}__route": route})
    return which


def _alike(rows: QuerySet[Any], file: str, born: str) -> Any:
    """How many there are of each law, route, nationality, sex, birth, and of those with a visa and without."""
    alike = (f"{file}__law__pack", f"{file}__route", "nationality", "sex", born, "given")
    return rows.order_by(*alike).values_list(*alike).annotate(number=Count("pk"))


def identities(application: Application) -> list[Identity]:
    """Everybody who was written down, adults first, in the order in which it was done."""
    return list(application.identities.order_by("-adult", "written_at", "id"))


def documents(application: Application) -> list[Document]:
    """What was added to the file, in that order: a photo of somebody without papers stands among it."""
    return list(application.case.documents.order_by("added_at", "id"))


def asked_of_group(group: Group, case_id: UUID) -> Application:
    """A file of a group that somebody was allowed to see."""
    found = group.applications.select_related("case", "group").filter(pk=case_id).first()
    if found is None:
        raise policy.NotThere(GROUPS.kind)
    return found


def asked_at_work(who: Who, case_id: UUID) -> Application:
    """A file that was sent, for an official or signer; the look is written down there."""
    found = Application.objects.select_related("case", "group").filter(pk=case_id).first()
    if found is None or not who.has(*WORKS) or found.case.submitted_at is None:
        raise policy.NotThere(GROUPS.kind)
    case_at_work(who, case_id)
    return found


def changes(who: Who, application: Application) -> bool:
    """Whether somebody may change who is asked for, with a reason, once the file was sent."""
    return who.has(roles.OFFICIAL) and application.case.ended_at is None


def identities_counted() -> tuple[int, int]:
    """People who were written down in files that were sent, and how many of them an official added or struck since."""
    rows = Identity.objects.filter(application__case__submitted_at__isnull=False)
    return rows.count(), (rows.exclude(added_why="") | rows.filter(struck_at__isnull=False)).count()
