"""Places beside the draw: emergencies, helpers, municipalities, the turn of the year, families, standing still."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.test_be_proposal_sponsorship import FOUND
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn
from tests.sponsorship.stage import NAMED, Cell
from veer.access import policy
from veer.access.who import Who
from veer.cases import facts
from veer.cases.errors import NotForYou, NotReady
from veer.cases.models import Case
from veer.letters.models import Letter
from veer.quotas import acts as ledger
from veer.quotas.acts import Full
from veer.quotas.models import Quota
from veer.quotas.queries import balances, held_by
from veer.quotas.verify import verify_ledgers
from veer.sponsorship import acts, rules, spread
from veer.sponsorship.acts.places import year_of
from veer.sponsorship.models import Group, Suspension
from veer.sponsorship.rules import Sponsors

pytestmark = pytest.mark.django_db


@pytest.fixture
def cell(db: None, at: Callable[..., datetime]) -> Cell:
    at(2026, 3, 2, 9)
    stage.activate_law()
    return Cell()


def law() -> Sponsors:
    found = rules.sponsors()
    assert found is not None
    return found


def part(name: str) -> Quota:
    return Quota.objects.get(parent=year_of(law(), 2026).pk, name=name)


def shrink(name: str, places: int, cell: Cell) -> None:
    ledger.set_limits(part(name).pk, places, cell.dirk.ref, "A smaller part.")


def fill(name: str, cell: Cell) -> None:
    """Others have all that may still be called of a part."""
    left = balances([part(name).pk])[part(name).pk].callable
    ledger.reserve(part(name).pk, left, uuid4(), cell.dirk.ref, "draw", uuid4().hex)


def recognised(cell: Cell) -> tuple[Group, Who]:
    group, people = stage.group_of(name=f"Group {uuid4().hex[:6]}")
    cell.recognise(group, people[0])
    stage.acts.write_receipt(group.pk, "cash", 9_900_000, date(2026, 3, 1), "Many", people[1], origin="A collection.")
    return group, people[0]


def sent(cell: Cell, adults: int = 2, tier: str = "A") -> tuple[Case, Who]:
    """An application that an official has and has examined."""
    group, lead = recognised(cell)
    case = acts.ask_to_bring(group.pk, "named_family", adults, 0, lead, uuid4().hex)
    stage.identified(case, lead)
    for fact, value in NAMED.items():
        facts.save_answer(case, lead, fact, value, version=0)
    cast.act(case, "submit", lead, declaration=True)
    cast.act(case, "take", cell.bram)
    cast.act(case, "examine", cell.bram, facts={**FOUND, "check.tier": tier})
    return case, lead


def emergency(cell: Cell, adults: int = 2) -> tuple[Case, Who]:
    case, lead = sent(cell, adults)
    cast.act(case, "find_emergency", cell.bram, facts={"check.emergency": "unhcr"})
    return cast.act(case, "admit_emergency", cell.bram).case, lead


def step(case: Case) -> str:
    return Case.objects.get(pk=case.pk).step


def held(case: Case) -> dict[str, int]:
    names = dict(Quota.objects.order_by("pk").values_list("pk", "name"))
    return {names[one.quota]: one.amount for one in held_by(case.pk)}


# --- QU5 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tier", "found"), [("B", "unhcr"), ("A", "neither")])
def test_QU5_only_tier_A_and_only_a_real_emergency_goes_the_emergency_way(cell: Cell, tier: str, found: str) -> None:
    case, _lead = sent(cell, tier=tier)
    with pytest.raises(NotReady):
        cast.act(case, "admit_emergency", cell.bram)
    cast.act(case, "find_emergency", cell.bram, facts={"check.emergency": found})
    with pytest.raises(NotReady):
        cast.act(case, "admit_emergency", cell.bram)
    assert cast.act(case, "admit", cell.bram).case.step == "pooled"


def test_QU5_emergencies_get_a_place_on_any_day_whoever_was_admitted_first(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    first = emergency(cell)[0]
    at(2026, 3, 2, 10)
    second = emergency(cell)[0]
    shrink("emergency", 3, cell)
    assert acts.place_emergencies() == 1
    assert [(step(one), held(one)) for one in (first, second)] == [("drawn", {"emergency": 2}), ("urgent", {})]
    assert acts.place_emergencies() == 0
    shrink("emergency", 4, cell)
    assert acts.place_emergencies() == 1
    assert "placed_now" in set(Letter.objects.filter(subject_id=second.pk).values_list("name", flat=True))
    with pytest.raises(NotForYou):
        cast.act(emergency(cell, 1)[0], "place_now", cell.bram)  # no official chooses


def test_QU5_a_window_lists_no_emergency_and_has_no_place_of_theirs(cell: Cell, at: Callable[..., datetime]) -> None:
    case, lead = emergency(cell)
    window = cell.window()
    at(2026, 3, 3, 9)
    window = acts.publish_list(window.pk, cell.dirk)
    assert window.ids == []
    assert "emergency" not in window.places
    assert cast.act(case, "wait_for_draw", lead).case.step == "pooled", "it may go to the draw instead"


# --- QU7, QU8 ---------------------------------------------------------------------------------------------------------


def test_QU7_eight_persons_in_twelve_months_counted_in_the_ledger(cell: Cell, at: Callable[..., datetime]) -> None:
    case, lead = emergency(cell, 6)
    group = Group.objects.get(applications__case=case)
    acts.place_emergencies()
    Case.objects.filter(pk=case.pk).update(ended_at=datetime(2026, 3, 2, 10, tzinfo=UTC), ends="granted")
    with pytest.raises(acts.TooMany):
        acts.ask_to_bring(group.pk, "named_friend", 3, 0, lead, uuid4().hex)
    at(2027, 3, 3, 9)  # twelve months later nothing of it counts
    assert acts.ask_to_bring(group.pk, "named_friend", 3, 0, lead, uuid4().hex)


def test_QU8_a_helper_helps_five_households_in_twelve_months(cell: Cell, at: Callable[..., datetime]) -> None:
    groups = [recognised(cell) for _n in range(6)]
    for group, lead in groups[:5]:
        acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=acts.Helper("Helper@Example.org "))
    group, lead = groups[5]
    with pytest.raises(acts.HelpsTooOften):
        acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=acts.Helper("helper@example.org"))
    assert "example" not in str(list(Group.objects.filter(pk=groups[0][0].pk).values("applications__helper")))
    assert acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=acts.Helper("other@example.org"))
    case = Case.objects.get(pk=group.applications.values_list("case", flat=True)[0])
    cast.act(case, "withdraw", lead)
    at(2027, 3, 3, 9)
    helps = acts.Helper("helper@example.org")
    assert acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=helps)


# --- QU9 --------------------------------------------------------------------------------------------------------------


def test_QU9_the_limit_of_a_municipality_is_shown_and_stops_nobody(cell: Cell) -> None:
    assert [spread.limit_of(law(), n) for n in (None, 0, 40_000, 44_999, 45_000, 270_000)] == [8, 8, 8, 8, 9, 54]
    for adults in (6, 5):
        case, lead = emergency(cell, adults)
        group = Group.objects.get(applications__case=case)
        acts.offer_home(group.pk, "Zemst", stage.HOME, lead)
    acts.write_inhabitants("Zemst", 24_000, cell.bram)
    assert acts.place_emergencies() == 2, "the limit is soft"
    (found,) = spread.spread(law())
    assert (found.municipality, found.inhabitants, found.persons, found.limit, found.over) == (
        "Zemst",
        24_000,
        11,
        8,
        3,
    )
    with pytest.raises(policy.Refused):
        acts.write_inhabitants("Zemst", 1, lead)


# --- QU10 -------------------------------------------------------------------------------------------------------------


def test_QU10_on_1_november_what_is_left_goes_to_matched_and_emergencies_find_it_there(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    at(2026, 10, 31, 9)
    assert acts.settle()["moved"] == 0
    at(2026, 11, 1, 9)
    case, _lead = emergency(cell, 4)
    done = acts.settle()
    assert (done["moved"], done["placed"]) == (600, 1)
    assert held(case) == {"matched_vulnerable": 4}
    names = {one.name: balances([one.pk])[one.pk].free for one in Quota.objects.exclude(parent=None).order_by("name")}
    assert names == {"emergency": 0, "matched_vulnerable": 996, "named_family": 0, "named_friend": 0}
    assert set(acts.settle().values()) == {0}, "done again it does nothing twice"
    assert verify_ledgers() == []


def test_QU10_at_the_end_of_the_year_what_is_left_lapses(cell: Cell, at: Callable[..., datetime]) -> None:
    case, _lead = emergency(cell)
    acts.settle()
    at(2027, 1, 1, 9)
    assert acts.settle()["lapsed"] == 998
    old = Quota.objects.get(parent=None, begins=date(2026, 1, 1))
    new = Quota.objects.get(parent=None, begins=date(2027, 1, 1))
    assert (old.places, new.places, held(case)) == (2, 1000, {"emergency": 2})
    assert verify_ledgers() == []


def test_QU10_a_visa_whose_journey_was_prevented_keeps_its_place_beside_the_next_year(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    """Where the visa is and nobody can travel, the file of the household says it; the group's file has the place."""
    travels, home = emergency(cell)[0], Drawn(cell)
    acts.settle()
    waits = home.application
    for case in (travels, waits):
        (one,) = held_by(case.pk)
        ledger.confirm(one.id, cell.dirk.ref, "visa", uuid4().hex)
    home.issued()
    home.does("travel_prevented", home.support)
    assert acts.settle()["carried"] == 0, "this year it has its place where it is"
    at(2027, 1, 1, 9)
    assert acts.settle()["carried"] == 1
    assert (held(waits), held(travels)) == ({"carried": 5}, {"emergency": 2})
    assert acts.settle()["carried"] == 0
    new = Quota.objects.get(parent=None, name="admissions", begins=date(2027, 1, 1))
    assert new.places == 1000
    assert verify_ledgers() == []


