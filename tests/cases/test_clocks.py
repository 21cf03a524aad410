"""Deadlines as calculations: a table of dates, and what a case shows of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import veer
from tests.cases import cast
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import clocks, law
from veer.cases.acts import open_case
from veer.cases.acts.round import daily_round
from veer.cases.models import NEVER, Case
from veer.cases.queries import running_clocks
from veer.cases.standing import Standing

LAW = Path(veer.__file__).parent / "law"


@pytest.mark.django_db
def test_a_legal_day_is_the_day_where_the_law_is(amina: Who, at: Any) -> None:
    at(2027, 1, 10, 23, 30)  # half past midnight on the 11th in Brussels
    case = cast.submitted(amina)
    assert case.due == date(2027, 4, 11)
    (clock,) = running_clocks(Standing(case), date(2027, 1, 11))
    assert clock.started == date(2027, 1, 11)


@pytest.mark.django_db
def test_what_lists_keep_is_what_the_journal_gives_again(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "ask_document", bram, kind="diploma", reason="Waarom.")
    at(2027, 1, 15, 9)
    cast.act(case, "answer", amina)
    for _again in range(2):
        case = Case.objects.get(pk=case.pk)
        standing = Standing(case)
        running = clocks.running(standing.due_on(date(2027, 1, 15)), date(2027, 1, 15))
        assert case.due == clocks.soonest(running, "official") == date(2027, 4, 10)
        assert [(term.clock, term.last_day) for term in case.terms.order_by("clock")] == [
            ("decision_due", date(2027, 4, 10))
        ]
    over = cast.act(case, "withdraw", amina).case
    assert over.due == NEVER


@pytest.mark.django_db
def test_new_law_reaches_a_case_whose_law_nothing_has_settled_on_the_day_on_which_it_begins(at: Any) -> None:
    """Asked in spring and not lodged yet when the rules of 12 June 2026 came: nobody did anything that day."""
    at(2026, 4, 2, 9)
    law.activate(law_in(LAW / "be-current"), SYSTEM)
    desk, person = cast.who(cast.account("Dora", roles.DESK)), cast.person_of(cast.applicant("Wanda Walk", "en"))
    case = open_case(person, "be-current", "asylum", desk, language="en", key="asks")
    cast.act(case, "receive", desk, facts={"whereabouts": "inside"})
    cast.act(case, "register", desk, facts={"nationality": "SY", "arrived_on": "2026-04-01"})
    assert Case.objects.get(pk=case.pk).law_changes_on == date(2026, 6, 12)
    for day, terms in ((11, {"lodging"}), (12, {"lodging_pact", "screening"})):
        at(2026, 6, day, 9)
        daily_round()
        case = Case.objects.get(pk=case.pk)
        open_now = {one.clock.id for one in Standing(case).due_on(date(2026, 6, day)) if one.open}
        assert set(case.terms.values_list("clock", flat=True)) == open_now == terms
    assert case.law_changes_on == NEVER
