"""From the first question to the letter, in Dutch, as three people in three browsers: with a script, without one, and
with the keyboard alone. Find, apply, ask a document, verify, propose, send back, propose, sign, read.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page

from tests.browser.sizes import DESK
from tests.browser.visitors import become
from tests.cases import cast
from tests.openness.typing_answers import UNKNOWN, typed
from veer.openness import queries, relevance
from veer.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

MOST = 60
PATIENCE = 20


class Hand:
    """Somebody at a page: presses, types, chooses; with a mouse or with keys alone."""

    def __init__(self, page: Page, url: str, *, keys: bool) -> None:
        self.page, self.url, self.keys = page, url, keys

    def open(self, address: str) -> None:
        self.page.goto(self.url + address)

    def reach(self, control: Locator) -> None:
        """By Tab, as long as it takes."""
        for _press in range(250):
            if control.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no Tab reaches {control}")

    def press(self, control: Locator) -> None:
        """A link or a button that leads on; waits until the page is another one."""
        before = self.page.url, self.heading()
        if self.keys:
            self.reach(control.first)
            self.page.keyboard.press("Enter")
        else:
            control.first.click()
        until = time.perf_counter() + PATIENCE
        while not (now := self.heading()) or (self.page.url, now) == before:
            assert time.perf_counter() < until, f"still at {before}: {self.page.locator('main').inner_text()[:600]}"
            self.page.wait_for_timeout(40)
        self.page.wait_for_load_state()

    def heading(self) -> str:
        try:
            return self.page.locator("h1").first.inner_text(timeout=2000)
        except Exception:  # between two pages there is none
            return ""

    def give(self, name: str, value: str) -> None:
        """Fill in one control by its name."""
        control = self.page.locator(f"main [name='{name}']")
        kind = control.first.evaluate("element => element.type")
        if kind in ("radio", "checkbox"):
            chosen = self.page.locator(f"main [name='{name}'][value='{value}']") if kind == "radio" else control
            if chosen.first.is_checked():
                return
            if not self.keys:
                chosen.first.check()
            elif kind == "checkbox":
                self.reach(control.first)
                self.page.keyboard.press("Space")
            else:
                # A group of choices is one stop of Tab; arrows go round inside it.
                for stop in range(control.count()):
                    if control.nth(stop).evaluate("e => e.checked") or stop == 0:
                        self.page.keyboard.press("Tab")
                self.reach_any(control)
                for _turn in range(control.count() + 1):
                    if chosen.first.is_checked():
                        break
                    self.page.keyboard.press("ArrowDown")
                    if not chosen.first.is_checked() and control.count() == 1:
                        self.page.keyboard.press("Space")
            assert chosen.first.is_checked(), f"{name} is not {value}"
        elif kind == "select-one":
            if not self.keys:
                control.first.select_option(value)
            else:
                self.reach(control.first)
                for _turn in range(40):
                    if control.first.input_value() == value:
                        break
                    self.page.keyboard.press("ArrowDown")
            assert control.first.input_value() == value
        elif self.keys:
            self.reach(control.first)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value)
        else:
            control.first.fill(value)

    def reach_any(self, controls: Locator) -> None:
        for _press in range(250):
            if controls.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no Tab reaches {controls}")

    def send(self) -> None:
        """The one filled button of the form."""
        self.press(self.page.locator("main form button.btn:not(.btn--quiet):not([name=more])"))

    def follow(self, end: str) -> None:
        self.press(self.page.locator(f"main a[href$='{end}'], .decide a[href$='{end}']"))


@pytest.fixture(params=["with a script", "without a script", "by keyboard alone"])
def people(request: Any, browser: Browser, live_server: Any, settings: Any, tmp_path: Any) -> Iterator[dict[str, Hand]]:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    cast.activate_law()
    hands = {}
    for name, who in (("amina", cast.applicant()), ("bram", cast.official()), ("chantal", cast.signer())):
        context = browser.new_context(
            locale="nl-BE",
            viewport={"width": DESK, "height": 900},
            java_script_enabled=request.param != "without a script",
            reduced_motion="reduce",
        )
        become(context, live_server.url, Account.objects.get(pk=who.account))
        hands[name] = Hand(context.new_page(), live_server.url, keys=request.param == "by keyboard alone")
    yield hands
    for hand in hands.values():
        hand.page.context.close()


def answer(hand: Hand, pack: Any, fact: str) -> None:
    value = relevance.flattened(pack, cast.GOOD).get(fact, UNKNOWN)
    for name, text in typed(pack, fact, value).items():
        if text:
            hand.give(name, text)
    hand.send()


def test_from_the_first_question_to_the_letter(people: dict[str, Hand]) -> None:
    amina, bram, chantal = people["amina"], people["bram"], people["chantal"]
    pack = queries.pack(cast.PACK)

    # She finds her way.
    amina.open(reverse("openness:find", args=[pack.id]))
    for _question in range(MOST):
        if "/result/" in amina.page.url:
            break
        action = amina.page.locator("form.ask").get_attribute("action") or ""
        answer(amina, pack, action.rstrip("/").rsplit("/", 1)[1])
    assert amina.heading() == "Eén weg staat voor u open."

    # She applies, with the answers that she gave; what is left is asked.
    amina.follow(f"/apply/{pack.id}/{cast.ROUTE}")
    amina.send()
    file = amina.page.url.removeprefix(amina.url)
    amina.open(file + "/questions")
    for _question in range(MOST):
        if "/questions/" not in amina.page.url:
            break
        answer(amina, pack, amina.page.url.rsplit("/", 1)[1])
    assert amina.page.url.endswith("/check")
    amina.give("declaration", "on")
    amina.send()
    assert amina.page.url.endswith("/sent")

    # He takes it and asks for a document; she sends one.
    bram.open(reverse("cases:work") + "?show=free")
    bram.press(bram.page.locator("main table a"))
    work = bram.page.url.removeprefix(bram.url)
    act_on_page(bram, "/do/take")
    bram.open(work)
    bram.follow("/ask/ask_document")
    bram.give("kind", bram.page.locator("main [name=kind] option").nth(1).get_attribute("value") or "")
    bram.give("reason", "Om uw diploma na te kijken.")
    bram.send()
    amina.open(file + "/documents")
    amina.page.locator("main [name=kind]").select_option(index=1)
    paper = cast.a_pdf()
    amina.page.locator("main [name=file]").set_input_files(
        {"name": "diploma.pdf", "mimeType": "application/pdf", "buffer": paper.read()}
    )
    act_on_page(amina, "", button="main form button.btn")
    assert "diploma.pdf" in amina.page.locator("main").inner_text()
    amina.open(file)
    amina.follow("/acts/answer")
    amina.give("message", "Hier is het.")
    amina.send()

    # He verifies a fact and proposes; she sends it back; he proposes again.
    bram.open(work)
    bram.follow("/facts/education.isced")
    bram.give("state", "verified")
    bram.send()
    propose(bram, work)
    chantal.open(work)
    chantal.follow("/send-back/send_back")
    chantal.give("reason", "Noem ook de ervaring.")
    chantal.send()
    propose(bram, work)

    # She signs; the other reads.
    chantal.open(work)
    chantal.follow("/sign/sign")
    assert "Amina" in chantal.page.locator("main").inner_text()
    chantal.give("read", "on")
    chantal.send()
    amina.open(file)
    letter = amina.page.locator("section[aria-labelledby=h-decision] a.btn")
    sent = amina.page.request.get(amina.url + str(letter.get_attribute("href")))
    assert sent.body().startswith(b"%PDF")


def propose(bram: Hand, work: str) -> None:
    bram.open(work)
    bram.follow("/propose/propose_grant")
    bram.send()


def act_on_page(hand: Hand, end: str, *, button: str = "") -> None:
    """A button that leads back to the same page: press it and wait for the answer."""
    control = hand.page.locator(button or f"form[action$='{end}'] button").first
    with hand.page.expect_navigation():
        if hand.keys:
            hand.reach(control)
            hand.page.keyboard.press("Enter")
        else:
            control.click()
