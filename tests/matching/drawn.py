"""Two sponsors that were drawn for people whom they do not choose, and households that look for a sponsor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.cases import cast
from tests.matching import stage
from tests.sponsorship import stage as sponsors
from veer.access.who import Who
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal import clock
from veer.matching import acts
from veer.matching.models import Offer, Run, Seeker
from veer.sponsorship import acts as sponsoring
from veer.sponsorship.models import Group

ROUTE = ("be-proposal", "asylum")  # any file of the household's own


@dataclass
class Drawn:
    """`lieve` and `keeper` lead the group with a home in Gent; Amina's household of three wishes to live there."""

    cell: Any
    group: Group
    lieve: Who
    keeper: Who
    member: Who
    amina: Who
    seeker: Seeker


def drawn(at: Callable[..., Any], adults: int = 2, children: int = 2) -> Drawn:
    """A window in which one sponsor asked for people whom it does not know, and was drawn."""
    at(2026, 3, 2, 9)
    sponsors.activate_law()
    cell = sponsors.Cell()
    group, people = sponsors.group_of(name="Buren voor Buren")
    cell.recognise(group, people[0])
    sponsoring.write_receipt(group.pk, "cash", 3_100_000, clock.today("UTC"), "Many", people[1], origin="A collection.")
    sponsoring.offer_home(group.pk, "Gent", sponsors.HOME, people[0])
    case = sponsoring.ask_to_bring(group.pk, "matched_vulnerable", adults, children, people[0], uuid4().hex)
    cell.admit(case, people[0], answers={})
    window = cell.window()
    at(2026, 3, 3, 9)
    sponsoring.publish_list(window.pk, cell.dirk)
    sponsoring.enter_half(window.pk, "8c6", cell.dirk)
    sponsoring.enter_half(window.pk, "f1e", cell.wies)
    amina = cast.applicant("Amina Haddad")
    return Drawn(cell, group, people[0], people[1], people[4], amina, seeks(cell.bram, amina, wish="Gent"))


def seeks(by: Who, who: Who, adults: int = 1, children: int = 2, tier: str = "B", wish: str = "") -> Seeker:
    file = open_case(cast.person_of(who), *ROUTE, who, language="en", key=uuid4().hex)
    cast.act(file, "present", who, declaration=True)
    told = {"adults": adults, "children": children, "tier": tier, "wish": wish}
    return acts.seek(Case.objects.get(pk=file.pk), by, **told, key=uuid4().hex)  # type: ignore[arg-type]


def offered(found: Drawn, seeker: Seeker | None = None) -> Offer:
    """Two people put them together: an offer to both."""
    run: Run = stage.asked(found.cell.bram, "sponsors")
    line = run.lines.get(household=(seeker or found.seeker).pk)
    acts.accept(line.pk, found.cell.bram)
    acts.confirm(line.pk, found.cell.chantal, uuid4().hex)
    return Offer.objects.get(line=line)
