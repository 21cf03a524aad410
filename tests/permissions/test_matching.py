"""Every address of placement against every kind of visitor. What is not theirs is not there: 404."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.matching import drawn
from tests.matching import stage as town
from tests.permissions import stage as base
from veer.access import roles
from veer.journal.models import Entry, Reading
from veer.matching.models import Lock
from veer.matching.urls import urlpatterns

pytestmark = pytest.mark.django_db

OWNER, LEAD = "owner", "lead"  # of a household that a sponsor is offered to, and of that sponsor's group
DONE = ("settle", "accept", "confirm", "again", "back", "keep", "sign", "lift", "count")
VISITORS = base.visitors(OWNER, LEAD)
EVERYBODY = set(VISITORS) - {"nobody"}
WORKS = {roles.OFFICIAL, roles.RECEPTION}
READS = {*WORKS, roles.AUDITOR}

# Address: (which record it is tried on, who may see it).
TABLE: dict[str, tuple[str, set[str]]] = {
    "public": ("", {*EVERYBODY, "nobody"}),
    "mine": ("", EVERYBODY),
    "household": ("offer", {OWNER}),
    "sponsor": ("offer", {LEAD}),
    "seek": ("", {roles.OFFICIAL, roles.SIGNER}),
    "work": ("", {*READS, roles.SIGNER}),
    "run": ("run", READS),
    "progress": ("run", READS),
    "fairness": ("run", READS),
    "instance": ("run", READS),
    "solution": ("run", READS),
    "proof": ("run", READS),
    "line": ("line", READS),
    "lock": ("lock", READS),
}


class Stage(base.Stage):
    """A run with its answer, a lock whose cost is counted, an offer to both sides, and every kind of visitor."""

    room, table = "matching", TABLE

    def __init__(self, at: Callable[..., Any]) -> None:
        both = drawn.drawn(at)
        offer = drawn.offered(both)
        self.town = town.town()
        run = town.asked(self.town.rik)
        line = town.line(run, self.town.alone)
        lock = town.settled(line, self.town.rik, Lock.MUST, spot="P00002")
        records = {"run": run.pk, "line": line.pk, "lock": lock.pk, "offer": offer.pk}
        super().__init__(records, {OWNER: both.amina, LEAD: both.lieve})


@pytest.fixture(scope="module")
def built(building: Callable[..., Stage]) -> Stage:
    return building(Stage)


@pytest.fixture
def stage(db: None, built: Stage, at: Callable[..., Any]) -> Stage:
    at(2026, 3, 3, 9)
    return built


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == set(TABLE)


def test_each_visitor_sees_what_is_theirs_and_nothing_else(stage: Stage) -> None:
    wrong = {}
    for visitor in VISITORS:
        client = stage.client(visitor)
        for name in TABLE:
            answer = client.get(stage.address(name))
            if answer.status_code != stage.expected(visitor, name):
                wrong[visitor, name] = answer.status_code
    assert wrong == {}


def test_posting_opens_no_second_door(stage: Stage) -> None:
    """An auditor reads everything here and does nothing; the others are not there at all."""
    before, wrong = Entry.objects.count(), {}
    told = {"key": uuid4().hex, "kind": "nowhere", "reason": "risk", "words": town.WORDS, "source": "reception"}
    told |= {"says": "yes", "number": "x", "adults": "1", "children": "0", "tier": "C"}
    for visitor in VISITORS:
        if visitor in {*WORKS, roles.SIGNER}:
            continue
        client = stage.client(visitor)
        for name, (which, allowed) in TABLE.items():
            if which == "offer" and visitor in allowed:
                continue  # the one page on which they do answer
            for do in DONE if visitor == roles.AUDITOR else DONE[:1]:
                answer = client.post(stage.address(name), {**told, "do": do})
                if answer.status_code not in ({302, 405} if visitor == "nobody" else {404, 405}):
                    wrong[visitor, name, do] = answer.status_code
    assert wrong == {}
    assert Entry.objects.count() == before


def test_each_look_at_a_household_is_written_down_with_the_household(stage: Stage) -> None:
    before = Reading.objects.count()
    for visitor in sorted(VISITORS):
        stage.client(visitor).get(stage.address("line"))
    looks = Reading.objects.filter(chain=stage.town.alone.pk).values_list("role", "purpose")
    assert set(looks) == {("official", "handle"), ("reception", "handle"), ("auditor", "audit")}
    assert Reading.objects.count() == before + 3
