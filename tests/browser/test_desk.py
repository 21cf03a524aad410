"""At the desk and back home, in a browser: the paper with a code, what a telephone makes of it, a pair side by side."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import addresses
from tests.browser.sizes import DESK, PHONE
from veer.people.acts import give_mandate, stop_notices
from veer.people.queries import who_is

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_about_people_and_what_fills_it(
    live_server: Any,
    page: Page,
    look: Callable[[str], list[str]],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    record, alike = addresses._records(world)
    bram, amina = world["people"]["bram"], world["people"]["amina"]
    give_mandate(record.pk, who_is(bram), email="lea@example.org", reason="Signed paper.")
    stop_notices(record.pk, who_is(bram), "Somebody at home opens the post.")
    faults = []
    sign_in(bram)
    for name, arguments in [
        ("people:desk", []),
        ("people:register", []),
        ("people:person", [record.pk]),
        ("people:correct", [record.pk]),
        ("people:guardian", [record.pk]),
        ("people:mandate", [record.pk]),
        ("people:twins", []),
        ("people:twin", [alike.pk]),
    ]:
        page.goto(live_server.url + reverse(name, args=arguments))
        faults += look(name)
    page.goto(live_server.url + reverse("people:desk") + "?q=Mohamed")
    faults += look("found")
    page.goto(live_server.url + reverse("people:household", args=[record.pk]) + "?q=Mohamed")
    faults += look("with whom somebody lives")
    page.goto(live_server.url + reverse("people:register"))
    page.get_by_role("main").get_by_role("button").click()
    faults += look("what is wrong at the desk")
    sign_in(amina)
    for name in ("people:mandates", "people:clients", "people:claim"):
        page.goto(live_server.url + reverse(name))
        faults += look(name)
    assert not faults, "\n".join(faults)


def test_the_paper_is_read_by_a_telephone_and_opens_an_account(
    live_server: Any,
    phone: Page,
    look: Callable[[str], list[str]],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
) -> None:
    record, _alike = addresses._records(world)
    sign_in(world["people"]["bram"])
    phone.goto(live_server.url + reverse("people:person", args=[record.pk]))
    phone.get_by_role("button", name="Print a code to take along").click()
    code = phone.locator(".code").inner_text()
    assert phone.locator("main section[lang=ar]").get_attribute("dir") == "rtl", "the paper, not the page around it"
    assert phone.get_by_role("img").last.evaluate("image => image.naturalWidth") > 0
    assert not look("the paper")
    phone.context.clear_cookies()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.goto(f"{live_server.url}{reverse('people:claim')}#{code}")
    expect(phone.locator("input[name=code]")).to_have_value(code)
    assert not any(code in address for address in asked)
    assert code not in phone.url
    phone.get_by_role("main").get_by_role("button").click()
    phone.goto(live_server.url + reverse("people:me"))
    expect(phone.locator("input[name=given_name]")).to_have_value("محمد")
