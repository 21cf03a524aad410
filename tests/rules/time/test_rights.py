"""Rights by step and by time that has passed."""

import datetime as dt
from dataclasses import replace

import pytest

from veer.rules.model import Length, Marks, Right
from veer.rules.problems import Place
from veer.rules.time.clocks import Event
from veer.rules.time.rights import rights_on

DAY = dt.date.fromisoformat
WORK = Right(
    "work", Marks(Place("law.yaml", 1, 1)), "applicant", ("lodge",), Length(months=4), ("examined", "appeal/pending"),
    ("withdraw", "left"),
)  # fmt: skip
LODGED = Event("lodge", DAY("2026-02-09"), ("examined",))
AT = {"": "examined"}


def state(
    right: Right, *events: Event, steps: dict[str, str] = AT, today: str = "2026-11-22", **holds: bool | None
) -> str:
    found = rights_on([right], events, steps, DAY(today), {f"rights.{name}": value for name, value in holds.items()})
    return found[0].state if found else ""


@pytest.mark.parametrize(("today", "is_"), [("2026-06-08", "later"), ("2026-06-09", "now"), ("2026-06-10", "now")])
def test_it_begins_after_a_time(today: str, is_: str) -> None:
    assert state(WORK, LODGED, today=today) == is_
    (held,) = rights_on([WORK], [LODGED], AT, DAY(today), {})
    assert held.since == DAY("2026-06-09")


def test_it_needs_its_beginning_and_its_step() -> None:
    assert state(WORK) == ""
    assert state(WORK, LODGED, steps={"": "refused"}) == ""
    assert state(WORK, LODGED, steps={"": "refused", "appeal": "pending"}) == "now"


@pytest.mark.parametrize("end", [Event("withdraw", DAY("2026-07-01")), Event("x", DAY("2026-07-01"), ("left",))])
def test_it_ends_with_an_act_or_a_step_and_begins_anew(end: Event) -> None:
    assert state(WORK, LODGED, end) == ""
    assert state(WORK, LODGED, end, Event("lodge", DAY("2026-07-02"))) == "now"


def test_it_may_depend_on_facts() -> None:
    depends = replace(WORK, when=object())  # type: ignore[arg-type]
    assert [state(depends, LODGED, work=holds) for holds in (True, False, None)] == ["now", "", "perhaps"]


def test_it_may_begin_with_the_opening_of_the_case() -> None:
    care = replace(WORK, from_=("open",), after=Length(days=60), at=())
    opened = Event("open", DAY("2026-02-01"))
    assert [state(care, opened, today=day) for day in ("2026-04-01", "2026-04-02")] == ["later", "now"]
    assert state(care, opened, LODGED) == "now"
    assert state(care, LODGED) == ""


def test_without_a_beginning_it_is_there_from_the_start() -> None:
    always = Right("help", WORK.marks, "applicant")
    assert state(always) == "now"
