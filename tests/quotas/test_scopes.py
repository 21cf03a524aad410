"""What one programme gives is never taken from another (QU12): a holding stays in its scope, by construction."""

from uuid import uuid4

import pytest

from tests.quotas.ledger import BY, FROM, opened, taken
from veer.quotas import acts
from veer.quotas.queries import balances, holding
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db


def test_QU12_a_place_cannot_be_moved_from_one_programme_to_another() -> None:
    citizens, state = opened(5), acts.open_quota("state", "all", 5, BY, begins=FROM)
    one = taken(citizens, 2)
    with pytest.raises(acts.AnotherScope):
        acts.move(one.id, state.pk, BY, "moved", uuid4().hex)
    assert (holding(one.id).quota, balances([state.pk])[state.pk].reserved) == (citizens.pk, 0)
    assert verify_ledgers() == []


def test_QU12_a_full_programme_asks_no_other() -> None:
    citizens, state = opened(5), acts.open_quota("state", "all", 1, BY, begins=FROM)
    taken(state)
    with pytest.raises(acts.Full):
        taken(state)
    assert balances([citizens.pk])[citizens.pk].free == 5
