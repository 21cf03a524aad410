"""Places on the page of the law, and the page that subtracts what was taken, for everybody."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.proposal_story import pack
from tests.sponsorship import stage
from veer.access.who import SYSTEM
from veer.openness import places
from veer.quotas import acts
from veer.quotas.models import Quota

pytestmark = pytest.mark.django_db
ROUTE = "sponsor-application"


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 11, 2, 9)
    stage.activate_law()


def rows(page: str) -> list[tuple[str, str]]:
    """Each line of a table with a number, as it is read."""
    found = re.findall(
        r'<tr><th scope="row">(?:<span[^>]*>)?([^<]+)(?:</span>)?</th><td class="n">([^<]+)</td></tr>', page
    )
    return [(words.strip(), number.strip()) for words, number in found]


def text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_law_says_how_many_places_there_are_and_how_they_are_divided() -> None:
    page = text(reverse("openness:law_route", args=[pack().id, ROUTE]))
    told = dict(rows(page))
    assert {name: told[name] for name in ("Family", "Friends", "Vulnerable people", "Emergencies")} == {
        "Family": "350", "Friends": "150", "Vulnerable people": "400", "Emergencies": "100",
    }  # fmt: skip
    assert told["Households a helper in a year"] == "5"
    assert "from 1 January 2026, persons a year: 1000" in re.sub(r"\s+", " ", page)
    assert "For a hundred places up to 110 persons may be called" in page
    assert "From November 1 on what the parts have left goes to: Vulnerable people." in page


def test_a_law_without_places_says_nothing_of_them() -> None:
    assert 'id="places"' not in text(reverse("openness:law_route", args=[pack().id, "talent"]))


def test_the_subtraction_is_from_the_ledger_and_adds_up() -> None:
    whole = acts.open_year(pack(), ROUTE, "admissions", 2026, SYSTEM.ref)
    part = Quota.objects.get(parent=whole, name="named_family")
    acts.reserve(part.pk, 4, uuid4(), SYSTEM.ref, "draw", "one")
    gone = acts.reserve(part.pk, 2, uuid4(), SYSTEM.ref, "draw", "two")
    acts.release(gone.id, SYSTEM.ref, "withdrawn", "three")
    (found,) = [one for one in places.programmes() if one["route"] == ROUTE]
    family = next(one for one in found["sums"][0].parts if one.words == "Family")
    assert family.lines == (("Given back: withdrawn", "+2"), ("Reserved: drawn", "-6"))
    assert (family.law, family.taken, family.free) == (350, 4, 346)
    acts.move_unused(whole.pk, "matched_vulnerable", SYSTEM.ref, "unused")
    told = rows(text(reverse("openness:places")))
    assert ("Moved between the parts, or lapsed", "−346") in told
    assert ("Moved between the parts, or lapsed", "+596") in told
    for one in found["sums"][0].parts:
        assert one.places + sum(int(minus) for _words, minus in one.lines) == one.free


def test_numbers_are_written_one_way_and_grouped_as_the_language_does() -> None:
    whole = acts.open_year(pack(), ROUTE, "admissions", 2026, SYSTEM.ref)
    acts.reserve(Quota.objects.get(parent=whole, name="named_family").pk, 3, uuid4(), SYSTEM.ref, "draw", "one")
    page = text(reverse("openness:places") + "?lang=nl")
    numbers = [number for _words, number in rows(page)]
    assert numbers.count("−3") == 2, "in the part, and in the whole"
    assert "1.000" in numbers
    assert not [number for number in numbers if number.startswith("-") or number == "1000"]


def test_before_anything_is_opened_the_law_itself_is_shown() -> None:
    (found,) = [one for one in places.programmes() if one["route"] == ROUTE]
    assert (found["sums"][0].places, found["sums"][0].free, len(found["sums"][0].parts)) == (1000, 1000, 4)
    assert not Quota.objects.exists(), "looking opens no ledger"


def test_where_no_law_gives_places_the_page_says_so(at: Callable[..., datetime]) -> None:
    at(2025, 6, 1, 9)
    assert "gives places by number" in text(reverse("openness:places"))
