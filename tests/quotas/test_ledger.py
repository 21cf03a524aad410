"""Places are taken, used and given back; what the law allows is never passed; the ledger says why."""

from datetime import date
from fractions import Fraction
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from tests.quotas.ledger import BY, opened, taken
from veer.journal.acts import Ref
from veer.journal.models import Entry as Told
from veer.journal.models import Unchangeable
from veer.quotas import acts
from veer.quotas.acts import Full, InUse, KeyUsed
from veer.quotas.models import Counter, Entry
from veer.quotas.queries import NotHeld, balances, explain, held_by, holding
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db


def test_a_household_is_taken_whole_or_not_at_all() -> None:
    quota = opened(5)
    taken(quota, 3)
    with pytest.raises(Full):
        taken(quota, 3)
    assert (taken(quota, 2).amount, balances([quota.pk])[quota.pk].free) == (2, 0)
    assert verify_ledgers() == []


def test_more_may_be_called_than_granted_and_what_is_granted_never_passes_the_places() -> None:
    quota = opened(10, call=Fraction(11, 10))
    called = [taken(quota) for _n in range(11)]
    with pytest.raises(Full):
        taken(quota)
    for one in called[:10]:
        acts.confirm(one.id, BY, "granted", uuid4().hex)
    with pytest.raises(Full):
        acts.confirm(called[10].id, BY, "granted", uuid4().hex)
    balance = balances([quota.pk])[quota.pk]
    assert (balance.reserved, balance.confirmed, balance.free) == (1, 10, 0)
    assert verify_ledgers() == []


@pytest.mark.parametrize(("places", "most"), [(10, 11), (9, 9), (19, 20), (1000, 1100), (0, 0)])
def test_a_tenth_more_is_rounded_down(places: int, most: int) -> None:
    assert opened(places, call=Fraction(11, 10)).most == most


