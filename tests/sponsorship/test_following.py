"""The file of a group after the draw: it goes along with the household's own, as far as a sponsor may know."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn, drawn, person
from veer.cases import facts
from veer.cases.errors import NotReady
from veer.cases.models import Case
from veer.quotas import acts as ledger
from veer.quotas.models import Quota
from veer.quotas.queries import held_by
from veer.sponsorship import acts, counting
from veer.sponsorship.acts.places import year_of
from veer.sponsorship.rules import sponsors

pytestmark = pytest.mark.django_db


def offers_another(home: Drawn) -> bool:
    """Whether the group's page leads to a household more, or says why it does not."""
    page = signed_in(home.lead.account).get(reverse("sponsorship:group", args=[home.group.pk])).content.decode()
    leads = reverse("sponsorship:bring", args=[home.group.pk]) in page
    assert leads != ("Your group has a household already." in page)
    return leads


def step(home: Drawn) -> str:
    return Case.objects.get(pk=home.application.pk).step


def held(home: Drawn) -> int:
    return sum(one.amount for one in held_by(home.application.pk))


def test_B7_the_file_of_the_group_goes_from_the_draw_to_the_end_of_the_company(
    home: Drawn, at: Callable[..., datetime]
) -> None:
    assert drawn(home.cell)[2].step == "drawn"
    assert step(home) == "named", "with the first who is written down"
    home.screened()
    assert step(home) == "visa_filed"
    home.checked()
    home.written()
    acts.finish_plan(home.coming.pk, home.support, uuid4().hex)
    home.does("propose_grant", home.bram, reasons=[{"id": "", "text": "Why.", "source": ""}])
    home.signed()
    acts.settle_households()
    assert step(home) == "visa_filed", "signed: the household does not know it yet"
    home.told("issue_visa", home.consul, visa__sticker="BEL1234567", visa__paper="passport")
    assert step(home) == "coming"
    home.told("home_ready", home.support, home__ready_on="2025-03-02")
    home.does("orient", home.support)
    home.told("book", home.support, travel__on="2026-03-02", travel__listed=5)
    home.does("board", home.support)
    home.told("arrive", home.desk, travel__arrived=5)
    assert step(home) == "arrived"
    home.does("lodge", home.desk)
    assert step(home) == "arrived", "that asylum was asked moves nothing"
    home.told("visit_3", home.support, visit__colour="green")
    home.told("visit_14", home.support, visit__colour="red")
    assert step(home) == "accompanied"
    at(2027, 3, 3, 9)
    home.does("year_over", cast.SYSTEM)
    home.told("report", home.support, report__household="Well.", report__sponsor="Well.")
    over = Case.objects.get(pk=home.application.pk)
    assert (over.step, over.ends) == ("brought", "residence")
    assert (acts.free_ended(), held(home)) == (0, 5), "who came keeps the place of its year"


def test_QU7_six_months_after_the_arrival_a_group_may_ask_for_another_household(
    home: Drawn, at: Callable[..., datetime]
) -> None:
    home.arrived()
    at(2026, 9, 1, 9)
    with pytest.raises(acts.AlreadyActive):
        acts.ask_to_bring(home.group.pk, "named_friend", 1, 0, home.lead, uuid4().hex)
    assert counting.active_households(home.group) == 1
    assert not offers_another(home)
    at(2026, 9, 2, 9)
    assert counting.active_households(home.group) == 0
    assert offers_another(home)
    assert acts.ask_to_bring(home.group.pk, "named_friend", 1, 0, home.lead, uuid4().hex)
    assert counting.active_households(home.group) == 1


def test_a_household_that_is_lost_ends_the_company_and_the_file_of_the_group_does_not_say_why(
    home: Drawn, at: Callable[..., datetime]
) -> None:
    home.arrived()
    at(2026, 3, 16, 9)
    home.does("not_lodged", cast.SYSTEM)
    at(2026, 3, 23, 9)
    home.does("alert", cast.SYSTEM)
    home.does("lost", home.bram)
    assert step(home) == "company_over"
    acts.free_ended()
    assert held(home) == 5


def test_B12_whoever_is_counted_in_the_file_moves_the_places_and_the_file_of_the_group(home: Drawn) -> None:
    home.told("name_household", home.bram, household__adults=2, household__children=2)
    assert held(home) == 4
    known = facts.known(Case.objects.get(pk=home.application.pk))[0]
    assert (known["household.adults"], known["household.children"]) == (2, 2)
    acts.household_changed(home.application.pk, 2, 3, home.bram, uuid4().hex)  # said on the page of the group
    assert held(home) == 5
    assert facts.known(Case.objects.get(pk=home.case.pk))[0]["household.children"] == 3


def test_B12_where_there_are_places_for_fewer_nobody_is_counted(home: Drawn) -> None:
    law = sponsors()
    assert law is not None
    whole = year_of(law, 2026)
    ledger.set_limits(Quota.objects.get(parent=whole, name="named_family").pk, 5, home.bram.ref, "Full.")
    acts.keep_for(home.application.pk, 6, home.bram.ref, "opens the buffer")
    ledger.set_limits(Quota.objects.get(name="family_unity").pk, 1, home.bram.ref, "Full.")
    with pytest.raises(NotReady, match="not places enough"):
        home.told("name_household", home.bram, household__adults=2, household__children=5)
    assert facts.known(Case.objects.get(pk=home.case.pk))[0]["household.children"] == 3


def test_who_is_written_down_is_who_was_counted_before_checks_begin(home: Drawn) -> None:
    home.agreed()
    home.heard()
    with pytest.raises(acts.NotOnTheList):
        acts.name_traveller(home.application.pk, person("Sami"), False, home.bram, "a sixth")
    acts.write_identity(home.application.pk, stage.identity("Sami", False), home.bram, why="Found in a camp.")
    acts.name_traveller(home.application.pk, person("Sami"), False, home.bram, "a sixth")
    with pytest.raises(NotReady, match=r"2 \+ 4; who were counted: 2 \+ 3"):
        home.does("begin_screening", home.bram)
    home.told("name_household", home.bram, household__adults=2, household__children=4)
    assert held(home) == 6
    assert home.does("begin_screening", home.bram).step == "screening"
