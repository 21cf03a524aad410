"""Reading who is asked for by name. The caller has checked who reads: the group's lead, or who works on the file."""

from uuid import UUID

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases.models import Document
from veer.cases.queries import case_at_work
from veer.sponsorship.models import Application, Group, Identity
from veer.sponsorship.policy import GROUPS, WORKS


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
