"""Every address of sponsors and of the draw against every kind of visitor. What is not theirs is not there: 404."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.cases import cast
from tests.cases.conftest import folder  # noqa: F401  (a fixture)
from tests.permissions import stage as base
from tests.permissions import test_coming as coming
from tests.sponsorship import stage as sponsors
from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM
from veer.journal.models import Entry, Reading
from veer.people.models import Account
from veer.sponsorship import acts
from veer.sponsorship.urls import urlpatterns

pytestmark = pytest.mark.django_db

MEMBER, ASKED = "member", "asked"
VISITORS = base.visitors(MEMBER, ASKED)
EVERYBODY = set(VISITORS) - {"nobody"}
WORKS = {roles.OFFICIAL, roles.SIGNER}
READS = {*WORKS, roles.AUDITOR}

# Address: (what it is tried on, who may see it).
TABLE: dict[str, tuple[str | list[str], set[str]]] = {
    "door": ("", {*EVERYBODY, "nobody"}),
    "draw": ("draw", {*EVERYBODY, "nobody"}),
    "published": ("draw", {*EVERYBODY, "nobody"}),
    "mine": ("", EVERYBODY),
    "join": ("asked", {ASKED}),
    "group": ("group", {MEMBER}),
    "money": ("group", {MEMBER}),
    "statement": ("group", {MEMBER}),
    "home": ("group", {MEMBER}),
    "bring": ("group", {MEMBER}),
    "work": ("", READS),
    "programme": ("", READS),
    "twins": ("", {roles.OFFICIAL}),
    "twin": (["of", "one", "other"], {roles.OFFICIAL}),
    "group_at_work": ("group", READS),
    "window": ("window", READS),
}

TELL_THE_ADDRESS = {
    "group",
    "home",
    "group_at_work",
    "twin",
}  # of a home: to its group and to officials, never to the public

DOES = {
    "group": ("ask", "unask", "leave", "recognition"),
    "money": ("receipt", "account", "strike"),
    "group_at_work": ("protocol", "take_back"),
    "window": ("list", "half"),
    "programme": ("emergencies", "state", "suspend", "sign", "inhabitants"),
}


class Stage(base.Stage):
    """A group that asked to be recognised, somebody it asked, a draw that was done, and every kind of visitor."""

    room, table = "sponsorship", TABLE

    def __init__(self) -> None:
        sponsors.activate_law()
        lead, asked = sponsors.somebody("Lieve Trekker"), sponsors.somebody("Nina Gevraagd")
        worker, signer = cast.official(), cast.signer()
        records = sponsors.begun(lead, worker, signer)
        member = acts.ask_member(records["group"], sponsors.email_of(asked), lead)
        records |= dict(zip(("of", "one", "other"), records["twin"], strict=True))
        super().__init__({**records, "asked": member.pk}, {MEMBER: lead, ASKED: asked})


@pytest.fixture(scope="module")
def built(building: Callable[..., Stage]) -> Stage:
    return building(lambda at: Stage())


@pytest.fixture
def stage(db: None, built: Stage) -> Stage:
    return built


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == {*TABLE, *coming.TABLE, coming.LEAVES}


def test_each_visitor_sees_what_is_theirs_and_posting_opens_no_second_door(stage: Stage) -> None:
    """One group and one draw for all visitors: to make them takes a second, and looking changes nothing."""
    told: dict[str, Any] = {"email": "x@example.org", "kind": "cash", "amount": "1", "day": "2026-03-01", "giver": "x"}
    told |= {"receipt": "1", "why": "x"}
    told |= {"half": "x", "name": "x", "closes": "2026-03-01", "source": "x", "bank": "x", "number": "1"}
    told |= {"reason": "x", "begins": "2026-03-01", "ends": "2026-03-31", "inhabitants": "1"}
    told |= {"no_payment": "on", "together": "on", "way": "named_family", "adults": "1", "children": "0"}
    wrong = {}
    for visitor in VISITORS:
        client = stage.client(visitor)
        before = Entry.objects.count()
        for name, (_which, allowed) in TABLE.items():
            page = client.get(stage.address(name))
            if page.status_code != stage.expected(visitor, name):
                wrong[visitor, name] = page.status_code
            if ("Klaverhof" in page.content.decode()) != (visitor in allowed and name in TELL_THE_ADDRESS):
                wrong[visitor, name, "address of the home"] = page.status_code
            if visitor in allowed and visitor != roles.AUDITOR:
                continue
            for do in DOES.get(name, ("",)):
                answer = client.post(stage.address(name), {**told, "do": do, "key": uuid4().hex})
                if answer.status_code not in (302, 404, 405, 200) or (
                    visitor != "nobody" and answer.status_code == 302
                ):
                    wrong[visitor, name, do] = answer.status_code
        if Entry.objects.count() != before:
            wrong[visitor, "wrote"] = Entry.objects.count() - before
    assert wrong == {}


def test_each_look_of_the_authority_is_written_down(stage: Stage) -> None:
    for visitor in sorted(VISITORS):
        stage.client(visitor).get(stage.address("group_at_work"))
    looks = Reading.objects.filter(chain=stage.records["group"]).values_list("role", "purpose")
    assert set(looks) == {("official", "handle"), ("signer", "handle"), ("auditor", "audit")}


def test_who_works_here_sees_no_group_that_they_are_in(stage: Stage) -> None:
    known = Account.objects.get(pk=stage.visitors[MEMBER].account)  # type: ignore[union-attr]
    give_role(known.pk, roles.OFFICIAL, SYSTEM)
    client = stage.client(MEMBER)
    assert client.get(stage.address("group_at_work")).status_code == 404
    assert "Buren van de Dampoort" not in client.get(stage.address("work")).content.decode()
