"""A household gets a place, reads it in a letter, asks for another one and gets that: in Dutch, in two browsers.

He works at a desk with the keyboard alone; she reads on a telephone. The beds follow each time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK, PHONE
from tests.browser.visitors import become
from tests.cases import cast
from tests.reception import stage
from veer.access.who import Who
from veer.people.models import Account
from veer.quotas.verify import verify_ledgers
from veer.reception import acts, queries
from veer.reception.models import Stay, Wait

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

WISH, WHY = "Mijn zus woont in Aalst.", "Haar zus woont vlakbij, en er is een school."


@pytest.fixture
def household(db: None, settings: Any, tmp_path: Path, at: Callable[..., Any]) -> tuple[Who, Who, Wait]:
    """Rik, Amina, and her household of three on the list, behind somebody who is ill."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    at(2026, 12, 1, 9)
    stage.activate_law()
    rik, amina = stage.officer("Rik Maes"), cast.applicant("Amina Haddad")
    for site, where, services in [("De Brug", "Gent", ["family", "school"]), ("Het Veer", "Aalst", ["family"])]:
        stage.place(rik, 4, site, municipality=where, services=services)
    stage.place(rik, 9, "De Kliniek", services=["medical"])
    stage.waits(rik, 1, "medical", name="Bo Bah")
    wait = acts.enlist(stage.presented(amina), 3, rik, wish="Gent", key="amina")
    acts.add_need(wait.pk, "family", rik, source="person", consent="person")
    return rik, amina, wait


@pytest.fixture
def hands(browser: Browser, live_server: Any, household: tuple[Who, Who, Wait]) -> Iterator[tuple[Hand, Hand]]:
    found = []
    for who, width, keys in ((household[0], DESK, True), (household[1], PHONE, False)):
        context = browser.new_context(locale="nl-BE", viewport={"width": width, "height": 800}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=who.account))
        found.append(Hand(context.new_page(), live_server.url, keys=keys))
    yield found[0], found[1]
    for hand in found:
        hand.page.context.close()


def test_a_place_is_given_and_then_another_one(
    hands: tuple[Hand, Hand], household: tuple[Who, Who, Wait], at: Callable[..., Any], tmp_path: Path
) -> None:
    (rik, amina), wait = hands, household[2]
    gives(rik, wait)
    assert beds() == {"De Brug": 1, "Het Veer": 4, "De Kliniek": 9}
    at(2026, 12, 4, 17)
    amina.arrive(reverse("reception:mine"))
    assert "U hebt een plaats: De Brug, Gent" in amina.text()
    assert "Vanaf 1 december 2026 hebt u een plaats om te wonen: De Brug, in Gent" in letter(amina, tmp_path)
    asks(amina)
    at(2026, 12, 7, 9)
    moves(rik)
    assert beds() == {"De Brug": 4, "Het Veer": 1, "De Kliniek": 9}
    amina.press_here(amina.page.locator(f"a[href$='{reverse('reception:mine')}']:visible"))
    assert "U hebt een plaats: Het Veer, Aalst" in amina.text()
    moved = letter(amina, tmp_path)
    assert "Vanaf 7 december 2026 woont u op een andere plaats: Het Veer, in Aalst" in moved
    assert WHY in moved
    assert amina.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    amina.follow(reverse("reception:public"))
    assert "Noden die niet kunnen wachten" in amina.text()
    assert [one.place.site for one in Stay.objects.order_by("since")] == ["De Brug", "Het Veer"]
    assert verify_ledgers() == []


def gives(rik: Hand, wait: Wait) -> None:
    """From the list, through what the program proposes and why, to the place."""
    rik.arrive(reverse("reception:work"))
    listed = rik.page.locator("section[aria-labelledby=h-list] tbody tr").all_inner_texts()
    assert ["Bo Bah" in listed[0], "Amina Haddad" in listed[1]] == [True, True]
    rik.follow(str(wait.pk))
    assert "Nummer 2 van 2" in rik.text()
    does(rik, "propose")
    assert "De Brug wordt door het programma voorgesteld" in rik.text()
    assert "De Kliniek" in str(rik.page.locator("details:has(li)").first.text_content())
    does(rik, "give")


def asks(amina: Hand) -> None:
    """For another place; the reason is forgotten first, and what was typed stays."""
    amina.follow("/elsewhere")
    amina.give("wish", "Aalst")
    amina.press_here(amina.page.locator("main form button.btn"))
    assert amina.page.locator("main [name=wish]").input_value() == "Aalst"
    amina.give("reason", WISH)
    amina.send()
    assert "Op 4 december 2026 vroeg u een andere plaats" in amina.text()


def moves(rik: Hand) -> None:
    """Whoever asked stands on his page; the place in the municipality that was asked for comes first."""
    rik.follow(reverse("reception:work"))
    rik.press(rik.page.locator("section[aria-labelledby=h-asked] a"))
    rik.press(rik.page.locator("main a[href*='/stays/']"))
    assert WISH in rik.text()
    assert "Het Veer wordt door het programma voorgesteld" in rik.text()
    assert "Ze ligt in de gevraagde gemeente" in rik.text()
    rik.give("reason", WHY)
    rik.press(rik.page.locator("button[name=do][value=move]"))
    assert "Het Veer" in rik.text()


def does(rik: Hand, what: str) -> None:
    """A button of the page of a household, which leads back to it."""
    rik.press_here(rik.page.locator(f"button[name=do][value={what}]"))


def letter(amina: Hand, folder: Path) -> str:
    """The letter on top of those about her place."""
    return amina.read(amina.page.locator("main a[href*='/letters/']"), folder)


def beds() -> dict[str, int]:
    """How many are free in each place."""
    return {row.place.site: row.balance.free for row in queries.places()}
