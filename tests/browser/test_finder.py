"""The finder walked by people: with a script, without one, by keyboard alone, on a phone, in other languages."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.sizes import DESK, PHONE
from tests.openness import occupations
from veer.access.who import SYSTEM
from veer.cases import law
from veer.openness import queries

LONG = os.environ.get("VEER_LONG") == "1"
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

MOST = 80


def much_asked() -> str:
    """A law that asks many questions: one whose points are counted."""
    return next(pack.id for pack in queries.packs() if any(route.points for route in pack.routes.values()))


def answer(page: Page) -> None:
    """Say that one does not know, whatever the page asks: as a choice, or as the box that stands apart."""
    for box in page.locator(".choice--unsure input").all():
        box.check()


def to_the_end(page: Page, *, each: Callable[[str], list[str]] | None = None) -> list[str]:
    """Answer until the finder says what it all came to; gives the questions."""
    asked, faults = [], []
    while "/result/" not in page.url:
        heading = page.locator("h1").inner_text()
        assert heading not in asked, f"{heading} is asked twice"
        asked.append(heading)
        assert len(asked) < MOST
        if each and len(asked) < 4:
            faults.extend(each(heading))
        answer(page)
        page.locator("form.ask button.btn:not(.btn--quiet)").first.click()
        page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=heading)
    assert not faults, "\n".join(faults)
    return asked


@pytest.mark.parametrize(("width", "language"), [(PHONE, "ar"), (DESK, "nl")] if LONG else [(PHONE, "ar")])
def test_with_a_script(
    live_server: Any, page: Page, look: Callable[[str], list[str]], language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/find/?lang={language}")
    page.locator(f"input[name=pack][value={much_asked()}]").check()
    page.locator("form.ask button.btn").click()
    page.wait_for_url("**/find/*/**")
    assert to_the_end(page, each=look)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else None)
    assert page.title().endswith("Veer")
    page.locator("form[action$='/keep/'] button").click()
    page.locator(".code").wait_for()
    assert not look("the result with its code")


def test_without_a_script_the_same_questions_and_the_same_result(live_server: Any, browser: Browser) -> None:
    seen = []
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script, locale="nl")
        page = context.new_page()
        page.goto(f"{live_server.url}/find/{much_asked()}/")
        asked = []
        while "/result/" not in page.url:
            asked.append(page.locator("h1").inner_text())
            assert len(asked) < MOST
            answer(page)
            page.locator("form.ask button.btn:not(.btn--quiet)").first.click()
            expect(page.locator("h1")).not_to_have_text(asked[-1])
        seen.append((asked, page.locator("h1").inner_text()))
        context.close()
    assert seen[0] == seen[1]


def test_by_keyboard_alone(live_server: Any, desk: Page) -> None:
    desk.goto(f"{live_server.url}/?lang=nl")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert "door" in desk.evaluate("document.activeElement.className")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/find/")
    tab_to(desk, "input[name=pack]")
    while desk.evaluate("document.activeElement.value") != much_asked():
        desk.keyboard.press("ArrowDown")
    tab_to(desk, "form.ask button.btn")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/find/*/**")
    for _question in range(3):
        heading = desk.locator("h1").inner_text()
        for number in range(1, desk.locator("form.ask > fieldset").count() + 1):
            asked = f"form.ask > fieldset:nth-of-type({number})"
            tab_to(desk, f"{asked} input")
            if desk.evaluate("document.activeElement.type") == "radio":
                desk.keyboard.press("ArrowUp")  # round to the last choice: I do not know
            else:
                tab_to(desk, f"{asked} .choice--unsure input")
                desk.keyboard.press("Space")
            assert desk.evaluate("document.activeElement.checked")
            outlined = desk.evaluate("getComputedStyle(document.activeElement.closest('.choice')).outlineStyle")
            assert outlined == "solid", "focus is always visible"
        tab_to(desk, "form.ask button.btn")
        desk.keyboard.press("Enter")
        expect(desk.locator("h1")).not_to_have_text(heading)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus."""
    for _press in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab reaches {selector}")


def test_back_and_change_keep_the_other_answers(live_server: Any, phone: Page) -> None:
    pack = much_asked()
    phone.goto(f"{live_server.url}/find/{pack}/?lang=en")
    first = phone.locator("h1").inner_text()
    asked = phone.locator("form.ask > fieldset").count()
    answer(phone)
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator("h1")).not_to_have_text(first)
    phone.get_by_role("link", name="Back").click()
    expect(phone.locator("h1")).to_have_text(first)
    assert phone.locator(".choice--unsure input").first.is_checked()
    phone.get_by_role("button", name="Next").click()
    expect(phone.locator("h1")).not_to_have_text(first)
    expect(phone.locator("aside dl.facts > div")).to_have_count(asked)


