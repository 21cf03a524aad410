"""A household whose sponsor did not fit, until it lives on with another, each step by whoever does it, in English.

The head raises it on a phone. An official sets the two apart, reception gives a room, a run finds another group, two
officials put them together, and both sides say yes. The old sponsor then finds nothing, the new one finds them, and
their stay never hung on either.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.hand import Hand
from tests.browser.sizes import DESK, PHONE
from tests.browser.test_asylum_walk import acts
from tests.browser.visitors import become
from tests.cases import cast
from tests.matching import drawn
from tests.sponsorship.coming_stage import Drawn
from veer.access.who import Who
from veer.matching import acts as matching
from veer.matching.models import Offer, Run
from veer.people.models import Account
from veer.quotas.verify import verify_ledgers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

SHOUTS = "He shouts at night, and the children are afraid."
STAYS = "The stay and the asylum application of this household do not depend on the sponsor."


@pytest.fixture
def town(db: None, at: Callable[..., Any], settings: Any, tmp_path: Any) -> drawn.Drawn:
    """A group with a home in Gent that was drawn for people whom it does not know."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    found = drawn.drawn(at, children=3)
    matching.stop_seeking(found.seeker.pk, found.cell.bram)
    return found


@pytest.fixture
def home(town: drawn.Drawn) -> Drawn:
    """A household of five that came for another group, and asked for asylum."""
    found = Drawn(town.cell)
    found.arrived()
    found.does("lodge", found.desk)
    return found


@pytest.fixture
def seat(browser: Browser, live_server: Any) -> Iterator[Callable[..., Hand]]:
    """Somebody sits down at a window of their own."""
    hands: list[Hand] = []

    def sits(who: Who, width: int = DESK) -> Hand:
        context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(pk=who.account))
        hands.append(Hand(context.new_page(), live_server.url, keys=False))
        return hands[-1]

    yield sits
    for hand in hands:
        hand.page.context.close()


def test_a_breakdown_with_another_sponsor_and_the_household_loses_nothing(
    town: drawn.Drawn, home: Drawn, seat: Callable[..., Hand]
) -> None:
    file = reverse("cases:file", args=[home.case.pk])
    samira = seat(home.head, PHONE)
    samira.arrive(file)
    acts(samira, "concern", text=SHOUTS)
    set_apart(home, seat)
    offer = put_together(town, home, seat)
    both_say_yes(town, samira, seat, offer)
    samira.follow("/start")
    samira.follow(file)
    expect(samira.page.locator("main")).to_contain_text(STAYS)
    the_new_one_sees_them_and_the_old_one_no_more(town, home, seat)
    assert verify_ledgers() == []


def set_apart(home: Drawn, seat: Callable[..., Hand]) -> None:
    """What she said stands on the file; an official separates them, and reception gives the room."""
    file = reverse("cases:at_work", args=[home.case.pk])
    bram, reception = seat(home.bram), seat(home.reception)
    bram.arrive(file)
    assert SHOUTS in bram.text()
    acts(bram, "separate", {"breakdown.cause": "sponsor"}, pack=cast.bundled())
    reception.arrive(file)
    acts(reception, "give_room")


def put_together(town: drawn.Drawn, home: Drawn, seat: Callable[..., Hand]) -> Offer:
    """A run proposes the group in Gent; one official takes it, another confirms. Nobody typed the household again."""
    bram, chantal = seat(town.cell.bram), seat(town.cell.chantal)
    bram.arrive(reverse("matching:work"))
    bram.press(bram.page.locator("button[name=source][value=sponsors]"))
    line = Run.objects.get().lines.get(person=home.case.person_id)
    bram.follow(f"/{line.pk}")
    bram.press_here(bram.page.locator("button[name=do][value=accept]"))
    chantal.arrive(reverse("matching:line", args=[line.pk]))
    chantal.press_here(chantal.page.locator("button[name=do][value=confirm]"))
    return Offer.objects.get(line=line)


def both_say_yes(town: drawn.Drawn, samira: Hand, seat: Callable[..., Hand], offer: Offer) -> None:
    lieve = seat(town.lieve, PHONE)
    for hand, side in ((lieve, "sponsor"), (samira, "household")):
        if hand is lieve:
            hand.arrive(reverse("matching:mine"))
        else:
            hand.follow("/start")
            hand.follow("/placement/mine")
        hand.follow(reverse(f"matching:{side}", args=[offer.pk]))
        hand.give("says", "yes")
        hand.press_here(hand.page.locator("main form button.btn"))
    offer.refresh_from_db()
    assert offer.ended == Offer.AGREED


def the_new_one_sees_them_and_the_old_one_no_more(town: drawn.Drawn, home: Drawn, seat: Callable[..., Hand]) -> None:
    for who, group, told in ((town.lieve, town.group, True), (home.lead, home.group, False)):
        hand = seat(who, PHONE)
        hand.arrive(reverse("sponsorship:group", args=[group.pk]))
        main = hand.page.locator("main")
        expect(main).not_to_contain_text(re.compile("separat|shout|concern", re.IGNORECASE))
        link = hand.page.locator(f"a[href$='{reverse('sponsorship:household', args=[group.pk, home.coming.pk])}']")
        expect(link).to_have_count(1 if told else 0)
        if told:
            hand.press(link)
            expect(hand.page.locator("main")).to_contain_text("Samira")
        else:
            expect(main).not_to_contain_text("Haddad")
