"""Beds given to many households at one moment: as many as there are, and whoever gets none still waits."""

import os
from threading import Barrier
from uuid import uuid4

import pytest
from django.db.models import Sum

from tests.cases.conftest import folder  # noqa: F401  (a fixture)
from tests.races.together import together
from tests.reception import stage
from veer.journal.verify import verify
from veer.quotas.acts import Full
from veer.quotas.verify import verify_ledgers
from veer.reception import acts, queries
from veer.reception.acts.common import today
from veer.reception.models import Place, Stay, Wait

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS, BEDS, PERSONS = (64, 200, 4) if os.environ.get("VEER_LONG") else (6, 20, 4)
WHY = "There is nothing else today."


def test_two_officers_give_the_last_bed_at_once_and_one_is_told() -> None:
    stage.activate_law()
    officers = [stage.officer("Rik One"), stage.officer("Rik Two")]
    where = stage.place(officers[0], 1)
    waits = [stage.waits(officers[0], 1, name=name) for name in ("Ana A", "Bo B")]
    proposals = [acts.propose(one.pk, officers[0]) for one in waits]
    results = together(
        *[
            lambda proposal=proposal, by=by: acts.allocate(proposal.pk, where.pk, by, key=uuid4().hex)  # type: ignore[misc]
            for proposal, by in zip(proposals, officers, strict=True)
        ]
    )
    assert sum(isinstance(one, Stay) for one in results) == 1, results
    assert sum(isinstance(one, Full) for one in results) == 1, results
    assert (Stay.objects.count(), Wait.objects.filter(ended_at=None).count()) == (1, 1)
    assert verify_ledgers() == []
    assert verify().ok


def test_households_for_more_beds_than_there_are_and_none_is_overbooked() -> None:
    """Each officer gives beds in one of two houses to a household of four, which is never split."""
    stage.activate_law()
    officers = [stage.officer(f"Rik {number}") for number in range(OFFICERS)]
    houses = [stage.place(officers[0], BEDS // 2) for _half in range(2)]
    proposals = [
        acts.propose(stage.waits(by, PERSONS, name=f"Ana {number}").pk, by) for number, by in enumerate(officers)
    ]
    results = together(
        *[
            lambda one=one, by=by, house=houses[number % 2]: acts.allocate(one.pk, house.pk, by, reason=WHY, key="give")  # type: ignore[misc]
            for number, (one, by) in enumerate(zip(proposals, officers, strict=True))
        ]
    )
    assert all(isinstance(one, (Stay, Full)) for one in results), results
    assert [in_house(house) for house in houses] == [BEDS // 2 // PERSONS * PERSONS] * 2
    assert Stay.objects.count() + Wait.objects.filter(ended_at=None).count() == OFFICERS
    assert verify_ledgers() == []
    assert verify().ok


def test_the_twin_that_counts_and_then_writes_overbooks_the_last_bed() -> None:
    stage.activate_law()
    rik = stage.officer()
    house = stage.place(rik, 1)
    waits = [stage.waits(rik, 1, name=name) for name in ("Ana A", "Bo B")]
    all_counted = Barrier(len(waits))

    def naive(wait: Wait) -> bool:
        used = in_house(house)
        all_counted.wait(timeout=60)
        if used + wait.persons > 1:
            return False
        Stay.objects.create(wait=wait, place=house, holding=uuid4(), persons=1, since=today(), given_by=rik.account)
        return True

    assert together(*[lambda wait=wait: naive(wait) for wait in waits]) == [True, True]  # type: ignore[misc]
    assert in_house(house) == 2 > queries.beds_of(house).places


def in_house(house: Place) -> int:
    """Persons who stay there now."""
    return Stay.objects.filter(place=house, until=None).aggregate(n=Sum("persons", default=0))["n"]
