"""A case that goes on from another takes over what its law reads of the person and what it says that it carries."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE, refused
from tests.laws import law_in
from tests.people.cast import signed_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal.queries import entries, told
from veer.people import facts as people_facts
from veer.people.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def idriss(at: Any) -> Who:
    at(2026, 9, 1, 9)
    law.activate(law_in(MACHINE), SYSTEM)
    return cast.applicant("Idriss Bah", "en")


@pytest.fixture
def bram(idriss: Who) -> Who:
    return cast.official()


@pytest.fixture
def before(idriss: Who, bram: Who, at: Any) -> Case:
    """Refused, told, and confirmed by a court; in it somebody found out more than a return has to do with."""
    case = refused(idriss, bram, cast.signer(), at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": {"unknown": True}})
    person, purpose = facts.subject_of(case, "person"), facts.purpose_of(case)
    by, paper = bram.ref, people_facts.EVIDENCED
    people_facts.record(person, purpose, "passport_seen", True, state=paper, source=by, by=by)
    cast.act(case, "appeal", idriss)
    court = cast.who(cast.account("Cas", roles.COURT))
    return cast.act(case, "confirm", court).case


def row(case: Case, fact: str) -> Fact:
    return Fact.objects.get(purpose_id=case.pk, fact=fact, superseded_by=None)


def test_value_state_and_whoever_said_it_go_along(before: Case, bram: Who) -> None:
    child = Case.objects.get(parent=before)
    values, states = Standing(child).known
    assert values == {"country": "GN", "detained": {"unknown": True}}
    assert states == {"country": "verified", "detained": "stated"}
    for fact, subject in (("country", ("person", child.person_id)), ("detained", ("case", child.pk))):
        old, new = row(before, fact), row(child, fact)
        assert (new.subject_kind, new.subject_id) == subject
        assert (new.by_id, new.source_kind, new.source_id) == (old.by_id, "fact", old.pk)


def test_what_the_law_does_not_read_of_the_person_stays_behind(before: Case) -> None:
    child = Case.objects.get(parent=before)
    assert row(before, "passport_seen").value is True
    assert not Fact.objects.filter(purpose_id=child.pk, fact="passport_seen").exists()


def test_what_is_found_out_later_changes_nothing_in_the_file_before(before: Case, bram: Who) -> None:
    child = Case.objects.get(parent=before)
    cast.act(child, "travel", bram, facts={"country": "SN"})
    assert (row(child, "country").value, row(before, "country").value) == ("SN", "GN")


def test_the_journal_and_both_pages_say_what_was_taken_over(before: Case, idriss: Who, bram: Who) -> None:
    child = Case.objects.get(parent=before)
    first = entries(child.pk)[0]
    assert (told(first) or {})["carried"] == ["country", "detained"]
    page = signed_in(bram.account).get(reverse("cases:at_work", args=[child.pk])).content.decode()
    assert "Taken over from the file before: country, detained" in page
    page = signed_in(idriss.account).get(reverse("cases:file", args=[child.pk])).content.decode()
    assert "What was known in your file before was taken over." in page


def test_another_case_of_the_same_person_takes_over_nothing(before: Case, idriss: Who, bram: Who) -> None:
    other = open_case(before.person_id, "machine", "leaving", bram, language="en", key=uuid4().hex)
    assert Standing(other).known == ({}, {})
    assert "carried" not in (told(entries(other.pk)[0]) or {})