# --- QU11 -------------------------------------------------------------------------------------------------------------


def test_QU11_a_child_that_is_born_comes_from_the_part_and_where_that_is_full_from_the_buffer(cell: Cell) -> None:
    case, _lead = emergency(cell)
    acts.place_emergencies()
    acts.household_changed(case.pk, 2, 1, cell.bram, uuid4().hex)
    assert held(case) == {"emergency": 3}
    fill("emergency", cell)
    acts.household_changed(case.pk, 2, 3, cell.bram, uuid4().hex)
    assert held(case) == {"emergency": 3, "family_unity": 2}
    assert Quota.objects.get(name="family_unity").places == 30, "three in a hundred of 1,000"
    known = facts.known(Case.objects.get(pk=case.pk))[0]
    assert (known["household.adults"], known["household.children"]) == (2, 3)
    acts.household_changed(case.pk, 2, 0, cell.bram, uuid4().hex)
    assert held(case) == {"emergency": 2}
    assert verify_ledgers() == []


def test_QU11_a_household_is_never_split_where_the_buffer_is_full_nothing_changes(cell: Cell) -> None:
    case, lead = emergency(cell)
    acts.place_emergencies()
    ledger.set_limits(part("emergency").pk, 2, cell.dirk.ref, "Full.")
    acts.household_changed(case.pk, 2, 1, cell.bram, uuid4().hex)
    ledger.set_limits(Quota.objects.get(name="family_unity").pk, 1, cell.dirk.ref, "Full.")
    with pytest.raises(Full), transaction.atomic():
        acts.household_changed(case.pk, 2, 2, cell.bram, uuid4().hex)
    assert held(case) == {"emergency": 2, "family_unity": 1}
    assert facts.known(Case.objects.get(pk=case.pk))[0]["household.children"] == 1
    with pytest.raises(policy.Refused):
        acts.household_changed(case.pk, 1, 0, lead, uuid4().hex)


