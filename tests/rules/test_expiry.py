"""Evidence that lapsed: told by the pack alone, with the first day on which it no longer counts."""

from datetime import date
from pathlib import Path

import pytest

import veer
from tests.laws import law_in
from veer.rules import InputError, Pack, lapsed
from veer.rules.expiry import Lapsed

LAW = Path(veer.__file__).parent / "law"
ON = date(2026, 11, 25)
B1 = {"listening": "B1", "reading": "B1", "speaking": "B1", "writing": "B1"}
IELTS = {"test": "IELTS_GT", "listening": 8, "reading": 7, "writing": 7, "speaking": 7}


@pytest.fixture(scope="module")
def points() -> Pack:
    return law_in(LAW / "be-proposal")


@pytest.fixture(scope="module")
def entry() -> Pack:
    return law_in(LAW / "ca-express-entry")


def test_a_certificate_lapses_on_its_second_anniversary(points: Pack) -> None:
    told = {
        "nl": {**B1, "certificate_date": "2024-11-25"},
        "fr": {**B1, "certificate_date": "2024-11-26"},
        "de": {"certificate_date": "2022-03-01"},
        "en": {**B1, "certificate_date": "2026-12-24"},
    }
    assert lapsed(points, "languages", told, on=ON) == [
        Lapsed("nl", "certificate_date", date(2024, 11, 25), ON),
        Lapsed("de", "certificate_date", date(2022, 3, 1), date(2024, 3, 1)),
    ]
    assert lapsed(points, "languages", {"nl": told["nl"]}, on=date(2026, 11, 24)) == []


def test_the_same_of_a_list_in_another_law(entry: Pack) -> None:
    told = [{**IELTS, "test_date": "2026-01-10"}, {**IELTS, "test_date": "2021-02-28"}]
    assert lapsed(entry, "language_tests", told, on=ON) == [
        Lapsed("1", "test_date", date(2021, 2, 28), date(2023, 2, 28))
    ]


def test_what_never_counted_has_not_lapsed(entry: Pack) -> None:
    """This test was not accepted yet on its day."""
    scores = {"listening": 80, "reading": 80, "writing": 80, "speaking": 80}
    told = [{"test": "PTE_CORE", "test_date": "2023-06-01", **scores}]
    assert lapsed(entry, "language_tests", told, on=ON) == []


@pytest.mark.parametrize("value", [{}, {"unknown": True}, {"nl": {**B1}}])
def test_nothing_is_said_without_a_date(points: Pack, value: object) -> None:
    assert lapsed(points, "languages", value, on=ON) == []


def test_other_kinds_of_facts_have_nothing_that_lapses(points: Pack) -> None:
    assert lapsed(points, "birth_date", "1990-01-01", on=ON) == []
    assert lapsed(points, "education.isced", "6", on=ON) == []


def test_a_value_that_cannot_be_taken_is_refused(points: Pack) -> None:
    with pytest.raises(InputError):
        lapsed(points, "languages", {"nl": {"listening": "Z9", "certificate_date": "2020-01-01"}}, on=ON)
