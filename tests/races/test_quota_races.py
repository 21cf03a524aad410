"""Places under contention: the last one is taken once, whoever comes at one moment, on both databases."""

import json
import os
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum

from tests.quotas.ledger import BY, opened, taken
from tests.races.together import together
from veer.quotas import acts
from veer.quotas.acts import Full
from veer.quotas.models import Entry, Quota
from veer.quotas.queries import Holding, NotHeld, balances, holding
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, PLACES, ROUNDS = 64, 200, 5
LONG = bool(os.environ.get("VEER_LONG"))
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("counters", [1, 16])
def test_sixty_four_at_once_for_two_hundred_places(counters: int) -> None:
    """Each asks five times: 320 for 200. Exactly 200 are told yes, and those 200 stand in the ledger."""
    quota = opened(PLACES, counters=counters)

    def client() -> list[Any]:
        found: list[Any] = []
        for _round in range(ROUNDS):
            try:
                found.append(taken(quota))
            except Full:
                found.append(None)
        return found

    told = [one for client_told in together(*[client] * CLIENTS) for one in client_told]
    yes = {one.id for one in told if isinstance(one, Holding)}
    assert (len(yes), len(told)) == (PLACES, CLIENTS * ROUNDS)
    assert set(Entry.objects.filter(quota=quota).values_list("holding", flat=True)) == yes
    assert balances([quota.pk])[quota.pk].free == 0
    assert verify_ledgers() == []


def test_the_twin_that_counts_and_then_inserts_over_allocates() -> None:
    """Sixteen count together that there is one place, and each of them writes itself down."""
    quota, clients = opened(1), 16
    all_counted = Barrier(clients)

    def naive() -> bool:
        held = Entry.objects.filter(quota=quota).aggregate(n=Sum("reserved", default=0))["n"]
        all_counted.wait(timeout=60)
        if held + 1 > quota.places:
            return False
        Entry.objects.create(
            holding=uuid4(), turn=1, quota=quota, number=0, kind="reserve", reserved=1, confirmed=0, subject=uuid4(),
            reason="naive", by_kind=BY.kind, by_id=BY.id, at=quota.made_at,
        )  # fmt: skip
        return True

    assert together(*[naive] * clients) == [True] * clients
    assert Entry.objects.filter(quota=quota).aggregate(n=Sum("reserved"))["n"] == clients > quota.places
    assert verify_ledgers() != []


def test_households_of_all_sizes_never_overdraw_and_none_is_split() -> None:
    quota, sizes = opened(50, counters=4), [1, 2, 3, 5, 7] * 8
    results = together(*[lambda size=size: taken(quota, size) for size in sizes])  # type: ignore[misc]
    won = [one.amount for one in results if isinstance(one, Holding)]
    assert all(isinstance(one, (Holding, Full)) for one in results), results
    assert sum(won) == balances([quota.pk])[quota.pk].reserved <= 50
    refused = [size for size, one in zip(sizes, results, strict=True) if isinstance(one, Full)]
    assert 50 - sum(won) < min(refused)
    assert verify_ledgers() == []


def test_ten_are_granted_of_eleven_called_whoever_presses_first() -> None:
    quota = opened(10, call=Fraction(11, 10))
    called = [taken(quota) for _n in range(11)]
    results = together(*[lambda one=one: acts.confirm(one.id, BY, "granted", uuid4().hex) for one in called])  # type: ignore[misc]
    assert sum(isinstance(one, Holding) for one in results) == 10
    assert sum(isinstance(one, Full) for one in results) == 1, results
    assert verify_ledgers() == []


def test_one_request_sent_eight_times_at_once_takes_one_place() -> None:
    quota, subject = opened(5), uuid4()
    results = together(*[lambda: acts.reserve(quota.pk, 2, subject, BY, "draw", "one key")] * 8)
    assert {one.id for one in results} == {results[0].id}, results
    assert balances([quota.pk])[quota.pk].reserved == 2


def test_confirming_releasing_and_expiring_at_once_have_one_winner() -> None:
    quota = opened(3)
    one = taken(quota, 3, until=date(2027, 1, 2))
    together(
        lambda: acts.confirm(one.id, BY, "granted", uuid4().hex),
        lambda: acts.expire_due(date(2027, 1, 3)),
        lambda: acts.expire_due(date(2027, 1, 3)),
    )
    kinds = list(Entry.objects.filter(holding=one.id).order_by("turn").values_list("kind", flat=True))
    assert kinds in (["reserve", "confirm"], ["reserve", "expire"])
    results = together(*[lambda: acts.release(one.id, BY, "gone", uuid4().hex)] * 4)
    assert all(isinstance(result, (Holding, NotHeld)) for result in results), results
    assert (holding(one.id).amount, balances([quota.pk])[quota.pk].free) == (0, 3)
    assert verify_ledgers() == []


def test_two_households_that_change_places_do_not_wait_for_each_other_for_ever() -> None:
    here, there = opened(2), opened(2)
    left, right = taken(here), taken(there)
    for _round in range(10):
        results = together(
            lambda: acts.move(
                left.id, there.pk if holding(left.id).quota == here.pk else here.pk, BY, "m", uuid4().hex
            ),
            lambda: acts.move(
                right.id, there.pk if holding(right.id).quota == here.pk else here.pk, BY, "m", uuid4().hex
            ),
        )
        assert all(isinstance(one, Holding) for one in results), results
    assert sum(one.reserved for one in balances([here.pk, there.pk]).values()) == 2
    assert verify_ledgers() == []


def test_a_limit_lowered_while_people_take_is_never_passed() -> None:
    quota = opened(40, counters=4)
    results = together(
        *[lambda: taken(quota)] * 24, lambda: acts.set_limits(quota.pk, 12, BY, "decree"), *[lambda: taken(quota)] * 16
    )
    won, now = sum(isinstance(one, Holding) for one in results), Quota.objects.get(pk=quota.pk)
    assert all(isinstance(one, (Holding, Full, Quota, acts.InUse)) for one in results), results
    assert won == balances([quota.pk])[quota.pk].reserved <= now.places
    assert verify_ledgers() == []


def test_clients_killed_in_the_middle_leave_the_ledger_whole() -> None:
    """Nothing that was said to be taken is lost, nothing more than there is was taken, and the ledger proves it."""
    clients = 1000 if LONG else 60
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.quota_killing", str(clients), str(PLACES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout.strip().splitlines()[-1])
    assert found["problems"] == []
    assert found["lost"] == []
    assert found["held"] == PLACES
    assert found["killed"] > clients // 10
