"""Several files of one person stand on one line, whatever record of theirs each is under."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from tests.cases.test_queries import count_queries
from veer.access.who import Who
from veer.cases.models import Case
from veer.people.models import Person

pytestmark = pytest.mark.django_db


def line(whole: str) -> str:
    return whole.partition("All files of this person, in their order:")[2].partition("</nav>")[0]


def test_an_official_sees_all_files_of_a_person_in_their_order(amina: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 9)
    first = cast.submitted(amina)
    client = as_(bram)
    address = reverse("cases:at_work", args=[first.pk])
    assert line(page(client, address)) == ""
    alone = count_queries(client, address)
    at(2026, 10, 2, 9)
    second, other = cast.submitted(amina), cast.submitted(cast.applicant("Bo Ander"))
    draft = cast.draft(amina)
    shown = line(page(client, address))
    assert shown.index(first.given.number) < shown.index(second.given.number)
    assert reverse("cases:at_work", args=[second.pk]) in shown
    assert other.given.number not in shown
    assert draft.given.number not in shown, "what was not sent is the person's alone"
    assert count_queries(client, address) == alone
    Person.objects.filter(pk=other.person_id).update(kept=first.person_id)  # as a merge leaves them
    assert other.given.number in line(page(client, address))
    assert first.given.number in line(page(client, reverse("cases:at_work", args=[other.pk])))
    own = line(page(as_(amina), reverse("cases:file", args=[first.pk])))
    assert own == "", "whose files they are has a list of their own"
    assert Case.objects.count() == 4
