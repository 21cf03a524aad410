"""Every address of what is reported against every kind of visitor. What is not theirs is not there: 404."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import signed_in
from tests.safeguarding import stage as safe
from tests.sponsorship import stage as sponsors
from veer.access import roles
from veer.access.who import Who
from veer.journal.models import Entry, Reading
from veer.safeguarding.models import Concern
from veer.safeguarding.urls import urlpatterns

pytestmark = pytest.mark.django_db

REPORTER, SPONSOR, MEMBER = "reporter", "sponsor", "member"
VISITORS = ["nobody", "stranger", REPORTER, SPONSOR, MEMBER, *sorted(set(roles.TITLES))]
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
    "alert": ("alert", CELL),
}


def test_the_table_is_complete() -> None:
    assert {one.name for one in urlpatterns} == set(TABLE)


def test_each_visitor_sees_what_is_theirs_and_posting_opens_no_second_door() -> None:
    sponsors.activate_law()
    _group, people, case, _work = safe.sponsored()
    reporter = sponsors.somebody("Rana Verborgen")
    concern, alert = safe.reported(case, reporter), safe.alerted()
    visitors: dict[str, Who] = {"stranger": cast.applicant("Stefan Vreemd"), REPORTER: reporter}
    visitors |= {SPONSOR: people[0], MEMBER: people[2]}
    visitors |= {role: cast.who(cast.account(f"Somebody {role}", role)) for role in roles.TITLES}
    audit = safe.audited(case)
    ids = {"concern": concern.pk, "alert": alert.pk, "audit": audit.pk, "lot": audit.round.name}
    wrong = {}
    for visitor in VISITORS:
        client = Client() if visitor == "nobody" else signed_in(visitors[visitor].account)
        before = Entry.objects.count()
        for name, (which, allowed) in TABLE.items():
            address = reverse(f"safeguarding:{name}", args=[ids[which]] if which else [])
            expected = 200 if visitor in allowed else 302 if visitor == "nobody" else 404
            if (status := client.get(address).status_code) != expected:
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
    assert set(Reading.objects.filter(chain=concern.pk).values_list("role", flat=True)) == {roles.INTEGRITY}
