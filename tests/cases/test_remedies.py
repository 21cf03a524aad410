"""An appeal that is pending: whose turn it is, what no longer is late, and that it is lodged once."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.cases import cast
from tests.cases.test_pages import as_, marks, page
from tests.cases.test_walks import LAW
from tests.law.test_be_current_machine import PACK, examined, refused
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law, queries
from veer.cases.errors import NotReady
from veer.cases.models import Case
from veer.cases.pages import shown, way
from veer.cases.standing import Standing
from veer.cases.worklist import asked, worklist

pytestmark = pytest.mark.django_db
PENDING = "The Council examines your appeal"
WORDS = "The village in the notes is not mine."


@pytest.fixture
def case(at: Any, amina: Who, bram: Who, chantal: Who) -> Case:
    """Refused, and told on 26 October 2026; the notes of the interview were never asked for."""
    at(2026, 2, 9, 8)
    law.activate(law_in(LAW / PACK), SYSTEM)
    return refused(amina, bram, chantal, at)


def appealed(case: Case, amina: Who, at: Any) -> Case:
    at(2026, 11, 10, 9)
    return cast.act(case, "lodge_appeal", amina, text=WORDS).case


def test_after_an_appeal_it_is_the_turn_of_the_council_and_nobody_is_late(case: Case, amina: Who, at: Any) -> None:
    before = shown.now(Standing(case), "en")
    assert (before["ball"], before["due"].id) == ("Nobody at the moment", "appeal")
    assert (before["mine_to_do"], before["need_not"]) == (False, True), "an appeal is a right and no duty"
    case = appealed(case, amina, at)
    now = shown.now(Standing(case), "en")
    assert now["ball"] == now["beside"][0]["ball"] != "You"
    assert not now["mine_to_do"]
    assert now["due"] is None
    assert shown.case_line(case, "en")["mine_to_do"] is False
    assert "notes" not in [one["clock"].id for one in now["clocks"]]
    told = page(as_(amina), reverse("cases:file", args=[case.pk]))
    assert f"<h1><bdi>{PENDING}</bdi>" in told
    assert f"<title>{PENDING}" in told
    assert "You can appeal to" not in told
    assert "You have nothing to do today." in told
    assert f'asked on 10 November 2026 with these words</strong></p><blockquote dir="auto">{WORDS}' in told
    assert told.count(WORDS) == 2, "in every step too"
    assert [one["title"] for one in way.path(Standing(case), "en")["steps"]][-1] == PENDING


def test_whoever_works_on_it_reads_no_day_of_a_right_that_lapsed(case: Case, amina: Who, bram: Who, at: Any) -> None:
    appealed(case, amina, at)
    assert "5 August 2026" not in page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    rows = worklist(bram, asked(bram, {}), "en", date(2026, 11, 10)).rows
    assert [row.due for row in rows if row.case.pk == case.pk] == [None]


def test_a_right_that_can_still_be_used_stays_though_its_day_is_over(at: Any, amina: Who, bram: Who) -> None:
    at(2026, 2, 9, 8)
    law.activate(law_in(LAW / PACK), SYSTEM)
    case = examined(amina, bram, at)
    at(2026, 8, 20, 9)
    standing = Standing(case)
    assert "notes" in [one.id for one in queries.running_clocks(standing, standing.today)]


def test_an_appeal_is_lodged_once_and_again_only_against_a_new_decision(
    case: Case, amina: Who, bram: Who, chantal: Who, at: Any
) -> None:
    case = appealed(case, amina, at)
    address = reverse("cases:own_act", args=[case.pk, "lodge_appeal"])
    assert address not in page(as_(amina), reverse("cases:file", args=[case.pk]))
    asked_again = page(as_(amina), address)
    assert "pending" in asked_again
    assert as_(amina).post(address, marks(asked_again)).status_code == 200
    court = cast.who(cast.account("Greta", roles.COURT))
    for who in (amina, court):
        with pytest.raises(NotReady) as refusal:
            cast.act(case, "lodge_appeal", who)
        assert list(refusal.value.missing) == ["pending"]
    assert [event.act for event in Standing(case).events].count("lodge_appeal") == 1
    cast.act(case, "hand_over", bram)  # told anew, so the term runs anew
    cast.act(case, "lodge_appeal", amina)
    assert case.branches.filter(ended_at=None).count() == 1


def test_the_page_of_an_appeal_says_what_the_click_does_and_how_it_is_lodged(case: Case, amina: Who, at: Any) -> None:
    told = page(as_(amina), reverse("cases:own_act", args=[case.pk, "lodge_appeal"]))
    assert "This only notes in this file that you appealed." in told
    pack = law.pack_of(case)
    for name in ("remedies.appeal.how", "bodies.council.address"):
        for line in law.words(pack, "asylum", name, "en").splitlines():
            assert escape(line) in told
    assert '<time datetime="2026-11-25">' in told
    at_court = cast.who(cast.account("Greta", roles.COURT))
    assert "This only notes" not in page(as_(at_court), reverse("cases:lawful", args=[case.pk, "lodge_appeal"]))
