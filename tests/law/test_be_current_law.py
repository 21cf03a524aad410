"""The law as it stands, rule by rule: every time limit is there with its id, source and degree of certainty."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.law.story import Story, read, tell
from tests.laws import law_in
from veer.rules import Pack
from veer.rules.expressions import dotted_names
from veer.rules.lower import expressions
from veer.rules.model import Expr
from veer.rules.time.calendars import holidays

FOLDER = Path(__file__).parents[2] / "veer/law/be-current"
DAY = dt.date.fromisoformat
IDS = [
    *(f"AS-{n:02}" for n in range(1, 18)), *(f"PA-{n:02}" for n in range(1, 15)), *(f"RT-{n:02}" for n in range(1, 6)),
    "TI-01", "TI-02",
]  # fmt: skip
UNSURE = {"AS-03", "AS-17", "PA-05", "PA-08", "PA-09", "PA-10", "PA-11", "PA-12", "PA-14", "RT-03"}
"""Where the law itself, its length or its start was not confirmed."""


@cache
def pack() -> Pack:
    return law_in(FOLDER)


@cache
def routes() -> dict[str, Any]:
    return {name: read(FOLDER / f"routes/{name}.yaml") for name in pack().routes}


def noted(node: Any, confidence: str = "verified") -> Iterator[tuple[str, str]]:
    """The notes of every node, with the confidence that the node has or inherits."""
    if isinstance(node, dict):
        confidence = node.get("confidence", confidence)
        if isinstance(node.get("notes"), str):
            yield node["notes"], confidence
        for inner in node.values():
            yield from noted(inner, confidence)
    elif isinstance(node, list):
        for inner in node:
            yield from noted(inner, confidence)


@pytest.mark.parametrize("rule", IDS)
def test_every_time_limit_of_the_table_is_law_here(rule: str) -> None:
    parts = [
        noted(part) for route in routes().values() for part in (route["clocks"], route["rights"], route["remedies"])
    ]
    found = [confidence for part in parts for notes, confidence in part if rule in notes]
    assert found, f"{rule} is no clock, right or remedy"
    if rule in UNSURE:
        assert "unverified" in found


def test_a_range_of_ids_is_meant_as_it_is_written() -> None:
    """`PA-04 to PA-07` stands at the clock whose variants carry the ids between."""
    clock = routes()["asylum"]["clocks"]["decision_pact"]
    assert {notes[:5] for notes, _ in noted(clock["first"])} == {"PA-04", "PA-05", "PA-06"}


def test_every_source_is_a_public_page() -> None:
    for source in pack().sources.values():
        assert re.match(r"https?://[a-z0-9.-]+\.[a-z]+/", source.url), source.id
    for route in pack().routes.values():
        for kind in (route.clocks, route.rights, route.duties, route.remedies):
            assert all(one.marks.source for one in kind.values())  # type: ignore[attr-defined]
        assert route.procedure is not None
        assert all(act.marks.source for act in route.procedure.acts.values())


def test_recognition_is_never_computed() -> None:
    """What people find of a person is read by no rule: not by a condition, an act, a clock, a right or a remedy."""
    findings = {fact for fact, declared in pack().facts.items() if declared.type.kind == "judgement"}
    assert len(findings) == 10
    assert all(pack().facts[fact].decided_by == ("official",) for fact in findings)
    for route in pack().routes.values():
        read_by_rules = {name for expr in expressions(route) for name in names_of(expr)}
        assert not findings & read_by_rules
        assert {c.id for c in route.conditions} == {"here"}


def names_of(expr: Expr) -> set[str]:
    assert isinstance(expr.tree, ast.expr)
    return set(dotted_names(expr.tree))


def test_nobody_is_turned_away_at_the_door() -> None:
    """Before the application is registered no act refuses, expires or ends; and three may write it down."""
    procedure = pack().route("asylum").procedure
    assert procedure is not None
    assert set(procedure.by) == {"applicant", "desk", "official"}
    at_the_door = [act for act in procedure.acts.values() if set(act.from_) & {"here", "presented"}]
    assert not [act.id for act in at_the_door if act.refuses or act.does in ("propose", "expire")]
    leads = {to for act in at_the_door for to in act.to.values()}
    assert leads == {"presented", "registered", "withdrawn"}
    assert all(procedure.acts[name].letter == {"": "presented"} for name in ("present", "receive"))


def test_how_cases_end_here() -> None:
    """The law as it stands lets a return end with the order; asylum goes on to it."""
    ends = {
        name: {step.ends or step.goes_on for step in route.procedure.steps.values()} - {None}
        for name, route in pack().routes.items()
        if route.procedure
    }
    assert ends["asylum"] == {"residence", "elsewhere", "withdrawn", "return"}
    assert ends["return"] == {"returned", "elsewhere", "residence", "non_return", "order_issued", "void"}
    assert pack().truths is None


@pytest.mark.parametrize(
    ("year", "moving"),
    [(2026, {"2026-04-06", "2026-05-14", "2026-05-25"}), (2027, {"2027-03-29", "2027-05-06", "2027-05-17"})],
)
def test_the_ten_legal_holidays(year: int, moving: set[str]) -> None:
    days = {str(day) for day in holidays(pack().calendars["be"], year)}
    fixed = {f"{year}-{day}" for day in ("01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25")}
    assert days == moving | fixed


# --- dates -----------------------------------------------------------------------------------------------------------


def after(kind: str, proposed: str, *, lodged: str, filed: str, signed: str, told: str, **facts: Any) -> Story:
    """A decision of a kind of procedure, told on a day; the day asked about is that day."""
    act, _, day = told.partition(" ")
    happened = [
        (DAY(lodged), "receive"), (DAY(lodged), "register"), (DAY(lodged), "lodge"), (DAY(filed), "receive_file"),
        (DAY(filed), "set_kind"), (DAY(filed), "hear"), (DAY(signed), proposed), (DAY(signed), "sign"),
        (DAY(day), act),
    ]  # fmt: skip
    known = {
        "whereabouts": "inside", "detained": False, "unaccompanied_minor": False,
        "application": {"number": 1, "after_return_decision": False},
        "procedure": {"kind": kind, "ground": "none"}, "last_final_decision_on": None,
    }  # fmt: skip
    return tell(pack(), "asylum", {**known, **facts}, happened, DAY(day))


OLD = {"lodged": "2025-12-01", "filed": "2026-01-05", "signed": "2026-01-26", "told": "hand_over 2026-01-27"}
NEW = {"lodged": "2026-06-12", "filed": "2026-07-01", "signed": "2026-09-01", "told": "hand_over 2026-09-02"}
AGAIN = {"application": {"number": 2, "after_return_decision": False}}
THIRD = {"application": {"number": 3, "after_return_decision": False}}
LATE = {"application": {"number": 1, "after_return_decision": True}}


@pytest.mark.parametrize(
    ("story", "clock", "last", "latest"),
    [
        # 30 days from 27 January: 26 February, a Thursday
        (after("ordinary", "propose_refused", **OLD), "appeal", "2026-02-26", "2026-02-26"),
        (after("accelerated", "propose_refused", **OLD), "appeal", "2026-02-26", "2026-02-26"),
        # manifestly unfounded on the fifteenth working day after 5 January, and on the sixteenth
        (after("accelerated", "propose_manifestly_unfounded", **OLD), "appeal", "2026-02-06", "2026-02-06"),
        (
            after("accelerated", "propose_manifestly_unfounded", **{**OLD, "signed": "2026-01-27"}),
            "appeal", "2026-02-26", "2026-02-26",
        ),
        (after("admissibility", "propose_inadmissible", **OLD), "appeal", "2026-02-06", "2026-02-06"),
        (after("ordinary", "propose_refused", **OLD, detained=True), "appeal", "2026-02-06", "2026-02-06"),
        # five days end on Sunday 1 February and move to Monday
        (
            after("admissibility", "propose_inadmissible", **OLD, detained=True, **AGAIN),
            "appeal", "2026-02-02", "2026-02-02",
        ),
        # posted on Tuesday: the third working day, Friday 30 January, is the first day of the term
        (
            after("admissibility", "propose_inadmissible", **{**OLD, "told": "post 2026-01-27"}),
            "appeal", "2026-02-09", "2026-02-09",
        ),
        (
            after("admissibility", "propose_inadmissible", **{**OLD, "told": "deliver 2026-01-27"}),
            "appeal", "2026-02-06", "2026-02-06",
        ),
        # the Pact: two dates, the safe one first
        (after("ordinary", "propose_refused", **NEW), "appeal_pact", "2026-09-16", "2026-10-02"),
        (after("accelerated", "propose_refused", **NEW), "appeal_pact", "2026-09-07", "2026-09-14"),
        (after("admissibility", "propose_inadmissible", **NEW), "appeal_pact", "2026-09-07", "2026-09-14"),
        (after("ordinary", "propose_withdrawn", **NEW), "appeal_pact", "2026-09-07", "2026-09-14"),
        # decisions, old: from the file; new: from the lodging
        (after("ordinary", "propose_refused", **OLD), "decision", "2026-07-05", "2026-07-05"),
        (after("accelerated", "propose_refused", **OLD), "decision", "2026-01-26", "2026-01-26"),
        (after("admissibility", "propose_inadmissible", **OLD), "decision", "2026-01-26", "2026-01-26"),
        (after("admissibility", "propose_inadmissible", **OLD, **AGAIN), "decision", "2026-01-19", "2026-01-19"),
        (
            after("admissibility", "propose_inadmissible", **OLD, **AGAIN, detained=True),
            "decision", "2026-01-07", "2026-01-07",
        ),
        (after("border", "propose_refused", **OLD), "decision", "2026-02-02", "2026-02-02"),
        (after("ordinary", "propose_refused", **NEW), "decision_pact", "2026-12-12", "2026-12-12"),
        (after("accelerated", "propose_refused", **NEW), "decision_pact", "2026-09-12", "2026-09-12"),
        (after("admissibility", "propose_inadmissible", **NEW), "decision_pact", "2026-08-12", "2026-08-12"),
        (
            after("admissibility", "propose_inadmissible", **NEW, **LATE),
            "decision_pact", "2026-06-26", "2026-06-26",
        ),
        # the way to the door
        (after("ordinary", "propose_refused", **NEW), "registration_pact", "2026-06-17", "2026-06-17"),
        (after("ordinary", "propose_refused", **NEW), "lodging_pact", "2026-07-03", "2026-07-03"),
        (after("ordinary", "propose_refused", **OLD), "registration", "2025-12-04", "2025-12-04"),
        (after("ordinary", "propose_refused", **OLD), "municipality", "2025-12-11", "2025-12-11"),
    ],
)  # fmt: skip
def test_a_last_day(story: Story, clock: str, last: str, latest: str) -> None:
    due = story.due(clock)
    assert due is not None
    assert (str(due.last_day), str(due.latest)) == (last, latest)


@pytest.mark.parametrize(
    ("story", "waits"),
    [
        (after("ordinary", "propose_refused", **OLD), {"appeal": "yes"}),
        (after("admissibility", "propose_inadmissible", **OLD, **AGAIN), {"appeal": "yes"}),
        (
            after("admissibility", "propose_inadmissible", **OLD, **THIRD),
            {"appeal": "no"},
        ),
        (
            after(
                "admissibility", "propose_inadmissible", **OLD, **{**AGAIN, "detained": True},
                last_final_decision_on="2025-06-01",
            ),
            {"appeal": "no"},
        ),
        (
            after(
                "admissibility", "propose_inadmissible", **OLD, **{**AGAIN, "detained": True},
                last_final_decision_on="2024-06-01",
            ),
            {"appeal": "yes"},
        ),
        (after("ordinary", "propose_refused", **NEW), {"appeal_pact": "yes"}),
        (after("accelerated", "propose_refused", **NEW), {"appeal_pact": "no"}),
        (after("border", "propose_refused", **NEW), {"appeal_pact": "no"}),
        (after("border", "propose_refused", **NEW, unaccompanied_minor=True), {"appeal_pact": "yes"}),
        (after("admissibility", "propose_inadmissible", **NEW), {"appeal_pact": "no"}),
        (after("ordinary", "propose_refused", **NEW, **AGAIN), {"appeal_pact": "no"}),
    ],
)  # fmt: skip
def test_whether_the_decision_waits_for_the_council(story: Story, waits: dict[str, str]) -> None:
    assert story.remedies() == waits


@pytest.mark.parametrize(
    ("story", "right", "state"),
    [
        (after("ordinary", "propose_refused", **OLD), "work", ""),  # told within four months
        (after("ordinary", "propose_refused", **{**OLD, "told": "hand_over 2026-04-01"}), "work", "now"),
        (after("ordinary", "propose_refused", **{**OLD, "told": "hand_over 2026-04-01"}, **AGAIN), "work", ""),
        (after("ordinary", "propose_refused", **{**NEW, "told": "hand_over 2026-10-12"}), "work_pact", "now"),
        (
            after(
                "accelerated", "propose_refused", **{**NEW, "told": "hand_over 2026-10-12"},
                procedure={"kind": "accelerated", "ground": "safe_country_of_origin"},
            ),
            "work_pact", "",
        ),
        (
            after(
                "accelerated", "propose_refused", **{**NEW, "told": "hand_over 2026-10-12"},
                procedure={"kind": "accelerated", "ground": "low_recognition"},
            ),
            "work_pact", "now",
        ),
        (after("accelerated", "propose_refused", **NEW), "remain_on_appeal_pact", ""),
        (after("ordinary", "propose_refused", **NEW), "remain_on_appeal_pact", "now"),
    ],
)  # fmt: skip
def test_a_right_on_the_day_of_the_decision(story: Story, right: str, state: str) -> None:
    held = story.rights().get(right)
    assert (held.state if held else "") == state


def test_longer_only_as_far_as_the_law_goes() -> None:
    happened = [("2026-01-05", name) for name in ("receive", "register", "lodge", "receive_file")]
    happened += [("2026-02-02", "extend_complex"), ("2026-02-03", "extend_complex"), ("2026-02-04", "extend_care")]
    days = [(DAY(day), act) for day, act in happened]
    due = tell(pack(), "asylum", {"application": {"number": 1}, "detained": False}, days, DAY("2026-02-05")).due(
        "decision"
    )
    assert due is not None
    assert str(due.last_day) == "2027-07-05"  # 6 + 9 + 3 months


@pytest.mark.parametrize(
    ("also", "held_now", "last"),
    [
        ([], True, "2026-02-06"),
        ([("2026-01-30", "detain")], True, "2026-02-26"),  # held three days after being told: still thirty days
        ([("2026-01-20", "detain"), ("2026-01-30", "release")], False, "2026-02-06"),  # free since: still ten
        ([("2026-01-20", "detain"), ("2026-01-22", "release")], False, "2026-02-26"),
    ],
)
def test_a_term_once_begun_does_not_change_with_a_cell_door(
    also: list[tuple[str, str]], held_now: bool, last: str
) -> None:
    happened = [
        *((OLD["lodged"], act) for act in ("receive", "register", "lodge")), (OLD["filed"], "receive_file"),
        (OLD["filed"], "hear"), (OLD["signed"], "propose_refused"), (OLD["signed"], "sign"),
        ("2026-01-27", "hand_over"),
    ]  # fmt: skip
    days = sorted([(DAY(day), act) for day, act in [*happened, *also]], key=lambda one: one[0])
    facts = {"detained": held_now, "application": {"number": 1}, "procedure": {"kind": "ordinary"}}
    due = tell(pack(), "asylum", facts, days, DAY("2026-02-02")).due("appeal")
    assert due is not None
    assert (str(due.last_day), str(due.latest)) == (last, last)


@pytest.mark.parametrize(
    ("facts", "last", "latest"),
    [
        ({"order": {"ground": "ordinary", "at_once": False}}, "2026-12-16", "2026-12-16"),
        ({"order": {"ground": "fraud", "at_once": False}}, "2026-11-23", "2026-11-23"),
        ({"order": {"ground": "fraud", "at_once": True}}, "2026-11-16", "2026-11-16"),
        ({"order": {"ground": "never_admitted", "at_once": False}}, "2026-11-24", "2026-11-24"),
        ({}, "2026-11-16", "2026-12-16"),
    ],
)
def test_the_term_to_leave(facts: dict[str, Any], last: str, latest: str) -> None:
    day = DAY("2026-11-16")
    happened = [(day, act) for act in ("propose_order", "sign", "hand_over_order")]
    known = {"order": {"held": True, **facts.get("order", {})}}
    story = tell(pack(), "return", known, happened, day)
    due, annulment, urgency = story.due("leave"), story.due("annulment"), story.due("urgency")
    assert due is not None
    assert annulment is not None
    assert urgency is not None
    assert (str(due.last_day), str(due.latest)) == (last, latest)
    assert str(annulment.last_day) == "2026-11-26"  # held with a view to removal: ten days
    assert (str(urgency.last_day), str(urgency.latest)) == ("2026-11-23", "2026-11-26")  # a second order: five days
