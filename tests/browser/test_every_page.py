"""Every page of the URL configuration at a phone's width: accessible, no sideways scroll, nothing refused.

Every fourth also at a desk, dark; in the long run, each kind of page.
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


# The pages of a passer-by are most of all, so they are looked at in parts: a worker takes one.
@pytest.mark.parametrize(("actor", "part", "parts"), [
    *(("", part, 4) for part in range(4)), ("amina", 0, 1), ("bram", 0, 1), ("chantal", 0, 1), ("noor", 0, 1),
    ("ines", 0, 1), ("iris", 0, 1), ("jonas", 0, 1),
])  # fmt: skip
def test_every_page(
    live_server: Any,
    page: Page,
    look: Callable[[str], list[str]],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    actor: str,
    part: int,
    parts: int,
) -> None:
    # The pages of accounts come from a package that leaves words undefined; ours are tried strictly elsewhere.
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    if actor:
        sign_in(world["people"][actor])
    faults, seen = [], 0
    addresses_ = addresses.visits(world)[actor]
    at_a_desk = addresses.one_of_each(addresses_) if LONG else set(addresses_[part :: 4 * parts])
    for address in addresses_[part::parts]:
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
        if address in at_a_desk:
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
