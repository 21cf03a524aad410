"""Somebody comes to a desk with nothing but a name: no e-mail, no telephone, no Latin letters.

She is written down and received, goes home with a code on paper, and reads her file with it on a telephone, in Arabic.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.hand import Hand
from tests.browser.sizes import DESK, PHONE
from tests.browser.test_asylum_walk import PACK, ROUTE, acts
from tests.browser.visitors import become
from tests.cases import cast
from tests.cases.test_walks import LAW
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

GIVEN, FAMILY, LATIN = "سلمى", "الحداد", "Salma Al Haddad"


def test_from_a_desk_to_her_own_file_on_a_telephone(
    browser: Browser, live_server: Any, at: Callable[..., Any], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    at(2026, 9, 7, 8)
    pack = law_in(LAW / PACK)
    law.activate(pack, SYSTEM)
    dirk = window(browser, live_server, "nl-BE", DESK)
    become(dirk.page.context, live_server.url, cast.account("Dirk Claes", roles.DESK))
    dirk.arrive(reverse("start"))
    written_down(dirk)
    record = dirk.page.url.removeprefix(dirk.url)
    dirk.press(dirk.page.locator("main a[href*='/open/']"))
    dirk.give("route", f"{PACK}/{ROUTE}")
    dirk.send()
    acts(dirk, "receive", {"whereabouts": "inside"}, pack=pack)
    dirk.follow(reverse("people:desk"))
    dirk.give("q", "salma haddad")
    dirk.press_here(dirk.page.locator("main form[role=search] button"))
    dirk.follow(record)
    dirk.press(dirk.page.locator("form[action$='/code'] button"))
    expect(dirk.page.locator("main section[dir=rtl] .code")).to_be_visible()  # the paper is hers, the page is his
    code = dirk.page.locator(".code").inner_text()

    at(2026, 9, 14, 17)
    salma = window(browser, live_server, "ar", PHONE)
    salma.arrive(reverse("people:claim"))
    salma.give("code", code.lower().replace("-", " "))
    salma.press(salma.page.locator("main form button.btn"))
    assert not Account.objects.get(links__person__given_name=GIVEN).email
    if not salma.page.locator("main .lines a").count():
        salma.follow(reverse("cases:mine"))
    salma.press(salma.page.locator("main .lines a"))
    reads_her_file(salma)
    for hand in (dirk, salma):
        hand.page.context.close()


def window(browser: Browser, live_server: Any, locale: str, width: int) -> Hand:
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    return Hand(context.new_page(), live_server.url, keys=False)


def written_down(dirk: Hand) -> None:
    """A name in its own letters and a language; how it is written in Latin letters, because a passport was seen."""
    dirk.follow(reverse("people:desk"))
    dirk.follow(reverse("people:register"))
    dirk.give("given_name", GIVEN)
    dirk.give("family_name", FAMILY)
    dirk.give("passport_name", LATIN)
    dirk.give("year", "1991")
    dirk.give("language", "ar")
    dirk.send()
    assert GIVEN in dirk.heading()


def reads_her_file(salma: Hand) -> None:
    """Hers, from right to left: where it stands, what comes, that she asked; and it fits the telephone."""
    page = salma.page
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("#h-rights").is_visible()
    assert page.locator(".path .here").count() == 1
    assert page.locator("aside a[href*='/letters/']").count() == 1
    assert page.locator("#h-who").is_visible()
