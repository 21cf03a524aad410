"""One line confirmed by two people at one moment, one answer begun by two workers, one first run asked by two."""

from uuid import uuid4

import pytest

from tests.matching import stage
from tests.races.together import together
from veer.journal.verify import verify
from veer.matching import acts
from veer.matching.models import Answer, Run
from veer.quotas.verify import verify_ledgers
from veer.reception.models import Stay

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_place_is_given_once_and_an_answer_worked_out_once() -> None:
    town = stage.town()
    asked = together(*[lambda by=by: acts.ask("reception", by, uuid4().hex) for by in (town.rik, town.sam)])  # type: ignore[misc]
    assert all(isinstance(one, (Answer, acts.Busy)) for one in asked), asked
    assert Run.objects.count() == 1
    answer = next(one for one in asked if isinstance(one, Answer))
    together(lambda: acts.begin(answer), lambda: acts.begin(answer))
    answer.refresh_from_db()
    assert answer.state == Answer.PROPOSED
    line = stage.line(answer.run, town.ill)
    acts.accept(line.pk, town.rik)
    third = stage.reception.officer("Tom Third")
    confirmed = together(
        *[lambda by=by: acts.confirm(line.pk, by, uuid4().hex) for by in (town.sam, third)]  # type: ignore[misc]
    )
    assert sorted(map(type, confirmed), key=str) == sorted([type(None), acts.Decided], key=str), confirmed
    assert Stay.objects.count() == 1
    assert verify_ledgers() == []
    assert verify().ok
