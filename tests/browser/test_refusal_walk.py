"""A group that is refused, in Dutch: proposed by one, signed by another, told with reasons; and looked at again by a
third, because whoever had a hand in it is not even offered to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser.hand import Hand
from tests.browser.sizes import DESK, PHONE
from tests.browser.test_asylum_walk import acts, reads_and_signs, stands_at
from tests.browser.visitors import become
from tests.cases import cast
from tests.sponsorship import stage
from veer.cases.models import Case
from veer.people.models import Account, Person
from veer.sponsorship.acts import ask_recognition

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])
REASON = "Van uw rekening zagen wij nog geen uittreksel."


@pytest.fixture
def file(db: None, settings: Any, tmp_path: Path) -> Case:
    """A group of five whose request an official has."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    stage.activate_law()
    group, people = stage.group_of()
    Person.objects.filter(pk__in=people[0].own).update(language="nl")
    case = ask_recognition(group.pk, people[0], "asks")
    cast.act(case, "submit", people[0], declaration=True)
    return cast.act(case, "take", cast.official()).case


@pytest.fixture
def hands(browser: Browser, live_server: Any, file: Case) -> Iterator[dict[str, Hand]]:
    cast.signer()
    cast.signer("Simon Derde")
    found = {}
    names = {"lieve": "Lieve Burenlid", "bram": "Bram Peeters", "chantal": "Chantal Dubois", "simon": "Simon Derde"}
    for key, name in names.items():
        width = PHONE if key == "lieve" else DESK
        context = browser.new_context(locale="nl-BE", viewport={"width": width, "height": 800}, reduced_motion="reduce")
        become(context, live_server.url, Account.objects.get(name=name))
        found[key] = Hand(context.new_page(), live_server.url, keys=False)
    yield found
    for hand in found.values():
        hand.page.context.close()


def test_a_refusal_of_a_group_is_told_with_reasons_and_reviewed_by_somebody_else(
    hands: dict[str, Hand], file: Case, tmp_path: Path
) -> None:
    lieve, bram, chantal, simon = (hands[name] for name in ("lieve", "bram", "chantal", "simon"))
    bram.arrive(reverse("cases:at_work", args=[file.pk]))
    bram.follow("/propose/propose_refusal")
    bram.give("reason_0", REASON)
    bram.send()
    chantal.arrive(reverse("cases:work"))
    reads_and_signs(chantal, str(file.pk), "Lieve Burenlid", tmp_path)
    acts(bram, "give_refusal", case=str(file.pk))
    lieve.arrive(reverse("cases:file", args=[file.pk]))
    for words in (REASON, "binnen 15 dagen een andere ambtenaar vragen"):
        expect(lieve.page.locator("main")).to_contain_text(words)
    letter = lieve.read(lieve.page.locator("section[aria-labelledby=h-decision] a.btn"), tmp_path)
    assert REASON in letter
    lieve.follow("/law/ask_review")
    assert "noteert alleen" not in lieve.text(), "the act is the asking"
    lieve.send()
    assert "Een andere ambtenaar bekijkt de beslissing opnieuw" in stands_at(lieve)
    chantal.page.goto(chantal.url + reverse("cases:at_work", args=[file.pk]))
    expect(chantal.page.locator("a[href$='/law/overturn']")).to_have_count(0)
    simon.arrive(reverse("cases:at_work", args=[file.pk]))
    acts(simon, "overturn")
    lieve.page.reload()
    expect(lieve.page.locator("dl.now")).to_contain_text("Wij zien uw aanvraag na")
    assert (Case.objects.get(pk=file.pk).step, Case.objects.get(pk=file.pk).ends) == ("checking", None)
