"""A birth date is known as far as it is known."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from veer.journal import clock
from veer.people import birth
from veer.people.models import Person

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(1900, 1, 1), TODAY).map(date.isoformat)


@pytest.mark.parametrize("text", ["", "1998", "1998-05", "1998-05-03", "2000-02-29"])
def test_what_is_a_birth_date(text: str) -> None:
    assert birth.checked(text, TODAY) == text


@pytest.mark.parametrize(
    "text", ["98", "1998-13", "1998-5", "1998-02-30", "2027", "1700", "1998-", "1998-05-03T00", "soon", "١٩٩٨-05-xx"]
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(birth.NoBirthDate):
        birth.checked(text, TODAY)


def test_a_day_needs_its_month_and_a_month_its_year() -> None:
    assert birth.compose(1998, 5, None) == "1998-05"
    assert birth.compose(None, None, None) == ""
    for parts in [(1998, None, 3), (None, 5, None), (None, 5, 3)]:
        with pytest.raises(birth.NoBirthDate):
            birth.compose(*parts)


@pytest.mark.parametrize("language,words", [("nl", "mei 1998 (dag onbekend)"), ("en", "May 1998 (day unknown)")])
def test_a_month_in_words(language: str, words: str) -> None:
    with translation.override(language):
        assert birth.in_words("1998-05") == words


@given(DAYS, DAYS, st.sampled_from([0, 4, 7, 10]), st.sampled_from([0, 4, 7, 10]))
def test_two_dates_go_together_when_one_day_is_both(one: str, other: str, known: int, also: int) -> None:
    assert birth.compatible(one[:known], one[:also])
    if one[:4] != other[:4] and known and also:
        assert not birth.compatible(one[:known], other[:also])
    assert birth.compatible(one[:known], other[:also]) == birth.compatible(other[:also], one[:known])


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["98", "1998-5", "unknown", "3000", "1998-05-3"])
def test_the_database_refuses_what_cannot_be_one(text: str) -> None:
    person = Person.objects.create(given_name="Amina", made_at=clock.now(), born="1998-05")
    assert person.kept == person
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(born=text)
