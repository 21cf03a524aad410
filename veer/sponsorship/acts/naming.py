"""Before a file is sent the group says of each whom it asks for by name who they are: one by one, never a list (SG1).

Afterwards nothing in that changes but by an official, for a reason that the journal keeps, so that a place that was
drawn can not be filled later with somebody else (SG4).
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import facts
from veer.cases.acts import following
from veer.cases.errors import NotReady
from veer.cases.models import Case
from veer.cases.queries import case_at_work
from veer.journal import clock
from veer.journal.acts import lock
from veer.journal.models import Entry
from veer.people import birth
from veer.people.acts.desk import Told
from veer.sponsorship.acts.common import held, write
from veer.sponsorship.models import Application, Identity
from veer.sponsorship.policy import GROUPS
from veer.sponsorship.rules import ADULTS, CHILDREN, IDENTITIES

# The law's own acts at which it is looked whether everybody is written down: it is sent, and it is let into the draw.
LOOKED_AT = ("submit", "admit", "admit_emergency")


class NotOnTheList(ValueError):
    """Nobody of this name, birth and age was asked for, or they came already."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Who somebody is. `number` of a paper; else `declared`, why there is none, and `photo`, a document of the file."""

    given_name: str
    family_name: str
    born: str
    nationality: str
    sex: str
    adult: bool
    number: str = ""
    declared: str = ""
    photo: UUID | None = None


@transaction.atomic
def write_identity(application_id: UUID, told: Identified, by: Who, *, why: str = "") -> Identity:
    """Write down one person: the group before the file is sent, afterwards an official with `why`.

    With the last of them the file says that everybody is known. Raises `ValueError` for a photo of another file.
    """
    application, sent = _open(application_id, by, why)
    birth.checked(told.born, clock.today(settings.TIME_ZONE))
    if told.photo is not None and not application.case.documents.filter(pk=told.photo).exists():
        raise ValueError("the photo is a document of the file")
    made = Identity.objects.create(
        application=application,
        **asdict(told),
        added_why=why.strip() if sent else "",
        written_at=clock.now(),
        written_by=by.account,
    )
    if not sent and _counted(application.case) == _written(application.case):
        facts.carry(application.case, by, {IDENTITIES: True})
    _told(application, "write_identity", by, made, why if sent else "")
    return made


@transaction.atomic
def strike_identity(identity_id: UUID, by: Who, *, why: str = "") -> None:
    """Take somebody off: the group before the file is sent, and nothing stays; afterwards an official with `why`, and
    it stays to be read. Whoever came already is not struck: raises `NotOnTheList`."""
    found = Identity.objects.filter(pk=identity_id).first()
    if found is None:
        raise policy.NotThere(GROUPS.kind)
    application, sent = _open(found.application_id, by, why)
    found.refresh_from_db()
    if found.traveller_id is not None or found.struck_at is not None:
        raise NotOnTheList
    if sent:
        found.struck_at, found.struck_by, found.struck_why = clock.now(), by.account, why.strip()
        found.save(update_fields=["struck_at", "struck_by", "struck_why"])
    else:
        found.delete()
    _told(application, "strike_identity", by, Identity(pk=identity_id), why if sent else "")


def _open(application_id: UUID, by: Who, why: str) -> tuple[Application, bool]:
    """The file, locked until the act is done, for whoever may change who is asked for; and whether it was sent."""
    application = Application.objects.select_related("case", "group").filter(pk=application_id).first()
    if application is None:
        raise policy.NotThere(GROUPS.kind)
    if by.has(roles.OFFICIAL) and application.case.submitted_at is not None:
        case_at_work(by, application_id)
        policy.obtain(type(application.group).objects.all(), GROUPS.kind, by, policy.HANDLE, application.group_id)
    else:
        held(application.group_id, by)
    lock(application_id, "case")
    case = Case.objects.get(pk=application_id)
    sent = case.submitted_at is not None
    if case.ended_at is not None or (sent and not by.has(roles.OFFICIAL)):
        raise policy.Refused("who is asked for stands once the file is sent")
    if sent and not why.strip():
        raise ValueError("a change after the file was sent has its reason")
    return application, sent


def _told(application: Application, act: str, by: Who, one: Identity, why: str) -> None:
    """The journal says which and why, never who: that goes when its time is over."""
    write(application.group, act, by.ref, {"case": str(application.pk), "identity": str(one.pk), "why": why.strip()})


# ---------- What it is good for ----------


def lacks(case: Case) -> bool:
    """Whether a file says that everybody is known, and not everybody who is counted, or somebody more, is written."""
    return facts.known(case)[0].get(IDENTITIES) is True and _written(case) != _counted(case)


def _counted(case: Case) -> tuple[object, object]:
    known = facts.known(case)[0]
    return known.get(ADULTS), known.get(CHILDREN)


def _written(case: Case) -> tuple[int, int]:
    """Adults and children who are written down."""
    adults = list(Identity.objects.filter(application=case.pk, struck_at=None).values_list("adult", flat=True))
    return adults.count(True), adults.count(False)


def on_the_list(application: Application, told: Told, adult: bool) -> Identity | None:
    """The one who was asked for and comes now; None where nobody was asked for by name."""
    listed = application.identities.filter(struck_at=None)
    if not listed.exists():
        return None
    same = listed.filter(
        traveller=None, given_name=told.given_name, family_name=told.family_name, born=told.born, adult=adult
    )
    found = same.order_by("written_at", "id").first()
    if found is None:
        raise NotOnTheList
    return found


def everybody_is_known(case: Case, entry: Entry) -> None:
    """Nothing is sent, and nothing comes into the draw, that does not say of each who they are."""
    if entry.act not in LOOKED_AT or not Application.objects.filter(pk=case.pk).exists():
        return
    if lacks(case):
        words = _("Write down first who each of them is, on the page of your group: one by one, adults and children.")
        raise NotReady({IDENTITIES: words})


following.register(everybody_is_known)
