"""Before a signature somebody shows anew that it is them; what they filled in waits, and nothing is done meanwhile."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import veer
from tests.cases import cast
from veer.access.who import Who
from veer.cases.models import Case, Decision
from veer.people.models import Account
from veer.web.models import DemoLogin

pytestmark = pytest.mark.django_db
At = Callable[..., datetime]
PASSWORD = "een lang woord 1"
MARK = re.compile(r'name="(seen|key|letter)"[^>]*value="([^"]*)"')


@pytest.fixture(autouse=True)
def nine(at: At) -> None:
    """It is nine before anything happens; no try has been counted."""
    cache.clear()
    at(2026, 11, 25, 9, 0)


@pytest.fixture
def case(amina: Who, bram: Who) -> Case:
    return cast.proposed(amina, bram)


@pytest.fixture
def second(case: Case, chantal: Who) -> Client:
    """The signer, who signed in at nine with a password."""
    account = Account.objects.get(pk=chantal.account)
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(client: Client, address: str) -> dict[str, str]:
    return {**dict(MARK.findall(client.get(address).content.decode())), "read": "on"}


def is_signed(case: Case) -> bool:
    return Decision.objects.filter(case=case, signed_at__isnull=False).exists()


def address_of(case: Case) -> str:
    return reverse("cases:sign", args=[case.pk, "sign"])


def test_soon_after_signing_in_nothing_more_is_asked(at: At, case: Case, second: Client) -> None:
    at(2026, 11, 25, 9, 14)
    second.post(address_of(case), filled(second, address_of(case)))
    assert is_signed(case)


def test_later_it_is_asked_and_the_form_waits(at: At, case: Case, second: Client) -> None:
    at(2026, 11, 25, 9, 16)
    address = address_of(case)
    told = filled(second, address)
    asked = second.post(address, told)
    assert asked["Location"] == f"/account/reauthenticate/?next={address.replace('/', '%2F')}"
    assert not is_signed(case)
    assert second.post("/account/reauthenticate/", {"password": "wrong", "next": address}).status_code == 200
    assert second.post(address, told).status_code == 302
    assert not is_signed(case)
    assert second.post("/account/reauthenticate/", {"password": PASSWORD, "next": address})["Location"] == address
    assert not is_signed(case)
    page = second.get(address).content.decode()
    assert "You have shown that it is you" in page
    assert re.search(r'name="read"[^>]*checked', page)
    assert not is_signed(case)
    second.post(address, {**dict(MARK.findall(page)), "read": "on"})
    assert is_signed(case)


def test_it_lasts_as_long_as_the_installation_says(at: At, case: Case, second: Client, settings: Any) -> None:
    settings.PROOF_MINUTES = 5
    at(2026, 11, 25, 9, 6)
    second.post(address_of(case), filled(second, address_of(case)))
    assert not is_signed(case)


def test_a_clock_set_back_opens_nothing(at: At, case: Case, second: Client) -> None:
    at(2026, 11, 25, 8, 0)
    second.post(address_of(case), filled(second, address_of(case)))
    assert not is_signed(case)


def test_other_acts_are_done_without(at: At, case: Case, second: Client) -> None:
    at(2026, 11, 25, 12, 0)
    address = reverse("cases:send_back", args=[case.pk, "send_back"])
    told = {**dict(MARK.findall(second.get(address).content.decode())), "reason": "Noem ook de ervaring."}
    assert second.post(address, told)["Location"] == reverse("cases:at_work", args=[case.pk])
    assert Decision.objects.filter(case=case, sent_back_at__isnull=False).exists()


def test_who_has_nothing_to_show_it_with_chooses_something_first(at: At, case: Case, chantal: Who) -> None:
    client = Client()
    client.force_login(Account.objects.get(pk=chantal.account), backend="django.contrib.auth.backends.ModelBackend")
    at(2026, 11, 25, 9, 16)
    asked = client.post(address_of(case), filled(client, address_of(case)))
    assert asked["Location"].startswith("/account/2fa/?next=")
    assert not is_signed(case)


def test_the_invented_show_it_with_a_button(at: At, case: Case, chantal: Who, settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    account = Account.objects.get(pk=chantal.account)
    DemoLogin.objects.create(account=account, name="Chantal Dubois", role="signer", position=0)
    client, address = Client(), address_of(case)
    client.post(f"/demo/login/{account.pk}")
    at(2026, 11, 25, 9, 16)
    asked = client.post(address, filled(client, address))
    assert asked["Location"].startswith("/demo/prove?next=")
    assert "It is me" in client.get(asked["Location"]).content.decode()
    assert client.post("/demo/prove", {"next": address})["Location"] == address
    page = client.get(address).content.decode()
    client.post(address, {**dict(MARK.findall(page)), "read": "on"})
    assert is_signed(case)


def test_the_button_is_for_the_invented_and_leads_nowhere_else(
    client: Client, chantal: Who, settings: Any, tmp_path: Path
) -> None:
    account = Account.objects.get(pk=chantal.account)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/demo/prove").status_code == 404
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    assert client.post("/demo/prove").status_code == 404
    DemoLogin.objects.create(account=account, name="Chantal Dubois", role="signer", position=0)
    assert client.post("/demo/prove", {"next": "https://elsewhere.example/"})["Location"] == reverse("start")


def test_no_page_performs_an_act_past_the_one_place_that_asks() -> None:
    """`do` asks; a page that called `perform` itself would not."""
    pages = Path(veer.__file__).parent / "cases" / "pages"
    found = [path.name for path in sorted(pages.glob("*.py")) if re.search(r"\bperform\(", path.read_text())]
    assert found == ["common.py"]
