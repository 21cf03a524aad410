"""Pictures of the pages for docs/screens, taken again on request: `script/test tests/browser/pictures.py`.

Not a test by name: a run of the suite must not change files of the project.
"""

import io
import os
import random
import secrets
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from PIL import Image
from playwright.sync_api import Page

from tests.browser import addresses
from tests.browser.sizes import DESK, PHONE
from tests.cases import cast
from tests.openness.typing_answers import UNKNOWN, typed
from veer.cases.models import Case, Decision
from veer.letters.models import Letter
from veer.openness import examples, queries, relevance
from veer.people.queries import who_is

TALLEST = 5200
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


@pytest.fixture
def picture(page: Page, live_server: Any) -> Callable[..., None]:
    """Show an address on a phone and at a desk, and keep how it looks."""

    def take(name: str, address: str = "", prepare: Callable[[], None] | None = None) -> None:
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            if address:
                page.goto(live_server.url + address)
            if prepare:
                prepare()
            tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            page.set_viewport_size({"width": width, "height": max(800, tall)})  # bars that stick stand at the foot
            save(Image.open(io.BytesIO(page.screenshot())), f"{name}-{width}")

    FOLDER.mkdir(exist_ok=True)
    page.emulate_media(reduced_motion="reduce")
    return take


@pytest.fixture
def morning(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same day and the same chance each time, so that a picture changes only where a page did.

    Chance gives the numbers of files, and the order of what happened at one instant.
    """
    at(2026, 11, 23, 9)
    by_chance = random.Random(2026)
    monkeypatch.setattr(secrets, "randbelow", by_chance.randrange)
    monkeypatch.setattr(os, "urandom", by_chance.randbytes)


def answered(page: Page, url: str, pack: Any, facts: dict[str, Any]) -> None:
    """Walk the finder to its end with these facts, and give the browser the cookie that keeps them."""
    client, flat = Client(), relevance.flattened(pack, facts)
    client.post(f"/find/{pack.id}/purpose/", {"unknown": "1"})
    for _question in range(60):
        answer = client.get(f"/find/{pack.id}/")
        if answer.status_code == 302:
            break
        fact = answer.context["fact"]
        client.post(f"/find/{pack.id}/ask/{fact}/", typed(pack, fact, flat.get(fact, UNKNOWN)))
    page.context.add_cookies([{"name": name, "value": one.value, "url": url} for name, one in client.cookies.items()])


def test_the_public_pages(morning: None, world: dict[str, Any], page: Page, live_server: Any, picture: Any) -> None:
    pack, route = next((one, r.id) for one in world["packs"] for r in one.routes.values() if r.points)
    known = examples.of(pack, route)
    picture("01-home", "/?lang=nl")
    picture("02-which-law", "/find/?lang=nl")
    picture("02-purpose", f"/find/{pack.id}/purpose/?lang=nl")
    own = [fact for fact in pack.facts.values() if fact.derive is None and "applicant" in fact.by]
    asked = next(fact.id for fact in own if fact.type.kind == "bool")
    picture("03-question", f"/find/{pack.id}/ask/{asked}/?lang=nl")

    def nothing_chosen() -> None:
        page.goto(f"{live_server.url}/find/{pack.id}/ask/{asked}/?lang=nl")
        page.locator("form.ask button.btn:not(.btn--quiet)").first.click()
        page.get_by_role("alert").wait_for()

    picture("04-question-error", prepare=nothing_chosen)
    mapped = next(fact.id for fact in own if fact.type.kind == "map")
    picture("05-question-languages", f"/find/{pack.id}/ask/{mapped}/?lang=fr")
    picture("06-question-arabic", f"/find/{pack.id}/ask/{asked}/?lang=ar")
    picture("07-law-list", "/law/?lang=de")
    picture("08-law", f"/law/{pack.id}/{route}/?lang=de")
    first, second = list(known)[:2]
    picture("09-points-example", f"/score/{pack.id}/{route}/?lang=en&example={second}&with={first}")
    picture("10-not-found", "/no-such-page?lang=nl")
    answered(page, live_server.url, pack, known[second]["facts"])
    picture("11-result-open", f"/find/{pack.id}/result/?lang=nl")
    page.context.clear_cookies()
    closed = next(
        one for one in known.values() if queries.decide(pack, route, one["facts"], lang="en")["outcome"] == "closed"
    )
    answered(page, live_server.url, pack, closed["facts"])
    picture("12-result-closed", f"/find/{pack.id}/result/?lang=fr")
    picture("13-points-mine", f"/score/{pack.id}/{route}/?lang=fr")
    picture("14-answers", f"/find/{pack.id}/answers/?lang=nl")


def test_the_pages_of_a_file(
    morning: None, world: dict[str, Any], sign_in: Callable[[Any], None], picture: Any, page: Page
) -> None:
    def of(name: str, stage: str, *more: str) -> str:
        return reverse(name, args=[world["cases"][stage], *more]) + "?lang=nl"

    sign_in(world["people"]["amina"])
    picture("19-introduce", reverse("cases:apply", args=[cast.PACK, cast.ROUTE]) + "?lang=nl")
    picture("20-my-tasks", of("cases:file", "draft"))
    picture("21-my-question", of("cases:question", "draft", "birth_date"))
    picture("22-check-answers", of("cases:check", "draft"))
    picture("23-my-file", of("cases:file", "sent"))
    picture("24-my-documents", of("cases:documents", "sent"))
    picture("25-my-decision", of("cases:file", "signed"))
    picture("26-receipt", of("cases:sent", "sent"))
    page.context.clear_cookies()
    sign_in(world["people"]["bram"])
    picture("30-my-work", reverse("cases:work") + "?lang=nl")
    picture("31-file", of("cases:at_work", "sent"))
    picture("32-judge-a-fact", of("cases:judge", "sent", "birth_date"))
    picture("33-propose", of("cases:propose", "sent", "propose_refusal"))
    picture("35-propose-yes", of("cases:propose", "sent", "propose_grant"))
    picture("36-ask-a-document", of("cases:ask", "sent", "ask_document"))
    page.context.clear_cookies()
    sign_in(world["people"]["chantal"])
    picture("34-sign", of("cases:sign", "proposed", "sign"))
    picture("37-send-back", of("cases:send_back", "proposed", "send_back"))


def test_a_request_and_its_answer(
    morning: None, world: dict[str, Any], sign_in: Callable[[Any], None], picture: Any
) -> None:
    bram = who_is(world["people"]["bram"])
    case = Case.objects.get(pk=world["cases"]["sent"])
    cast.act(case, "ask_document", bram, kind="diploma", reason="Om na te kijken wat u antwoordde.")
    sign_in(world["people"]["amina"])
    picture("27-we-asked", reverse("cases:file", args=[case.pk]) + "?lang=nl")
    picture("28-answer", reverse("cases:act", args=[case.pk, "answer"]) + "?lang=nl")


ROOMS = {
    "40-two-laws": "openness:law_compare",
    "41-places": "openness:places",
    "42-open-numbers": "openness:numbers_of",
    "43-safeguards": "safeguarding:safeguards",
    "44-draw": "sponsorship:draw",
    "45-group": "sponsorship:group",
    "46-money": "sponsorship:money",
    "47-plan": "sponsorship:plan",
    "48-coming": "sponsorship:coming",
    "49-municipality": "municipalities:mine",
    "50-reception": "reception:work",
    "51-household-that-waits": "reception:wait",
    "52-placement-run": "matching:run",
    "53-placement-line": "matching:line",
    "54-concern": "safeguarding:concern",
    "55-network": "safeguarding:alert",
    "56-audit": "safeguarding:audit",
}


def test_the_pages_of_the_other_rooms(
    morning: None, world: dict[str, Any], page: Page, sign_in: Callable[[Any], None], picture: Any
) -> None:
    found: dict[str, tuple[str, str]] = {}
    for actor, pages in addresses.visits(world).items():
        for address in pages:
            found[resolve(address.partition("?")[0]).view_name] = (actor, address)
    for name, view in ROOMS.items():
        actor, address = found[view]
        page.context.clear_cookies()
        if actor:
            sign_in(world["people"][actor])
        picture(name, f"{address}{'&' if '?' in address else '?'}lang=nl")


def test_the_letter(morning: None, world: dict[str, Any], tmp_path: Path) -> None:
    """Its first page on paper; a phone shows the same page, smaller."""
    letter = Letter.objects.get(pk=Decision.objects.get(case=world["cases"]["signed"]).letter)
    file = tmp_path / "letter.pdf"
    file.write_bytes(bytes(letter.pdf))
    for width in (PHONE, DESK):
        scale = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
        subprocess.run(["pdftoppm", "-png", "-singlefile", *scale, file, tmp_path / "letter"], check=True)
        save(Image.open(tmp_path / "letter.png"), f"29-letter-{width}")


def save(picture: Image.Image, name: str) -> None:
    """Few colours, so that the folder stays light."""
    small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)
