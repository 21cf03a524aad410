"""A real browser on a real server: phones and desks, people and officials, axe in hand."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from tests.browser.settled import settle
from tests.browser.sizes import DESK, PHONE
from tests.browser.visitors import become
from tests.cases import cast
from tests.cases.test_machine import MACHINE
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.acts import open_case
from veer.journal import clock
from veer.openness import queries
from veer.people.models import Account

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def base_url() -> str:
    """Ours, in place of the plugin's, which warns under this pytest; addresses come from the live server."""
    return ""


@pytest.fixture(scope="session", autouse=True)
def settled() -> Iterator[None]:
    """A click or a key is over when the page it leads to is whole."""
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        yield


@pytest.fixture
def look(page: Page) -> Callable[..., list[str]]:
    """What is wrong with the page as it stands: axe's findings, sideways scroll, words of the console."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    rules = json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})

    def wrong(name: str) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(f"axe.run({rules}).then(found => found.violations)")
        faults = [f"{name}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            faults.append(f"{name}: scrolls sideways by {over} px")
        if page.locator("h1").count() != 1:
            faults.append(f"{name}: {page.locator('h1').count()} first headings")
        refused = [text for text in said if "Content Security" in text or "Refused" in text or "Error:" in text]
        faults.extend(f"{name}: console: {text[:200]}" for text in refused)
        said.clear()
        return faults

    return wrong


@pytest.fixture
def sign_in(live_server: Any, context: BrowserContext) -> Callable[[Any], None]:
    """Become an account, without its password."""

    return lambda account: become(context, live_server.url, account)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """The law in force, and a file at each stage: begun, sent and taken, proposed, signed; two on an invented law."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    cast.activate_law()
    amina, bram, chantal = cast.applicant(), cast.official(), cast.signer()
    works = {"noor": roles.ADMINISTRATOR, "iris": roles.INTEGRITY, "jonas": roles.AUDITOR}
    people = {name: cast.who(cast.account(f"{name.title()} Claes", role)) for name, role in works.items()}
    sent = cast.submitted(amina)
    cast.act(sent, "take", bram)
    cases = {
        "draft": cast.draft(amina),
        "sent": sent,
        "proposed": cast.proposed(amina, bram),
        "signed": cast.signed(amina, bram, chantal),
    }
    law.activate(law_in(MACHINE), SYSTEM)
    for stage in ("presented", "lodged"):
        cases[stage] = open_case(cast.person_of(amina), "machine", "protection", bram, language="en", key=stage)
    cast.act(cases["lodged"], "lodge", bram, facts={"country": None})
    cast.act(cases["lodged"], "summon", bram, set_for=clock.now() + timedelta(9), place="Room 2", language="ar")
    hearing = cases["lodged"].hearings.get()
    people |= {"amina": amina, "bram": bram, "chantal": chantal, "ines": cast.interpreter(hearing, bram)}
    packs = queries.packs()
    return {
        "packs": packs,
        "digest": queries.short(packs[0].law_hash),
        "cases": {stage: case.pk for stage, case in cases.items()},
        "hearing": hearing.pk,
        "people": {name: Account.objects.get(pk=who.account) for name, who in people.items()},
    }


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": PHONE, "height": 780})
    return page


@pytest.fixture
def desk(page: Page) -> Page:
    page.set_viewport_size({"width": DESK, "height": 900})
    return page
