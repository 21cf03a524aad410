"""Every way that a case can go: with branches beside it, under the law of each day, and where a clock can run out."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.law.test_packs import HERE
from tests.laws import law_in
from veer.rules import route_on
from veer.rules.check.ways import State, Ways
from veer.rules.model import Clock, Length, Marks, Suspension
from veer.rules.problems import Place

MARKS = Marks(Place("law.yaml", 1, 1))


@pytest.fixture(scope="module")
def stay():
    return route_on(law_in(HERE / "border-stay").route("stay"), dt.date(2024, 1, 1))


def test_a_case_and_its_branches_stand_together_in_every_way_there_is(stay):
    states = set(Ways.of(stay.procedure).seen)
    pending = frozenset({("appeal", "pending")})
    assert {s.step for s in states if not s.open} == set(stay.procedure.steps)
    assert State("left", pending) in states  # the term of another notice runs out while the court weighs
    assert State("presented", pending) not in states


def test_a_judgment_leads_the_case_back(stay):
    ways = Ways.of(stay.procedure)
    refused = State("refused", frozenset({("appeal", "pending")}))
    assert {(act.id, new) for act, new in ways.seen[refused] if act.branch} == {
        ("judge_annul", State("lodged")),
        ("judge_confirm", State("left")),
    }


@pytest.mark.parametrize(
    ("clock", "steps"),
    [
        ("appeal", {"refused"}),
        ("decision", {"lodged", "announced", "proposed"}),
        ("reply", {"announced"}),
    ],
)
def test_where_a_clock_can_run_out(stay, clock, steps):
    assert {state.step for state in Ways.of(stay.procedure).running(stay.clocks[clock])} == steps


def test_a_clock_runs_from_the_opening_of_the_case(stay):
    clock = Clock("c", MARKS, "applicant", ("open",), length=Length(days=3))
    assert {state.step for state in Ways.of(stay.procedure).running(clock)} == {"presented"}


def test_a_clock_that_stands_still_without_a_limit_does_not_run_out(stay):
    def running(at_most):
        stop = Suspension("papers", ("ask_paper",), ("give_paper",), at_most, MARKS)
        clock = Clock(
            "c", MARKS, "official", ("ask_paper",), length=Length(days=3), suspensions=(stop,), ends=("proposed",)
        )
        return {state.step for state in Ways.of(stay.procedure).running(clock)}

    assert running(Length(days=60)) == {"lodged", "announced"}
    assert running(None) == {"lodged", "announced"}  # from when the paper is there
    wait = Suspension("wait", ("lodge",), ("sign",), None, MARKS)
    started = Clock("c", MARKS, "official", ("receipt",), length=Length(days=3), suspensions=(wait,), ends=("refused",))
    assert {state.step for state in Ways.of(stay.procedure).running(started)} == {"presented"}


def test_the_law_of_other_days_has_other_ways():
    route = law_in(HERE / "border-stay").route("stay")
    before, after = (Ways.of(route_on(route, dt.date(year, 12, 31)).procedure) for year in (2021, 2022))
    assert ("", "announced") not in before.passed
    assert ("", "announced") in after.passed
    assert {act.id for moves in before.seen.values() for act, _ in moves} & {
        "propose_refusal",
        "propose_rejection",
    } == {"propose_refusal"}
