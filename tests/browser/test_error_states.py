"""Every page as it stands after a mistake of the reader or of ours: accessible, and it says what is wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.template import engines
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.addresses import OF_A_CASE
from tests.cases import cast
from tests.municipalities import stage
from veer.municipalities import acts as of_towns
from veer.municipalities.acts import links
from veer.openness import queries

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

Look = Callable[[str], list[str]]
FILLED = "main form button.btn:not(.btn--quiet):not([name=more])"


@pytest.fixture
def send(phone: Page) -> Callable[..., None]:
    """Send the form of the page, also one that the browser by itself would hold back."""

    def sent(button: str = FILLED) -> None:
        phone.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
        with phone.expect_navigation():
            phone.locator(button).first.click()

    return sent


def told(page: Page) -> bool:
    """Whether the page says that something is wrong, and where."""
    return page.locator("[role=alert], [aria-invalid=true], .errorlist").count() > 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("cases:question", {"value": "tomorrow"}),
        ("cases:check", {}),
        ("cases:ask", {}),
        ("cases:judge", {}),
        ("cases:propose", {"reason_": ""}),
        ("cases:send_back", {}),
        ("cases:sign", {}),
    ],
)
def test_a_refused_form_of_a_file(
    live_server: Any,
    phone: Page,
    look: Look,
    send: Callable[..., None],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
    name: str,
    wrong: dict[str, str],
) -> None:
    actor, stages, more = OF_A_CASE[name]
    sign_in(world["people"][actor])
    phone.goto(live_server.url + reverse(name, args=[world["cases"][stages.split()[0]], *more]))
    for control in phone.locator("main form input[type=text], main form input:not([type]), main form textarea").all():
        part = control.get_attribute("name") or ""
        control.fill(next((value for start, value in wrong.items() if part.startswith(start)), ""))
    send()
    assert told(phone), phone.locator("main").inner_text()
    faults = look(f"{name} refused")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("given", ["nothing", "no document"])
def test_a_refused_upload(
    live_server: Any,
    phone: Page,
    look: Look,
    send: Callable[..., None],
    sign_in: Callable[[Any], None],
    world: dict[str, Any],
    given: str,
) -> None:
    sign_in(world["people"]["amina"])
    phone.goto(live_server.url + reverse("cases:documents", args=[world["cases"]["sent"]]))
    if given != "nothing":
        phone.locator("main [name=kind]").select_option(index=1)
        script = {"name": "run.pdf", "mimeType": "application/pdf", "buffer": BytesIO(b"#!/bin/sh\n").read()}
        phone.locator("main [name=file]").set_input_files(script)  # type: ignore[arg-type]
    send("main form button.btn")
    assert told(phone), phone.locator("main").inner_text()
    faults = look(f"an upload of {given}")
    assert not faults, "\n".join(faults)


def test_a_file_that_changed_meanwhile(
    live_server: Any, phone: Page, look: Look, sign_in: Callable[[Any], None], world: dict[str, Any]
) -> None:
    sign_in(world["people"]["bram"])
    case = world["cases"]["sent"]
    phone.goto(live_server.url + reverse("cases:at_work", args=[case]))
    judge = live_server.url + reverse("cases:judge", args=[case, "birth_date"])
    with second(phone, judge) as other:
        other.locator("[name=state][value=verified]").check()
        with other.expect_navigation(url=f"**/{case}"):
            other.locator(FILLED).click()
    with phone.expect_response(lambda answer: answer.request.method == "POST") as answer:
        phone.locator("form[action$='/do/give_back'] button").click()
    assert answer.value.status == 409
    phone.wait_for_load_state()
    assert "Bram Peeters: " in phone.get_by_role("alert").inner_text()
    assert phone.locator("form[action$='/do/give_back'] button").is_enabled(), "nothing was given back"
    assert not (faults := look("a file that changed")), "\n".join(faults)


def test_an_answer_that_another_window_overtook(
    live_server: Any, phone: Page, look: Look, sign_in: Callable[[Any], None], world: dict[str, Any]
) -> None:
    sign_in(world["people"]["amina"])
    address = live_server.url + reverse("cases:question", args=[world["cases"]["draft"], "birth_date"])
    phone.goto(address)
    with second(phone, address) as other, other.expect_navigation():
        other.locator("main [name=value_year]").fill("1996")
        other.locator(FILLED).click()
    phone.locator("main [name=value_year]").fill("1995")
    with phone.expect_navigation():
        phone.locator(FILLED).click()
    assert "1996" in phone.get_by_role("alert").inner_text()
    assert phone.locator("main [name=value_year]").input_value() == "1995", "what was typed is still there"
    assert not (faults := look("an answer overtaken")), "\n".join(faults)


@contextmanager
def second(page: Page, address: str) -> Iterator[Page]:
    """Another tab of the same person."""
    other = page.context.new_page()
    other.goto(address)
    yield other
    other.close()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_login", {"login": "nobody@example.org", "password": "not the word"}),
        ("account_login", {"login": "", "password": ""}),
        ("account_signup", {"email": "no address", "password1": "short"}),
        ("account_reset_password", {"email": "no address"}),
        ("people:code", {"code": "AAAA-BBBB"}),
    ],
)
def test_a_refused_form_of_an_account(
    live_server: Any,
    phone: Page,
    look: Look,
    send: Callable[..., None],
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fields: dict[str, str],
) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    phone.goto(live_server.url + reverse(name))
    for field, value in fields.items():
        phone.locator(f"main [name={field}]").fill(value)
    send("main form button[type=submit], main form button.btn")
    assert told(phone), phone.locator("main").inner_text()
    faults = look(f"{name} refused")
    assert not faults, "\n".join(faults)


def test_a_form_without_its_token(live_server: Any, phone: Page, look: Look, db: None) -> None:
    phone.goto(live_server.url + reverse("people:code"))
    phone.locator("main [name=code]").fill("AAAA-BBBB")
    phone.context.clear_cookies()
    with phone.expect_response(lambda answer: answer.request.method == "POST") as answer:
        phone.locator(FILLED).first.click()
    assert answer.value.status == 403
    phone.wait_for_load_state()
    assert not (faults := look("no token")), "\n".join(faults)


def test_a_form_behind_a_signed_link(live_server: Any, phone: Page, look: Look, db: None) -> None:
    """A browser says of a page that names nobody as its origin that it has none, and its form would be refused."""
    cast.activate_law()
    link = of_towns.link_for_places(stage.body("Leuven", cast.official(), "info@leuven.example").pk, cast.official())
    phone.goto(live_server.url + reverse("municipalities:by_link", args=[links.token(link)]))
    phone.get_by_label("Your name").fill("Karla Klerk")
    phone.get_by_label("Your function").fill("Alderman")
    with phone.expect_response(lambda answer: answer.request.method == "POST") as answer:
        phone.locator(FILLED).click()
    assert answer.value.status == 200
    expect(phone.get_by_role("alert")).to_contain_text("Write down at least one number")
    assert not (faults := look("a signed link refused")), "\n".join(faults)
    phone.locator("main [name=school]").fill("2")
    phone.locator(FILLED).click()
    expect(phone.locator("main")).to_contain_text("The places were written down.")


@pytest.mark.parametrize(("status", "raised"), [(403, PermissionDenied()), (500, RuntimeError("ours"))])
def test_what_goes_wrong_with_us(
    live_server: Any,
    phone: Page,
    look: Look,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    raised: Exception,
) -> None:
    def broken() -> None:
        raise raised

    monkeypatch.setattr(queries, "packs", broken)
    answer = phone.goto(f"{live_server.url}/law/")
    assert answer is not None
    assert answer.status == status
    assert not (faults := look(str(status))), "\n".join(faults)


def test_a_request_that_no_browser_makes(live_server: Any, phone: Page, look: Look, db: None) -> None:
    answer = phone.goto(f"{live_server.url}/?{'a&' * 1100}")
    assert answer is not None
    assert answer.status == 400
    assert not (faults := look("400")), "\n".join(faults)
