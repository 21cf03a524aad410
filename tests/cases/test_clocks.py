"""Deadlines as calculations: a table of dates, and what a case shows of them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cases import cast
from veer.access.who import Who
from veer.cases import clocks
from veer.cases.acts.doing import Standing, events_of
from veer.cases.models import NEVER, Case
from veer.cases.queries import running_clocks
from veer.rules.model import Length

STEPS = {
    "with_us": SimpleNamespace(ends=None),
    "with_you": SimpleNamespace(ends=None),
    "over": SimpleNamespace(ends="done"),
}
PROCEDURE = SimpleNamespace(steps=STEPS)


def clause(name: str, starts: str, duty: str, **length: int) -> Any:
    return SimpleNamespace(id=name, starts=(starts,), duty=duty, length=Length(**length))


DECISION = {"decision": clause("decision", "submit", "official", days=90)}
BOTH = {**DECISION, "answer": clause("answer", "ask", "applicant", days=30)}


@pytest.mark.parametrize(
    "start,length,until",
    [
        (date(2026, 9, 21), {"days": 90}, date(2026, 12, 20)),
        (date(2026, 11, 30), {"days": 30}, date(2026, 12, 30)),
        (date(2024, 2, 29), {"years": 1}, date(2025, 3, 1)),
        (date(2026, 1, 31), {"months": 1}, date(2026, 3, 1)),
        (date(2026, 1, 15), {"months": 1}, date(2026, 2, 15)),
        (date(2026, 11, 15), {"months": 2, "days": 1}, date(2027, 1, 16)),
    ],
)
def test_a_length_ends_on_a_day(start: date, length: dict[str, int], until: date) -> None:
    assert clocks.add(start, Length(**length)) == until


def test_nothing_runs_before_it_starts_or_after_the_end() -> None:
    opened = [clocks.Event("open", date(2026, 9, 1), "with_you")]
    assert clocks.running(PROCEDURE, DECISION, opened, date(2026, 9, 2)) == []
    over = [
        *opened,
        clocks.Event("submit", date(2026, 9, 2), "with_us"),
        clocks.Event("sign", date(2026, 9, 9), "over"),
    ]
    assert clocks.running(PROCEDURE, DECISION, over, date(2026, 9, 10)) == []


def test_the_authoritys_clock_runs_on_and_the_persons_ends_with_the_answer() -> None:
    asked = [
        clocks.Event("submit", date(2026, 9, 1), "with_us"),
        clocks.Event("ask", date(2026, 9, 11), "with_you"),
    ]
    found = clocks.running(PROCEDURE, BOTH, asked, date(2026, 9, 12))
    assert [(one.id, one.until, one.days_left) for one in found] == [
        ("answer", date(2026, 10, 11), 29),
        ("decision", date(2026, 11, 30), 79),
    ]
    answered = [*asked, clocks.Event("answer", date(2026, 9, 20), "with_us")]
    assert [one.id for one in clocks.running(PROCEDURE, BOTH, answered, date(2026, 9, 21))] == ["decision"]


def test_late_is_said_plainly() -> None:
    started = [clocks.Event("submit", date(2026, 9, 1), "with_us")]
    (on_the_day,) = clocks.running(PROCEDURE, DECISION, started, date(2026, 11, 30))
    (a_day_later,) = clocks.running(PROCEDURE, DECISION, started, date(2026, 12, 1))
    assert (on_the_day.late, on_the_day.days_left) == (False, 0)
    assert (a_day_later.late, a_day_later.days_late) == (True, 1)
    assert a_day_later.why == "90 days since 1 September 2026"


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
        pack = cast.bundled()
        events = events_of(case, pack)
        route = pack.route(case.route)
        running = clocks.running(route.procedure, route.clocks, events, date(2027, 1, 15))
        assert case.due == clocks.soonest(running, "official") == date(2027, 4, 10)
        assert events[-1].step == case.step
    over = cast.act(case, "withdraw", amina).case
    assert over.due == NEVER
