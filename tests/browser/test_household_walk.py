"""A household that comes, on a phone, from a group that is recognised to the arrival; and a voice no sponsor finds."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import test_sponsor_walk as sponsor_walk
from tests.browser.test_sponsor_walk import Walk, walk  # noqa: F401  (a fixture)
from tests.cases import cast
from tests.law.visa_story import Household, worker
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn
from veer.access import roles
from veer.access.who import Who
from veer.cases.models import Case
from veer.journal import clock
from veer.people.acts import issue_claim
from veer.people.models import Account
from veer.quotas.queries import held_by
from veer.sponsorship import acts
from veer.sponsorship.models import Coming, Group, Traveller

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])
SECRET = "My uncle in the group reads my post."


def test_a_group_of_five_from_recognition_to_the_arrival_of_a_household(walk: Walk, at: Callable[..., Any]) -> None:  # noqa: F811
    at(2026, 3, 2, 9)
    stage.activate_law()
    cell, lead, keeper = stage.Cell(), stage.somebody("Lieve Trekker"), stage.somebody("Karel Kas")
    group = sponsor_walk.begins(walk, lead, keeper)
    sponsor_walk.recognised(walk, cell, group, lead)
    acts.write_receipt(group.pk, "cash", 2_150_000, clock.today("UTC"), "Many", keeper, origin="A street party.")
    case = sponsor_walk.asks_to_bring(walk, cell, group, lead)
    sponsor_walk.draws(walk, cell, at)
    home = named(walk, cell, group, case)
    head = takes_over(walk, home)
    walk.presses("Yes, I want to come")
    walk.reads("You said yes.")
    says_so_alone_with_an_official(walk, home, cell.bram)
    home.heard()
    home.does("begin_screening", cell.bram)
    home.checked()
    plans(walk, home, group, lead)
    decided(home)
    walk.sits(lead)
    walk.goes("household", group.pk, home.coming.pk)
    walk.reads("They may come. The journey is being prepared.")
    travels(home)
    walk.sits(head)
    walk.goes("coming")
    walk.reads("You have arrived; now apply for asylum")
    walk.reads("Visit, day 3")
    walk.sits(lead)
    walk.goes("household", group.pk, home.coming.pk)
    walk.reads("They have arrived.")
    assert walk.faults == []


class Walked(Household):
    """The people who act in the file of a household that the walk itself began."""

    def __init__(self, cell: stage.Cell, coming: Coming) -> None:
        self.coming, self.case = coming, coming.case
        self.bram, self.chantal = cell.bram, cell.chantal
        self.support, self.consul, self.desk = worker(roles.SUPPORT), worker(roles.CONSUL), worker(roles.DESK)


def named(walk: Walk, cell: stage.Cell, group: Group, case: Case) -> Walked:  # noqa: F811
    """An official writes down the four people who were asked for, one by one, and types no name again."""
    walk.sits(cell.bram)
    walk.goes("households")
    walk.page.get_by_role("link", name=group.name).click()
    for number, name in enumerate(("Samira", "Yousef", "Lina", "Omar")):
        if number:
            walk.page.get_by_role("link", name="Write down one more").click()
        walk.page.locator("main [name=identity]").select_option(label=f"{name} Haddad, 1990")
        walk.gives(language="en")
        walk.presses("Write down")
        walk.reads(f"{name} Haddad")
    home = Walked(cell, Coming.objects.get(application=case))
    home.does("take", cell.bram)
    return home


def takes_over(walk: Walk, home: Walked) -> Who:  # noqa: F811
    """Samira, with the code on her paper and nothing else."""
    samira = Traveller.objects.get(coming=home.coming, person__given_name="Samira")
    code = issue_claim(samira.person_id, home.bram)
    walk.page.context.clear_cookies()
    walk.page.goto(walk.url + reverse("people:claim") + "?lang=en")
    walk.gives(code=code)
    walk.presses("Take it over")
    walk.page.wait_for_url(re.compile("/coming"))
    walk.faults += walk.look("my household")
    return cast.who(Account.objects.get(links__person=samira.person_id))


def says_so_alone_with_an_official(walk: Walk, home: Walked, bram: Who) -> None:  # noqa: F811
    walk.sits(bram)
    walk.goes("household_at_work", home.coming.pk)
    walk.page.get_by_role("button", name="Said yes, alone with me Yousef Haddad").click()
    expect(walk.page.locator("main")).not_to_contain_text("has not said yes")
    home.case.refresh_from_db()


def plans(walk: Walk, home: Walked, group: Group, lead: Who) -> None:  # noqa: F811
    """The lead writes the first point herself and the rest with the others; the support body says that it stands."""
    walk.sits(lead)
    walk.goes("household", group.pk, home.coming.pk)
    walk.reads("21 points have nobody yet.")
    walk.page.get_by_role("link", name="The day of arrival").click()
    walk.gives(who="Lieve", by_day="2026-05-01", backup="lieve")
    walk.presses("Keep")
    walk.reads("Somebody else stands in.")
    walk.gives(backup="Karel")
    walk.presses("Keep")
    walk.reads("20 points have nobody yet.")
    told = {"who": "Ann", "by_day": clock.today("UTC"), "backup": "Jef"}
    for one in cast.bundled().facts["settlement"].type.keys[1:]:
        acts.write_point(group.pk, home.coming.pk, one, told, lead)
    walk.goes("plan", group.pk, home.coming.pk)
    walk.reads("Every point has its people.")
    walk.sits(home.support)
    walk.goes("household_at_work", home.coming.pk)
    walk.presses("The plan stands")
    walk.reads("Every point has its people.")


def decided(home: Walked) -> None:
    """Proposed, signed by another, its place used, and the visa issued at the post."""
    home.does("propose_grant", home.bram, reasons=[{"id": "", "text": "All is there.", "source": ""}])
    home.signed()
    acts.settle_households()
    (place,) = held_by(home.coming.application_id)
    assert place.confirmed == 4
    home.told("issue_visa", home.consul, visa__sticker="BEL1234567", visa__paper="passport")


def travels(home: Walked) -> None:
    home.told("home_ready", home.support, home__ready_on="2026-01-05")
    home.does("orient", home.support)
    home.told("book", home.support, travel__on="2026-03-03", travel__listed=4)
    home.does("board", home.support)
    home.told("arrive", home.desk, travel__arrived=4)


def test_a_private_voice_that_the_sponsor_cannot_find(walk: Walk, at: Callable[..., Any]) -> None:  # noqa: F811
    """She says it on her phone; the sponsor follows every link there is, and finds neither its words nor that it is."""
    at(2026, 3, 2, 9)
    stage.activate_law()
    home = Drawn()
    home.screened()
    walk.sits(home.head)
    walk.goes("coming")
    walk.gives(text=SECRET)
    walk.presses("Send")
    walk.reads("We have it. Your sponsor does not see it.")
    walk.sits(home.lead)
    read = follows_everything(walk, reverse("sponsorship:group", args=[home.group.pk]))
    assert reverse("sponsorship:household", args=[home.group.pk, home.coming.pk]) in read
    assert not [address for address, words in read.items() if SECRET in words or "in confidence" in words]
    walk.sits(home.support)
    walk.goes("household_at_work", home.coming.pk)
    walk.reads(SECRET)
    walk.gives(text="We call you tomorrow, on your own number.")
    walk.presses("Answer")
    walk.sits(home.head)
    walk.goes("coming")
    walk.reads("We call you tomorrow, on your own number.")
    leaves_at_once(walk)
    assert walk.faults == []


def follows_everything(walk: Walk, start: str) -> dict[str, str]:  # noqa: F811
    """Every page of sponsors and of files that is reached by links from here, with what stands on it."""
    found: dict[str, str] = {}
    todo = [start]
    while todo:
        address = todo.pop()
        answer = walk.page.request.get(walk.url + address)
        found[address] = answer.text() if answer.ok else ""
        for link in re.findall(r'href="(/(?:sponsors|cases|files|me|start)[^"#?]*)', found[address]):
            if link not in found and link not in todo and not link.startswith("/sponsors/draws"):
                todo.append(urlsplit(link).path)
    return found


def leaves_at_once(walk: Walk) -> None:  # noqa: F811
    """Where it leads is not ours, so it is asked for and not visited; going back finds nothing any more."""
    page = walk.page
    link = page.get_by_role("link", name="Leave this page at once")
    expect(link).to_be_in_viewport()
    answer = page.request.get(walk.url + str(link.get_attribute("href")), max_redirects=0)
    assert (answer.status, "wikipedia" in answer.headers["location"]) == (302, True)
    page.goto(walk.url + "/")
    page.go_back()
    expect(page).to_have_url(re.compile("login"))
    expect(page.locator("body")).not_to_contain_text(SECRET)
