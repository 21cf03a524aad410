"""Calendars, counting rules and what a pack says of itself, as they are read from the files of a pack."""

import datetime as dt
from textwrap import dedent

import polars as pl
import pytest

from tests.rules.small import HEAD, ask, files_of, pack_of, problems_of
from veer.rules import Pack, PackError, forecast, program
from veer.rules.batch import Scorer
from veer.rules.load import build
from veer.rules.model import Citation, Presumption
from veer.rules.time.calendars import working
from veer.rules.time.days import FIRST, LAST, to_date, to_day
from veer.rules.time.working import working_days_until

FACTS = "facts:\n  adult: {of: person, type: bool}\n"
LAW = "source: {act: art. 1}\nconditions:\n  adult: adult\n"
CALENDAR = """\
calendar: be
source: {act: article 1}
weekend: [sunday, saturday]
holidays:
  new_year: {on: "01-01"}
  easter_monday: {easter: 1}
  all_saints: {on: "11-01", in_force: {from: 1974-01-01}}
  mourning: {date: 2027-03-15, source: {act: article 9}}
"""
COUNTING = """\
counting:
  court:
    calendar: be
    months: last_day
    roll: next
    presumed:
      registered: {working_days: 3, counted: true}
      handed: {days: 0}
    source: {act: art. 39}
  plain: {first_day: counted}
"""
SAYS = "truths: {source: {act: art. 3}}\nnones: {error: {source: {act: art. 4}}}\n"


def files(head: str = COUNTING + SAYS, calendar: str = CALENDAR, law: str = LAW, **more: str) -> dict[str, str]:
    return {**files_of(FACTS, law, **more), "pack.yaml": HEAD + head, "calendars/be.yaml": calendar}


def test_a_calendar_has_a_weekend_and_days_off_of_four_kinds():
    pack = build(files(), "")[0]
    calendar = pack.calendars["be"]
    assert (calendar.id, calendar.weekend, pack.calendar) == ("be", (5, 6), "be")
    year, easter, saints, once = calendar.holidays
    assert (year.month, year.day, easter.easter, once.date) == (1, 1, 1, dt.date(2027, 3, 15))
    assert saints.marks
    assert saints.marks.since == dt.date(1974, 1, 1)
    assert saints.marks.source == (Citation("act", "article 1"),)  # inherited
    assert once.marks
    assert once.marks.source == (Citation("act", "article 9"),)


def test_a_counting_rule_says_how_a_term_is_counted():
    court, plain = build(files(), "")[0].countings.values()
    assert (court.id, court.calendar, court.first_day, court.months, court.roll) == (
        "court", "be", "after", "last_day", "next",
    )  # fmt: skip
    registered, handed = court.presumptions
    assert registered == Presumption("registered", 0, 3, True, registered.marks)
    assert (handed.way, handed.days, handed.working_days, handed.counted) == ("handed", 0, 0, False)
    assert (plain.calendar, plain.first_day, plain.months, plain.roll) == (None, "counted", "next_month", "none")


def test_a_pack_says_of_itself_that_cases_end_in_a_truth_and_that_none_is_an_error():
    pack = build(files(), "")[0]
    assert (pack.truths, pack.nones_forbidden) == ((Citation("act", "art. 3"),), (Citation("act", "art. 4"),))
    silent = pack_of(FACTS, LAW)
    assert (silent.truths, silent.nones_forbidden, silent.calendars, silent.countings) == (None, None, {}, {})


def test_a_route_in_which_nobody_has_to_leave_says_so():
    assert build(files(law=LAW + "truths: {none: {source: {act: art. 8}}}\n"), "")[0].route("r").nones == {
        "truths": (Citation("act", "art. 8"),)
    }


def test_of_two_calendars_the_pack_names_the_one_of_expressions():
    more = {"calendars/fr.yaml": "calendar: fr\nweekend: [sunday]\n"}
    assert build({**files(), **more}, "")[0].calendar is None
    assert build({**files("calendar: fr\n"), **more}, "")[0].calendar == "fr"


