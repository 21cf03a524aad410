"""How a case begins: on the law that is active now, with a number, at the step where the law starts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.access.who import Who
from veer.cases import facts, law, numbering
from veer.cases.acts.terms import keep_terms
from veer.cases.errors import ActRefused, KeyUsed, NotForYou
from veer.cases.models import ActivatedPack, Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, append, lock, request_key
from veer.journal.queries import by_key
from veer.rules.model import Procedure
from veer.rules.model.procedure import OPENING

OPENED = OPENING  # the first entry of a case's journal


def open_case(
    person: UUID, pack_id: str, route_id: str, by: Who, *, language: str, key: str, at: datetime | None = None
) -> Case:
    """Open a case for a person. The same key opens it once.

    `at`: when it really happened, where a list that was kept without the program is entered afterwards. Who opens a
    case for somebody else, at a desk, does so as the role that the law names; the case then is with the authority.
    """
    now = clock.now()
    if at is not None and at > now:
        raise ActRefused(_("What has not happened yet cannot be written down."))
    with transaction.atomic():
        lock(person, "person")  # the second press of a button waits for the first, and then finds its file
        before = by_key(request_key(by.ref, key))
        if before is not None:
            if before.act != OPENED:
                raise KeyUsed
            return Case.objects.get(pk=before.chain)
        stored = law.active(pack_id)
        own = _opens(procedure_of(stored.hash, route_id), person, by, f"{pack_id}/{route_id}")
        return begin(person, stored, route_id, by.ref, language=language, at=at or now, key=key, sent=not own)


def _opens(procedure: Procedure, person: UUID, by: Who, route: str) -> bool:
    """Whether somebody opens it as the applicant; refused where the law lets them open none for this person."""
    if by.may_act(person, route=route) and roles.APPLICANT in procedure.by:
        return True
    if person not in by.near and by.has(*procedure.by):
        return False
    raise NotForYou(_("You can only apply for yourself, or for somebody whom you represent."))


def begin(
    person: UUID,
    stored: ActivatedPack,
    route_id: str,
    by: Ref,
    *,
    language: str,
    at: datetime,
    key: str,
    parent: Case | None = None,
    sent: bool = True,
) -> Case:
    """Make the case, its number and its first entry, inside the transaction of whoever asks. `sent`: it is with the
    authority from the start, so that what is said in it are facts and not drafts."""
    procedure = procedure_of(stored.hash, route_id)
    starts = procedure.steps[procedure.starts]
    case = Case.objects.create(
        person_id=person,
        law=stored,
        route=route_id,
        language=language,
        parent=parent,
        step=starts.id,
        ball=starts.ball,
        opened_at=at,
        submitted_at=at if sent else None,
    )
    number = numbering.give(case, at)
    told = {"number": number, "route": route_id, "law": stored.hash, "parent": parent.pk if parent else None}
    if parent and (taken := facts.take_over(parent, case)):
        told["carried"] = taken
    append(law.case_chain(case.pk), OPENED, by, payload=told, led_to=starts.id, key=key, at=at)
    keep_terms(Standing(case))
    return case


def procedure_of(law_hash: str, route_id: str) -> Procedure:
    try:
        route = law.read(law_hash).route(route_id)
    except LookupError:
        raise law.NoSuchLaw(route_id) from None
    if route.procedure is None:
        raise law.NoSuchLaw(f"{route_id} has no procedure: nothing can be asked on it")
    return route.procedure
