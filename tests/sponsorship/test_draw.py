"""A window, from the day it closes to everybody told: B5 and QU1 to QU5 with a real ledger, files and letters."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.sponsorship import stage
from tests.sponsorship.stage import Cell
from veer import draw
from veer.access import policy
from veer.cases.models import Case
from veer.letters.models import Letter
from veer.people.queries import account_of
from veer.quotas.acts import reserve, set_limits
from veer.quotas.models import Quota
from veer.quotas.queries import balances, held_by
from veer.sponsorship import acts, queries
from veer.sponsorship.models import Entry, Window

pytestmark = pytest.mark.django_db


def asked(at: Callable[..., datetime]) -> tuple[Cell, list[Case]]:
    """Three households of a family: four, two and one persons."""
    at(2026, 3, 2, 9)
    stage.activate_law()
    cell = Cell()
    return cell, [stage.asked(cell, adults, children)[2] for adults, children in ((2, 2), (2, 0), (1, 0))]


@pytest.fixture(scope="module")
def built(building: Callable[..., tuple[Cell, list[Case]]]) -> tuple[Cell, list[Case]]:
    return building(asked)


@pytest.fixture
def cell(db: None, built: tuple[Cell, list[Case]], at: Callable[..., datetime]) -> Cell:
    at(2026, 3, 2, 9)
    return built[0]


@pytest.fixture
def listed(cell: Cell, built: tuple[Cell, list[Case]], at: Callable[..., datetime]) -> tuple[Window, list[Case]]:
    """The three are on the list of a window."""
    window = cell.window()
    at(2026, 3, 3, 9)
    return acts.publish_list(window.pk, cell.dirk), built[1]


def places(window: Window, number: int) -> None:
    """So many places for families, whatever the year has."""
    Window.objects.filter(pk=window.pk).update(places={**window.places, "named_family": number})


def drawn(window: Window, cell: Cell, value: str = "8c6f1e") -> Window:
    acts.enter_half(window.pk, value[:3], cell.dirk)
    return acts.enter_half(window.pk, value[3:], cell.wies)


def told(case: Case) -> set[str]:
    return set(Letter.objects.filter(subject_id=case.pk).values_list("name", flat=True))


def test_B5_the_list_and_its_commitment_are_published_before_the_value_is_known(
    cell: Cell, listed: tuple[Window, list[Case]]
) -> None:
    window, cases = listed
    assert window.commitment == sha256("".join(f"{one}\n" for one in sorted(window.ids)).encode()).hexdigest()
    lots = [draw.Lot.read(one) for one in window.ids]
    assert sorted((lot.part, lot.persons, lot.tier) for lot in lots) == [("named_family", n, "C") for n in (1, 2, 4)]
    assert {Case.objects.get(pk=case.pk).step for case in cases} == {"in_window"}
    assert not any(str(case.pk) in one or str(case.person_id) in one for case in cases for one in window.ids)
    with pytest.raises(acts.NotClosed):
        acts.publish_list(window.pk, cell.dirk)  # nothing is changed afterwards
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.filter(pk=window.pk).update(listed_at=None, first_by=cell.dirk.account)


def test_B5_nothing_is_listed_before_the_window_has_closed(cell: Cell) -> None:
    window = cell.window(closes=date(2026, 3, 31))
    with pytest.raises(acts.NotClosed):
        acts.publish_list(window.pk, cell.dirk)
    with pytest.raises(acts.NotClosed):
        acts.enter_half(window.pk, "8c6", cell.dirk)


def test_B5_what_was_admitted_after_the_closing_day_waits_for_the_next_window(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    in_time = stage.asked(cell, 1, 0)[2]
    window = cell.window()
    at(2026, 3, 3, 9)
    late = stage.asked(cell, 2, 0)[2]
    window = acts.publish_list(window.pk, cell.dirk)
    assert sorted(draw.Lot.read(one).persons for one in window.ids) == [1, 1, 2, 4], "late would be a second two"
    assert [Case.objects.get(pk=case.pk).step for case in (in_time, late)] == ["in_window", "pooled"]


def test_QU1_and_QU2_the_places_are_half_of_what_may_be_called_this_year(listed: tuple[Window, list[Case]]) -> None:
    """Of 1,000 places 350 are for families; 385 may be called, over two windows."""
    assert listed[0].places == {"named_family": 192, "named_friend": 82, "matched_vulnerable": 220}
    assert listed[0].need == 60


def test_B5_two_people_enter_the_value_and_the_second_half_draws(cell: Cell, listed: tuple[Window, list[Case]]) -> None:
    window, cases = listed
    places(window, 3)
    acts.enter_half(window.pk, "8c6", cell.dirk)
    with pytest.raises(acts.SameHand):
        acts.enter_half(window.pk, "f1e", cell.dirk)
    window = acts.enter_half(window.pk, "f1e", cell.wies)
    seed = "2026-spring:8c6f1e"
    by_hand = sorted(window.ids, key=lambda one: sha256(seed.encode() + b"\x1f" + one.encode()).digest())
    assert window.order == by_hand
    outcomes = {one.lot: one.outcome for one in Entry.objects.filter(window=window).order_by("lot")}
    assert outcomes == draw.allot(window.order, window.places, 60)
    steps = {one.case_id: ("drawn" if outcomes[one.lot] == draw.IN else "not_drawn") for one in window.entries.all()}
    assert {case.pk: Case.objects.get(pk=case.pk).step for case in cases} == steps
    assert set(steps.values()) == {"drawn", "not_drawn"}
    for case in cases:  # told at once, the no as well: well within five working days
        assert steps[case.pk] in told(case)
    with pytest.raises(acts.NotClosed):
        acts.enter_half(window.pk, "again", cell.chantal)


def test_SG18_whoever_did_something_in_a_file_has_no_hand_in_its_draw(
    cell: Cell, listed: tuple[Window, list[Case]]
) -> None:
    with pytest.raises(acts.ActedOnAFile):
        acts.enter_half(listed[0].pk, "8c6", cell.bram)
    with pytest.raises(policy.Refused):
        acts.enter_half(listed[0].pk, "8c6", stage.somebody("Gewone Burger"))


def test_QU1_a_place_is_kept_in_persons_for_each_that_is_drawn_and_given_back(
    cell: Cell, listed: tuple[Window, list[Case]]
) -> None:
    window, cases = listed
    family = Quota.objects.get(parent=window.quota_id, name="named_family")
    drawn(window, cell)
    assert balances([family.pk])[family.pk].reserved == 7
    cast.act(Case.objects.get(pk=cases[0].pk), "withdraw", _lead(cases[0]))
    assert acts.free_ended() == 1
    assert acts.free_ended() == 0
    assert balances([family.pk])[family.pk].reserved == 3


def _lead(case: Case) -> Any:
    account = account_of(case.person_id)
    assert account is not None
    return cast.who(account)


def test_B5_who_withdrew_after_the_list_stays_in_it_and_takes_no_place(
    cell: Cell, listed: tuple[Window, list[Case]]
) -> None:
    window, cases = listed
    cast.act(Case.objects.get(pk=cases[1].pk), "withdraw", _lead(cases[1]))
    window = drawn(window, cell)
    assert len(window.order) == 3
    entry = Entry.objects.get(window=window, case=cases[1])
    assert (entry.holding, Case.objects.get(pk=cases[1].pk).step) == (None, "withdrawn")
    family = Quota.objects.get(parent=window.quota_id, name="named_family")
    assert balances([family.pk])[family.pk].reserved == 5


def test_B5_after_two_windows_lost_a_tier_higher_and_the_passed_over_in_front(
    cell: Cell, listed: tuple[Window, list[Case]], at: Callable[..., datetime]
) -> None:
    window, cases = listed
    places(window, 0)
    drawn(window, cell)
    case = cases[0]
    for day, name, tier in ((4, "second", "C"), (5, "third", "B")):
        cast.act(Case.objects.get(pk=case.pk), "again", _lead(case))
        later = cell.window(name)
        at(2026, 3, day, 9)
        later = acts.publish_list(later.pk, cell.dirk)
        assert [draw.Lot.read(one).tier for one in later.ids] == [tier]
        places(later, 0)
        drawn(later, cell)
    Entry.objects.filter(window__name="third").update(outcome="passed")
    cast.act(Case.objects.get(pk=case.pk), "again", _lead(case))
    last = cell.window("fourth")
    at(2026, 3, 6, 9)
    assert [draw.Lot.read(one).heads for one in acts.publish_list(last.pk, cell.dirk).ids] == [True]


def test_QU1_a_draw_for_which_there_is_no_room_any_more_changes_nothing(
    cell: Cell, listed: tuple[Window, list[Case]]
) -> None:
    window, cases = listed
    family = Quota.objects.get(parent=window.quota_id, name="named_family")
    set_limits(family.pk, 2, cell.dirk.ref, "A smaller part.")
    acts.enter_half(window.pk, "8c6", cell.dirk)
    with pytest.raises(Exception, match=str(family.pk)), transaction.atomic():
        acts.enter_half(window.pk, "f1e", cell.wies)
    assert Window.objects.get(pk=window.pk).drawn_at is None
    assert {Case.objects.get(pk=case.pk).step for case in cases} == {"in_window"}


def test_QU11_a_household_that_grows_takes_no_place_of_those_who_stand_on_a_list(
    cell: Cell, listed: tuple[Window, list[Case]], at: Callable[..., datetime]
) -> None:
    window, cases = drawn(listed[0], cell), listed[1]
    family = Quota.objects.get(parent=window.quota_id, name="named_family")
    last = stage.asked(cell, 2, 0)[2]
    reserve(
        family.pk, balances([family.pk])[family.pk].callable - 3, cases[0].pk, cell.dirk.ref, "draw", "all but three"
    )
    second = cell.window("2026-autumn")
    at(2026, 3, 4, 9)
    second = acts.publish_list(second.pk, cell.dirk)
    assert second.places["named_family"] == 3
    for children in (1, 2):  # one may come from the part, and two stand on the list
        acts.household_changed(cases[1].pk, 2, children, cell.bram, uuid4().hex)
    assert sorted((one.quota == family.pk, one.amount) for one in held_by(cases[1].pk)) == [(False, 1), (True, 3)]
    drawn(second, cell)
    assert Case.objects.get(pk=last.pk).step == "drawn"


def test_what_is_published_is_what_anybody_verifies(cell: Cell, listed: tuple[Window, list[Case]]) -> None:
    window = drawn(listed[0], cell)
    (published,) = draw.read(queries.published(window))
    assert draw.verify(published) == []
    assert published.window == "2026-spring"
