"""The file of a group goes along with that of the household that it brings, as far as a sponsor may know; and the
places go along with the household that an official counts.

Nothing of a decision, of a check or of asylum moves the group's file: it learns that a visa is given once the household
has it, that company began from the first visit, and never why something ended.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veer.cases import law
from veer.cases.acts import following
from veer.cases.errors import NotAtThisStep, NotReady, UnknownAct
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal.acts import Ref
from veer.journal.models import Entry
from veer.quotas.acts import Full
from veer.quotas.queries import held_by
from veer.sponsorship.acts.common import program_does
from veer.sponsorship.acts.places import resized
from veer.sponsorship.models import Coming
from veer.sponsorship.rules import ADULTS, CHILDREN

# The law's own acts in the file of a household, and what each means in that of the group.
BEGIN = "begin_screening"
PICK = "pick_150"
FOLLOWS = {
    BEGIN: "file_visa",
    "issue_visa": "visa_given",
    "arrive": "arrive",
    **dict.fromkeys(("visit_3", "visit_14", "visit_60", "visit_90"), "accompany"),
    "report": "complete",
    "lost": "over",
}


def goes_along(case: Case, entry: Entry) -> None:
    """What an act in the file of a household does beside it. Raises `NotReady` where there are places for fewer, or
    where those who were written down are not those who were counted."""
    act = law.route_of(case).procedure.acts.get(entry.act)
    counts = act is not None and {ADULTS, CHILDREN} <= set(act.asks)
    grants = act is not None and act.does == "propose" and not act.refuses
    if entry.act not in FOLLOWS and not counts and not grants:
        return
    coming = Coming.objects.filter(case=case).first()
    if coming is None:
        return
    if entry.act == BEGIN or grants:
        _everybody(coming)
    if counts:
        _counted(coming, entry)
    if entry.act in FOLLOWS:
        goes(coming.application_id, FOLLOWS[entry.act], f"{case.pk} {entry.position} goes along")


def goes(file: UUID, act: str, key: str) -> None:
    """Move a file by an act of the program; one that is further already, or whose law knows no such step, stays."""
    try:
        with transaction.atomic():
            program_does(file, act, key)
    except (NotAtThisStep, UnknownAct):
        return


def pick_for_visit(case: UUID, key: str) -> None:
    """A household was drawn for a talk around day 150; one that is gone meanwhile is not spoken with."""
    goes(case, PICK, f"{key} {case}")


def _everybody(coming: Coming) -> None:
    """Each person who was counted is written down by name, and nobody else."""
    known = Standing(coming.case).known[0]
    counted = (int(known.get(ADULTS, 0)), int(known.get(CHILDREN, 0)))
    adults = list(coming.travellers.order_by("id").values_list("adult", flat=True))
    written = (adults.count(True), adults.count(False))
    if written != counted:
        told = {"written": "{} + {}".format(*written), "counted": "{} + {}".format(*counted)}
        words = _("Adults and children who are written down: %(written)s; who were counted: %(counted)s.")
        raise NotReady({"people": words % told})


def _counted(coming: Coming, entry: Entry) -> None:
    """The places and the file of the group follow the household, or nothing changes."""
    known = Standing(coming.case).known[0]
    adults, children = int(known[ADULTS]), int(known[CHILDREN])
    before = Standing(coming.application).known[0]
    held = sum(one.amount for one in held_by(coming.application_id))
    if (before.get(ADULTS), before.get(CHILDREN), held) == (adults, children, adults + children):
        return
    try:
        with transaction.atomic():
            by, key = Ref(entry.actor_kind, entry.actor_id), f"{coming.case_id} {entry.position} counts"
            resized(coming.application_id, adults, children, by, key)
    except Full as full:
        raise NotReady({"places": _("There are not places enough for all of them, so nothing was changed.")}) from full


following.register(goes_along)