def test_QU11_what_is_granted_grows_granted(cell: Cell) -> None:
    case, _lead = emergency(cell)
    acts.place_emergencies()
    (one,) = held_by(case.pk)
    ledger.confirm(one.id, cell.dirk.ref, "visa", uuid4().hex)
    ledger.set_limits(part("emergency").pk, 2, cell.dirk.ref, "Full.")
    acts.household_changed(case.pk, 2, 1, cell.bram, uuid4().hex)
    assert sorted((one.reserved, one.confirmed) for one in held_by(case.pk)) == [(0, 1), (0, 2)]


# --- QU13 -------------------------------------------------------------------------------------------------------------


def suspended(cell: Cell) -> Suspension:
    made = acts.propose_suspension("War in the region.", date(2026, 3, 2), date(2026, 3, 31), cell.dirk)
    return acts.sign_suspension(made.pk, cell.wies)


def test_QU13_the_programme_stands_still_only_by_a_signed_decision_with_a_reason_and_a_last_day(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    group, lead = recognised(cell)
    made = acts.propose_suspension("War in the region.", date(2026, 3, 2), date(2026, 3, 31), cell.wies)
    assert acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, "k"), "a proposal stops nobody"
    with pytest.raises(acts.SamePerson):
        acts.sign_suspension(made.pk, cell.wies)
    with pytest.raises(policy.Refused):
        acts.sign_suspension(made.pk, cell.bram)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.filter(pk=made.pk).update(signed_by=cell.wies.account, signed_at=made.proposed_at)
    for reason, ends in (("", date(2026, 3, 31)), ("War.", date(2026, 3, 1))):
        with pytest.raises(ValueError, match="a reason and a last day"):
            acts.propose_suspension(reason, date(2026, 3, 2), ends, cell.dirk)
    acts.sign_suspension(made.pk, cell.chantal)
    other, second = recognised(cell)
    with pytest.raises(acts.Suspended) as stands:
        acts.ask_to_bring(other.pk, "named_family", 1, 0, second, "k")
    assert stands.value.until == date(2026, 3, 31)
    at(2026, 4, 1, 9)
    assert acts.ask_to_bring(other.pk, "named_family", 1, 0, second, "k")


