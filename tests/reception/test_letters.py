"""What a household is told about its place: in its language, for each thing once, and never only on a page."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.browser.hand import words_of
from tests.cases import cast
from tests.reception import stage
from veer.access.who import Who
from veer.journal.models import Entry
from veer.letters.models import Sending
from veer.reception import acts, letters, queries
from veer.reception.models import Asking, Stay, Wait

pytestmark = pytest.mark.django_db
WHY = "The school of the children is there."
OVER = "The application was withdrawn on Monday."


@pytest.fixture
def rik(db: None) -> Who:
    stage.activate_law()
    return stage.officer()


def waits(one: Who, rik: Who) -> Wait:
    return acts.enlist(stage.presented(one), 1, rik, key="k")


def told(wait: Wait) -> list[str]:
    return [one.name.removeprefix(letters.NAMED) for one in letters.of(wait)]


def read(wait: Wait, folder: Path) -> str:
    return words_of(bytes(letters.of(wait)[0].pdf), folder)


def test_a_place_given_is_told_once_in_the_language_of_the_file(rik: Who, tmp_path: Path) -> None:
    amina = cast.applicant()
    where, wait = stage.place(rik, 2, "De Brug"), waits(amina, rik)
    proposal = acts.propose(wait.pk, rik)
    for _again in range(2):
        acts.allocate(proposal.pk, where.pk, rik, key="g")
    assert told(wait) == ["given"]
    assert Sending.objects.filter(letter__in=letters.of(wait)).count() == 1
    words = read(wait, tmp_path)
    assert "Amina Haddad" in words
    assert "hebt u een plaats om te wonen: De Brug, in Gent" in words
    assert "{" not in words


def test_a_move_is_told_with_both_places_and_the_reason(rik: Who, tmp_path: Path) -> None:
    amina = cast.applicant(language="fr")
    here, there = stage.place(rik, 2, "De Brug"), stage.place(rik, 2, "Le Pont", municipality="Namur")
    stay = stage.placed(rik, here, waits(amina, rik))
    for _again in range(2):
        acts.transfer(stay.pk, there.pk, rik, WHY, "m")
    assert told(stay.wait) == ["moved", "given"]
    words = read(stay.wait, tmp_path)
    assert "Le Pont, à Namur" in words
    assert "De Brug" in words
    assert WHY in words
    assert "tribunal du travail" in words


def test_who_asks_for_another_place_gets_it_or_an_answer_with_a_reason(rik: Who, tmp_path: Path) -> None:
    amina = cast.applicant(language="de")
    here, there = stage.place(rik, 1, "De Brug"), stage.place(rik, 1, "Het Veer", municipality="Aalst")
    stay = stage.placed(rik, here, waits(amina, rik))
    asking = acts.ask_elsewhere(stay.wait_id, amina, wish="Aalst", reason="My sister lives there.", key="a")
    assert acts.ask_elsewhere(stay.wait_id, amina, wish="Gent", reason="Again.", key="b") == asking
    assert queries.askings(rik) == [asking]
    best = queries.fits_elsewhere(queries.stay_for(rik, stay.pk))[0]
    assert (best.offer.id, best.wished) == (there.pk, True)
    with pytest.raises(acts.Unexplained):
        acts.keep_here(stay.pk, rik, "no", "n")
    for _again in range(2):
        acts.keep_here(stay.pk, rik, WHY, "n")
    assert told(stay.wait) == ["kept", "given"]
    assert WHY in read(stay.wait, tmp_path)
    assert queries.askings(rik) == []
    with pytest.raises(queries.NoLonger):
        acts.keep_here(stay.pk, rik, WHY, "n2")
    second = acts.ask_elsewhere(stay.wait_id, amina, wish="", reason="It is too far from work.", key="c")
    acts.transfer(stay.pk, there.pk, rik, WHY, "m")
    answers = {one.pk: one.answer for one in Asking.objects.order_by("asked_at")}
    assert answers == {asking.pk: "kept", second.pk: "moved"}


def test_nobody_leaves_before_the_day_that_a_letter_told(rik: Who, at: Callable[..., Any], tmp_path: Path) -> None:
    amina = cast.applicant()
    at(2026, 12, 2, 9)
    stay = stage.placed(rik, stage.place(rik, 1, "De Brug"), waits(amina, rik))
    day = date(2026, 12, 18)
    with pytest.raises(acts.StillARight):
        acts.tell_end(stay.pk, day, rik, OVER, "e")
    cast.act(stay.wait.case, "withdraw", amina)
    with pytest.raises(acts.TooEarly):
        acts.leave(stay.pk, rik, "right_ended", "l")
    at(2026, 12, 3, 9)
    with pytest.raises(acts.TooEarly):
        acts.tell_end(stay.pk, date(2026, 12, 2), rik, OVER, "e")
    for _again in range(2):
        acts.tell_end(stay.pk, day, rik, OVER, "e")
    assert told(stay.wait) == ["ended", "given"]
    words = read(stay.wait, tmp_path)
    assert "18 december 2026" in words
    assert OVER in words
    assert "arbeidsrechtbank" in words
    at(2026, 12, 18, 20)
    with pytest.raises(acts.TooEarly):
        acts.leave(stay.pk, rik, "right_ended", "l")
    at(2026, 12, 19, 9)
    acts.leave(stay.pk, rik, "right_ended", "l")
    assert Stay.objects.get().ended_why == "right_ended"


def test_whoever_waits_without_a_right_is_told_and_taken_off_the_list(rik: Who, tmp_path: Path) -> None:
    amina = cast.applicant()
    wait = waits(amina, rik)
    with pytest.raises(acts.StillARight):
        acts.strike(wait.pk, rik, "right_ended", reason=OVER)
    cast.act(wait.case, "withdraw", amina)
    assert [(one.wait, one.stay) for one in queries.right_ended(rik)] == [(wait, None)]
    with pytest.raises(acts.Unexplained):
        acts.strike(wait.pk, rik, "right_ended")
    for _again in range(2):
        acts.strike(wait.pk, rik, "right_ended", reason=OVER)
    assert told(wait) == ["struck"]
    assert OVER in read(wait, tmp_path)
    assert Entry.objects.filter(chain=wait.pk, act="strike").count() == 1
