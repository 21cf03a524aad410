"""Every address of a household that comes against every kind of visitor: what a sponsor may never see, row by row."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.conftest import folder  # noqa: F401  (a fixture)
from tests.permissions import stage as base
from tests.sponsorship import coming_stage as ties
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn
from veer.access import roles
from veer.journal.models import Entry, Reading
from veer.sponsorship import acts

pytestmark = pytest.mark.django_db

SPONSOR, OTHER_MEMBER, HEAD, ADULT = "sponsor", "member", "head", "adult"
MANDATED, BESIDE = "mandated", "beside"  # the household trusted them before they joined, or moved in with, the sponsor
OF_THE_GROUP = {SPONSOR, OTHER_MEMBER, MANDATED}
VISITORS = base.visitors(*sorted(OF_THE_GROUP), BESIDE, HEAD, ADULT)
READS = {roles.OFFICIAL, roles.SIGNER, roles.SUPPORT, roles.AUDITOR}
LISTENS = {roles.OFFICIAL, roles.SUPPORT}
SECRET = "My uncle in the group reads my post."

# Address: (its arguments, who may see it). The sponsor has three pages, and none of the household's.
TABLE: dict[str, tuple[list[str], set[str]]] = {
    "household": (["group", "coming"], OF_THE_GROUP),
    "plan": (["group", "coming"], OF_THE_GROUP),
    "point": (["group", "coming", "bank"], OF_THE_GROUP),
    "asked": (["group", "application"], {SPONSOR}),
    "asked_at_work": (["application"], {roles.OFFICIAL, roles.SIGNER}),
    "coming": ([], {HEAD, ADULT}),
    "households": ([], READS),
    "household_at_work": (["coming"], READS),
    "named": (["application"], {roles.OFFICIAL}),
}
LEAVES = "away"  # for everybody, and it leads out
DOES = {"coming": ("say", "yes", "no"), "household_at_work": ("yes", "no", "plan", "answer")}


class Stage(base.Stage):
    """A household whose checks run, something said in confidence, and every kind of visitor."""

    room, table = "sponsorship", TABLE

    def __init__(self) -> None:
        sponsors.activate_law()
        home = Drawn()
        home.screened()
        acts.say(home.people["Samira"].pk, SECRET, home.head)
        self.home = home
        member = sponsors.somebody("Mia Burenlid")
        sponsors.joined(home.group, home.lead, member)
        mandated, beside = ties.trusted(home, "Mandaat Burenlid"), ties.trusted(home, "Bij Burenlid")
        sponsors.joined(home.group, home.lead, mandated)
        ties.lives_at("Dampoort 1, Gent", home.lead, beside)
        records = {"group": home.group.pk, "coming": home.coming.pk, "application": home.application.pk}
        own = {SPONSOR: home.lead, OTHER_MEMBER: member, MANDATED: mandated, BESIDE: beside}
        super().__init__(records, {**own, HEAD: home.head, ADULT: home.account("Yousef")})


def staged(at: Callable[..., datetime]) -> Stage:
    at(2026, 3, 2, 9)
    return Stage()


@pytest.fixture(scope="module")
def built(building: Callable[..., Stage]) -> Stage:
    return building(staged)


@pytest.fixture
def stage(db: None, built: Stage, at: Callable[..., datetime]) -> Stage:
    at(2026, 3, 2, 9)
    return built


def test_each_visitor_sees_what_is_theirs_and_posting_opens_no_second_door(stage: Stage) -> None:
    told: dict[str, Any] = {"text": "x", "who": "x", "backup": "y", "by_day": "2026-03-01", "given_name": "x"}
    told |= {"born": "1990", "language": "en", "adult": "on", "voice": uuid4(), "traveller": uuid4()}
    wrong = {}
    for visitor in VISITORS:
        client = stage.client(visitor)
        before = Entry.objects.count()
        for name, (_which, allowed) in TABLE.items():
            status = client.get(stage.address(name)).status_code
            if status != stage.expected(visitor, name):
                wrong[visitor, name] = status
            if visitor in allowed:
                continue
            for do in DOES.get(name, ("",)):
                answer = client.post(stage.address(name), {**told, "do": do, "key": uuid4().hex})
                if answer.status_code not in (302, 404, 405) or (visitor != "nobody" and answer.status_code == 302):
                    wrong[visitor, name, do] = answer.status_code
        if Entry.objects.count() != before:
            wrong[visitor, "wrote"] = Entry.objects.count() - before
    assert wrong == {}


def test_only_who_said_it_and_who_listens_reads_what_was_said_in_confidence(stage: Stage) -> None:
    """And no sponsor finds its words on any page that is theirs, nor the household's own file."""
    reading = set()
    for visitor in VISITORS:
        client = stage.client(visitor)
        for name in TABLE:
            answer = client.get(stage.address(name))
            if answer.status_code == 200 and SECRET in answer.content.decode():
                reading.add(visitor)
    assert reading == {HEAD, *LISTENS}
    for visitor in sorted(OF_THE_GROUP | {BESIDE}):
        for name in ("cases:file", "cases:at_work", "cases:looked", "cases:documents", "cases:data_json"):
            address = reverse(name, args=[stage.home.case.pk])
            assert stage.client(visitor).get(address).status_code == 404, (visitor, name)


def test_who_may_look_and_not_listen_changes_nothing(stage: Stage) -> None:
    before = Entry.objects.count()
    for visitor in (roles.SIGNER, roles.AUDITOR):
        for do in DOES["household_at_work"]:
            told = {"do": do, "text": "x", "voice": uuid4(), "traveller": stage.home.people["Samira"].pk, "key": "k"}
            assert stage.client(visitor).post(stage.address("household_at_work"), told).status_code in (200, 404)
    assert Entry.objects.count() == before


def test_each_look_of_the_authority_is_written_down_in_the_households_file(stage: Stage) -> None:
    before = Reading.objects.filter(chain=stage.home.case.pk).count()
    for visitor in sorted(READS):
        stage.client(visitor).get(stage.address("household_at_work"))
    assert Reading.objects.filter(chain=stage.home.case.pk).count() == before + len(READS)


def test_the_quick_way_out_is_for_everybody(stage: Stage) -> None:
    for visitor in ("nobody", HEAD, SPONSOR):
        assert stage.client(visitor).get(reverse(f"sponsorship:{LEAVES}")).status_code == 302
