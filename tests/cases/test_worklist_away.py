"""Being away: files show to the deputy, nothing new is offered, terms that end meanwhile are seen; then as before."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from tests.people.cast import boxes
from veer.access.who import Who
from veer.cases import away, worklist
from veer.cases.acts import handing
from veer.cases.errors import BadData, NotForYou, NotReady
from veer.cases.models import Absence, Case
from veer.cases.worklist import Asked
from veer.journal.models import Entry

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 21), date(2027, 1, 3)


@pytest.fixture
def today(at: Any, law: None) -> Any:
    """The clock, held on a day before anybody is away."""
    at(2026, 12, 1, 9)
    return at


@pytest.fixture
def karim(today: Any) -> Who:
    return cast.official("Karim Bouzid")


@pytest.fixture
def held(today: Any, amina: Who, bram: Who) -> Case:
    return cast.act(cast.submitted(amina), "take", bram).case


@pytest.fixture
def gone(bram: Who, karim: Who) -> Absence:
    return away.say_away(bram, FIRST, LAST, karim.account)


def shown(who: Who, show: str) -> list[Any]:
    return [row.case.pk for row in worklist.worklist(who, Asked(show), "en", away.today()).rows]


def test_files_show_to_the_deputy_while_it_lasts(held: Case, gone: Absence, karim: Who, today: Any) -> None:
    assert shown(karim, "stand_in") == []
    today(2026, 12, 21, 9)
    assert shown(karim, "stand_in") == [held.pk]
    page = as_(karim).get(reverse("cases:work") + "?show=stand_in").content.decode()
    assert "Bram Peeters is away until 3 January 2027; Karim Bouzid stands in." in page
    assert "For whom I stand in" in page
    today(2027, 1, 4, 9)
    assert shown(karim, "stand_in") == []


def test_the_deputy_may_work_on_the_file_and_nobody_else(
    held: Case, gone: Absence, karim: Who, chantal: Who, today: Any
) -> None:
    ask = {"kind": "diploma", "reason": "Nodig."}
    with pytest.raises(NotReady):
        cast.act(held, "ask_document", karim, **ask)
    today(2026, 12, 21, 9)
    with pytest.raises(NotReady):
        cast.act(held, "ask_document", cast.official("Iemand Anders"), **ask)
    cast.act(held, "ask_document", karim, **ask)


def test_nothing_new_is_offered_to_who_is_away(held: Case, gone: Absence, bram: Who, karim: Who, today: Any) -> None:
    free = cast.submitted(cast.applicant("Nog Iemand"))
    assert shown(bram, "free") == [free.pk]
    today(2026, 12, 21, 9)
    assert shown(bram, "free") == []
    assert "nothing new is offered to you" in as_(bram).get(reverse("cases:work") + "?show=free").content.decode()
    mine = cast.act(free, "take", karim).case
    with pytest.raises(NotForYou):
        handing.offer(mine.pk, bram.account, karim, key="k")


def test_terms_that_end_meanwhile_are_seen_by_all_colleagues(held: Case, gone: Absence, chantal: Who) -> None:
    assert shown(chantal, "away") == []
    Case.objects.filter(pk=held.pk).update(due=LAST)
    assert shown(chantal, "away") == [held.pk]
    Case.objects.filter(pk=held.pk).update(due=date(2026, 12, 20))
    assert shown(chantal, "away") == []


def test_back_is_as_before(held: Case, gone: Absence, bram: Who, karim: Who, today: Any) -> None:
    today(2026, 12, 23, 9)
    assert away.come_back(bram)
    assert not away.come_back(bram)
    assert shown(karim, "stand_in") == []
    assert shown(bram, "mine") == [held.pk]
    assert Case.objects.get(pk=held.pk).holder == bram.account
    with pytest.raises(NotReady):
        cast.act(held, "ask_document", karim, kind="diploma", reason="Nodig.")
    acts = Entry.objects.filter(chain=bram.account, act__in=("away", "back")).order_by("position")
    assert list(acts.values_list("act", flat=True)) == ["away", "back"]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(LAST, FIRST, "last"), (date(2026, 11, 1), date(2026, 11, 30), "last")],
)
def test_days_that_cannot_be(bram: Who, karim: Who, first: date, last: date, field: str) -> None:
    with pytest.raises(BadData) as refused:
        away.say_away(bram, first, last, karim.account)
    assert set(refused.value.errors) == {field}


def test_a_deputy_handles_files_and_is_there(bram: Who, karim: Who, chantal: Who, gone: Absence) -> None:
    for deputy, first, last in (
        (karim.account, FIRST, FIRST),
        (chantal.account, FIRST, LAST),
        (bram.account, LAST, LAST),
    ):
        with pytest.raises(BadData) as refused:
            away.say_away(karim, first, last, deputy)
        assert set(refused.value.errors) == {"deputy"}


def test_the_page_writes_it_down_and_shows_who_is_away(held: Case, bram: Who, karim: Who, today: Any) -> None:
    client, address = as_(bram), reverse("cases:away")
    asked = {**boxes("first", "2026-12-21"), "deputy": str(karim.account)}
    wrong = client.post(address, {**asked, **boxes("last", "2026-12-01")})
    assert "The last day comes after the first." in wrong.content.decode()
    for number, (box, typed) in enumerate((("day", "21"), ("month", "12"), ("year", "2026"))):
        assert f'name="first_{box}" id="id_first_{number}" value="{typed}"' in wrong.content.decode()
    done = client.post(address, {**asked, **boxes("last", "2027-01-03")}, follow=True)
    assert "You are away from 21 December 2026 to 3 January 2027" in done.content.decode()
    assert "Bram Peeters" in as_(karim).get(address).content.decode()
    today(2026, 12, 22, 9)
    assert "You are away until 3 January 2027." in client.get(reverse("cases:work")).content.decode()
    offer = reverse("cases:several") + f"?does=offer&case={cast.act(held, 'take', karim).case.pk}"
    assert "Bram Peeters (away until 03.01.)" in as_(karim).get(offer).content.decode()
    client.post(address, {"back": "1"})
    assert not away.is_away(bram.account, away.today())
