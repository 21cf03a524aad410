"""A group of sponsors: each agrees with an account of their own, nobody twice, and what it has is written down."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.stage import TOLD, Cell
from veer.access import policy
from veer.access.who import Who
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.queries import entries
from veer.journal.queries import told as told_by
from veer.people.acts.twins import make_findable, merge, undo_merge
from veer.people.models import Likeness, Person
from veer.quotas.acts import reserve
from veer.quotas.models import Quota
from veer.sponsorship import acts, counting, rules
from veer.sponsorship.acts.places import year_of
from veer.sponsorship.models import Group, Member, Receipt
from veer.sponsorship.queries import found_law

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


def test_each_member_agrees_with_an_account_of_their_own() -> None:
    group, people = stage.group_of(2)
    mia, jef = stage.somebody("Mia Nieuw"), stage.somebody("Jef Ander")
    member = acts.ask_member(group.pk, stage.email_of(mia), people[0])
    with pytest.raises(policy.NotThere):
        acts.agree(member.pk, jef, TOLD)  # asked was Mia
    assert acts.agree(member.pk, mia, TOLD).account_id == mia.account
    with pytest.raises(policy.NotThere):
        acts.agree(member.pk, mia, TOLD)
    assert len(counting.agreed(group)) == 3
    assert {one.email for one in counting.agreed(group)} == {""}, "an e-mail is kept only while it asks somebody"


def test_an_email_that_nobody_confirmed_joins_no_group() -> None:
    group, people = stage.group_of(2)
    known = cast.applicant("Nora Los", "en")
    member = acts.ask_member(group.pk, stage.email_of(known), people[0])
    with pytest.raises(policy.NotThere):
        acts.agree(member.pk, known, TOLD)


def test_SE7_one_active_group_at_a_time() -> None:
    group, people = stage.group_of(2)
    with pytest.raises(acts.ActiveElsewhere):
        acts.begin_group("Another", "group", people[1], TOLD)
    other, leads = stage.group_of(2, "Andere Groep")
    with pytest.raises(acts.ActiveElsewhere):
        stage.joined(other, leads[0], people[1])
    acts.leave(group.pk, people[1])
    assert acts.agree(other.members.get(account=None).pk, people[1], TOLD).group == other


def had_a_place(group: Group, lead: Who) -> None:
    """A household of this group, come and gone: it got a place, and its file is over."""
    case = acts.ask_to_bring(group.pk, "named_friend", 2, 0, lead, uuid4().hex)
    part = Quota.objects.get(parent=year_of(found_law(), clock.today("Europe/Brussels").year), name="named_friend")
    reserve(part.pk, 2, case.pk, lead.ref, "draw", uuid4().hex)
    Case.objects.filter(pk=case.pk).update(ended_at=clock.now(), ends="residence")


def test_SE7_a_member_helps_to_bring_two_households_in_thirty_six_months_wherever(at: Callable[..., datetime]) -> None:
    work = Cell()
    group, people = stage.group_of()
    work.recognise(group, people[0])
    had_a_place(group, people[0])
    at(2027, 3, 3, 9)  # the persons of the first count no more (QU7)
    had_a_place(group, people[0])
    at(2028, 1, 3, 9)
    with pytest.raises(acts.HelpedEnough):
        acts.ask_to_bring(group.pk, "named_friend", 1, 0, people[0], uuid4().hex)
    other, leads = stage.group_of(name="Andere Groep")
    work.recognise(other, leads[0])
    assert counting.households_of_a_member(other, found_law()) == 0
    twins = [Person.objects.get(links__account=who.account) for who in (people[3], leads[3])]
    for person in twins:
        person.born = "1990-05-06"
        person.save()
        make_findable(person)
    same = merge(Likeness.objects.get().pk, twins[0].pk, work.dirk, "One woman with two accounts.")
    assert counting.households_of_a_member(other, found_law()) == 2  # by an account that she no longer uses
    undo_merge(same.pk, work.dirk, "Two sisters.")
    assert counting.households_of_a_member(other, found_law()) == 0
    acts.leave(group.pk, people[4])
    stage.joined(other, leads[0], people[4])
    with pytest.raises(acts.HelpedEnough):
        acts.ask_to_bring(other.pk, "named_friend", 1, 0, leads[0], uuid4().hex)
    at(2029, 3, 3, 9)  # thirty-six months after the first
    assert acts.ask_to_bring(other.pk, "named_friend", 1, 0, leads[0], uuid4().hex)


def test_SE6_family_or_a_friend_of_those_who_come_never_keeps_the_money() -> None:
    group, people = stage.group_of(2)
    tied = stage.somebody("Sara Zus")
    member = stage.joined(group, people[0], tied, told={"tied": True}, lead=True, keeps_money=True)
    assert (member.tied, member.keeps_money) == (True, False)
    with pytest.raises(policy.Refused):
        stage.money(group, tied)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=member.pk).update(keeps_money=True)


def test_SE2_to_SE4_and_SE10_the_members_are_counted_and_nobody_types_them_again() -> None:
    group, people = stage.group_of(4)
    known = counting.member_facts(group)
    assert {name: known[f"sponsor.{name}"] for name in ("adults", "contributing", "leads", "lawful", "near")} == {
        "adults": 4, "contributing": 4, "leads": 2, "lawful": 4, "near": 4,
    }  # fmt: skip
    assert (known["sponsor.trained"], known["sponsor.lead_trained"], known["sponsor.test"]) == (2, True, 85)
    found = rules.sponsors()
    assert found is not None
    assert counting.unmet(group, found) == ["The group has five adults or more."]
    stage.joined(group, people[0], stage.somebody("Ann Vijf"), told={"near": False})
    assert counting.unmet(group, found) == []
    case = acts.ask_recognition(group.pk, people[0], "k")
    assert {one.fact: one.value for one in case.answers.order_by("fact")} == counting.member_facts(group)
    assert acts.ask_recognition(group.pk, people[0], "again").pk == case.pk, "one file at a time"


def test_only_a_lead_asks_and_only_a_member_sees() -> None:
    group, people = stage.group_of(3)
    with pytest.raises(policy.Refused):
        acts.ask_recognition(group.pk, people[2], "k")
    with pytest.raises(policy.Refused):
        acts.ask_member(group.pk, "x@example.org", people[2])
    with pytest.raises(policy.NotThere):
        acts.leave(group.pk, stage.somebody("Vreemd Mens"))


def test_the_files_are_those_of_whoever_began_the_group() -> None:
    """A second lead reads where they stand, and asks nothing in the other's name."""
    group, people = stage.group_of(5)
    with pytest.raises(policy.Refused):
        acts.ask_recognition(group.pk, people[1], "k")
    Cell().recognise(group, people[0])
    with pytest.raises(policy.Refused):
        acts.ask_to_bring(group.pk, "named_family", 2, 2, people[1], "k")
    pages = {one: signed_in(one.account).get(reverse("sponsorship:group", args=[group.pk])) for one in people[:2]}
    told = [answer.content.decode() for answer in pages.values()]
    file = reverse("cases:file", args=[Group.objects.get().recognition_id])
    assert [file in words for words in told] == [True, False]
    assert all("You are recognised" in words for words in told)


