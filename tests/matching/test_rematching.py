"""A household whose sponsor did not fit: in the next run, agreed by both, and with the new sponsor."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.matching import drawn, stage
from tests.people.cast import signed_in
from tests.sponsorship.coming_stage import Drawn
from tests.sponsorship.stage import email_of
from veer.access.who import Who
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.matching import acts
from veer.matching.models import Offer, Seeker
from veer.people.acts import Tied, give_mandate
from veer.quotas.models import Quota
from veer.quotas.queries import held_by
from veer.quotas.verify import verify_ledgers
from veer.sponsorship import queries
from veer.sponsorship.models import Coming, Parting

pytestmark = pytest.mark.django_db


def drawn_before(at: Callable[..., Any]) -> drawn.Drawn:
    found = drawn.drawn(at, children=3)
    acts.stop_seeking(found.seeker.pk, found.cell.bram)
    return found


@pytest.fixture(scope="module")
def built(building: Callable[..., drawn.Drawn]) -> drawn.Drawn:
    return building(drawn_before)


@pytest.fixture
def town(db: None, built: drawn.Drawn, at: Callable[..., Any]) -> drawn.Drawn:
    at(2026, 3, 3, 9)
    return deepcopy(built)


def offered(town: drawn.Drawn, home: Drawn) -> Offer:
    run = stage.asked(town.cell.bram, "sponsors")
    line = run.lines.get(person=home.case.person_id)
    acts.accept(line.pk, town.cell.bram)
    acts.confirm(line.pk, town.cell.chantal, uuid4().hex)
    return Offer.objects.get(line=line)


def agreed(town: drawn.Drawn, home: Drawn) -> Offer:
    offer = offered(town, home)
    acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    acts.answer_as_household(offer.pk, "yes", "", home.head)
    offer.refresh_from_db()
    return offer


def reads(who: Who, group: Any, coming: Coming) -> int:
    address = reverse("sponsorship:household", args=[group.pk, coming.pk])
    return signed_in(who.account).get(address).status_code


def held(case: Case) -> list[tuple[str, int, int]]:
    names = dict(Quota.objects.order_by("pk").values_list("pk", "name"))
    return [(names[one.quota], one.reserved, one.confirmed) for one in held_by(case.pk)]


def test_B10_a_breakdown_ends_with_a_new_sponsor_who_sees_the_household_and_the_old_one_who_does_not(
    town: drawn.Drawn,
) -> None:
    home = Drawn(town.cell)
    home.arrived()
    home.written(2)
    home.does("concern", home.head, text="He shouts at night.")
    home.told("separate", home.bram, breakdown__cause="sponsor")
    assert queries.looking() == [], "a place to stay first"
    home.does("give_room", home.reception)
    receipts = list(home.group.receipts.order_by("number").values())
    had, offer = held(home.application), agreed(town, home)
    assert (offer.ended, home.branch) == (Offer.AGREED, "new_sponsor")
    coming = Coming.objects.get(pk=home.coming.pk)
    assert (coming.group, coming.application_id) == (town.group, offer.file)
    assert (reads(town.lieve, town.group, coming), reads(home.lead, home.group, coming)) == (200, 404)
    page = signed_in(home.lead.account).get(reverse("sponsorship:group", args=[home.group.pk])).content.decode()
    assert "Haddad" not in page
    assert list(home.group.receipts.order_by("number").values()) == receipts
    left = Parting.objects.get(coming=coming)
    assert (left.group, [one["who"] for one in left.plan], coming.plan.count()) == (home.group, ["Lieve", "Lieve"], 0)
    steps = [Case.objects.get(pk=one).step for one in (left.application_id, coming.application_id)]
    assert steps == ["given_over", "arrived"]
    assert (held(left.application), held(coming.application)) == ([], had)
    assert verify_ledgers() == []
    with pytest.raises(Tied):
        give_mandate(home.case.person_id, home.head, email=email_of(home.lead))
    assert queries.looking() == []


def test_before_the_journey_another_sponsor_is_matched_and_the_place_is_kept(town: drawn.Drawn) -> None:
    home = Drawn(town.cell)
    home.agreed()
    home.heard(keeps_sponsor=False)
    home.does("another_sponsor", home.bram)
    assert [one.pk for one in queries.looking()] == [home.coming.pk]
    agreed(town, home)
    case = Case.objects.get(pk=home.case.pk)
    acts_done = [one.act for one in Standing(case).events]
    assert (case.step, acts_done[-1]) == ("contact", "matched")
    coming = Coming.objects.get(pk=home.coming.pk)
    assert held(coming.application) == [("named_family", 5, 0)]
    assert (Case.objects.get(pk=home.application.pk).step, held(home.application)) == ("given_over", [])
    assert home.heard().step == "contact"
    assert home.does("begin_screening", home.bram).step == "screening"
    assert Case.objects.get(pk=coming.application_id).step == "visa_filed"


def test_whoever_chooses_ordinary_reception_is_offered_nothing_more_and_goes_with_nobody(town: drawn.Drawn) -> None:
    home = Drawn(town.cell)
    home.arrived()
    home.does("concern", home.head, text="It does not fit.")
    home.does("leave_home", home.head)
    home.does("give_room", home.reception)
    offer = offered(town, home)
    acts.answer_as_sponsor(offer.pk, "yes", "", town.lieve)
    home.does("choose_regular", home.head)
    acts.answer_as_household(offer.pk, "yes", "", home.head)
    offer.refresh_from_db()
    assert (offer.ended, Coming.objects.get(pk=home.coming.pk).group) == (Offer.LAPSED, home.group)
    assert not Seeker.objects.filter(ended_at=None).exists()
    assert not Parting.objects.exists()


def test_a_household_is_not_put_together_again_with_a_sponsor_that_it_had(town: drawn.Drawn) -> None:
    home = Drawn(town.cell)
    home.agreed()
    home.heard(keeps_sponsor=False)
    home.does("another_sponsor", home.bram)
    Coming.objects.filter(pk=home.coming.pk).update(group=town.group)
    run = stage.asked(town.cell.bram, "sponsors")
    (line,) = run.lines.order_by("code")
    assert (line.spot, list(line.shut)) == (None, ["had_before"])
