"""The bench itself: does it notice what it promises to notice?"""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

from tests.settings import UndefinedVariable
from veer.journal import clock
from veer.people.models import Person


def test_an_undefined_variable_fails() -> None:
    template = engines["django"].from_string("{{ nobody.gave.this }}")
    with pytest.raises(UndefinedVariable, match="nobody"):
        template.render({})


def test_asking_whether_something_is_there_does_not_fail() -> None:
    assert engines["django"].from_string("{% if nobody %}x{% endif %}").render({}) == ""


@pytest.mark.django_db
def test_without_an_order_there_is_none() -> None:
    for number in range(20):
        Person.objects.create(given_name=str(number), made_at=clock.now(), language="en")
    seen = {tuple(person.given_name for person in Person.objects.order_by()) for _ in range(10)}
    assert len(seen) > 1
    assert len({tuple(Person.objects.order_by("pk")) for _ in range(10)}) == 1


def test_the_clock_can_be_held(at: object) -> None:
    assert callable(at)
    at(2026, 11, 23, 23, 30)
    assert clock.now() == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert clock.today("Europe/Brussels") == date(2026, 11, 24)
    assert clock.moved()


def test_the_clock_runs_on_afterwards() -> None:
    assert not clock.moved()
    assert clock.now() <= clock.now()
