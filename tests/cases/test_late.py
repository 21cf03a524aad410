"""The authority's deadline has passed: both sides read whose it was, what follows, and what can be done."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access.who import Who
from veer.cases.models import Case

pytestmark = pytest.mark.django_db

HELP = {"phone": "02 123 45 67", "email": "", "hours": ""}


@pytest.fixture
def case(amina: Who, bram: Who, at: Any) -> Case:
    at(2027, 1, 10, 9)
    made = cast.submitted(amina)
    cast.act(made, "take", bram)
    at(2027, 4, 20, 9)
    return made


def test_an_official_reads_whose_term_it_was_and_what_to_do(case: Case, bram: Who) -> None:
    page = as_(bram).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    assert "The authority is too late. Its term: Decision" in page
    assert "The last day was 10 April 2027." in page
    assert "a decision is still owed" in page
    propose = reverse("cases:propose", args=[case.pk, "propose_refusal"])
    now = page[page.index("What you can do now:") :].split("</p>")[0]
    assert f'<a href="{propose}">' in now
    assert now.count('href="#at-once"') == 1, "to give it back, and not to take what he holds already"


def test_who_can_do_nothing_on_it_reads_that(case: Case, chantal: Who) -> None:
    page = as_(chantal).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    assert "Nothing on this file is yours to do now." in page


def test_the_person_reads_what_she_can_do(case: Case, amina: Who, settings: Any) -> None:
    settings.HELP = HELP
    page = as_(amina).get(reverse("cases:file", args=[case.pk])).content.decode()
    number = f'<span class="nw">{case.given.number}</span>'
    for words in ("What can you do?", "Federal Ombudsman", "gives no appeal", f"Say your number, {number}"):
        assert words in page
    assert page.count("tel:021234567") == 2  # beside what she can do, and at the foot


def test_in_time_nothing_of_it_is_said(amina: Who, bram: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    assert "too late. Its term" not in as_(bram).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    assert "What can you do?" not in as_(amina).get(reverse("cases:file", args=[case.pk])).content.decode()
