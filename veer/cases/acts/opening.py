"""How a case begins: on the law that is active now, with a number, at the step where the law starts."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access.who import Who
from veer.cases import law, numbering
from veer.cases.errors import KeyUsed, NotForYou
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import append, lock, request_key
from veer.journal.queries import by_key

OPENED = "open"


def open_case(person: UUID, pack_id: str, route_id: str, by: Who, *, language: str, key: str) -> Case:
    """Open a case for a person. The same key opens it once."""
    if person not in by.persons:
        raise NotForYou(_("You can only apply for yourself, or for somebody whom you represent."))
    with transaction.atomic():
        lock(person, "person")  # the second press of a button waits for the first, and then finds its file
        before = by_key(request_key(by.ref, key))
        if before is not None:
            if before.act != OPENED:
                raise KeyUsed
            return Case.objects.get(pk=before.chain)
        stored = law.active(pack_id)
        procedure = _route(stored.hash, route_id).procedure
        starts = procedure.steps[procedure.starts]
        now = clock.now()
        case = Case.objects.create(
            person_id=person,
            law=stored,
            route=route_id,
            language=language,
            step=starts.id,
            ball=starts.ball,
            opened_at=now,
        )
        number = numbering.give(case, now)
        told = {"number": number, "route": route_id, "law": stored.hash}
        append(law.case_chain(case.pk), OPENED, by.ref, payload=told, led_to=starts.id, key=key)
        return case


def _route(law_hash: str, route_id: str) -> Any:
    try:
        route = law.read(law_hash).route(route_id)
    except LookupError:
        raise law.NoSuchLaw(route_id) from None
    if route.procedure is None:
        raise law.NoSuchLaw(f"{route_id} has no procedure: nothing can be asked on it")
    return route