@pytest.fixture
def trades(db: None, tmp_path: Path) -> str:
    """The address of a question before the one with a long list of answers."""
    law.activate(occupations.pack(tmp_path), SYSTEM)
    return "/find/trades/ask/adult/?lang=nl"


def to_the_list(page: Page) -> None:
    """Answer the question before; with a script the next one is put into this very page."""
    page.get_by_label("Ja").check()
    page.locator("form.ask > .row button.btn").first.click()
    expect(page.locator("h1")).to_have_text("Wat is uw beroep?")


def radios(page: Page) -> list[str]:
    return [str(one.get_attribute("value")) for one in page.locator("[data-found] input[type=radio]").all()]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_long_list_is_searched_as_one_types(
    live_server: Any, page: Page, look: Callable[[str], list[str]], trades: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{trades}")
    to_the_list(page)
    faults = look("the list")
    assert radios(page) == ["-unknown"], "nothing typed, no list"
    field = page.get_by_role("searchbox")
    field.press_sequentially("cafes kel")
    expect(page.get_by_role("status")).to_contain_text("1 van 40")
    assert radios(page) == ["5131", "-unknown"]
    field.fill("verpleeg")
    expect(page.get_by_role("status")).to_contain_text("2 van 40")
    assert field.evaluate("it => it === document.activeElement"), "whoever types keeps typing"
    assert radios(page) == ["2221", "3221", "-unknown"]
    faults += look("the list, searched")
    page.get_by_text("Zorgkundigen").click()
    field.fill("7411")
    expect(page.get_by_text("Elektriciens in de bouw")).to_be_visible()
    expect(page.get_by_label("Zorgkundigen")).to_be_checked()
    page.get_by_text("Elektriciens in de bouw").click()
    page.locator("form.ask > .row button.btn").first.click()
    page.wait_for_url("**/result/")
    expect(page.locator("#g-open")).to_be_visible()
    expect(page.get_by_text("Elektriciens in de bouw")).to_be_visible()
    assert not faults, "\n".join(faults)


def test_a_long_list_is_searched_without_a_script(live_server: Any, browser: Browser, trades: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 700})
    page = context.new_page()
    page.goto(f"{live_server.url}{trades}")
    to_the_list(page)
    page.get_by_role("searchbox").fill("ontwikkelaars web")
    page.get_by_role("button", name="Zoeken").click()
    assert radios(page) == ["2513", "-unknown"]
    assert page.locator("[role=alert]").count() == 0, "nothing is wrong yet"
    page.get_by_role("searchbox").fill("software")
    page.get_by_role("searchbox").press("Enter")
    assert radios(page) == ["2512", "-unknown"]
    page.get_by_text("Softwareontwikkelaars").click()
    page.locator("form.ask > .row button.btn").first.click()
    expect(page.locator("#g-open")).to_be_visible()
    context.close()


def test_a_score_is_printed_unfolded(live_server: Any, desk: Page) -> None:
    desk.goto(f"{live_server.url}/score/ca-express-entry/fsw-67/")
    folded = desk.locator("details[data-unfold]")
    assert folded.count() > 3
    assert desk.locator("details[data-unfold][open]").count() == 0
    desk.evaluate(
        "addEventListener('beforeprint', () => { window.unfolded = "
        "document.querySelectorAll('details[data-unfold][open]').length })"
    )
    desk.pdf()
    assert desk.evaluate("window.unfolded") == folded.count()
    assert desk.locator("details[data-unfold][open]").count() == 0


def test_typing_an_answer_takes_back_not_knowing(live_server: Any, page: Page) -> None:
    """The way from the result: a tick was kept, somebody looked it up, types it and presses Enter."""
    page.goto(f"{live_server.url}/find/be-proposal/ask/experience.months/")
    page.locator("input[name=unknown]").check()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "experience.months" not in url)
    page.goto(f"{live_server.url}/find/be-proposal/ask/experience.months/")
    expect(page.locator("input[name=unknown]")).to_be_checked()
    page.locator("input[name=value]").fill("60")
    expect(page.locator("input[name=unknown]")).not_to_be_checked()
    page.locator("input[name=value]").press("Enter")
    page.wait_for_url(lambda url: "experience.months" not in url)
    page.goto(f"{live_server.url}/find/be-proposal/ask/experience.months/")
    expect(page.locator("input[name=value]")).to_have_value("60")
