"""From the first question to the letter, in Dutch, as three people in three browsers: with a script, without one, and
with the keyboard alone. Find, apply, ask a document, verify, propose, send back, propose, sign, read.

Each types one address, the page on which they arrive; from there on they follow what the pages show.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK
from tests.browser.visitors import become
from tests.cases import cast
from tests.openness.typing_answers import UNKNOWN, typed
from veer.cases.models import Decision
from veer.openness import queries, relevance
from veer.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

MOST = 80
MISSING = "Noem ook de ervaring."
DIPLOMA = "Om uw diploma na te kijken."


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


def test_from_the_first_question_to_the_letter(people: dict[str, Hand], tmp_path: Path) -> None:
    amina, bram, chantal = people["amina"], people["bram"], people["chantal"]
    amina.arrive("/")
    finds_her_way(amina)
    applies(amina)
    bram.arrive(reverse("start"))
    asks_a_document(bram)
    file = sends_it(amina)

    case = file.rsplit("/", 1)[1]
    verifies(bram, case)
    proposes(bram, case)
    chantal.arrive(reverse("start"))
    sends_back(chantal, case)
    proposes(bram, case, seen=MISSING)
    signs(chantal, case, tmp_path)
    read = reads_the_letter(amina, file, tmp_path)
    decision = Decision.objects.get(case=case, signed_at__isnull=False)
    assert decision.outcome == "grant"
    for reason in decision.reasons:
        assert " ".join(str(reason["text"]).split()) in read


def finds_her_way(amina: Hand) -> None:
    pack = queries.pack(cast.PACK)
    amina.follow(reverse("openness:finder"))
    amina.give("pack", pack.id)
    amina.send()
    purpose = pack.routes[cast.ROUTE].purposes[0]
    amina.tick(amina.page.locator(f"main [name=purpose][value='{purpose}']"))
    amina.send()
    for _page in range(MOST):
        if "/result/" in amina.page.url:
            break
        action = amina.page.locator("form.ask").get_attribute("action") or ""
        answer(amina, pack, *action.rstrip("/").rsplit("/", 1)[1].split(","))
    assert amina.heading() == "Eén weg staat voor u open."


def applies(amina: Hand) -> None:
    """With the answers that she gave; what is left is asked."""
    pack = queries.pack(cast.PACK)
    amina.follow(f"/apply/{pack.id}/{cast.ROUTE}")
    amina.send()
    amina.press(amina.page.locator("main .tasks a").nth(0))
    for _question in range(MOST):
        if "/questions/" not in amina.page.url:
            break
        answer(amina, pack, amina.page.url.rsplit("/", 1)[1])
    assert amina.page.url.endswith("/check")
    amina.give("declaration", "on")
    amina.send()
    assert amina.page.url.endswith("/sent")


def answer(hand: Hand, pack: Any, *facts: str) -> None:
    """What one page asks: one fact, or several that belong together."""
    known = relevance.flattened(pack, cast.GOOD)
    for number, fact in enumerate(facts):
        start = f"f{number}-" if len(facts) > 1 else ""
        for name, text in typed(pack, fact, known.get(fact, UNKNOWN)).items():
            if text:
                hand.give(f"{start}{name}", text)
    hand.send()


def asks_a_document(bram: Hand) -> None:
    """He finds the file among those to take, takes it, and asks."""
    bram.follow("?show=free")
    bram.press(bram.page.locator("main table a"))
    bram.press_here(bram.page.locator("form[action$='/do/take'] button"))
    bram.follow("/ask/ask_document")
    bram.give("kind", bram.page.locator("main [name=kind] option").nth(1).get_attribute("value") or "")
    bram.give("reason", DIPLOMA)
    bram.send()


def sends_it(amina: Hand) -> str:
    """Amina comes back to her file, reads what is asked, adds it and answers. Gives the address of her file."""
    to_her_file(amina)
    file = amina.page.url.removeprefix(amina.url)
    assert DIPLOMA in amina.text()
    amina.follow(f"{file}/documents")
    amina.give("kind", amina.page.locator("main [name=kind] option").nth(1).get_attribute("value") or "")
    amina.attach("file", {"name": "diploma.pdf", "mimeType": "application/pdf", "buffer": cast.a_pdf().read()})
    amina.press_here(amina.page.locator("main form button.btn"))
    assert "diploma.pdf" in amina.text()
    amina.follow(file)
    amina.follow("/acts/answer")
    amina.give("message", "Hier is het.")
    amina.send()
    return file


def verifies(bram: Hand, case: str) -> None:
    to_a_file(bram, case)
    assert "Hier is het." in bram.text()
    bram.follow("/facts/education.isced")
    bram.give("state", "verified")
    bram.send()


def proposes(bram: Hand, case: str, *, seen: str = "") -> None:
    to_a_file(bram, case)
    bram.follow("/propose/propose_grant")
    assert seen in bram.text()
    bram.send()


def sends_back(chantal: Hand, case: str) -> None:
    to_a_file(chantal, case)
    chantal.follow("/send-back/send_back")
    chantal.give("reason", MISSING)
    chantal.send()


def signs(chantal: Hand, case: str, folder: Path) -> None:
    """She reads the letter as it will be sent, then signs it."""
    to_a_file(chantal, case)
    chantal.follow("/sign/sign")
    assert "Amina" in chantal.text()
    assert "Amina Haddad" in chantal.read(chantal.page.locator(f"main a[href$='{case}/letter']"), folder)
    chantal.give("read", "on")
    chantal.send()


def reads_the_letter(amina: Hand, file: str, folder: Path) -> str:
    to_her_file(amina)
    assert amina.page.url.endswith(file)
    read = amina.read(amina.page.locator("section[aria-labelledby=h-decision] a.btn"), folder)
    assert "Amina Haddad" in read
    return read


def to_her_file(amina: Hand) -> None:
    amina.follow(reverse("start"))
    amina.press(amina.page.locator("main .lines a"))


def to_a_file(official: Hand, case: str) -> None:
    """Through the list of work, whatever page they stand on."""
    if not official.page.url.endswith(reverse("cases:work")):
        official.follow(reverse("cases:work"))
    official.follow(f"/{case}")
