"""What is left at the end of a year (QU10): it moves to another part, lapses, or keeps a place beside the next year."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest

from tests.quotas.ledger import BY, opened, taken
from veer.journal.queries import entries
from veer.quotas import acts
from veer.quotas.models import Quota
from veer.quotas.queries import balances, holding
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db


def year() -> tuple[Quota, dict[str, Quota]]:
    """Twenty places, twenty-two calls, in three parts."""
    whole = opened(20, call=Fraction(11, 10))
    return whole, acts.divide(whole.pk, {"family": 50, "friend": 20, "others": 30}, BY)


def free(quota: Quota) -> tuple[int, int]:
    now = balances([quota.pk])[quota.pk]
    return now.free, now.callable


def test_QU10_what_the_parts_have_left_goes_to_one_of_them_and_the_whole_stays_the_whole() -> None:
    whole, parts = year()
    taken(parts["family"], 4)
    acts.confirm(taken(parts["friend"], 1).id, BY, "granted", uuid4().hex)
    assert acts.move_unused(whole.pk, "others", BY, "1 November") == 9
    assert [free(parts[name]) for name in ("family", "friend")] == [(0, 0), (0, 0)]
    assert free(parts["others"]) == (15, 17)
    assert balances([parts["family"].pk])[parts["family"].pk].reserved == 4, "what is kept stays kept"
    whole.refresh_from_db()
    assert (whole.places, whole.most) == (20, 22)
    assert verify_ledgers() == []
    with pytest.raises(acts.Full):
        taken(parts["family"])


def test_QU10_done_again_it_moves_what_came_free_since_and_nothing_twice() -> None:
    whole, parts = year()
    kept = taken(parts["family"], 4)
    acts.move_unused(whole.pk, "others", BY, "1 November")
    assert acts.move_unused(whole.pk, "others", BY, "1 November") == 0
    acts.release(kept.id, BY, "withdrawn", uuid4().hex)
    assert acts.move_unused(whole.pk, "others", BY, "1 November") == 4
    assert free(parts["others"]) == (20, 22)
    assert [one.act for one in entries(parts["others"].pk)].count("take_over_unused") == 2
    assert verify_ledgers() == []


def test_QU10_a_part_that_called_more_than_it_has_keeps_its_places() -> None:
    whole, parts = year()
    taken(parts["family"], 11)
    assert acts.move_unused(whole.pk, "others", BY, "1 November") == 4
    assert balances([parts["family"].pk])[parts["family"].pk].places == 10
    assert verify_ledgers() == []


@pytest.mark.parametrize("divided", [True, False])
def test_QU10_at_the_end_of_the_year_what_nobody_has_lapses(divided: bool) -> None:
    whole, parts = year() if divided else (opened(20, call=Fraction(11, 10)), {})
    held = taken(parts.get("family", whole), 3)
    assert acts.lapse(whole.pk, BY, "end of the year") == 17
    assert acts.lapse(whole.pk, BY, "end of the year") == 0
    whole.refresh_from_db()
    assert (whole.places, whole.most) == (3, 3)
    with pytest.raises(acts.Full):
        taken(parts.get("others", whole))
    assert acts.confirm(held.id, BY, "granted", uuid4().hex).confirmed == 3, "what was kept can still be granted"
    assert verify_ledgers() == []


def test_QU10_who_could_not_travel_keeps_a_place_beside_the_next_year_up_to_the_limit() -> None:
    whole, parts = year()
    held = [acts.confirm(taken(parts["family"], size).id, BY, "visa", uuid4().hex) for size in (2, 3, 1)]
    after = acts.open_quota(whole.scope, whole.name, 20, BY, begins=date(2028, 1, 1), ends=date(2028, 12, 31))
    went = acts.carry_over([one.id for one in held], after, 3, BY, "travel prevented")
    assert went == [held[0].id, held[2].id], "of the three left over one more fits, and no household is split"
    beside = Quota.objects.get(scope=whole.scope, name="carried", begins=after.begins)
    assert balances([beside.pk])[beside.pk].confirmed == beside.places == 3
    assert free(after) == (20, 20), "nothing of the next year is taken"
    assert acts.carry_over([one.id for one in held], after, 3, BY, "travel prevented") == []
    assert (holding(held[0].id).quota, holding(held[1].id).quota) == (beside.pk, parts["family"].pk)
    assert verify_ledgers() == []