def test_the_database_itself_refuses_what_passes_a_limit() -> None:
    quota = opened(2)
    taken(quota, 2)
    for wrong in ({"reserved": F("reserved") + 1}, {"confirmed": 3}, {"reserved": -1}, {"most": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Counter.objects.filter(quota=quota).update(**wrong)


def test_the_same_request_takes_once() -> None:
    quota, subject = opened(3), uuid4()
    first = acts.reserve(quota.pk, 3, subject, BY, "draw", "key")
    again = acts.reserve(quota.pk, 3, subject, BY, "draw", "key")  # full by now, and yet it was done
    assert again == first
    acts.confirm(first.id, BY, "granted", "second")
    assert acts.confirm(first.id, BY, "granted", "second").confirmed == 3
    assert Entry.objects.filter(quota=quota).count() == 2
    with pytest.raises(KeyUsed):
        acts.reserve(quota.pk, 1, subject, BY, "draw", "key")
    with pytest.raises(KeyUsed):
        acts.release(taken(opened(1)).id, BY, "gone", "second")


def test_somebody_elses_key_is_not_mine() -> None:
    quota, subject = opened(2), uuid4()
    mine = acts.reserve(quota.pk, 1, subject, BY, "draw", "key")
    theirs = acts.reserve(quota.pk, 1, subject, Ref("account", uuid4()), "draw", "key")
    assert mine.id != theirs.id


def test_what_was_given_back_is_given_back_once() -> None:
    quota = opened(4)
    one = taken(quota, 4)
    assert acts.release(one.id, BY, "withdrawn", uuid4().hex).amount == 0
    for act in (acts.release, acts.confirm):
        with pytest.raises(NotHeld):
            act(one.id, BY, "again", uuid4().hex)
    with pytest.raises(NotHeld):
        acts.release(uuid4(), BY, "never there", uuid4().hex)
    assert balances([quota.pk])[quota.pk].free == 4


def test_a_place_is_kept_until_its_day_and_no_longer() -> None:
    quota = opened(6)
    last = date(2027, 3, 1)
    kept, confirmed, open_ended = taken(quota, 2, until=last), taken(quota, until=last), taken(quota)
    acts.confirm(confirmed.id, BY, "granted", uuid4().hex)
    assert acts.expire_due(date(2027, 3, 1)) == []
    assert [one.id for one in acts.expire_due(date(2027, 3, 2))] == [kept.id]
    assert acts.expire_due(date(2027, 3, 2)) == []
    assert holding(open_ended.id).reserved == 1
    assert balances([quota.pk])[quota.pk].free == 4
    assert verify_ledgers() == []


def test_a_household_that_grew_twice_still_loses_its_place_after_its_day() -> None:
    quota = opened(6)
    one = taken(quota, 1, until=date(2027, 3, 1))
    for size in (2, 3):
        acts.change(one.id, size, BY, "birth", uuid4().hex)
    assert [ended.amount for ended in acts.expire_due(date(2027, 3, 2))] == [3]


def test_a_household_that_grows_finds_room_or_stays_as_it_was() -> None:
    quota = opened(5)
    one = taken(quota, 3, until=date(2027, 3, 1))
    assert acts.change(one.id, 5, BY, "birth", uuid4().hex).reserved == 5
    with pytest.raises(Full):
        acts.change(one.id, 6, BY, "birth", uuid4().hex)
    assert (holding(one.id).amount, holding(one.id).until) == (5, date(2027, 3, 1))
    acts.confirm(one.id, BY, "granted", uuid4().hex)
    assert acts.change(one.id, 2, BY, "left", uuid4().hex).confirmed == 2
    assert taken(quota, 3).amount == 3


def test_moving_takes_there_and_gives_back_here_or_does_neither() -> None:
    here, there = opened(4), opened(3)
    one, other = taken(here, 3), taken(here, 1)
    acts.confirm(one.id, BY, "came", uuid4().hex)
    assert acts.move(one.id, there.pk, BY, "transfer", uuid4().hex).quota == there.pk
    with pytest.raises(Full):
        acts.move(other.id, there.pk, BY, "transfer", uuid4().hex)
    free = {pk: one.free for pk, one in balances([here.pk, there.pk]).items()}
    assert free == {here.pk: 3, there.pk: 0}
    back = acts.move(one.id, here.pk, BY, "back", uuid4().hex)
    assert (back.confirmed, back.turn) == (3, 6)
    assert verify_ledgers() == []


def test_what_a_subject_holds() -> None:
    quota, subject = opened(9), uuid4()
    first, second = (acts.reserve(quota.pk, n, subject, BY, "draw", uuid4().hex) for n in (1, 2))
    acts.release(first.id, BY, "withdrawn", uuid4().hex)
    assert [one.id for one in held_by(subject)] == [second.id]


def test_when_the_callers_act_fails_nothing_was_taken() -> None:
    quota = opened(1)
    with pytest.raises(Full), transaction.atomic():  # noqa: PT012
        acts.confirm(taken(quota).id, BY, "granted", uuid4().hex)
        taken(quota)
    assert (Entry.objects.count(), balances([quota.pk])[quota.pk].free) == (0, 1)


def test_a_quota_with_many_counters_is_full_only_when_all_together_are() -> None:
    quota = opened(20, counters=16)
    for size in (7, 6, 5):  # no single counter ever had so many
        assert taken(quota, size).amount == size
    with pytest.raises(Full):
        taken(quota, 3)
    last = taken(quota, 2)
    for one in Entry.objects.filter(quota=quota).order_by("holding").values_list("holding", flat=True):
        acts.confirm(one, BY, "granted", uuid4().hex)
    assert balances([quota.pk])[quota.pk].confirmed == 20
    acts.release(last.id, BY, "left", uuid4().hex)
    assert taken(quota, 2).amount == 2
    assert verify_ledgers() == []


def test_parts_of_a_quota_are_exactly_the_whole() -> None:
    whole = opened(100, call=Fraction(11, 10))
    parts = acts.divide(whole.pk, {"family": 35, "matched": 40, "youth": 25, "rest": 1}, BY)
    assert {name: part.places for name, part in parts.items()} == {"family": 35, "matched": 39, "rest": 1, "youth": 25}
    assert sum(part.most for part in parts.values()) == 110
    with pytest.raises(Full):
        taken(whole)
    taken(parts["rest"])
    with pytest.raises(InUse):
        acts.divide(whole.pk, {"again": 1}, BY)
    told = explain(whole.pk)
    assert (told.balance.free, [part.balance.free for part in told.parts]) == (99, [35, 39, 0, 25])
    assert verify_ledgers() == []


def test_a_limit_goes_up_and_down_but_never_below_what_is_held() -> None:
    quota = opened(10, counters=4)
    one = taken(quota, 8)
    acts.set_limits(quota.pk, 8, BY, "decree")
    with pytest.raises(InUse):
        acts.set_limits(quota.pk, 7, BY, "decree")
    acts.set_limits(quota.pk, 12, BY, "decree")
    assert taken(quota, 4).amount == 4
    assert acts.release(one.id, BY, "withdrawn", uuid4().hex).amount == 0
    assert list(Told.objects.filter(chain=quota.pk).order_by("position").values_list("act", flat=True)) == [
        "open_quota", "set_limits", "set_limits",
    ]  # fmt: skip
    assert verify_ledgers() == []


def test_the_subtraction_is_told_by_reason() -> None:
    quota = opened(20, call=Fraction(11, 10))
    first, second = taken(quota, 4, reason="draw"), taken(quota, 3, reason="named")
    taken(quota, 2, reason="draw")
    acts.confirm(first.id, BY, "granted", uuid4().hex)
    acts.release(second.id, BY, "withdrawn", uuid4().hex)
    told = explain(quota.pk)
    assert [(one.kind, one.reason, one.amount) for one in told.lines] == [
        ("release", "withdrawn", -3), ("reserve", "draw", 6), ("reserve", "named", 3),
    ]  # fmt: skip
    assert told.balance.free == told.balance.places - sum(one.amount for one in told.lines) == 14
    assert (told.balance.reserved, told.balance.confirmed, told.balance.callable) == (2, 4, 16)
    with translation.override("en"):
        page = render_to_string("quotas/parts/explain.html", {"told": told})
    for line in ("Places in all", '<td class="n">20</td>', "Reserved: draw", "-6", "Given back: withdrawn", "+3", "14"):
        assert line in page


def test_a_line_is_written_once() -> None:
    taken(opened(1))
    line = Entry.objects.get()
    with pytest.raises(Unchangeable):
        line.save()
    with pytest.raises(Unchangeable):
        line.delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "reserve", "reserved": -1, "confirmed": 0},
        {"kind": "reserve", "reserved": 1, "confirmed": 1},
        {"kind": "confirm", "reserved": -1, "confirmed": 2},
        {"kind": "release", "reserved": 1, "confirmed": 0},
        {"kind": "expire", "reserved": 0, "confirmed": -1},
        {"kind": "given", "reserved": 1, "confirmed": 0},
    ],
)
def test_the_database_refuses_a_line_that_does_not_do_what_its_name_says(wrong: dict[str, object]) -> None:
    taken(opened(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter().update(**wrong)


# ---------- the proof notices ----------


def test_every_kind_of_wrong_is_noticed() -> None:
    quota = opened(9, counters=2)
    one = taken(quota, 4)
    acts.confirm(one.id, BY, "granted", uuid4().hex)
    assert verify_ledgers() == []
    counter = Counter.objects.get(quota=quota, number=one.number)
    spoiled = [
        lambda: Counter.objects.filter(pk=counter.pk).update(confirmed=3),
        lambda: Counter.objects.filter(pk=counter.pk).update(places=F("places") + 1),
        lambda: Entry.objects.filter(holding=one.id, turn=2).update(turn=4),
        lambda: Entry.objects.filter(holding=one.id, turn=1)._raw_delete("default"),
        lambda: Entry.objects.filter(holding=one.id, turn=2).update(number=1 - one.number),
    ]
    for spoil in spoiled:
        point = transaction.savepoint()
        spoil()
        assert [problem for problem in verify_ledgers() if problem.quota == quota.pk]
        with pytest.raises(CommandError):
            call_command("check_ledgers", stderr=StringIO())
        transaction.savepoint_rollback(point)
    told = StringIO()
    call_command("check_ledgers", stdout=told)
    assert "1 ledgers hold" in told.getvalue()
