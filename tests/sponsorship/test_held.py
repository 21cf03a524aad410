"""Everything that the room of sponsors holds about somebody is in their own copy."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.browser.hand import words_of
from tests.sponsorship import stage
from veer.cases import held
from veer.sponsorship import acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


def test_memberships_money_home_and_draws_are_told(at: Callable[..., datetime], tmp_path: Path) -> None:
    cell = stage.Cell()
    group, lead, case = stage.asked(cell)
    acts.offer_home(group.pk, "Gent", stage.HOME, lead, street="Klaverhof 3", postcode="9040")
    acts.write_receipt(group.pk, "cash", 700, date(2026, 3, 1), "Typed twice", lead)
    acts.strike_receipt(group.pk, 2, "It was the same gift.", lead)
    window = cell.window()
    at(2026, 3, 3, 9)  # the window has closed
    acts.publish_list(window.pk, cell.dirk)
    (told,) = json.loads(held.as_json(lead))["rooms"]["sponsorship"]["memberships"]
    assert (told["group"], told["lead"], told["left_at"]) == (group.name, True, None)
    assert [(one["cents"], one["struck_why"]) for one in told["receipts"]] == [
        (3_100_000, ""), (700, "It was the same gift."),
    ]  # fmt: skip
    assert [told["home"][one] for one in ("street", "postcode", "municipality")] == ["Klaverhof 3", "9040", "Gent"]
    assert told["applications"] == [case.given.number]
    assert {"begin_group", "ask_member"} <= {one["act"] for one in told["journal"]}
    (drawn,) = json.loads(held.as_json(lead))["rooms"]["sponsorship"]["draws"]
    assert drawn["window__name"] == window.name
    words = words_of(held.as_pdf(lead, "en"), tmp_path)
    assert group.name in words
    assert "Klaverhof 3, 9040 Gent" in " ".join(words.split())
    assert "31,000.00" in words
    assert "7.00 struck: It was the same gift." in " ".join(words.split())


def test_who_left_keeps_what_they_wrote_and_reads_nothing_more() -> None:
    group, people = stage.group_of(3)
    keeper, other = people[1], people[2]
    stage.money(group, keeper)
    for one in (keeper, other):
        acts.leave(group.pk, one)
    for one, receipts in ((keeper, 1), (other, 0)):
        (told,) = json.loads(held.as_json(one))["rooms"]["sponsorship"]["memberships"]
        assert len(told["receipts"]) == receipts
        assert told["left_at"]
        assert not {"account", "home", "applications"} & told.keys()


def test_QU8_who_helped_a_group_reads_when(at: Callable[..., datetime]) -> None:
    group, people = stage.group_of(5)
    stage.Cell().recognise(group, people[0])
    helper = stage.somebody("Hanne Helper")
    helps = acts.Helper(stage.email_of(helper).upper())
    acts.ask_to_bring(group.pk, "named_family", 1, 0, people[0], "k", helper=helps)
    assert json.loads(held.as_json(helper))["rooms"]["sponsorship"]["helped"] == ["2026-03-02T09:00:00+00:00"]
    assert json.loads(held.as_json(people[1]))["rooms"]["sponsorship"]["helped"] == []
