"""Every address of municipalities against every kind of visitor. What is not theirs is not there: 404."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.municipalities import stage as municipal
from tests.permissions import stage
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn
from veer.access import roles
from veer.journal.models import Entry
from veer.municipalities import acts
from veer.municipalities.acts import links
from veer.municipalities.urls import urlpatterns

pytestmark = pytest.mark.django_db

HERE, THERE, ELSEWHERE = "of the municipality", "of the other one", "of a third one"
SPONSOR, HEAD = "sponsor", "head"
VISITORS = stage.visitors(SPONSOR, HEAD, HERE, THERE, ELSEWHERE)
SECRET = "My uncle in the group reads my post."

# Address: (what it is tried on, who may see it). Somebody with the role and no municipality sees nothing.
TABLE: dict[str, tuple[str, set[str]]] = {
    "mine": ("", {HERE, THERE, ELSEWHERE}),
    "places": ("", {HERE, THERE, ELSEWHERE}),
    "remark": ("asked", {HERE}),
    "household": ("coming", {HERE, THERE}),  # it is offered to the other one
    "handover": ("move", {HERE, THERE}),
    "by_link": ("link", set(VISITORS)),
    "work": ("", {roles.OFFICIAL, roles.AUDITOR}),
    "body": ("body", {roles.OFFICIAL, roles.AUDITOR}),
}
DOES = {"handover": ("accepted", "declined", "withdrawn"), "work": ("body", "tell")}
DOES |= {"body": ("colleague", "link", "again", "revoke")}


class Stage(stage.Stage):
    """A household that comes to one municipality and is offered to another, a group to remark on, a link."""

    room, table = "municipalities", TABLE

    def __init__(self) -> None:
        sponsors.activate_law()
        home = Drawn()
        bram, lead = home.bram, home.lead
        sponsors.acts.offer_home(home.group.pk, "Gent", sponsors.HOME, lead)
        sponsors.acts.say(home.people["Samira"].pk, SECRET, home.head)
        bodies = [municipal.body(name, bram, "info@example.org") for name in ("Gent", "Aalst", "Ronse")]
        here, there, elsewhere = (municipal.colleague(one, bram, f"Of {one.name}") for one in bodies)
        _group, _lead, case = municipal.sent(bram)
        records: dict[str, Any] = {
            "asked": acts.ask_remark(case.pk, bodies[0].pk, bram, "k").pk,
            "coming": home.coming.pk,
            "move": acts.propose_handover(home.coming.pk, bodies[1].pk, "Work.", here).pk,
            "link": links.token(acts.link_for_places(bodies[0].pk, bram)),
            "body": bodies[0].pk,
        }
        self.told = {"case": case.pk, "link": bodies[0].links.get().pk, "asked": records["asked"]}
        own = {SPONSOR: lead, HEAD: home.head, HERE: here, THERE: there, ELSEWHERE: elsewhere}
        super().__init__(records, own)


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == set(TABLE)


def test_each_visitor_sees_what_is_theirs_and_posting_opens_no_second_door(at: Callable[..., datetime]) -> None:
    """And of a household nobody of a municipality reads its names, or what it says in confidence."""
    at(2026, 3, 2, 9)
    world = Stage()
    told: dict[str, Any] = {"about": "care", "text": "x", "begins": "2026-04-01", "school": "1", "words": "x"}
    told |= {"to": str(world.records["body"]), "reason": "x", "name": "x", "language": "nl", "email": "x@example.org"}
    told |= {"function": "x", "body": str(world.records["body"]), **world.told}
    wrong = {}
    for visitor in VISITORS:
        client = world.client(visitor)
        before = Entry.objects.count()
        for name, (_which, allowed) in TABLE.items():
            answer = client.get(world.address(name))
            if answer.status_code != world.expected(visitor, name):
                wrong[visitor, name] = answer.status_code
            if any(one in answer.content.decode() for one in (SECRET, "Samira", "Haddad")):
                wrong[visitor, name, "told"] = answer.status_code
            if visitor in allowed and visitor != roles.AUDITOR:
                continue
            for do in DOES.get(name, ("",))[: None if visitor in allowed else 1]:
                answer = client.post(world.address(name), {**told, "do": do, "key": uuid4().hex})
                if answer.status_code not in ((302, 405) if visitor == stage.NOBODY else (404, 405, 200)):
                    wrong[visitor, name, do] = answer.status_code
        if Entry.objects.count() != before:
            wrong[visitor, "wrote"] = Entry.objects.count() - before
    assert wrong == {}
