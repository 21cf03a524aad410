"""A refusal that became final, under the proposal, and a return that proves impossible: the file ends by saying so.

Somebody beside him, an announced order, his answer, the order; then his embassy writes that it does not know him. What
he brings is weighed, and two officials establish that he cannot go. In French, in four browsers.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK
from tests.browser.test_asylum_walk import acts, reads_and_signs
from tests.browser.test_whole_walk import to_a_file, to_her_file
from tests.browser.visitors import become
from tests.cases import cast
from tests.law.proposal_story import Story, pack
from tests.law.test_be_proposal_stories import oriented
from veer.cases.models import Case
from veer.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

WHY_GO = "Votre demande de protection est refusée et le Conseil n’a pas été saisi."
ANSWER = "Mon ambassade ne me connaît pas."
LETTER = "ambassade.pdf"
WHY_NOT = "L’ambassade ne vous connaît pas."
WEIGHED = {
    "impossible.no_state": True, "impossible.stateless": False, "impossible.medical": False,
    "impossible.best_interests": False, "impossible.danger": False,
}  # fmt: skip
CONSULATE = {"consulate.country": "ER", "consulate.asked_on": "2026-09-21", "consulate.answer": "not_known"}


@pytest.fixture
def story(at: Callable[..., Any], settings: Any, tmp_path: Path, db: None) -> Story:
    """Refused, every other ground looked at, and handed on to the talk about return."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    told = oriented(at, "2026-07-01").do("look_at_grounds", "official2").do("ready", "applicant").wait(31)
    told.do("start_return")
    at(2026, 9, 7, 9)  # before anybody signs in: signing wants a fresh sign-in
    return told


@pytest.fixture
def people(browser: Browser, live_server: Any, story: Story) -> Iterator[dict[str, Hand]]:
    hands = {}
    for name in ("applicant", "returns", "official", "signer"):
        context = browser.new_context(locale="fr-BE", viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=story.people[name].account))
        hands[name] = Hand(context.new_page(), live_server.url, keys=False)
    yield hands
    for hand in hands.values():
        hand.page.context.close()


def test_a_return_that_is_impossible_ends_in_that_truth(
    people: dict[str, Hand], story: Story, at: Callable[..., Any], tmp_path: Path
) -> None:
    tesfaye, rita, bram = people["applicant"], people["returns"], people["official"]
    rita.arrive(reverse("start"))
    rita.follow(f"/{story.case.pk}")
    acts(rita, "meet")
    case = str(Case.objects.get(parent=story.case).pk)
    begins(rita, case)
    bram.arrive(reverse("start"))
    announces(bram, case)
    answers(tesfaye, case)
    orders(people, case, tmp_path)
    at(2026, 9, 7, 9, 5)  # two decisions of one instant would have no order
    brings_what_the_embassy_wrote(tesfaye)
    establishes(people, case, tmp_path)
    to_her_file(tesfaye)
    read = tesfaye.read(tesfaye.page.locator("section[aria-labelledby=h-decision] a.btn"), tmp_path)
    assert WHY_NOT in read
    ended = Case.objects.get(pk=case)
    assert (ended.step, ended.ends) == ("cannot_go", "non_return")


def begins(rita: Hand, case: str) -> None:
    """She meets him, and says who may stand beside him."""
    to_a_file(rita, case)
    acts(rita, "meet", {"minor_children": False, "unaccompanied_minor": False}, pack=pack())
    acts(rita, "offer_guidance")


def announces(bram: Hand, case: str) -> None:
    bram.follow("?show=all")
    bram.follow(f"/{case}")
    acts(bram, "announce_return", reason=WHY_GO)


def answers(tesfaye: Hand, case: str) -> None:
    """He reads what is intended before anything is decided, and says what stands against it."""
    tesfaye.arrive(reverse("start"))
    tesfaye.press(tesfaye.page.locator(f"main .lines a[href$='{case}']"))
    assert tesfaye.page.locator("aside a[href*='/letters/']").count() == 3  # met, guidance, what is intended
    tesfaye.follow("/acts/reply")
    tesfaye.give("message", ANSWER)
    tesfaye.send()


def orders(people: dict[str, Hand], case: str, folder: Path) -> None:
    bram, chantal = people["official"], people["signer"]
    opens(bram, case)
    assert ANSWER in bram.text()
    acts(bram, "weigh", dict.fromkeys(WEIGHED, False), pack=pack())
    bram.follow("/propose/propose_order")
    bram.give("reason_0", WHY_GO)
    bram.send()
    chantal.arrive(reverse("start"))
    reads_and_signs(chantal, case, "Tesfaye Haile", folder)
    opens(bram, case)
    acts(bram, "hand_over_order")


def brings_what_the_embassy_wrote(tesfaye: Hand) -> None:
    to_her_file(tesfaye)
    file = tesfaye.page.url.removeprefix(tesfaye.url)
    tesfaye.follow(f"{file}/documents")
    tesfaye.give("kind", "embassy_letter")
    tesfaye.attach("file", {"name": LETTER, "mimeType": "application/pdf", "buffer": cast.a_pdf().read()})
    tesfaye.press_here(tesfaye.page.locator("main form button.btn"))
    tesfaye.follow(file)
    acts(tesfaye, "consulate_answered", CONSULATE, pack=pack())


def establishes(people: dict[str, Hand], case: str, folder: Path) -> None:
    """Weighed, proposed with its reason, and signed by another."""
    bram = people["official"]
    opens(bram, case)
    assert LETTER in bram.text()
    assert not bram.page.locator("a[href$='/propose/propose_non_return']").count()
    acts(bram, "weigh", WEIGHED, pack=pack())
    bram.follow("/propose/propose_non_return")
    bram.give("value", "no_state")
    bram.give("reason_0", WHY_NOT)
    bram.send()
    reads_and_signs(people["signer"], case, "Tesfaye Haile", folder)


def opens(bram: Hand, case: str) -> None:
    """Nobody holds a file of return: it is found among all of them."""
    bram.follow(reverse("cases:work"))
    bram.follow("?show=all")
    bram.follow(f"/{case}")
