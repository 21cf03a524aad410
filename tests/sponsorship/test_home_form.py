"""The home is asked about as the law asks: which facts those are, and which of them only of some homes, is law."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.cases.conftest import english  # noqa: F401  (a fixture)
from tests.sponsorship import stage
from veer.sponsorship import addresses, rules
from veer.sponsorship.forms import HomeForm
from veer.sponsorship.rules import Sponsors

pytestmark = pytest.mark.django_db
ROOM = {"home.days": 60, "home.man_alone": False, "home.minors_alone": False}


@pytest.fixture
def law(db: None, at: Callable[..., datetime]) -> Sponsors:
    at(2026, 3, 2, 9)
    stage.activate_law()
    found = rules.sponsors()
    assert found is not None
    return found


def said(**told: object) -> dict[str, str]:
    """The answers as a browser sends them."""
    answers = {**stage.HOME, **ROOM, **told}
    return {"municipality": "Gent"} | {
        fact.replace(".", "_"): str(value).lower() if isinstance(value, bool) else str(value)
        for fact, value in answers.items()
    }


def test_the_facts_of_a_home_and_which_are_asked_of_every_one_stand_in_the_law(law: Sponsors) -> None:
    assert {fact for fact, always in law.home.items() if always} == set(stage.HOME)
    assert {fact for fact, always in law.home.items() if not always} == set(ROOM)


def test_HO1_what_is_asked_of_a_room_is_kept_of_a_room_alone(law: Sponsors) -> None:
    room, flat = HomeForm(said(**{"home.kind": "room"}), law=law), HomeForm(said(), law=law)
    assert room.is_valid(), room.errors
    assert flat.is_valid(), flat.errors
    assert room.facts == {**stage.HOME, **ROOM, "home.kind": "room"}
    assert flat.facts == stage.HOME


def test_HO4_the_address_may_come_later_and_an_own_one_is_taken_over(law: Sponsors) -> None:
    later = HomeForm(said(), law=law)
    assert later.is_valid()
    assert later.cleaned_data["street"] == ""
    own = addresses.parts("Klaverhof 3 bus 2\n9040 Gent")
    taken = HomeForm(said(own="on", municipality=""), law=law, own=own)
    assert taken.is_valid(), taken.errors
    assert [taken.cleaned_data[name] for name in ("street", "postcode", "municipality")] == [
        "Klaverhof 3 bus 2", "9040", "Gent",
    ]  # fmt: skip
    assert set(HomeForm(said(municipality=""), law=law, own=own).errors) == {"municipality"}


def test_what_every_home_is_asked_is_required(law: Sponsors) -> None:
    form = HomeForm({"municipality": "Gent"}, law=law)
    assert set(form.errors) == {fact.replace(".", "_") for fact in stage.HOME}
