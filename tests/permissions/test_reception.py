"""Every address of reception against every kind of visitor. What is not theirs is not there: 404."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.cases import cast
from tests.permissions import stage as base
from tests.reception import stage as reception
from veer.access import roles
from veer.journal.models import Entry, Reading
from veer.reception import acts
from veer.reception.urls import urlpatterns

pytestmark = pytest.mark.django_db

OWNER = "owner"
VISITORS = base.visitors(OWNER)
EVERYBODY = set(VISITORS) - {"nobody"}
WORKS, READS = {roles.OFFICIAL, roles.RECEPTION}, {roles.OFFICIAL, roles.RECEPTION, roles.AUDITOR}

# Address: (which record it is tried on, who may see it).
TABLE: dict[str, tuple[str, set[str]]] = {
    "public": ("", {*EVERYBODY, "nobody"}),
    "mine": ("", EVERYBODY),
    "wage": ("placed", {OWNER}),
    "elsewhere": ("placed", {OWNER}),
    "work": ("", READS),
    "enlist": ("", WORKS),
    "place": ("place", READS),
    "new_place": ("", WORKS),
    "change_place": ("place", WORKS),
    "close_place": ("place", WORKS),
    "wait": ("placed", READS),
    "stay": ("stay", WORKS),
}
DOES = {"wait": ("need", "propose", "withdrawn", "strike"), "stay": ("leave", "move", "keep", "end")}


class Stage(base.Stage):
    """A household with a place, and every kind of visitor."""

    room, table = "reception", TABLE

    def __init__(self) -> None:
        reception.activate_law()
        self.amina, self.rik = cast.applicant(), reception.officer()
        where = reception.place(self.rik)
        wait = acts.enlist(reception.presented(self.amina), 1, self.rik, key="k")
        stay = reception.placed(self.rik, where, wait)
        super().__init__({"place": where.pk, "placed": wait.pk, "stay": stay.pk}, {OWNER: self.amina})


@pytest.fixture(scope="module")
def built(building: Callable[..., Stage]) -> Stage:
    return building(lambda at: Stage())


@pytest.fixture
def stage(db: None, built: Stage) -> Stage:
    return built


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_sees_what_is_theirs_and_nothing_else(stage: Stage, visitor: str) -> None:
    client = stage.client(visitor)
    wrong = {}
    for name in TABLE:
        answer = client.get(stage.address(name))
        if answer.status_code != stage.expected(visitor, name):
            wrong[name] = answer.status_code
    assert wrong == {}


@pytest.mark.parametrize("visitor", VISITORS)
def test_posting_opens_no_second_door(stage: Stage, visitor: str) -> None:
    client = stage.client(visitor)
    before = Entry.objects.count()
    told: dict[str, Any] = {"do": "need", "need": "family", "source": "person", "why": "left", "key": uuid4().hex}
    told |= {"month": "2026-09", "amount": "1", "number": "x", "persons": "1", "reason": "It is closed for repairs."}
    told |= {"site": "New", "municipality": "Gent", "kind": "collective", "beds": "2", "rooms": "1", "seen": "1"}
    wrong = {}
    for name, (_which, allowed) in TABLE.items():
        if visitor in allowed & (WORKS | {OWNER}):
            continue
        for do in DOES.get(name, ("",)):
            answer = client.post(stage.address(name), {**told, "do": do})
            if answer.status_code not in ({302, 405} if visitor == "nobody" else {404, 405, 200}):
                wrong[name] = answer.status_code
    assert wrong == {}
    assert Entry.objects.count() == before


def test_each_look_is_written_down(stage: Stage) -> None:
    before = Reading.objects.count()
    for visitor in sorted(VISITORS):
        stage.client(visitor).get(stage.address("wait"))
    looks = Reading.objects.filter(chain=stage.records["placed"]).values_list("role", "purpose")
    assert set(looks) == {("official", "handle"), ("reception", "handle"), ("auditor", "audit")}
    assert Reading.objects.count() == before + 3
