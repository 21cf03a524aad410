"""A run in two modes: the best for today, and with a price for what places are worth to those who may come."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.matching import stage
from tests.people.cast import signed_in
from tests.reception import stage as reception
from veer import placement
from veer.matching import queries
from veer.matching.models import Answer, Run
from veer.reception.models import Wait

pytestmark = pytest.mark.django_db


def last(run: Run) -> Answer:
    found = queries.last_answer(run)
    assert found is not None
    return found


def test_a_run_looks_ahead_with_those_who_came_before_as_futures(at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    town = stage.town()
    first = stage.asked(town.rik)
    assert first.instance["futures"] == [], "nobody came before"
    page = reverse("matching:run", args=[first.pk]) + "?lang=en"
    assert "Think of those who may come" not in signed_in(town.rik.account).get(page).content.decode()
    Wait.objects.filter(pk__in=[town.family.pk]).update(
        ended_at=datetime.fromisoformat("2026-03-03T09:00Z"), ended_why="withdrawn"
    )
    at(2026, 3, 9, 9)
    run = stage.asked(town.rik)
    futures = run.instance["futures"]
    assert (len(futures), len(futures[0])) == (10, 4), "one in a week: four in four weeks"
    assert {str(one) for future in futures for one in future} == {
        str({"need": [3, 3], "pairs": futures[0][0]["pairs"]})
    }
    client, page = signed_in(town.rik.account), reverse("matching:run", args=[run.pk]) + "?lang=en"
    assert client.post(page, {"do": "ahead", "key": uuid4().hex}).status_code == 302
    answer = last(run)
    assert (answer.mode, answer.state) == (Answer.AHEAD, Answer.PROPOSED)
    whole, solution = queries.document(run, answer)
    assert placement.wrong(placement.read(whole), solution) == []
    assert solution["ahead"]["places"], "what the beds are worth to those who may come"
    assert "The best for today alone" in client.get(page).content.decode()
    assert stage.placed(run)["H00001"] == "De Kliniek", "nobody of the first class waits for a better day"
    client.post(page, {"do": "today", "key": uuid4().hex})
    assert (last(run).mode, last(run).number) == (Answer.TODAY, 3)


def test_whoever_waited_longer_than_the_law_lets_counts_three_times(at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    town = stage.town()
    at(2026, 3, 30, 9)  # four weeks to the day
    newer = reception.waits(town.rik, 1, name="Nieuw Ander")
    assert not any(one.get("late") for one in stage.asked(town.rik).instance["cases"])
    at(2026, 3, 31, 9)
    run = stage.asked(town.rik)
    late = {
        line.household: run.instance["cases"][n].get("late", False) for n, line in enumerate(run.lines.order_by("code"))
    }
    assert late == {town.ill.pk: True, town.family.pk: True, town.alone.pk: True, newer.pk: False}
