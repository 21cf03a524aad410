"""Asking for protection, from a desk to a judgment, in Dutch, by six people in six browsers and under both regimes.

Presented and registered at a desk, lodged, heard, remarked, refused by two, told, appealed. Before 12 June 2026 he
appeals himself and the Council annuls; after it his lawyer does, and the Council confirms. Who acts next and how long
they have is read on the pages on the way.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.sizes import DESK
from tests.browser.test_whole_walk import to_a_file, to_her_file
from tests.browser.visitors import become
from tests.cases import cast
from tests.cases.test_walks import LAW
from tests.laws import law_in
from tests.openness.typing_answers import typed
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.models import Case
from veer.people.acts import represent
from veer.people.models import Account, Person
from veer.rules import Pack

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

PACK, ROUTE = "be-current", "asylum"
STORY = "Vraag: waarom bent u vertrokken? Antwoord: ze zochten mij in de winkel."
REMARK = "Het was de winkel van mijn broer, niet de mijne."
REASON = "Het verhaal over de winkel is niet geloofd."
LODGED = {"application.number": 1, "detained": False}
KIND = {"procedure.kind": "ordinary", "procedure.ground": "none", "procedure.country_information": "COI Focus Guinee"}
FOUND = (
    "credible", "race", "religion", "nationality", "social_group", "political_opinion", "death_penalty",
    "inhuman_treatment", "indiscriminate_violence", "excluded",
)  # fmt: skip


@pytest.fixture
def pack() -> Pack:
    return law_in(LAW / PACK)


@pytest.fixture
def people(browser: Browser, live_server: Any, settings: Any, tmp_path: Path, db: None) -> Iterator[dict[str, Hand]]:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    idriss, lea = cast.applicant("Idriss Bah"), cast.applicant("Lea Wouters")
    represent(Person.objects.get(pk=cast.person_of(idriss)), Account.objects.get(pk=lea.account), idriss)
    everybody = {
        "idriss": idriss,
        "lea": lea,
        "dirk": cast.who(cast.account("Dirk Claes", roles.DESK)),
        "bram": cast.official(),
        "chantal": cast.signer(),
        "greta": cast.who(cast.account("Greta Nijs", roles.COURT)),
    }
    hands = {}
    for name, who in everybody.items():
        context = browser.new_context(locale="nl-BE", viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=who.account))
        hands[name] = Hand(context.new_page(), live_server.url, keys=False)
    yield hands
    for hand in hands.values():
        hand.page.context.close()


def test_before_the_pact_he_appeals_and_the_council_annuls(
    people: dict[str, Hand], pack: Pack, at: Callable[..., Any], tmp_path: Path
) -> None:
    idriss, bram, greta = people["idriss"], people["bram"], people["greta"]
    at(2026, 2, 9, 8)
    law.activate(pack, SYSTEM)
    case = presents_at_a_desk(people["dirk"], pack)
    receipt(idriss, tmp_path)
    at(2026, 2, 10, 9)
    lodges(bram, case, pack)
    at(2026, 8, 3, 9)
    to_his_file(idriss)
    assert "Ik mag in België werken" in idriss.text()
    heard(bram, pack)
    assert "3 februari 2027" in clock_of(bram, "beslissing")  # six months from when the file came to the Commissioner
    to_his_file(idriss)
    acts(idriss, "ask_notes")
    acts(bram, "give_notes", case=case)
    remarks(idriss)
    at(2026, 10, 26, 9)
    refuses(people, case, tmp_path)
    refusal(idriss, tmp_path)
    assert "25 november 2026" in stands_at(idriss)
    assert "Ik mag in België blijven: het beroep" in idriss.text()
    at(2026, 11, 20, 9)
    acts(idriss, "lodge_appeal")
    assert "Raad" in stands_at(idriss)
    at(2027, 3, 1, 9)
    judges(greta, case, "judge_annul")
    to_his_file(idriss)
    assert idriss.page.locator(".path .here b").inner_text() == "Het Commissariaat-generaal onderzoekt uw verhaal"
    assert "u bent hier" in drawn(idriss).lower()


def test_under_the_pact_his_lawyer_appeals_and_the_council_confirms(
    people: dict[str, Hand], pack: Pack, at: Callable[..., Any], tmp_path: Path
) -> None:
    lea, bram = people["lea"], people["bram"]
    at(2026, 7, 6, 8)
    law.activate(pack, SYSTEM)
    case = presents_at_a_desk(people["dirk"], pack)
    receipt(people["idriss"], tmp_path)
    at(2026, 7, 8, 9)
    lodges(bram, case, pack)
    heard(bram, pack)
    assert "8 januari 2027" in clock_of(bram, "beslissing")  # six months from the lodging
    acts(bram, "give_notes")
    remarks(lea)
    at(2026, 8, 24, 9)
    refuses(people, case, tmp_path)
    refusal(people["idriss"], tmp_path)
    assert "7 september 2026" in stands_at(people["idriss"])
    at(2026, 9, 4, 9)
    to_his_file(lea)
    acts(lea, "lodge_appeal")
    at(2026, 12, 14, 9)
    judges(people["greta"], case, "judge_dismiss")
    to_his_file(people["idriss"])
    assert "De Raad verwierp uw beroep" in stands_at(people["idriss"])
    acts(bram, "notify_judgment", {"judgment.notified_on": "2026-12-14"}, pack=pack, case=case)
    assert "13 januari 2027" in clock_of(bram, "cassatie")
    acts(bram, "go_on")
    (going,) = Case.objects.filter(parent=case)
    assert (going.route, going.step) == ("return", "opened")
    to_his_file(people["idriss"])
    assert people["idriss"].page.locator("main .lines a, main h1").count()


def presents_at_a_desk(dirk: Hand, pack: Pack) -> str:
    """He is found by his name, his file is opened, and he is received and registered. Gives the case."""
    dirk.arrive(reverse("start"))
    dirk.follow(reverse("people:desk"))
    dirk.give("q", "Idriss")
    dirk.press_here(dirk.page.locator("main form[role=search] button"))
    dirk.press(dirk.page.locator("main .lines a"))
    dirk.press(dirk.page.locator("main a[href*='/open/']"))
    dirk.give("route", f"{PACK}/{ROUTE}")
    dirk.send()
    case = dirk.page.url.rsplit("/", 1)[1]
    acts(dirk, "receive", {"whereabouts": "inside"}, pack=pack)
    acts(dirk, "register", {"nationality": "GN", "arrived_on": "2026-02-03"}, pack=pack)
    return case


def receipt(idriss: Hand, folder: Path) -> None:
    """What he holds at once says that he asked, and that he may stay."""
    idriss.arrive(reverse("start"))
    idriss.press(idriss.page.locator("main .lines a"))
    assert "Ik heb in België internationale bescherming gevraagd. Ik mag blijven" in idriss.text()
    read = idriss.read(idriss.page.locator("aside a[href*='/letters/']"), folder)
    assert "Idriss Bah" in read
    assert "bescherming" in read


def lodges(bram: Hand, case: str, pack: Pack) -> None:
    """He finds the file among all of them, writes the application down, and takes the file."""
    bram.arrive(reverse("start"))
    bram.follow("?show=all")
    bram.follow(f"/{case}")
    acts(bram, "lodge", LODGED, pack=pack)
    bram.press_here(bram.page.locator("form[action$='/do/take'] button"))


def heard(bram: Hand, pack: Pack) -> None:
    acts(bram, "receive_file")
    acts(bram, "set_kind", KIND, pack=pack)
    acts(bram, "hear", notes=STORY)
    acts(bram, "find", {f"finding.{name}": False for name in FOUND}, pack=pack)


def remarks(hand: Hand) -> None:
    """Whoever reads the notes says what is wrong in them."""
    to_his_file(hand)
    acts(hand, "remark", seen=STORY, remarks=REMARK)


def refuses(people: dict[str, Hand], case: str, folder: Path) -> None:
    """Proposed by one, signed by another, handed over by the first."""
    bram, chantal = people["bram"], people["chantal"]
    to_a_file(bram, case)
    assert REMARK in bram.text()
    bram.follow("/propose/propose_refused")
    bram.give("reason_0", REASON)
    bram.send()
    become(
        chantal.page.context, chantal.url, Account.objects.get(name="Chantal Dubois")
    )  # signing wants a fresh sign-in
    chantal.arrive(reverse("start"))
    reads_and_signs(chantal, case, "Idriss Bah", folder)
    acts(bram, "hand_over", case=case)


def reads_and_signs(chantal: Hand, case: str, name: str, folder: Path) -> None:
    """The letter as it will be sent, then the signature."""
    to_a_file(chantal, case)
    chantal.follow("/sign/sign")
    assert name in chantal.read(chantal.page.locator(f"main a[href$='{case}/letter']"), folder)
    chantal.give("read", "on")
    chantal.send()


def refusal(idriss: Hand, folder: Path) -> None:
    """The decision and its letter, with the reason; the path foretells nothing after it."""
    to_his_file(idriss)
    assert REASON in idriss.text()
    assert not idriss.page.locator(".path .ahead").count()
    read = idriss.read(idriss.page.locator("section[aria-labelledby=h-decision] a.btn"), folder)
    assert REASON in read


def judges(greta: Hand, case: str, judgment: str) -> None:
    greta.arrive(reverse("start"))
    greta.press(greta.page.locator(f"main a[href$='{case}']"))
    acts(greta, judgment)


def to_his_file(hand: Hand) -> None:
    """From wherever they stand; the first page of a lawyer too."""
    if hand.page.url == "about:blank":
        hand.arrive(reverse("start"))
        hand.press(hand.page.locator("main .lines a"))
    else:
        to_her_file(hand)


def acts(
    hand: Hand,
    act: str,
    facts: dict[str, Any] | None = None,
    *,
    pack: Pack | None = None,
    case: str = "",
    seen: str = "",
    **fields: str,
) -> None:
    """An act of the law, from its link on the file, in sight or behind the fold, to its one button."""
    if case:
        to_a_file(hand, case)
    if not hand.page.locator(f"a[href$='/law/{act}']:visible").count():
        hand.strike(hand.page.locator("#more > summary"))
    hand.follow(f"/law/{act}")
    assert seen in hand.text()
    many = len(facts or {}) > 1
    for number, (fact, value) in enumerate((facts or {}).items()):
        assert pack is not None
        for name, text in typed(pack, fact, value).items():
            hand.give(f"f{number}-{name}" if many else name, text)
    for name, text in fields.items():
        hand.give(name, text)
    hand.send()


def stands_at(hand: Hand) -> str:
    return hand.page.locator("dl.now").inner_text()


def clock_of(official: Hand, words: str) -> str:
    """A term on the official's side, with how its day comes about."""
    return official.page.locator(".clock").filter(has_text=words).first.inner_text()


def drawn(hand: Hand) -> str:
    hand.strike(hand.page.locator("details.whole-way > summary"))
    return str(hand.page.locator("details.whole-way svg:visible").first.text_content())
