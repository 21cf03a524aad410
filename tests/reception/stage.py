"""Households of these tests: a file with a right to a place, somebody who works on reception, places."""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import veer
from tests.cases import cast
from tests.laws import law_in
from veer.access import roles
from veer.access.who import Who
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.reception import acts
from veer.reception.models import Place, Stay, Wait
from veer.rules import Pack


@cache
def bundled() -> Pack:
    return law_in(Path(veer.__file__).parent / "law" / "be-current")


def activate_law() -> None:
    cast.in_force(bundled())


def officer(name: str = "Rik Officer") -> Who:
    return cast.who(cast.account(name, roles.RECEPTION))


def presented(one: Who) -> Case:
    """A file of somebody who asked for protection: a right to a place from that day on."""
    case = open_case(cast.person_of(one), "be-current", "asylum", one, language="en", key=uuid4().hex)
    cast.act(case, "present", one, declaration=True)
    return Case.objects.get(pk=case.pk)


def place(by: Who, beds: int = 4, site: str = "", **more: Any) -> Place:
    told = {"municipality": "Gent", "kind": "collective", "rooms": 2, "services": [], **more}
    return acts.open_place(
        site or f"Site {uuid4().hex[:8]}", told["municipality"], told["kind"], beds, told["rooms"], told["services"], by
    )


def waits(by: Who, persons: int = 1, *needs: str, name: str = "Amina Haddad", **more: Any) -> Wait:
    case = presented(cast.applicant(name))
    wait = acts.enlist(case, persons, by, key=uuid4().hex, **more)
    for need in needs:
        acts.add_need(wait.pk, need, by, source="person", consent="person")
    return Wait.objects.get(pk=wait.pk)


def placed(by: Who, where: Place, wait: Wait | None = None) -> Stay:
    found = wait or waits(by)
    proposal = acts.propose(found.pk, by)
    return acts.allocate(proposal.pk, where.pk, by, reason="The family asked for this place.", key=uuid4().hex)
