"""What has to fit: the head of a page on one line for whoever is signed in, and tables on a small phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.sizes import DESK, PHONE
from tests.people import cast as people
from tests.sponsorship import stage
from veer.access import roles

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

LONGEST = ("nl", "de", "fr")
LINES = """() => { const tops = [...document.querySelectorAll('.masthead .wrap > *')].filter(one => one.offsetHeight)
  .map(one => { const box = one.getBoundingClientRect(); return box.top + box.height / 2; });
  return Math.max(...tops) - Math.min(...tops); }"""
CUT = """() => [document.documentElement, ...document.querySelectorAll('main table')].filter(one => {
  const frame = one.tagName === 'TABLE' ? one.parentElement : one;
  return one.scrollWidth > frame.clientWidth + 1 && !frame.classList.contains('scroll'); })
  .map(one => one.tagName + ' ' + one.scrollWidth)"""


def test_the_head_stands_on_one_line_for_whoever_is_signed_in(
    live_server: Any, page: Page, sign_in: Callable[[Any], None]
) -> None:
    page.set_viewport_size({"width": DESK, "height": 800})
    for somebody, start in (
        (people.account("Rik Wouters"), "people:me"),
        (people.account("Lien Vermeulen", roles.OFFICIAL), "cases:work"),  # seven rooms, and a box to find a file
    ):
        page.context.clear_cookies()
        sign_in(somebody)
        for language in LONGEST:
            page.goto(f"{live_server.url}{reverse(start)}?lang={language}")
            assert page.evaluate(LINES) < 20, (start, language)


def test_tables_of_places_and_sums_fit_on_a_small_phone(
    live_server: Any, page: Page, at: Callable[..., Any], settings: Any
) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()
    stage.Cell().window()
    page.set_viewport_size({"width": PHONE, "height": 800})
    for language in LONGEST:
        for name in ("sponsorship:door", "openness:places"):
            page.goto(f"{live_server.url}{reverse(name)}?lang={language}")
            assert page.locator("main table").count() > 1
            assert page.evaluate(CUT) == [], (language, name)
    # When somebody answers the telephone is read in one piece: no bracket alone on the next line.
    settings.HELP = {"phone": "02 000 00 00", "email": "help@example.org", "hours": "9:00–12:30, 13:30–16:00"}
    for language in ("nl", "ar"):
        page.goto(f"{live_server.url}/?lang={language}")
        assert page.locator(".help bdi").last.evaluate("it => it.getClientRects().length") == 1, language
