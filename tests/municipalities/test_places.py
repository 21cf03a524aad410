"""Places that are kept for who comes, and moves between two municipalities: all of the places go along, or nothing."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.municipalities import stage
from tests.people.cast import signed_in
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn
from veer.access import policy
from veer.access.who import Who
from veer.cases import held
from veer.cases.keeping import carry_out, plan
from veer.journal import clock
from veer.journal.acts import Ref
from veer.journal.models import Reading
from veer.municipalities import acts, queries
from veer.municipalities.acts import Acting
from veer.municipalities.models import Body, Handover
from veer.people import facts
from veer.people.models import Account, Person
from veer.quotas.verify import verify_ledgers
from veer.sponsorship.models import Parting
from veer.web.keeping import finders, periods

pytestmark = pytest.mark.django_db

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
ENOUGH = {"childcare": 2, "school": 3, "language": 4, "health": 9}


class Two:
    """Gent, where the home of the sponsor of a household of five is, and Aalst; somebody in each."""

    def __init__(self) -> None:
        sponsors.activate_law()
        self.home = Drawn()
        self.bram = self.home.bram
        sponsors.acts.offer_home(self.home.group.pk, "Gent", sponsors.HOME, self.home.lead)
        ages = {"Samira": "1988", "Yousef": "1986-04", "Lina": "2013-01-01", "Omar": "2017-05-05", "Noor": "2023-02-02"}
        for name, born in ages.items():
            person = Person.objects.get(pk=self.home.people[name].person_id)
            person.born = born
            person.save()
        self.gent, self.aalst = stage.body("Gent", self.bram), stage.body("Aalst", self.bram)
        self.greta, self.anke = stage.colleague(self.gent, self.bram), stage.colleague(self.aalst, self.bram, "Anke A")

    def declares(self, who: Who, places: dict[str, int], begins: date = SUMMER) -> None:
        acts.declare_places(begins, places, Acting.signed_in(who))

    def free(self, body: Body) -> dict[str, int]:
        quarter = next(one for one in queries.quarters(body, date(2026, 3, 2)) if one.period.begins == SUMMER)
        return {one.service: one.balance.free for one in quarter.places if one.balance}

    def proposed(self) -> Handover:
        return acts.propose_handover(self.home.coming.pk, self.aalst.pk, "The mother found work there.", self.greta)


@pytest.fixture(scope="module")
def built(building: Callable[..., Two]) -> Two:
    def made(hold: Callable[..., datetime]) -> Two:
        hold(2026, 3, 2, 9)
        return Two()

    return building(made)


@pytest.fixture
def two(db: None, built: Two, at: Callable[..., datetime]) -> Two:
    at(2026, 3, 2, 9)
    return deepcopy(built)


def test_what_a_household_needs_is_kept_and_never_more_than_there_is(two: Two) -> None:
    two.declares(two.greta, {**ENOUGH, "school": 1})
    assert acts.settle_services() == {"kept": 3, "used": 0, "freed": 0, "short": 1}
    assert two.free(two.gent) == {"childcare": 1, "school": 1, "language": 2, "health": 4}
    two.declares(two.greta, {"school": 2})
    assert acts.settle_services()["kept"] == 1
    assert acts.settle_services() == {"kept": 0, "used": 0, "freed": 0, "short": 0}
    with pytest.raises(acts.Held):
        two.declares(two.greta, {"health": 4})
    assert two.free(two.gent)["health"] == 4
    cast.act(two.home.case, "withdraw", two.home.head)
    assert acts.settle_services()["freed"] == 4
    assert two.free(two.gent) == {"childcare": 2, "school": 2, "language": 4, "health": 9}
    assert verify_ledgers() == []


def test_a_move_takes_all_places_along_or_nothing_and_both_read_the_trail(two: Two) -> None:
    two.declares(two.greta, ENOUGH)
    acts.settle_services()
    move = two.proposed()
    two.declares(two.anke, {**ENOUGH, "school": 1})
    with pytest.raises(acts.NoRoom):
        acts.answer_handover(move.pk, Handover.ACCEPTED, "", two.anke)
    assert two.free(two.aalst) == {"childcare": 2, "school": 1, "language": 4, "health": 9}
    assert two.free(two.gent) == {"childcare": 1, "school": 1, "language": 2, "health": 4}
    with pytest.raises(acts.NotOpen):
        two.proposed()  # one at a time
    with pytest.raises(acts.NotOpen):
        acts.answer_handover(move.pk, Handover.ACCEPTED, "", two.greta)  # nobody accepts what they proposed
    two.declares(two.anke, {"school": 2})
    client = signed_in(two.anke.account)
    client.post(reverse("municipalities:handover", args=[move.pk]), {"do": "accepted", "words": "Welcome."})
    move.refresh_from_db()
    assert move.moved == {"childcare": 1, "school": 2, "language": 2, "health": 5}
    assert two.free(two.gent) == ENOUGH
    assert two.free(two.aalst) == {"childcare": 1, "school": 0, "language": 2, "health": 4}
    assert verify_ledgers() == []
    assert [one.coming for one in queries.households_of(two.aalst)] == [two.home.coming.pk]
    assert queries.households_of(two.gent) == []
    for who in (two.greta, two.anke):
        page = signed_in(who.account).get(reverse("municipalities:handover", args=[move.pk])).content.decode()
        assert "The mother found work there." in page
        assert "Welcome." in page
    with pytest.raises(policy.NotThere):
        queries.household_for(two.greta, two.home.coming.pk)  # the household is no longer theirs to read
    (told,) = json.loads(held.as_json(two.home.head))["rooms"]["municipalities"]["moves"]
    assert (told["source__name"], told["target__name"], told["answer"]) == ("Gent", "Aalst", "accepted")


def test_a_household_whose_sponsor_moves_or_is_another_one_is_in_no_two_municipalities(
    two: Two, at: Callable[..., datetime]
) -> None:
    home, group = two.home, two.home.group
    for who in (two.greta, two.anke):
        two.declares(who, ENOUGH)
    acts.settle_services()
    sponsors.acts.offer_home(group.pk, "Aalst", sponsors.HOME, home.lead)
    assert acts.settle_services() == {"kept": 4, "used": 0, "freed": 4, "short": 0}
    assert two.free(two.gent) == ENOUGH
    assert two.free(two.aalst)["school"] == 1
    back = acts.propose_handover(home.coming.pk, two.gent.pk, "School.", two.anke)
    acts.answer_handover(back.pk, Handover.ACCEPTED, "", two.greta)
    assert [one.coming for one in queries.households_of(two.gent)] == [home.coming.pk]
    later = two.proposed()
    at(2026, 3, 3, 9)
    Parting.objects.create(coming=home.coming, group=group, application=home.application, left_at=clock.now())
    assert [one.coming for one in queries.households_of(two.aalst)] == [home.coming.pk], "the new sponsor's home"
    with pytest.raises(policy.NotThere):
        queries.household_for(two.greta, home.coming.pk)
    with pytest.raises(acts.NotOpen):
        acts.answer_handover(later.pk, Handover.ACCEPTED, "", two.anke)
    assert verify_ledgers() == []


def test_SG18_who_sponsors_a_household_reads_nothing_of_it_for_a_municipality(two: Two) -> None:
    move, client = two.proposed(), signed_in(two.greta.account)
    pages = [reverse(f"municipalities:{name}", args=[one]) for name, one in (
        ("household", two.home.coming.pk), ("handover", move.pk),
    )]  # fmt: skip
    mine = reverse("municipalities:mine")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert all(page in client.get(mine).content.decode() for page in pages)
    two.home.group.members.filter(account=two.home.lead.account).update(account=two.greta.account)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    told = client.get(mine).content.decode()
    assert not [page for page in pages if page in told]
    inside = cast.who(Account.objects.get(pk=two.greta.account))
    with pytest.raises(policy.NotThere):
        acts.answer_handover(move.pk, Handover.WITHDRAWN, "", inside)


def test_a_municipality_reads_what_it_needs_and_nothing_else_and_the_household_reads_that_it_looked(two: Two) -> None:
    client, file = signed_in(two.greta.account), Ref("case", two.home.case.pk)
    for need in ("need.school", "need.medical"):  # the law calls the second one sensitive
        facts.record(file, file, need, True, state="verified", source=two.bram.ref, by=two.bram.ref)
    page = client.get(reverse("municipalities:household", args=[two.home.coming.pk])).content.decode()
    assert "Adults: 2, children: 3" in page
    assert "A school near" in page
    assert "Medical care at hand" not in page
    for words in ("0 to 5 years: 1", "6 to 11 years: 1", "12 to 17 years: 1", "Places in schools: 2"):
        assert words in page
    for secret in ("Samira", "Haddad", two.home.case.given.number, two.home.group.name):
        assert secret not in page
    assert "likely in the week of" in page
    looks = Reading.objects.filter(chain=two.home.case.pk, reader_id=two.greta.account).values_list("role", "purpose")
    assert list(looks) == [("municipality", "take_part")]
    for name in ("cases:at_work", "cases:file", "sponsorship:household_at_work"):
        address = reverse(name, args=[two.home.case.pk if name.startswith("cases") else two.home.coming.pk])
        assert client.get(address).status_code == 404
    other = signed_in(two.anke.account)
    assert other.get(reverse("municipalities:household", args=[two.home.coming.pk])).status_code == 404
    assert "No household is on its way to you now." in other.get(reverse("municipalities:mine")).content.decode()


def test_who_typed_it_is_forgotten_and_the_numbers_stay(two: Two, at: Callable[..., datetime]) -> None:
    two.declares(two.greta, ENOUGH, SPRING)
    two.proposed()
    cast.act(two.home.case, "withdraw", two.home.head)
    at(2029, 1, 1, 9)
    mine = [one for one in plan(finders(), periods(), date(2029, 1, 1)) if one.item.kind == "municipalities"]
    assert all(one.goes for one in mine)
    carry_out(mine)
    assert not Handover.objects.exists()
    declared = two.gent.declarations.get()
    assert (declared.by_name, declared.account, declared.places) == ("", None, ENOUGH)
    assert uuid4() not in queries.ledgers(two.gent).values()
    assert len(queries.ledgers(two.gent)) == 4
