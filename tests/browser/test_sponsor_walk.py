"""A group of five from recognition to drawn, by whoever does each thing; and the draw redone by a passer-by."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests.browser.visitors import become
from tests.sponsorship import stage
from tests.sponsorship.stage import TOLD, Cell
from veer import draw
from veer.access.who import Who
from veer.cases.models import Case
from veer.people.models import Account
from veer.sponsorship import acts
from veer.sponsorship.models import Group, Window

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


class Walk:
    """One browser, in which one after the other sits down."""

    def __init__(self, page: Page, url: str, look: Callable[[str], list[str]]) -> None:
        self.page, self.url, self.look = page, url, look
        self.faults: list[str] = []

    def sits(self, who: Who) -> None:
        self.page.context.clear_cookies()
        become(self.page.context, self.url, Account.objects.get(pk=who.account))

    def goes(self, name: str, *arguments: Any) -> None:
        self.page.goto(self.url + reverse(f"sponsorship:{name}", args=arguments) + "?lang=en")
        self.faults += self.look(name)

    def gives(self, **told: Any) -> None:
        for name, value in told.items():
            field = self.page.locator(f"main [name={name}]")
            if value is True:
                field.check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@pytest.fixture
def walk(page: Page, live_server: Any, look: Callable[[str], list[str]], settings: Any, tmp_path: Path) -> Walk:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    page.set_viewport_size({"width": 360, "height": 780})
    return Walk(page, live_server.url, look)


AGREES = {"gives": True, "lawful": True, "near": True, "no_payment": True, "together": True}


def test_a_group_from_recognition_to_drawn_and_the_draw_redone_by_a_visitor(walk: Walk, at: Callable[..., Any]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()
    cell, lead, keeper = Cell(), stage.somebody("Lieve Trekker"), stage.somebody("Karel Kas")
    group = begins(walk, lead, keeper)
    recognised(walk, cell, group, lead)
    writes_down_the_money(walk, group, keeper)
    case = asks_to_bring(walk, cell, group, lead)
    window = draws(walk, cell, at)
    walk.sits(lead)
    walk.goes("group", group.pk)
    walk.reads("Drawn, place 1 in the order")
    assert Case.objects.get(pk=case.pk).step == "drawn"
    redone(walk, window)
    assert walk.faults == []


def begins(walk: Walk, lead: Who, keeper: Who) -> Group:
    """The lead begins; the second lead agrees in the browser, three more by the same act."""
    walk.sits(lead)
    walk.goes("mine")
    walk.gives(name="Buren voor Buren", form="group", test="90", **AGREES)
    walk.presses("Begin the group")
    walk.reads("The group has five adults or more.")
    group = Group.objects.get()
    walk.page.get_by_text("Ask somebody to join").click()
    walk.gives(email=stage.email_of(keeper), lead=True, keeps_money=True)
    walk.presses("Ask")
    walk.reads(f"We wrote to {stage.email_of(keeper)}. They are a member once they agree with their own account.")
    walk.sits(keeper)
    walk.goes("mine")
    walk.page.get_by_role("link", name=re.compile("Buren voor Buren")).click()
    walk.gives(test="85", **AGREES)
    walk.presses("Agree and join")
    walk.reads("keeps the money")
    for name in ("Mia Drie", "Jef Vier", "Ann Vijf"):
        one = stage.somebody(name)
        acts.agree(acts.ask_member(group.pk, stage.email_of(one), lead).pk, one, TOLD)
    return group


def recognised(walk: Walk, cell: Cell, group: Group, lead: Who) -> None:
    """She looks the counted facts over and sends them; the cell checks, proposes, signs and tells."""
    walk.sits(lead)
    walk.goes("group", group.pk)
    walk.presses("Ask to be recognised")
    case = Group.objects.get().recognition
    assert case is not None
    walk.page.goto(walk.url + reverse("cases:check", args=[case.pk]))
    walk.page.locator("main [name=declaration]").check()
    walk.page.locator("main form button.btn").last.click()
    walk.page.wait_for_url(re.compile("/sent"))
    cell.recognise_sent(Case.objects.get(pk=case.pk))


def writes_down_the_money(walk: Walk, group: Group, keeper: Who) -> None:
    walk.sits(keeper)
    walk.goes("money", group.pk)
    walk.gives(kind="cash", amount="21500", day="2026-03-01", giver="Everybody in our street")
    walk.presses("Write it down")
    walk.reads("Say where the gift comes from")
    walk.gives(origin="A street party")
    walk.presses("Write it down")
    walk.reads("€ 21,500.00 on the account")
    walk.goes("statement", group.pk)
    walk.reads("A street party")


def asks_to_bring(walk: Walk, cell: Cell, group: Group, lead: Who) -> Case:
    walk.sits(lead)
    walk.goes("bring", group.pk)
    walk.gives(way="named_family", adults="2", children="2")
    walk.presses("Go on")
    walk.page.wait_for_url(re.compile("/asked/"))
    walk.gives(
        given_name="Samira", family_name="Haddad", born="1990", adult=True, nationality="syr", sex="F", number="N 1"
    )
    walk.presses("Write down")
    walk.reads("Samira Haddad")
    case = group.applications.get().case
    cell.admit(case, lead)
    walk.goes("group", group.pk)
    walk.reads("Adults: 2. Children: 2. € 21,500 is needed.")
    return case


def draws(walk: Walk, cell: Cell, at: Callable[..., Any]) -> Window:
    """Announced, published on the day after, and a half of the value from each of two people."""
    walk.sits(cell.dirk)
    walk.goes("work")
    walk.page.get_by_text("Announce a draw").click()
    walk.gives(name="2026-spring", closes="2026-03-02", source="drand, the first round after the last day")
    walk.presses("Announce")
    window = Window.objects.get()
    assert window.closes == date(2026, 3, 2)
    at(2026, 3, 3, 9)
    walk.goes("window", window.pk)
    walk.presses("Publish the list")
    walk.reads(Window.objects.get().commitment)
    walk.gives(half="8c6")
    walk.presses("Enter this half")
    walk.gives(half="f1e")
    walk.presses("Enter this half")
    walk.reads("Another person enters this one.")
    walk.sits(cell.wies)
    walk.goes("window", window.pk)
    walk.gives(half="f1e")
    walk.presses("Enter this half")
    walk.reads("8c6f1e")
    return Window.objects.get()


def redone(walk: Walk, window: Window) -> None:
    """A passer-by redoes it in the browser; where the file was changed the page says what does not hold."""
    page = walk.page
    page.context.clear_cookies()
    walk.goes("draw", window.name)
    told = page.locator("[data-draw] [role=status]")
    walk.presses("Redo the draw in this browser")
    expect(told).to_have_text(re.compile("It holds"))
    file = page.request.get(walk.url + reverse("sponsorship:published", args=[window.name])).text()
    (published,) = draw.read(json.loads(file))
    assert draw.verify(published) == []

    def changed(route: Route) -> None:
        said = json.loads(file)
        said[0]["ids"] = ["zzzzzzzzzz.named_family.1.A", *said[0]["ids"]]
        route.fulfill(json=said)

    page.route("**/*.json", changed)
    walk.presses("Redo the draw in this browser")
    expect(told).to_have_text(re.compile("The list is not the one committed to. The order is not that of the value."))
