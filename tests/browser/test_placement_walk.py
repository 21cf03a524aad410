"""An official asks for a run, decides otherwise with the cost before him, and a colleague signs as the second person.

With the keyboard alone, in Dutch, in two browsers.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK
from tests.browser.visitors import become
from tests.matching import stage
from veer.matching.models import Lock, Run
from veer.people.models import Account
from veer.quotas.verify import verify_ledgers
from veer.reception.models import Stay

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> stage.Town:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return stage.town()


@pytest.fixture
def hands(browser: Browser, live_server: Any, town: stage.Town) -> Iterator[tuple[Hand, Hand]]:
    found = []
    for who in (town.rik, town.sam):
        context = browser.new_context(locale="nl-BE", viewport={"width": DESK, "height": 800}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=who.account))
        found.append(Hand(context.new_page(), live_server.url, keys=True))
    yield found[0], found[1]
    for hand in found:
        hand.page.context.close()


def test_run_override_and_second_signature(hands: tuple[Hand, Hand], town: stage.Town) -> None:
    rik, sam = hands
    rik.arrive(reverse("matching:work"))
    rik.press(rik.page.locator("button[name=source]"))
    run = Run.objects.get()
    assert "Er is geen betere verdeling: dat is bewezen." in rik.text()
    overrides(rik, run, town)
    lock = Lock.objects.get()
    sam.arrive(reverse("matching:run", args=[run.pk]))
    sam.follow(str(lock.pk))
    assert stage.WORDS in sam.text()
    sam.press_here(sam.page.locator("button[name=do][value=sign]"))
    assert stage.placed(run) == {"H00001": "De Kliniek", "H00002": "", "H00003": "Het Veer"}
    sam.follow(str(run.pk))
    sam.press_here(sam.page.locator("button[name=do][value=confirm]"))
    assert "1 plaats gegeven" in sam.text()
    assert [stay.place for stay in Stay.objects.select_related("place")] == [town.house]
    assert verify_ledgers() == []


def overrides(rik: Hand, run: Run, town: stage.Town) -> None:
    """Two alone into the house instead of the family of three; the reason is too short first and is not lost."""
    rik.follow(str(stage.line(run, town.alone).pk))
    assert "anderen zijn daar voorgesteld" in rik.text()
    rik.give("kind", "must")
    rik.give("spot", "P00002")
    rik.give("reason", "family_asked")
    rik.give("words", "Kort.")
    rik.press_here(rik.page.locator("button[value=settle]"))
    assert rik.page.locator("main [name=words]").input_value() == "Kort."
    rik.give("words", stage.WORDS)
    rik.press(rik.page.locator("button[value=settle]"))
    told = rik.text()
    assert "28 minder" in told
    assert "Noor Ali" in told
    assert not Lock.objects.filter(kept_at__isnull=False).exists()
    rik.press_here(rik.page.locator("button[name=do][value=keep]"))
    assert "Iemand anders moet dit doen." in rik.text()
    assert not rik.page.locator("button[name=do][value=sign]").count()