def test_calendars_and_counting_are_law_and_are_kept_with_the_pack():
    pack = build(files(), "")[0]
    again = Pack.from_canonical(pack.canonical())
    assert (again.law_hash, len(again.calendars["be"].holidays), again.countings.keys()) == (
        pack.law_hash, 4, pack.countings.keys(),
    )  # fmt: skip
    for changed in (files(calendar=CALENDAR.replace("11-01", "11-02")), files(COUNTING.replace("next", "none") + SAYS)):
        other = build(changed, "")[0]
        assert other.law_hash != pack.law_hash
        assert other.texts_hash == pack.texts_hash
    spaced = build(files(calendar=CALENDAR + "# said in 1974\n"), "")[0]
    assert spaced.law_hash == pack.law_hash


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("calendar: be\n", "calendar: fr\n", "calendars/be.yaml:1:11 E082"),
        ("weekend: [sunday", "weekend: [sonday", "calendars/be.yaml:3:11 E023"),
        ("[sunday,", "[sunday, monday, tuesday, wednesday, thursday, friday,", "calendars/be.yaml:1:1 E082"),
        ('{on: "01-01"}', '{on: "13-01"}', "calendars/be.yaml:5:18 E083"),
        ('{on: "01-01"}', '{on: "02-30"}', "calendars/be.yaml:5:18 E083"),
        ('{on: "01-01"}', "{}", "calendars/be.yaml:5:13 E083"),
        ('{on: "01-01"}', '{on: "01-01", easter: 1}', "calendars/be.yaml:5:13 E083"),
        ("easter: 1", "easter: 200", "calendars/be.yaml:6:18 E083"),
        ("easter: 1", "easter: soon", "calendars/be.yaml:6:27 E024"),
        ("date: 2027-03-15", "date: 2027-02-30", "calendars/be.yaml:8:20 E026"),
        ("new_year:", "New-year:", "calendars/be.yaml:5:3 E035"),
        ("{easter: 1}", "{easter: 1, of: x}", "calendars/be.yaml:6:30 E021"),
        ("weekend:", "weekends:", "calendars/be.yaml:3:1 E021"),
    ],
)
def test_what_is_wrong_with_a_calendar_is_said_where_it_stands(old, new, found):
    assert old in CALENDAR
    with pytest.raises(PackError) as raised:
        build(files(calendar=CALENDAR.replace(old, new)), "")
    assert [f"{p.place} {p.code}" for p in raised.value.problems] == [found]


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "hint"),
    [
        ("calendar: be", "calendar: bee", 3, "E084", 'did you mean "be"?'),
        ("    calendar: be\n", "", 3, "E085", "add calendar: one of the files in calendars/"),
        ("roll: next", "roll: forward", 5, "E023", "one of: next, before, none"),
        ("months: last_day", "months: last-day", 4, "E023", 'did you mean "last_day"?'),
        ("first_day: counted", "first_day: maybe", 10, "E023", "one of: after, counted"),
        ("{days: 0}", "{}", 8, "E086", ""),
        ("{days: 0}", "{days: 0, working_days: 0}", 8, "E086", ""),
        ("{days: 0}", "{dais: 0, days: 0}", 8, "E021", 'did you mean "days"?'),
        ("roll: next", "rol: next", 5, "E021", 'did you mean "roll"?'),
        ("truths: {source: {act: art. 3}}", "truths: {}", 11, "E087", "say which decision or law: source: {...}"),
        ("nones: {error: {source: {act: art. 4}}}", "nones: {}", 12, "E087", "write nones: {error: {source: ...}}"),
        ("nones: {error: {source: {act: art. 4}}}", "nones: {warning: {}}", 12, "E021", "known here: error"),
    ],
)
def test_what_is_wrong_with_a_counting_rule_or_the_pack_is_said_where_it_stands(old, new, line, code, hint):
    head = COUNTING + SAYS
    assert old in head
    with pytest.raises(PackError) as raised:
        build(files(head.replace(old, new, 1)), "")
    first = raised.value.problems[0]
    at = HEAD.count("\n") + line
    assert (first.place.file, first.place.line, first.code, first.hint) == ("pack.yaml", at, code, hint)


