"""What was found to be one counts as one, and what was taken back counts as if it had never been said."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.people.cast import signed_in
from tests.safeguarding.stage import cell as integrity
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import drawn
from veer.access.who import Who
from veer.safeguarding.models import Alert
from veer.safeguarding.queries import alerts_for
from veer.sponsorship import acts, counting
from veer.sponsorship.limits import exceeded
from veer.sponsorship.models import Finding, Group
from veer.sponsorship.outcomes import outcome_of
from veer.sponsorship.queries import found_law, known_of_groups
from veer.sponsorship.reserved import counted

pytestmark = pytest.mark.django_db
SMALL = {**stage.HOME, "home.rooms": 3}  # where the norm lets four live


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


def told(*groups: Group) -> list[Any]:
    """All that is counted of each group."""
    law = found_law()
    return [
        (
            counting.active_households(one),
            counting.has_all_it_may(one, law),
            counting.persons_in_a_year(one, law),
            counting.households_of_a_member(one, law),
            counted(one, law),
            outcome_of(one),
        )
        for one in groups
    ] + [exceeded(), known_of_groups()]


def one_sponsor(one: Group, other: Group, by: Who, what: str = Finding.GROUP) -> Finding:
    return acts.find_same(what, one.pk, other.pk, one.pk, by, "Seen.")


def test_QU7_SE7_HO2_SG16_two_found_to_be_one_count_as_one_and_taken_back_as_before() -> None:
    work = stage.Cell()
    (one, lead, _file), (other, leads, _another) = drawn(work), drawn(work)
    new, people = stage.group_of(1, "Nieuw")
    for group, who, spelt in ((one, lead, "BE68 5390 0754 7034"), (other, leads, "5390 0754 7034")):
        acts.name_account(group.pk, "Bank", spelt, who)
        acts.offer_home(group.pk, "Gent", SMALL, who, street="Klaverhof 3", postcode="9040")
    before = told(one, other, new)
    assert [row[:3] for row in before[:3]] == [(1, True, 5), (1, True, 5), (0, False, 0)]
    assert before[3] == []
    assert not Alert.objects.exists()

    sponsor = one_sponsor(one, other, work.dirk)
    home = one_sponsor(one, other, work.dirk, Finding.HOME)
    after = told(one, other)
    assert after[0] == after[1]  # whichever of them is asked about
    assert after[0][:3] == (2, True, 10)
    over = {(found.kind, found.have, found.may) for found in after[2]}
    assert over == {("over_households", 2, 1), ("over_persons", 10, 8), ("over_home", 10, 4)}
    assert len(after[3]) == len(before[4]) - 1
    (alert,) = alerts_for(integrity())  # nothing was refused: somebody resolves it
    assert {"over_households", "over_persons", "over_home"} <= {tie["kind"] for tie in alert.ties}
    page = signed_in(work.dirk.account).get(reverse("sponsorship:group_at_work", args=[other.pk])).content.decode()
    assert "more persons than may live in the home: 10, and 4 are allowed" in page
    assert (
        "counts as one sponsor with another"
        in signed_in(lead.account).get(reverse("sponsorship:group", args=[one.pk])).content.decode()
    )

    for made in (sponsor, home):
        acts.take_back(made.pk, work.dirk, "Two.")
    assert told(one, other, new) == before
    assert people


def test_QU7_a_new_group_of_one_sponsor_asks_for_no_second_household() -> None:
    work = stage.Cell()
    group, people = stage.group_of(name="Buren")
    work.recognise(group, people[0])
    case = acts.ask_to_bring(group.pk, "named_family", 1, 0, people[0], uuid4().hex)
    law = found_law()
    again = acts.begin_group("Buren", "organisation", stage.somebody("Anja Anders"), stage.TOLD)
    Finding.objects.create(
        what="group", marks={}, reason="Seen.", at=case.opened_at, by=work.dirk.account, kept=group,
        **dict(zip(("one", "other"), sorted((group, again), key=lambda one: one.pk), strict=True)),
    )  # fmt: skip
    assert counting.persons_asked(again, law) == 1
    again.form = "group"
    assert counting.has_all_it_may(again, law)
