"""Beginning a group and joining one: who must do what first, who is told, and what the group's own file then counts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people import cast as people_cast
from tests.people.cast import signed_in
from tests.sponsorship import stage
from veer.access import policy
from veer.cases.facts import save_answer
from veer.cases.models import Case
from veer.sponsorship import acts, counting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


def test_whoever_has_no_name_here_yet_says_it_and_comes_back_to_begin_a_group() -> None:
    known = people_cast.account("Nora Nieuw")
    EmailAddress.objects.filter(user=known).update(verified=False)
    client, group = signed_in(known), reverse("sponsorship:mine")
    told = client.get(group).content.decode()
    says = f"{reverse('people:me')}?next={group}"
    assert says in told
    assert reverse("account_email") in told, "the e-mail is to be confirmed too"
    answer = client.post(says, {"given_name": "Nora", "family_name": "Nieuw", "language": "nl", "address": ""})
    assert answer["Location"] == group
    told = client.get(group).content.decode()
    assert says not in told
    assert reverse("account_email") in told
    away = client.post(f"{reverse('people:me')}?next=https://elsewhere.example/", {"given_name": "N", "language": "nl"})
    assert away["Location"] == reverse("people:me")


def test_whoever_is_asked_hears_it_by_mail_and_is_asked_no_more_once_that_is_taken_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    group, people = stage.group_of(2)
    lead, page = signed_in(people[0].account), reverse("sponsorship:group", args=[group.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert lead.post(page, {"do": "ask", "email": "Mia@example.org"})["Location"] == page
    assert [one.to for one in mail.outbox] == [["mia@example.org"]]
    assert reverse("sponsorship:mine") in mail.outbox[0].body
    assert group.name not in mail.outbox[0].body, "the address may be mistyped"
    for known in ("mia@example.org", stage.email_of(people[1]), stage.email_of(people[0]).upper()):
        assert "is a member already, or was asked" in lead.post(page, {"do": "ask", "email": known}).content.decode()
    asked = group.members.get(account=None)
    other = signed_in(people[1].account)
    assert str(asked.pk) in other.get(page).content.decode(), "the second lead may take it back too"
    with pytest.raises(policy.NotThere):
        acts.take_back_asking(group.pk, group.members.get(account=people[1].account).pk, people[0])
    assert lead.post(page, {"do": "unask", "member": str(asked.pk)})["Location"] == page
    asked.refresh_from_db()
    assert (asked.email, asked.left_at is None) == ("", False)
    assert "not agreed yet" not in lead.get(page).content.decode()
    assert lead.post(page, {"do": "unask", "member": "x"}).status_code == 404


def test_a_group_does_not_write_to_many_strangers_a_day() -> None:
    group, people = stage.group_of(2)
    page = reverse("sponsorship:group", args=[group.pk])
    told = [
        signed_in(people[0].account).post(page, {"do": "ask", "email": f"stranger{number}@example.org"}).status_code
        for number in range(21)
    ]
    assert told == [302] * 19 + [200] * 2, "the two who are members already were asked today as well"


def answers(case: Case) -> dict[str, Any]:
    return {one.fact: one.value for one in case.answers.order_by("fact")}


def test_a_file_that_was_begun_early_counts_the_members_as_they_are_when_it_is_sent() -> None:
    group, people = stage.group_of(2)
    case = acts.ask_recognition(group.pk, people[0], "k")
    near = case.answers.get(fact="sponsor.near")
    save_answer(case, people[0], "sponsor.near", 1, version=near.version)  # the lead knows better
    stage.joined(group, people[0], stage.somebody("Ann Derde"))
    assert answers(case) == {**counting.member_facts(group), "sponsor.near": 1}
    assert answers(case)["sponsor.adults"] == 3
    acts.leave(group.pk, people[1])
    assert (answers(case)["sponsor.adults"], answers(case)["sponsor.trained"]) == (2, 1)


def test_a_household_that_was_asked_for_early_comes_with_the_money_and_the_home_of_the_day_it_is_sent() -> None:
    group, people = stage.group_of(5)
    stage.Cell().recognise(group, people[0])
    case = acts.ask_to_bring(group.pk, "named_family", 2, 2, people[0], "k")
    assert (answers(case)["funds.cash"], answers(case)["home.known"]) == (0, False)
    stage.money(group, people[1], 900)
    acts.strike_receipt(group.pk, group.receipts.earliest("number").number, "Twice.", people[1])
    assert answers(case)["funds.cash"] == counting.money(group).cash // 100
    stage.money(group, people[1], 700)
    acts.offer_home(group.pk, "Gent", stage.HOME, people[0])
    told = answers(case)
    assert (told["funds.cash"], told["home.known"]) == (counting.money(group).cash // 100, True)
    assert {name: told[name] for name in stage.HOME} == stage.HOME
    assert told["funds.cash"]