def test_a_file_of_a_calendar_has_the_name_of_an_id():
    with pytest.raises(PackError) as raised:
        build({**files(), "calendars/Be.yaml": dedent(CALENDAR)}, "")
    assert [f"{p.place} {p.code}" for p in raised.value.problems] == ["calendars/Be.yaml:1:1 E082"]


# --- working days in expressions ---------------------------------------------------------------------------------

COUNTED = """
source: {act: art. 1}
let:
  between: working_days_between(start, end)
conditions:
  short: working_days_between(start, end) <= 3
"""
TWO_DAYS = """
facts:
  start: {of: case, type: date, partial: true}
  end: {of: case, type: date, partial: true}
"""


@pytest.fixture(scope="module")
def counted():
    return build({**files(law=COUNTED), "facts/f.yaml": TWO_DAYS}, "")[0]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-02-02", "2026-02-02", 0),
        ("2026-02-02", "2026-02-03", 1),
        ("2026-02-06", "2026-02-09", 1),  # a weekend lies between
        ("2026-02-03", "2026-02-02", -1),
        ("2025-12-31", "2026-01-02", 1),  # new year's day
        ("2026-04-03", "2026-04-07", 1),  # Easter Monday is 6 April 2026
        ("1973-10-31", "1973-11-01", 1),  # all saints is a day off since 1974
        ("1974-10-31", "1974-11-01", 0),
        ("2027-03-12", "2027-03-16", 1),  # proclaimed once
        ("2026-01-01", "2026-12-31", 259),  # 261 days of the week, less Easter Monday (all saints is a Sunday)
    ],
)
def test_working_days_are_counted_by_the_calendar_of_the_pack(counted, start, end, days):
    found = ask(counted, {"start": start, "end": end})
    assert found["let"]["between"] == days
    assert found["outcome"] == ("open" if days <= 3 else "closed")


def test_dates_that_are_half_known_give_a_span_of_working_days(counted):
    found = ask(counted, {"start": "2026-02-02", "end": "2026-02"})
    assert (found["let"]["between"], found["outcome"]) == ({"min": -1, "max": 19}, "maybe")
    assert ask(counted, {"start": "2026-02", "end": "2025"})["outcome"] == "open"


def test_a_row_of_a_table_counts_working_days_too(counted):
    rows = pl.DataFrame({"start": ["2026-02-06", "2026-02-06"], "end": ["2026-02-11", "2026-02-12"]}).select(
        pl.all().str.to_date()
    )
    scorer = Scorer(program(counted, "r"), on=dt.date(2026, 2, 2))
    assert scorer.score(rows)[0]["outcome"].to_list() == ["open", "closed"]


def test_the_answer_is_told_for_the_day_on_which_so_many_working_days_are_over():
    law = "source: {act: art. 1}\nconditions:\n  within: working_days_between(start, on) <= 3\n"
    pack = build({**files(law=law), "facts/f.yaml": TWO_DAYS}, "")[0]
    found = forecast(pack, "r", {"start": "2026-02-06"}, on=dt.date(2026, 2, 9), until=dt.date(2026, 3, 1))
    assert [(each["from"], each["outcome"]) for each in found] == [("2026-02-09", "open"), ("2026-02-12", "closed")]


def test_without_a_calendar_nobody_counts_working_days():
    (found,) = problems_of(TWO_DAYS, COUNTED.replace("let:\n  between: working_days_between(start, end)\n", ""))
    assert found.endswith("E321 no calendar says which days are working days / add a file in calendars/")
    two = {**files("", law=COUNTED), "facts/f.yaml": TWO_DAYS, "calendars/fr.yaml": "calendar: fr\nweekend: []\n"}
    with pytest.raises(PackError, match=r"name one in pack\.yaml"):
        program(build(two, "")[0], "r")


def test_the_table_of_working_days_is_what_the_calendar_says_of_each_day(counted):
    calendar = counted.calendars["be"]
    table = working_days_until(calendar)
    assert len(table) == LAST - FIRST + 1
    for start in (FIRST, to_day(dt.date(1973, 1, 1)), to_day(dt.date(2026, 1, 1)), LAST - 800):
        for day in range(start + 1, start + 800):
            added = table[day - FIRST] - table[day - 1 - FIRST]
            assert added == int(working(calendar, to_date(day))), to_date(day)
