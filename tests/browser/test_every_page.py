"""Every page of the URL configuration at a phone's width: accessible, no sideways scroll, nothing refused.

Every fourth also at a desk, dark. The long run looks at all of them there, and at each again with every other record
and visitor that it has something for.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from django.template import engines
from playwright.sync_api import Page

from tests.browser import addresses
from tests.browser.sizes import DESK, PHONE

LONG = os.environ.get("VEER_LONG") == "1"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


SHARES = 2  # each a worker's: every second page of whoever goes there


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page(
    live_server: Any,
    page: Page,
    look: Callable[[str], list[str]],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    share: int,
) -> None:
    # The pages of accounts come from a package that leaves words undefined; ours are tried strictly elsewhere.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    faults, seen, before = [], 0, ""
    everything = [(actor, address) for actor, pages in addresses.visits(world).items() for address in pages]
    kinds = addresses.one_of_each(everything)
    for actor, address in (everything if LONG else sorted(kinds, key=everything.index))[share::SHARES]:
        if actor != before:
            page.context.clear_cookies()
            sign_in(world["people"][actor])
            before = actor
        held_as(page, PHONE, "light")
        answer = page.goto(live_server.url + address)
        assert answer is not None
        if addresses.CLOSED.get(answer.status, frozenset()) & {address}:
            continue
        if answer.status >= 400:
            faults.append(f"{address}: {answer.status}")
            continue
        seen += 1
        faults.extend(look(address))
        if LONG or seen % 4 == 0:
            held_as(page, DESK, "dark")
            faults.extend(look(f"{address} at a desk"))
    assert not faults, "\n".join(faults)
    assert seen


def held_as(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar"] if LONG else ["ar"])
def test_the_main_pages_in_every_language(
    live_server: Any, phone: Page, look: Callable[[str], list[str]], world: dict[str, Any], language: str
) -> None:
    pack, route = next((one, r.id) for one in world["packs"] for r in one.routes.values() if r.points)
    faults = []
    for address in (
        "/",
        "/find/",
        f"/find/{pack.id}/",
        "/law/",
        f"/law/{pack.id}/{route}/",
        f"/score/{pack.id}/{route}/",
        "/numbers/",
        "/no-such-page",
    ):
        phone.goto(f"{live_server.url}{address}?lang={language}")
        assert phone.locator("html").get_attribute("lang") == language
        assert phone.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else None)
        faults.extend(look(f"{address} ({language})"))
    assert not faults, "\n".join(faults)


def test_error_states(live_server: Any, phone: Page, look: Callable[[str], list[str]], world: dict[str, Any]) -> None:
    pack = world["packs"][0]
    faults = []
    phone.goto(f"{live_server.url}/find/{pack.id}/")
    phone.get_by_role("button", name="Next").or_(phone.get_by_role("button", name="Show the answer")).click()
    phone.get_by_role("alert").wait_for()
    faults.extend(look("a question without an answer"))
    phone.goto(f"{live_server.url}/find/resume/")
    phone.get_by_label("Your code").fill("NOTACODE")
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("alert").wait_for()
    assert phone.get_by_label("Your code").input_value() == "NOTACODE"
    faults.extend(look("a wrong code"))
    phone.goto(f"{live_server.url}/no/such/page")
    faults.extend(look("404"))
    assert not faults, "\n".join(faults)
