"""Legal terms: worked dates of a Belgian year, and properties against a walk from day to day."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veer.rules.model import (
    Act,
    Calendar,
    Clock,
    Counting,
    Extension,
    Holiday,
    Length,
    Marks,
    Presumption,
    Procedure,
    Step,
    Suspension,
    Variant,
)
from veer.rules.problems import Place
from veer.rules.time import calendars
from veer.rules.time.clocks import Event, Known, all_due, due

PLACE = Place("law.yaml", 1, 1)
MARKS = Marks(PLACE)
DAY = dt.date.fromisoformat
ONE = dt.timedelta(days=1)

FIXED = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
EASTER = [1, 39, 50]
BELGIUM = Calendar(
    "be",
    (5, 6),
    (
        *(Holiday(f"d{month}_{day}", month, day) for month, day in FIXED),
        *(Holiday(f"e{n}", easter=n) for n in EASTER),
    ),
    MARKS,
)
COURT = Counting(
    "court", MARKS, "be", roll="next",
    presumptions=(Presumption("registered", working_days=3, counted=True), Presumption("handed")),
)  # fmt: skip
OFFICE = Counting("office", MARKS, "be", months="last_day")


def act(name: str, *, way: str | None = None) -> Act:
    return Act(name, "record", ("official",), ("open",), {}, (), {}, None, MARKS, way=way)


ACTS = {name: act(name) for name in ("start", "ask", "answer", "wait", "go", "longer", "meet", "stop")}
ACTS |= {"hand": act("hand", way="handed"), "post": act("post", way="registered")}
PROCEDURE = Procedure(
    "open",
    {"open": Step("open", "official", None, PLACE), "other": Step("other", "official", None, PLACE),
     "over": Step("over", None, "residence", PLACE)},
    ACTS,
)  # fmt: skip
KNOWN = Known(PROCEDURE, {"court": COURT, "office": OFFICE}, {"be": BELGIUM})


def clock(**more: object) -> Clock:
    given_ = {"starts": ("start",), "counting": "court", "length": Length(days=30), "meets": ("meet",)} | more
    return Clock("term", MARKS, "official", **given_)  # type: ignore[arg-type]


def found(one: Clock, *events: Event, today: str = "2026-11-22", known: Known = KNOWN) -> tuple[str, str | None]:
    got = due(one, events, DAY(today), known)
    assert got is not None
    return got.state, got.last_day.isoformat() if got.last_day else None


def test_a_term_may_run_from_the_opening_of_the_case() -> None:
    opened = Event("open", DAY("2026-10-26"), ("open",))
    assert found(clock(starts=("open",)), opened) == ("running", "2026-11-25")
    assert found(clock(starts=("open", "start")), opened, Event("start", DAY("2026-10-27"))) == (
        "running",
        "2026-11-26",
    )
    step = clock(starts=("open",), meets=())
    left = Event("go", DAY("2026-10-30"), ("other",))
    assert found(replace(step, duty="applicant"), opened, left) == ("met", "2026-11-25")


@pytest.mark.parametrize(
    ("one", "event", "last"),
    [
        # the dates of a worked case, recomputed by hand with the holidays of 2026
        (clock(length=Length(days=30)), Event("start", DAY("2026-10-26")), "2026-11-25"),
        (clock(length=Length(working_days=8)), Event("start", DAY("2026-02-09")), "2026-02-19"),
        (clock(length=Length(working_days=2)), Event("start", DAY("2026-08-03")), "2026-08-05"),
        (clock(length=Length(months=4)), Event("start", DAY("2026-02-09")), "2026-06-09"),
        (clock(length=Length(months=6)), Event("start", DAY("2026-04-02")), "2026-10-02"),
        (clock(length=Length(days=30)), Event("start", DAY("2026-11-02")), "2026-12-02"),
        (clock(length=Length(months=3)), Event("start", DAY("2026-08-10")), "2026-11-10"),
        # 14 March 2027 is a Sunday: a court's term moves, another does not
        (clock(length=Length(months=6)), Event("start", DAY("2026-09-14")), "2027-03-15"),
        (clock(length=Length(months=6), counting=None), Event("start", DAY("2026-09-14")), "2027-03-14"),
        # posted on Thursday 29 October: Friday, Monday, Tuesday is the third working day, the first that counts
        (clock(starts=("post",), length=Length(days=10)), Event("post", DAY("2026-10-29")), "2026-11-12"),
        (clock(starts=("hand",), length=Length(days=10)), Event("hand", DAY("2026-10-29")), "2026-11-09"),
        # months that lack the day
        (clock(length=Length(months=1), counting="office"), Event("start", DAY("2026-01-31")), "2026-02-28"),
        (clock(length=Length(months=1), counting=None), Event("start", DAY("2026-01-31")), "2026-03-01"),
        (clock(length=Length(weeks=2)), Event("start", DAY("2026-05-11")), "2026-05-26"),  # Whit Monday is the 25th
    ],
)
def test_worked_dates(one: Clock, event: Event, last: str) -> None:
    assert found(one, event, today=event.day.isoformat()) == ("running", last)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25"), (2285, "03-22")],
)
def test_easter(year: int, day: str) -> None:
    assert calendars.easter(year) == DAY(f"{year}-{day}")


def test_holidays_of_two_years() -> None:
    """The days that the second reading of the sources derived: for 2026 and for 2027."""
    for year, moving in ((2026, ("04-06", "05-14", "05-25")), (2027, ("03-29", "05-06", "05-17"))):
        days = calendars.holidays(BELGIUM, year)
        assert {DAY(f"{year}-{day}") for day in moving} < set(days)
        assert len(days) == len(FIXED) + len(EASTER)
        assert DAY(f"{year}-11-02") not in days
        assert DAY(f"{year}-12-26") not in days


def test_nothing_starts_by_itself() -> None:
    assert due(clock(), [Event("ask", DAY("2026-01-01"))], DAY("2026-11-22"), KNOWN) is None
    assert due(clock(starts=(), day_of="card.ends"), [], DAY("2026-11-22"), KNOWN) is None


def test_the_day_of_a_fact_starts_a_clock() -> None:
    known = replace(KNOWN, days={"card.ends": DAY("2026-11-20")})
    assert found(clock(starts=(), day_of="card.ends", length=Length(days=5)), known=known) == ("running", "2026-11-25")


def test_met_ended_and_over() -> None:
    start = Event("start", DAY("2026-10-01"), ("open",))
    assert found(clock(), start, today="2026-11-02")[0] == "running"  # 31 October is a Saturday
    assert found(clock(), start, today="2026-11-03")[0] == "over"
    assert found(clock(), start, Event("meet", DAY("2026-11-20")))[0] == "met"
    assert found(clock(ends=("stop",)), start, Event("stop", DAY("2026-10-20")))[0] == "ended"
    assert found(clock(ends=("other",)), start, Event("go", DAY("2026-10-20"), ("other",)))[0] == "ended"
    assert found(clock(), start, Event("go", DAY("2026-10-20"), ("over",)))[0] == "ended"


def test_what_follows_is_drawn_once() -> None:
    one, start = clock(expires="stop"), Event("start", DAY("2026-10-01"), ("open",))
    assert found(one, start)[0] == "over"
    assert found(one, start, Event("stop", DAY("2026-11-03")))[0] == "ran_out"


def test_without_a_word_about_its_end_the_applicants_clock_runs_until_the_step_is_left() -> None:
    events = [Event("start", DAY("2026-11-01"), ("open",)), Event("go", DAY("2026-11-05"), ("other",))]
    plain = clock(meets=())
    assert found(replace(plain, duty="applicant"), *events)[0] == "met"
    assert found(plain, *events)[0] == "running"
    assert found(replace(plain, duty="applicant"), events[0], Event("ask", DAY("2026-11-05")))[0] == "running"


def test_it_starts_again() -> None:
    events = [Event("start", DAY("2026-01-01")), Event("meet", DAY("2026-01-05")), Event("start", DAY("2026-11-20"))]
    assert found(clock(length=Length(days=5)), *events) == ("running", "2026-11-25")


def test_nothing_starts_it_at_a_step_with_which_it_falls_away() -> None:
    """An act of a branch may happen there too: what fell away does not begin again by it."""
    one, first = clock(ends=("other",)), Event("start", DAY("2026-11-01"), ("open",))
    there, again = Event("go", DAY("2026-11-05"), ("other",)), Event("start", DAY("2026-11-10"))
    assert found(one, first, there, again)[0] == "ended"
    assert due(one, [there, again], DAY("2026-11-22"), KNOWN) is None
    back = [Event("go", DAY("2026-11-12"), ("open",)), Event("start", DAY("2026-11-13"))]
    assert found(one, first, there, again, *back) == ("running", "2026-12-14")  # the 13th of December is a Sunday


FAST = Variant("fast", None, Length(days=10), MARKS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("holds", "last", "latest"),
    [(True, "2026-11-26", "2026-11-26"), (False, "2026-12-16", "2026-12-16"), (None, "2026-11-26", "2026-12-16")],
)
def test_a_length_that_depends(holds: bool | None, last: str, latest: str) -> None:
    known = replace(KNOWN, holds={"clocks.term.fast": holds})
    got = due(clock(variants=(FAST,)), [Event("start", DAY("2026-11-16"))], DAY("2026-11-22"), known)
    assert got is not None
    assert (got.last_day, got.latest) == (DAY(last), DAY(latest))
    assert [line.id for line in got.why if line.kind == "unsure"] == (["fast", ""] if holds is None else [])


def test_what_is_not_known_is_not_over_before_its_latest_day() -> None:
    known = replace(KNOWN, holds={})
    one, event = clock(variants=(FAST,)), Event("start", DAY("2026-11-02"))
    assert found(one, event, known=known) == ("running", "2026-11-12")
    assert found(one, event, today="2026-12-03", known=known)[0] == "over"


def test_extensions_have_a_limit() -> None:
    longer = Extension("longer", Length(months=2), Length(months=3), MARKS)
    one = clock(length=Length(months=1), extensions=(longer,), counting=None)
    start = Event("start", DAY("2026-11-10"))
    again = [Event("longer", DAY("2026-11-12")), Event("longer", DAY("2026-11-13"))]
    assert found(one, start, again[0])[1] == "2027-02-10"
    assert found(one, start, *again)[1] == "2027-03-10"


PAPERS = Suspension("papers", ("ask",), ("answer",), Length(days=20), MARKS)
WAIT = Suspension("wait", ("wait",), ("go",), None, MARKS)


def test_it_stands_still_and_says_what_an_answer_today_would_give() -> None:
    one = clock(suspensions=(PAPERS,), counting=None)
    events = [Event("start", DAY("2026-11-01")), Event("ask", DAY("2026-11-11"))]
    got = due(one, events, DAY("2026-11-22"), KNOWN)
    assert got is not None
    assert (got.state, got.last_day, got.if_today) == ("still", None, DAY("2026-12-12"))
    assert got.latest == DAY("2026-12-21")
    assert found(one, *events, Event("answer", DAY("2026-11-16"))) == ("running", "2026-12-06")
    # after twenty days it runs again whether or not there was an answer
    assert found(one, *events, today="2026-12-02") == ("running", "2026-12-21")
    assert found(one, *events, Event("answer", DAY("2026-12-20")), today="2026-12-20") == ("running", "2026-12-21")


def test_two_causes_at_once_count_once() -> None:
    one = clock(suspensions=(PAPERS, WAIT), counting=None)
    events = [
        Event("start", DAY("2026-10-01")), Event("ask", DAY("2026-10-05")), Event("wait", DAY("2026-10-10")),
        Event("answer", DAY("2026-10-15")), Event("go", DAY("2026-10-20")),
    ]  # fmt: skip
    assert found(one, *events, today="2026-10-21") == ("running", "2026-11-15")


def test_what_has_run_out_cannot_stand_still() -> None:
    one = clock(length=Length(days=5), suspensions=(PAPERS,), counting=None)
    events = [Event("start", DAY("2026-10-01")), Event("ask", DAY("2026-10-10"))]
    assert found(one, *events, today="2026-10-12") == ("over", "2026-10-06")


def test_the_explanation_has_every_step() -> None:
    longer = Extension("longer", Length(days=5), None, MARKS)
    one = clock(starts=("post",), suspensions=(PAPERS,), extensions=(longer,))
    events = [
        Event("post", DAY("2026-09-01")), Event("longer", DAY("2026-09-02")), Event("ask", DAY("2026-09-08")),
        Event("answer", DAY("2026-09-11")),
    ]  # fmt: skip
    got = due(one, events, DAY("2026-09-13"), KNOWN)
    assert got is not None
    assert [line.kind for line in got.why] == ["started", "presumed", "length", "extended", "suspended", "moved"]
    assert got.why[1].day == DAY("2026-09-04")
    assert (got.why[-1].day, got.why[-1].until, got.why[-1].id) == (DAY("2026-10-11"), DAY("2026-10-12"), "weekend")


def test_the_soonest_stands_first() -> None:
    later, still = replace(clock(length=Length(days=60)), id="later"), replace(clock(suspensions=(WAIT,)), id="still")
    events = [Event("start", DAY("2026-11-10")), Event("wait", DAY("2026-11-12"))]
    assert [one.clock.id for one in all_due([still, later, clock()], events, DAY("2026-11-22"), KNOWN)] == [
        "term", "later", "still",
    ]  # fmt: skip


# --- properties ------------------------------------------------------------------------------------------------------

DAYS = st.dates(DAY("2020-01-01"), DAY("2035-12-31"))
ROLLS = st.sampled_from(["next", "before", "none"])


def walked(start: dt.date, number: int, *, working: bool) -> dt.date:
    """The `number`th day (working day) after `start`, found by walking; shares nothing with what it tests."""
    day = start
    while number:
        day += ONE
        if not working or not free(day):
            number -= 1
    return day


def free(day: dt.date) -> bool:
    easter_of = {2024: "03-31", 2025: "04-20", 2026: "04-05", 2027: "03-28"}
    moving = {DAY(f"{year}-{at}") + n * ONE for year, at in easter_of.items() for n in EASTER}
    return day.weekday() > 4 or (day.month, day.day) in FIXED or day in moving


@given(st.dates(DAY("2024-01-01"), DAY("2027-06-30")), st.integers(1, 90), st.booleans(), ROLLS)
def test_days_as_a_walk_finds_them(start: dt.date, number: int, working: bool, roll: str) -> None:
    rule = replace(COURT, roll=roll)
    length = Length(working_days=number) if working else Length(days=number)
    got = due(clock(length=length), [Event("start", start)], start, replace(KNOWN, countings={"court": rule}))
    last = walked(start, number, working=working)
    while roll != "none" and free(last):
        last += ONE if roll == "next" else -ONE
    assert got is not None
    assert got.last_day == last


@given(DAYS, st.integers(0, 60), st.integers(0, 24), st.integers(0, 3), ROLLS, st.integers(1, 365))
def test_another_holiday_never_makes_a_term_end_earlier(
    start: dt.date, days: int, months: int, weeks: int, roll: str, off: int
) -> None:
    if roll == "before":
        roll = "next"
    rule = replace(COURT, roll=roll)
    more = Calendar("be", BELGIUM.weekend, (*BELGIUM.holidays, Holiday("extra", date=start + off * ONE)), MARKS)
    one, events = clock(length=Length(days=days, months=months, weeks=weeks)), [Event("start", start)]
    before = due(one, events, start, replace(KNOWN, countings={"court": rule}))
    after = due(one, events, start, replace(KNOWN, countings={"court": rule}, calendars={"be": more}))
    assert before is not None
    assert after is not None
    assert before.last_day is not None
    assert after.last_day is not None
    assert after.last_day >= before.last_day
    if roll == "next":
        assert calendars.working(more, after.last_day)


@given(DAYS, st.integers(1, 200), st.integers(0, 100), st.integers(0, 100), st.sampled_from(["court", "office", None]))
def test_standing_still_moves_the_end_by_at_least_as_long(
    start: dt.date, days: int, begins: int, lasts: int, rule: str | None
) -> None:
    one = clock(length=Length(days=days), suspensions=(WAIT,), counting=rule)
    since = start + min(begins, days) * ONE
    events = [Event("start", start), Event("wait", since), Event("go", since + lasts * ONE)]
    plain, stood = due(one, events[:1], start, KNOWN), due(one, events, since + lasts * ONE, KNOWN)
    assert plain is not None
    assert stood is not None
    assert plain.last_day is not None
    assert stood.last_day is not None
    assert stood.last_day >= walked(plain.last_day if rule != "court" else start + days * ONE, lasts, working=False)


@given(DAYS, st.integers(1, 60), st.integers(0, 90))
def test_looking_again_later_gives_the_same_day_until_something_happens(start: dt.date, days: int, later: int) -> None:
    one, events = clock(length=Length(days=days)), [Event("start", start)]
    first, second = due(one, events, start, KNOWN), due(one, events, start + later * ONE, KNOWN)
    assert first is not None
    assert second is not None
    assert first.last_day == second.last_day
    assert (second.state == "over") == (start + later * ONE > first.last_day)  # type: ignore[operator]