def test_QU13_nothing_is_announced_listed_drawn_or_placed_and_who_has_a_place_goes_on(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    # admitted at one instant: then the lower id goes first
    placed, waits = sorted((emergency(cell)[0], emergency(cell)[0]), key=lambda one: one.pk)
    shrink("emergency", 2, cell)
    acts.place_emergencies()
    shrink("emergency", 10, cell)
    window = cell.window()
    suspended(cell)
    at(2026, 3, 3, 9)
    for new in (lambda: cell.window("other"), lambda: acts.publish_list(window.pk, cell.dirk)):
        with pytest.raises(acts.Suspended):
            new()
    assert acts.place_emergencies() == 0
    assert (step(placed), step(waits)) == ("drawn", "urgent")
    acts.household_changed(placed.pk, 2, 1, cell.bram, uuid4().hex)
    assert held(placed) == {"emergency": 3}


def test_QU13_a_value_is_not_entered_while_the_programme_stands_still(cell: Cell, at: Callable[..., datetime]) -> None:
    window = cell.window()
    at(2026, 3, 3, 9)
    acts.publish_list(window.pk, cell.dirk)
    suspended(cell)
    with pytest.raises(acts.Suspended):
        acts.enter_half(window.pk, "8c6", cell.dirk)


def test_QU13_a_suspension_ends_sooner_by_a_signer_with_a_reason_that_everybody_reads(cell: Cell) -> None:
    group, lead = recognised(cell)
    made = suspended(cell)
    with pytest.raises(policy.Refused):
        acts.lift_suspension(made.pk, "It is over.", cell.dirk)
    with pytest.raises(ValueError, match="says why"):
        acts.lift_suspension(made.pk, " ", cell.chantal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.filter(pk=made.pk).update(lifted_by=cell.chantal.account, lifted_at=made.signed_at)
    page = reverse("sponsorship:programme")
    told = {"do": "lift", "suspension": str(made.pk), "why": "The war in the region is over."}
    assert signed_in(cell.chantal.account).post(page, told).status_code == 302
    assert acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, "k")
    assert "The war in the region is over." in Client().get(reverse("sponsorship:door")).content.decode()


def test_a_suspension_that_nobody_proposed_is_not_there(cell: Cell) -> None:
    with pytest.raises(policy.NotThere):
        acts.sign_suspension(UUID(int=1), cell.wies)
