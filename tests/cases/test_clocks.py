"""Deadlines as calculations: a table of dates, and what a case shows of them."""

from datetime import date
from typing import Any

import pytest

from tests.cases import cast
from veer.access.who import Who
from veer.cases import clocks
from veer.cases.models import NEVER, Case
from veer.cases.queries import running_clocks
from veer.cases.standing import Standing


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
