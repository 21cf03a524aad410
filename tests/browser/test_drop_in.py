"""A route that nobody programmed: a folder with a small law is put in force, and somebody goes its whole way.

Finder, application, an act of the law with the fact that it asks, a proposal, a second signature, the letter, and the
public count. The same for what `veer law new` writes. No Python knows either pack.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK
from tests.browser.test_whole_walk import MOST, proposes, reads_the_letter, signs, to_a_file
from tests.browser.visitors import become
from tests.cases import cast
from tests.openness.dropped import drop
from tests.openness.typing_answers import UNKNOWN, typed
from veer.access import roles
from veer.cases.acts.activation import propose_activation, sign_activation
from veer.journal import clock
from veer.openness import queries, relevance
from veer.people.models import Account
from veer.rules import load_pack
from veer.rules.scaffold import new_route

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

GARDEN = {"lives_here": True, "plot_free": True}
STUDY = {"study": {"age": 30, "language": "B1", "entry_ban": False}}


def scaffolded(folder: Path) -> None:
    new_route(folder, "study")


def put_in_force(folder: Path) -> None:
    """Said to be complete and stored at the machine, then proposed by one and signed by another."""
    head = folder / "pack.yaml"
    head.write_text(head.read_text().replace("status: draft", "status: active") + "published: 2026-01-01\n")
    call_command("load_law", "--store-only", str(folder), verbosity=0)
    pack = load_pack(folder)
    one, another = (cast.who(cast.account(name, roles.POLICY_MAKER)) for name in ("Paulo", "Pia"))
    sign_activation(propose_activation(pack, clock.today(pack.time_zone), one).pk, another)


@pytest.fixture
def people(browser: Browser, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[dict[str, Hand]]:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    hands = {}
    for name, who in (("amina", cast.applicant()), ("bram", cast.official()), ("chantal", cast.signer())):
        context = browser.new_context(locale="nl-BE", viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=who.account))
        hands[name] = Hand(context.new_page(), live_server.url, keys=False)
    yield hands
    for hand in hands.values():
        hand.page.context.close()


@pytest.mark.parametrize(
    ("write", "route", "facts", "walks", "counted", "letter"),
    [
        (drop, "plot", GARDEN, ["walk"], "mag blijven 1", "U krijgt een tuin."),
        (scaffolded, "study", STUDY, [], "mag blijven niet getoond", "Ons antwoord is ja."),
    ],
    ids=["a folder dropped in", "what veer law new writes"],
)
def test_from_the_folder_to_the_count(
    people: dict[str, Hand], tmp_path: Path, write: Callable[[Path], Any], route: str, facts: dict[str, Any],
    walks: list[str], counted: str, letter: str,
) -> None:  # fmt: skip
    folder = tmp_path / "garden"
    write(folder)
    put_in_force(folder)
    amina, bram, chantal = people["amina"], people["bram"], people["chantal"]
    amina.arrive("/")
    finds(amina, facts)
    applies(amina, route, facts)
    bram.arrive(reverse("start"))
    case = takes(bram)
    for act in walks:
        records(bram, case, act, facts)
    proposes(bram, case)
    chantal.arrive(reverse("start"))
    signs(chantal, case, tmp_path)
    assert letter in reads_the_letter(amina, f"/my/{case}", tmp_path)

    call_command("count", verbosity=0)
    amina.follow(reverse("openness:numbers"))
    amina.follow(reverse("openness:numbers_of", args=["garden", route]))
    ended = amina.page.get_by_role("region").first.inner_text()
    assert counted in as_pairs(ended), ended


def as_pairs(table: str) -> str:
    """The first two lines of a table, each head beside the cell under it."""
    heads, cells = [line.split("\t") for line in table.splitlines() if "\t" in line][:2]
    return "; ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))


def finds(amina: Hand, facts: dict[str, Any]) -> None:
    amina.follow(reverse("openness:finder"))
    amina.give("pack", "garden")
    amina.send()
    for _question in range(MOST):
        if "/result/" in amina.page.url:
            break
        answers(amina, (amina.page.locator("form.ask").get_attribute("action") or "").split("/")[-2], facts)
    assert amina.heading() == "Eén weg staat voor u open."


def applies(amina: Hand, route: str, facts: dict[str, Any]) -> None:
    amina.follow(f"/apply/garden/{route}")
    amina.send()
    amina.press(amina.page.locator("main .tasks a").nth(0))
    for _question in range(MOST):
        if "/questions/" not in amina.page.url:
            break
        answers(amina, amina.page.url.rsplit("/", 1)[1], facts)
    amina.give("declaration", "on")
    amina.send()
    assert amina.page.url.endswith("/sent")


def answers(hand: Hand, fact: str, facts: dict[str, Any]) -> None:
    pack = queries.pack("garden")
    for name, text in typed(pack, fact, relevance.flattened(pack, facts).get(fact, UNKNOWN)).items():
        hand.give(name, text)
    hand.send()


def takes(bram: Hand) -> str:
    bram.follow("?show=free")
    bram.press(bram.page.locator("main table a"))
    bram.press_here(bram.page.locator("form[action$='/do/take'] button"))
    return bram.page.url.rsplit("/", 1)[1]


def records(bram: Hand, case: str, act: str, facts: dict[str, Any]) -> None:
    """An act that only this law knows, with the fact that it asks."""
    to_a_file(bram, case)
    bram.follow(f"/law/{act}")
    pack = queries.pack("garden")
    for fact in pack.route(next(iter(pack.routes))).procedure.acts[act].asks:
        for name, text in typed(pack, fact, facts[fact]).items():
            bram.give(name, text)
    bram.press(bram.page.locator("main form button.btn:not(.btn--quiet)"))
