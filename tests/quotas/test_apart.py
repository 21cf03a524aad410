"""Places that are set apart under a name of their own, and what comes back of them (QU6)."""

from fractions import Fraction
from uuid import uuid4

import pytest

from tests.quotas.ledger import BY, opened, taken
from veer.quotas import acts
from veer.quotas.models import Quota
from veer.quotas.queries import balances, explain
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db


def free(quota: Quota) -> tuple[int, int]:
    now = balances([quota.pk])[quota.pk]
    return now.free, now.callable


@pytest.mark.parametrize("counters", [1, 3])
def test_QU6_what_is_set_apart_is_taken_from_what_is_free_and_never_from_who_was_called(counters: int) -> None:
    whole = opened(20, call=Fraction(11, 10), counters=counters)
    taken(whole, 12)
    with pytest.raises(acts.Full):
        acts.set_apart(whole.pk, "own", 9, BY, "protocol")
    with pytest.raises(acts.Full):
        acts.set_apart(whole.pk, "own", 5, BY, "protocol", leaving=4)
    own = acts.set_apart(whole.pk, "own", 5, BY, "protocol", leaving=3)
    assert (free(whole), free(own)) == ((3, 5), (5, 5))
    with pytest.raises(acts.Full):
        taken(own, 6)
    with pytest.raises(acts.Full):
        taken(whole, 6)
    whole.refresh_from_db()
    assert (whole.places, whole.most, explain(whole.pk).balance.free) == (20, 22, 8)
    assert verify_ledgers() == []


def test_QU6_what_nobody_has_comes_back_and_who_has_a_place_keeps_it() -> None:
    whole = opened(20)
    own = acts.set_apart(whole.pk, "own", 8, BY, "protocol")
    kept = taken(own, 3)
    assert acts.give_back(own.pk, BY, "over") == 5
    assert (free(whole), free(own)) == ((17, 17), (0, 0))
    assert acts.give_back(own.pk, BY, "over") == 0
    acts.release(kept.id, BY, "withdrawn", uuid4().hex)
    assert (acts.give_back(own.pk, BY, "over"), free(whole)) == (3, (20, 20))
    assert verify_ledgers() == []
