"""Where each arrives after signing in: at their work, or at a page that says honestly what there is for them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.people import cast as people
from veer.access import roles
from veer.access.who import Who
from veer.people import acts
from veer.people.models import Account

pytestmark = pytest.mark.django_db


def signed_in(who: Who) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=who.account), backend="django.contrib.auth.backends.ModelBackend")
    return client


def arrives(who: Who) -> str:
    return str(signed_in(who).get("/start")["Location"])


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (roles.POLICY_MAKER, "cases:laws"),
        (roles.ANALYST, "openness:numbers"),
        (roles.COACH, "cases:mine"),
        (roles.COMMISSION, "cases:mine"),
        (roles.OFFICIAL, "cases:work"),
    ],
)
def test_a_role_arrives_where_its_work_is(law: None, role: str, page: str) -> None:
    one = cast.who(cast.account("Adri Claes", role))
    assert arrives(one) == reverse(page)
    assert signed_in(one).get(reverse(page)).status_code == 200


@pytest.mark.parametrize(("role", "later"), [(roles.COACH, "their own plan"), (roles.COMMISSION, "your votes")])
def test_a_role_without_pages_reads_what_will_come_and_what_there_is(law: None, role: str, later: str) -> None:
    text = signed_in(cast.who(cast.account("Adri Claes", role))).get(reverse("cases:mine")).content.decode()
    assert later in text
    assert "None of it is made yet." in text
    for page in ("openness:law", "openness:numbers", "safeguarding:safeguards"):
        assert f'href="{reverse(page)}"' in text


def test_a_policy_maker_is_led_to_the_versions_of_the_law(law: None) -> None:
    text = (
        signed_in(cast.who(cast.account("Adri Claes", roles.POLICY_MAKER))).get(reverse("cases:mine")).content.decode()
    )
    assert f'href="{reverse("cases:laws")}"' in text


def test_who_acts_for_others_arrives_at_their_files_and_where_there_are_none_at_them(law: None, amina: Who) -> None:
    helper = people.account("Rik Wouters")
    assert arrives(cast.who(helper)) == reverse("cases:mine")
    offer = acts.give_mandate(next(iter(amina.own)), amina, email=str(helper.email))
    acts.accept_mandate(offer.pk, cast.who(helper))
    clients = reverse("people:clients")
    assert arrives(cast.who(helper)) == clients
    assert f'href="{clients}"' in signed_in(cast.who(helper)).get(reverse("cases:mine")).content.decode()
    assert arrives(amina) == reverse("cases:mine")
    cast.submitted(amina)
    assert arrives(cast.who(helper)) == reverse("cases:mine"), "a lawyer arrives at the files of clients"
