"""A certificate that is too old by the law: said where its date is typed, and nobody is stopped by it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access.who import Who
from veer.cases import facts
from veer.cases.models import Case

pytestmark = pytest.mark.django_db

FRENCH = (
    "French: the date is 1 March 2024. By this law that counts no longer since 1 March 2026. "
    "A newer one counts. You can go on all the same."
)


@pytest.fixture(autouse=True)
def day(law: None, at: Any) -> None:
    at(2027, 1, 10, 9)


@pytest.fixture
def case(amina: Who) -> Case:
    return cast.draft(amina, {"birth_date": "1997-06-10"}, language="en")


def typed(version: int, year: int, **more: Any) -> dict[str, Any]:
    skills = {f"fr__{skill}": "B1" for skill in ("listening", "reading", "speaking", "writing")}
    day = {"fr__certificate_date_day": "1", "fr__certificate_date_month": "3", "fr__certificate_date_year": str(year)}
    return {"version": str(version), **skills, **day, **more}


def marks(page: str) -> list[str]:
    return re.findall(r'name="told" value="([^"]+)"', page)


def version(page: str) -> str:
    (found,) = re.findall(r'name="version" id="version" value="(\d+)"', page)
    return found


def address(case: Case) -> str:
    return reverse("cases:question", args=[case.pk, "languages"])


def test_the_answer_is_saved_and_the_page_says_since_when_it_counts_no_longer(amina: Who, case: Case) -> None:
    person = as_(amina)
    answer = person.post(address(case), typed(0, 2024))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert FRENCH in page
    assert "Error:" not in page
    assert case.answers.get(fact="languages").value["fr"]["certificate_date"] == "2024-03-01"
    on = person.post(address(case), typed(int(version(page)), 2024, told=marks(page)))
    assert on["Location"] == reverse("cases:questions", args=[case.pk])


def test_another_old_date_is_said_anew(amina: Who, case: Case) -> None:
    person = as_(amina)
    page = person.post(address(case), typed(0, 2024)).content.decode()
    again = person.post(address(case), typed(int(version(page)), 2023, told=marks(page)))
    assert "1 March 2025" in again.content.decode()


def test_what_still_counts_is_no_matter(amina: Who, case: Case) -> None:
    answer = as_(amina).post(address(case), typed(0, 2026))
    assert answer["Location"] == reverse("cases:questions", args=[case.pk])


def test_it_is_said_while_the_page_saves_by_itself_and_when_one_comes_back(amina: Who, case: Case) -> None:
    person: Client = as_(amina)
    saved = person.post(address(case), typed(0, 2024), headers={"HX-Target": "saved"}).content.decode()
    assert FRENCH in saved
    assert 'id="lapsed" role="status" hx-swap-oob="true"' in saved
    page = person.get(address(case)).content.decode()
    assert FRENCH in page
    assert 'href="#id_fr__certificate_date_0"' in page
    assert 'id="id_fr__certificate_date_0"' in page
    mended = person.post(address(case), typed(int(version(page)), 2026), headers={"HX-Target": "saved"})
    assert FRENCH not in mended.content.decode()


def test_the_page_to_check_answers_says_it_too(amina: Who) -> None:
    skills = dict.fromkeys(("listening", "reading", "speaking", "writing"), "B1")
    case = cast.draft(amina, {**cast.GOOD, "languages": {"fr": {**skills, "certificate_date": "2024-03-01"}}})
    assert facts.known(case)[0]["languages"]
    assert FRENCH in as_(amina).get(reverse("cases:check", args=[case.pk])).content.decode()
