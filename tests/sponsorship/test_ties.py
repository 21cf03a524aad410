"""A sponsor reads nothing of those whom they bring, whoever gives them a mandate; and everybody is told why."""

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn, lives_at, trusted
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal import clock
from veer.people import acts
from veer.people.models import Account, Link, Person
from veer.sponsorship import acts as sponsoring

pytestmark = pytest.mark.django_db
WHY = "A sponsor never acts for whom they bring"


def again(who: Who) -> Who:
    return cast.who(Account.objects.get(pk=who.account))


def opens(who: Who, case: Case) -> int:
    return signed_in(who.account).get(reverse("cases:file", args=[case.pk])).status_code


def test_a_mandate_of_a_household_stops_opening_its_file_once_its_holder_joins_the_group(home: Drawn) -> None:
    helper, neighbour, friend = (trusted(home, f"{name} Trouw") for name in ("Hilde", "Nora", "Fien"))
    asylum = open_case(home.case.person_id, "be-proposal", "asylum", home.bram, language="en", key="her asylum")
    for one in (helper, neighbour, friend):
        assert [opens(one, case) for case in (home.case, asylum)] == [200, 200]
    member = stage.joined(home.group, home.lead, helper)
    lives_at("Dampoort 1,  GENT", home.lead)
    lives_at("dampoort 1, Gent", neighbour)
    for one in (helper, neighbour):
        assert [opens(one, case) for case in (home.case, asylum)] == [404, 404]
        assert again(one).persons & {home.case.person_id} == set()
        assert WHY in signed_in(one.account).get(reverse("people:clients")).content.decode()
    assert opens(friend, home.case) == 200
    told = signed_in(home.head.account).get(reverse("people:mandates")).content.decode()
    assert told.count(WHY) == 2
    sponsoring.leave(home.group.pk, again(helper))
    assert member.group_id == home.group.pk
    assert opens(helper, home.case) == 404, "who leaves for a day to read it reads nothing"


def test_a_sponsor_is_given_no_mandate_of_any_kind_and_whoever_gives_it_reads_why(home: Drawn) -> None:
    email = stage.email_of(home.lead)
    for give in (
        lambda: acts.give_mandate(home.case.person_id, home.head, email=email),
        lambda: acts.give_mandate(home.case.person_id, home.bram, email=email, reason="A paper of today."),
        lambda: acts.appoint(home.people["Lina"].person_id, home.bram, relation="guardian", email=email, body="Court"),
        lambda: acts.represent(Person.objects.get(pk=home.case.person_id), account_of(home.lead), home.head),
    ):
        with pytest.raises(acts.Tied):
            give()
    asked = {"email": email, "function": "trusted", "may": "act", "scope": "all"}
    page = signed_in(home.head.account).post(reverse("people:mandates"), asked)
    assert WHY in page.content.decode()
    assert not Link.objects.filter(email=email).exists()


def test_what_was_offered_before_the_tie_is_not_taken_on_after_it(home: Drawn) -> None:
    helper = stage.somebody("Hilde Later")
    lives_at("Kade 2, Gent", helper)
    link = acts.give_mandate(home.case.person_id, home.head, email=stage.email_of(helper))
    stage.joined(home.group, home.lead, helper)
    page = signed_in(helper.account).post(reverse("people:accept", args=[link.pk]), follow=True)
    assert WHY in page.content.decode()
    link.refresh_from_db()
    assert link.accepted_at is None


def test_SG18_an_official_who_is_of_the_group_does_not_handle_the_household(home: Drawn) -> None:
    address = reverse("cases:at_work", args=[home.case.pk])
    assert signed_in(home.bram.account).get(address).status_code == 200
    other = stage.somebody("Otto Ambtenaar")
    stage.joined(home.group, home.lead, other)
    give_role(other.account, roles.OFFICIAL, SYSTEM)
    assert signed_in(other.account).get(address).status_code == 404
    with pytest.raises(policy.Refused):
        acts.give_mandate(home.case.person_id, again(other), email="x@example.org", reason="A paper of today.")


def test_adults_of_one_household_act_for_each_other_where_they_live_with_their_sponsor(home: Drawn) -> None:
    yousef = home.account("Yousef")
    link = Link.objects.create(
        account=account_of(yousef), person_id=home.case.person_id, relation="representative", since=clock.now(),
        accepted_at=clock.now(),
    )  # fmt: skip
    lives_at("Dampoort 1, Gent", home.lead, yousef, home.head)
    assert opens(yousef, home.case) == 200
    assert link.holds(clock.now())


def account_of(who: Who) -> Account:
    return Account.objects.get(pk=who.account)
