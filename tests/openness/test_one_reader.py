"""Answers of one person never reach the next at the same machine; who signs up goes on with their own."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from veer.openness import answers
from veer.people.models import Account

pytestmark = pytest.mark.django_db

PACK, FACT = "be-proposal", "experience.months"


def say(client: Client) -> None:
    sent = client.post(reverse("openness:find_fact", args=[PACK, FACT]), {"value": "24"})
    assert sent.status_code == 302


def kept(client: Client) -> bool:
    """Whether the finder of this browser still knows the answer, and whether the browser still holds it."""
    shown = client.get(reverse("openness:answers", args=[PACK])).context["side"]
    known = FACT in [one["fact"] for one in shown]
    cookie = client.cookies.get(answers.name_of(PACK))
    assert known == bool(cookie and cookie.value)
    return known


def sign_in(client: Client, account: Account) -> None:
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def two() -> list[Account]:
    return [Account.objects.get(pk=cast.applicant().account) for _one in range(2)]


def test_who_signs_in_goes_on_with_what_they_answered_before(client: Client, two: list[Account]) -> None:
    say(client)
    sign_in(client, two[0])
    assert kept(client)
    assert kept(client)


def test_signing_out_forgets_the_answers(client: Client, two: list[Account]) -> None:
    say(client)
    sign_in(client, two[0])
    assert kept(client)
    client.post(reverse("account_logout"))
    assert not client.cookies[answers.name_of(PACK)].value
    sign_in(client, two[1])
    assert not kept(client)


def test_answers_given_while_signed_in_do_not_reach_the_next_account(client: Client, two: list[Account]) -> None:
    sign_in(client, two[0])
    say(client)
    assert kept(client)
    sign_in(client, two[1])
    assert not kept(client)
    say(client)
    assert kept(client)


def test_a_session_that_ended_by_itself_leaves_nothing_to_the_next(client: Client, two: list[Account]) -> None:
    sign_in(client, two[0])
    say(client)
    del client.cookies["sessionid"]
    assert not kept(client)
    say(client)
    assert kept(client)
    sign_in(client, two[1])
    assert kept(client)
