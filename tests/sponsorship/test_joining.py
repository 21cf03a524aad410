"""Beginning a group and joining one: who must do what first, who is told, and what the group's own file then counts."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people import cast as people_cast
from tests.people.cast import signed_in
from tests.sponsorship import stage

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