def test_SE11_a_member_leaves_a_group_of_five_and_its_file_hears_of_it() -> None:
    group, people = stage.group_of(6)
    case = Cell().recognise(group, people[0])
    acts.leave(group.pk, people[5])
    assert Case.objects.get(pk=case.pk).step == "recognised"
    acts.leave(group.pk, people[4])
    assert Case.objects.get(pk=case.pk).step == "short"
    assert not counting.may_bring(group)
    with pytest.raises(acts.KeepsTheFiles):
        acts.leave(group.pk, people[0])


def test_a_member_leaves_before_recognition_without_a_word() -> None:
    group, people = stage.group_of(5)
    acts.ask_recognition(group.pk, people[0], "k")
    acts.leave(group.pk, people[4])
    assert len(counting.agreed(group)) == 4


def test_B2_the_money_is_written_down_and_none_is_moved() -> None:
    group, people = stage.group_of(2)
    acts.write_receipt(group.pk, Receipt.CASH, 50_000, date(2026, 3, 1), "Mia", people[1])
    with pytest.raises(IntegrityError), transaction.atomic():  # SG9: of more than 500 euro the origin is declared
        acts.write_receipt(group.pk, Receipt.CASH, 50_001, date(2026, 3, 1), "Mia", people[1])
    acts.write_receipt(group.pk, Receipt.CASH, 200_000, date(2026, 3, 1), "Jef", people[1], origin="Savings")
    acts.write_receipt(
        group.pk, Receipt.IN_KIND, 80_000, date(2026, 3, 1), "Ann", people[1], what="Beds", origin="Hers"
    )
    acts.write_receipt(group.pk, Receipt.BACK, 10_000, date(2026, 3, 2), "Mia", people[1])
    found = counting.money(group)
    assert (found.cash, found.in_kind, found.together) == (240_000, 80_000, 320_000)
    assert list(group.receipts.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_B2_nobody_gives_back_what_is_not_there_and_a_slip_is_said_at_its_field() -> None:
    group, people = stage.group_of(2)
    acts.write_receipt(group.pk, Receipt.CASH, 50_000, date(2026, 3, 1), "Mia", people[1])
    with pytest.raises(acts.MoreThanThere):
        acts.write_receipt(group.pk, Receipt.BACK, 50_001, date(2026, 3, 1), "Mia", people[1])
    page = reverse("sponsorship:money", args=[group.pk])
    client = signed_in(people[1].account)
    told = {"do": "receipt", "kind": "back", "amount": "600", "day": "2026-03-02", "giver": "Mia"}
    said = client.post(page, told).content.decode()
    assert "There is only €\u00a0500.00 on the account." in said
    assert 'value="600"' in said
    said = client.post(page, {**told, "kind": "in_kind", "amount": "60"}).content.decode()
    assert "Say what was given, for example: two beds." in said
    assert counting.money(group).together == 50_000
    assert client.post(page, {**told, "amount": "100"}).status_code == 302
    assert "-100.00" in client.get(page).content.decode()


def test_B2_a_receipt_that_is_wrong_is_struck_with_a_reason_and_stays_to_be_read() -> None:
    group, people = stage.group_of(3)
    keeper, day = people[1], date(2026, 3, 1)
    wrong = acts.write_receipt(group.pk, Receipt.CASH, 50_000, day, "Mia", keeper)
    acts.write_receipt(group.pk, Receipt.CASH, 5_000, day, "Jef", keeper)
    acts.write_receipt(group.pk, Receipt.BACK, 6_000, date(2026, 3, 2), "Mia", keeper)
    with pytest.raises(policy.Refused):
        acts.strike_receipt(group.pk, wrong.number, "Typed twice.", people[2])  # she keeps no money
    with pytest.raises(policy.NotThere):
        acts.strike_receipt(group.pk, 4, "Typed twice.", keeper)
    page, client = reverse("sponsorship:money", args=[group.pk]), signed_in(keeper.account)
    strike = {"do": "strike", "receipt": "1", "why": "Typed twice."}
    said = client.post(page, strike).content.decode()
    assert "More went back than would then be there. Strike what went back first." in said
    assert "This field is required." in client.post(page, {**strike, "why": ""}).content.decode()
    acts.strike_receipt(group.pk, 3, "Nothing went back.", keeper)
    again = client.post(page, strike)
    assert again["Location"] == f"{page}?again=1"
    assert 'value="500.00"' in client.get(again["Location"]).content.decode()  # to be written as it should be
    with pytest.raises(policy.NotThere):
        acts.strike_receipt(group.pk, 1, "Once more.", keeper)
    assert counting.money(group).together == 5_000
    for where in ("money", "statement"):
        told = client.get(reverse(f"sponsorship:{where}", args=[group.pk])).content.decode()
        assert "<del>1 March 2026, On the account, €\u00a0500.00, Mia</del>" in told
        assert "Struck on 2 March 2026: Typed twice." in told
    assert [told_by(one) for one in entries(group.pk) if one.act == "strike_receipt"][1] == {
        "number": 1, "why": "Typed twice.",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(number=2).update(struck_at=wrong.written_at, struck_by=keeper.account)  # no reason


@pytest.mark.parametrize(
    ("number", "kept"),
    [("BE68 5390 0754 7034", "7034"), ("be68539007547034", "7034"), ("002-1234567-89", "6789"),
     ("BE68 5390 0754 7035", ""), ("hello", ""), ("BE68", "")],
)  # fmt: skip
def test_a_slip_in_the_number_of_the_account_is_said_at_its_field(number: str, kept: str) -> None:
    group, people = stage.group_of(2)
    address = reverse("sponsorship:money", args=[group.pk])
    told = signed_in(people[1].account).post(address, {"do": "account", "bank": "Bank", "number": number})
    group.refresh_from_db()
    assert (group.account_end, told.status_code) == (kept, 302 if kept else 200)
    if not kept:
        assert "This is no number of an account." in told.content.decode()


def test_SG6_one_account_is_the_account_of_one_group() -> None:
    group, people = stage.group_of(2)
    stage.money(group, people[1])
    assert Group.objects.get(pk=group.pk).account_end == "7034"
    other, leads = stage.group_of(2, "Andere Groep")
    with pytest.raises(acts.AccountUsed):
        acts.name_account(other.pk, "Bank", "be68-5390 0754 7034", leads[1])


@pytest.mark.parametrize(("adults", "children", "euro"), [(1, 0, 12_700), (2, 2, 21_500), (2, 6, 30_700)])
def test_B2_what_a_household_needs_comes_from_the_law(adults: int, children: int, euro: int) -> None:
    found = rules.sponsors()
    assert found is not None
    assert rules.required(found, adults, children) == euro


def test_HO2_how_many_may_live_there_comes_from_the_norm_of_the_region() -> None:
    found = rules.sponsors()
    assert found is not None
    assert rules.persons_allowed(found, stage.HOME | {"home.area": 38}) == 4
    assert rules.persons_allowed(found, stage.HOME | {"home.area": 37, "home.region": "BE-BRU"}) == 4
    assert rules.persons_allowed(found, stage.HOME | {"home.rooms": 2}) == 2
    assert rules.persons_allowed(found, {}) is None


def test_QU6_an_organisation_has_several_households_within_its_share_of_the_places() -> None:
    """At most 50 persons, and at most 5 in 100 of 1,000 places: fifty."""
    house, lead = stage.organisation(Cell())
    for children in (18, 18):
        acts.ask_to_bring(house.pk, "matched_vulnerable", 2, children, lead, uuid4().hex)
    acts.ask_to_bring(house.pk, "matched_vulnerable", 2, 8, lead, uuid4().hex)
    with pytest.raises(acts.TooMany):
        acts.ask_to_bring(house.pk, "matched_vulnerable", 1, 0, lead, uuid4().hex)


def test_QU7_a_recognised_group_asks_for_one_household_at_a_time() -> None:
    group, people = stage.group_of()
    with pytest.raises(acts.NotRecognised):
        acts.ask_to_bring(group.pk, "named_family", 2, 2, people[0], uuid4().hex)
    Cell().recognise(group, people[0])
    stage.money(group, people[1])
    acts.offer_home(group.pk, "Namur", stage.HOME, people[2])
    case = acts.ask_to_bring(group.pk, "named_family", 2, 2, people[0], "k")
    known = {one.fact: one.value for one in case.answers.order_by("fact")}
    assert (known["funds.cash"], known["home.area"], known["household.children"]) == (21500, 90, 2)
    with pytest.raises(acts.AlreadyActive):
        acts.ask_to_bring(group.pk, "named_friend", 1, 0, people[0], uuid4().hex)
    cast.act(case, "withdraw", people[0])
    assert acts.ask_to_bring(group.pk, "matched_vulnerable", 1, 0, people[0], uuid4().hex).pk != case.pk
