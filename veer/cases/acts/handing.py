"""Handing a file on: its holder offers it to a colleague, who takes it with the law's own act or says no.

Nobody is given a file without wanting it, and no law has to know of it: the offer stands beside the acts of the law.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.access.queries import roles_of
from veer.access.who import Who
from veer.cases import away
from veer.cases.errors import BadData, KeyUsed, NotForYou
from veer.cases.models import Case, Handover
from veer.journal import clock
from veer.journal.acts import Ref, append, lock, request_key
from veer.journal.queries import by_key

OFFERED, OFFER_ENDED = "offered_to_colleague", "offer_ended"
AMONG_COLLEAGUES = (OFFERED, OFFER_ENDED)
LONGEST = 2000


def offer(case_id: UUID, to: UUID, by: Who, *, note: str = "", key: str) -> Handover:
    """Offer a file that one holds to a colleague; an earlier offer of it ends. The same key offers it once."""
    with transaction.atomic():
        lock(case_id, "case")
        if _done(case_id, OFFERED, by, key):
            return Handover.objects.filter(case=case_id, giver=by.account).latest("at")
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        why_not = refusal(case, by, to)
        if why_not:
            raise NotForYou(why_not)
        if len(note) > LONGEST:
            raise BadData({"note": _("Keep it under 2000 characters.")})
        now = clock.now()
        _end(case, Handover.WITHDRAWN, now)
        made = Handover.objects.create(case=case, giver=by.account, to=to, note=note.strip(), at=now)
        append(Ref("case", case.pk), OFFERED, by.ref, payload={"to": to, "text": made.note}, key=key, at=now)
        return made


def end_offer(case_id: UUID, by: Who, *, key: str) -> None:
    """The colleague says no, or the holder takes the offer back. The file stays where it is."""
    with transaction.atomic():
        lock(case_id, "case")
        if _done(case_id, OFFER_ENDED, by, key):
            return
        found = open_offer(case_id)
        if found is None or by.account not in (found.to, found.giver):
            raise NotForYou(_("This file is not offered to you, and you did not offer it."))
        how = Handover.DECLINED if by.account == found.to else Handover.WITHDRAWN
        now = clock.now()
        _end(found.case, how, now)
        append(Ref("case", case_id), OFFER_ENDED, by.ref, payload={"how": how}, key=key, at=now)


def taken(case: Case, by: Who, at: datetime) -> None:
    """Somebody takes the file: an offer of it has done its work, or has lost its object."""
    open_ = Handover.objects.filter(case=case, ended_at=None)
    open_.filter(to=by.account).update(ended_at=at, ended=Handover.TAKEN)
    open_.exclude(to=by.account).update(ended_at=at, ended=Handover.WITHDRAWN)


def open_offer(case_id: UUID) -> Handover | None:
    """The offer of a file that still counts: whoever made it holds the file."""
    found = Handover.objects.select_related("case").filter(case=case_id, ended_at=None).first()
    return found if found is not None and found.case.holder == found.giver else None


def refusal(case: Case, by: Who, to: UUID | None) -> str:
    """Why somebody cannot offer this file, to this colleague; nothing where they can. `to`: nobody chosen yet."""
    if case.ended_at is not None:
        return str(_("This file is closed."))
    if case.holder != by.account:
        return str(_("You do not have this file."))
    if to is None:
        return ""
    if to == by.account or roles.OFFICIAL not in roles_of(to):
        return str(_("Choose a colleague who handles files."))
    if away.is_away(to, away.today()):
        return str(_("This colleague is away: nothing new is offered to them."))
    return ""


def _end(case: Case, how: str, at: datetime) -> None:
    Handover.objects.filter(case=case, ended_at=None).update(ended_at=at, ended=how)


def _done(case_id: UUID, act: str, by: Who, key: str) -> bool:
    before = by_key(request_key(by.ref, key))
    if before is not None and (before.chain != case_id or before.act != act):
        raise KeyUsed
    return before is not None
