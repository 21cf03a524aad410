"""Every address of what is reported against every kind of visitor. What is not theirs is not there: 404."""

from uuid import uuid4

import pytest

from tests.permissions import stage as base
from tests.safeguarding import stage as safe
from tests.sponsorship import stage as sponsors
from veer.access import roles
from veer.journal.models import Entry, Reading
from veer.safeguarding.models import Concern
from veer.safeguarding.urls import urlpatterns

pytestmark = pytest.mark.django_db

REPORTER, SPONSOR, MEMBER = "reporter", "sponsor", "member"
VISITORS = base.visitors(REPORTER, SPONSOR, MEMBER)
EVERYBODY = set(VISITORS)
CELL = {roles.INTEGRITY}

# Address: (what it is tried on, who may see it).
TABLE: dict[str, tuple[str, set[str]]] = {
    "report": ("", EVERYBODY),
    "sent": ("", EVERYBODY),
    "safeguards": ("", EVERYBODY),
    "work": ("", CELL),
    "concern": ("concern", CELL),
    "lot": ("lot", EVERYBODY),
    "published": ("lot", EVERYBODY),
    "audits": ("", {roles.AUDITOR}),
    "audit": ("audit", {roles.AUDITOR}),
    "networks": ("", CELL),
    "interests": ("", {*roles.AUTHORITY, roles.AUDITOR}),
    "alert": ("alert", CELL),
}


class Stage(base.Stage):
    """A report about a sponsored household, an alert, an audit that was drawn, and every kind of visitor."""

    room, table = "safeguarding", TABLE

    def __init__(self) -> None:
        sponsors.activate_law()
        _group, people, case, _work = safe.sponsored()
        reporter = sponsors.somebody("Rana Verborgen")
        concern, alert, audit = safe.reported(case, reporter), safe.alerted(), safe.audited(case)
        records = {"concern": concern.pk, "alert": alert.pk, "audit": audit.pk, "lot": audit.round.name}
        super().__init__(records, {REPORTER: reporter, SPONSOR: people[0], MEMBER: people[2]})


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == set(TABLE)


def test_each_visitor_sees_what_is_theirs_and_posting_opens_no_second_door() -> None:
    stage = Stage()
    wrong = {}
    for visitor in VISITORS:
        client = stage.client(visitor)
        before = Entry.objects.count()
        for name, (which, allowed) in TABLE.items():
            address = stage.address(name)
            if (status := client.get(address).status_code) != stage.expected(visitor, name):
                wrong[visitor, name] = status
            if which and visitor not in allowed:
                for do in ("take", "file", "stop", "lift", "decide", "resolve", "close"):
                    told = {"do": do, "stop-reason": "x", "decide-outcome": "settled", "decide-reason": "x"}
                    told |= {"outcome": "settled", "reason": "x"}
                    if client.post(address, {**told, "key": uuid4().hex}).status_code not in (302, 404):
                        wrong[visitor, do] = "posted"
        if Entry.objects.count() != before:
            wrong[visitor, "wrote"] = Entry.objects.count() - before
    assert wrong == {}
    assert Concern.objects.get().owner is None
    assert set(Reading.objects.filter(chain=stage.records["concern"]).values_list("role", flat=True)) == {
        roles.INTEGRITY
    }
