"""The answer by date: birthdays, expiries, anniversaries and law already enacted; nothing else changes."""

import datetime as dt

from tests.rules.small import ask, pack_of
from veer.rules import Pack, forecast

FACTS = """
facts:
  born: {of: person, type: date, domain: [1900-01-01, on]}
  tested: {of: person, type: date}
  sent_on: {of: case, type: date}
  age: {of: person, type: int, derive: "years_between(born, on)"}
  arrived: {of: person, type: date}
  vip: {of: person, type: bool}
"""


def steps(pack: Pack, facts: dict[str, object], on: str = "2026-02-02", until: str = "2036-01-01"):
    found = forecast(pack, "r", facts, on=dt.date.fromisoformat(on), until=dt.date.fromisoformat(until))
    return [(f["from"], f["outcome"], f["total"]) for f in found]


POINTS = pack_of(FACTS, """
points:
  sections:
    age: {of: age, bands: [{to: 29, points: 10}, {from: 30, to: 31, points: 7}, {from: 32, points: 0}]}
    test: {if: "tested <= on and years_between(tested, on) < 2", points: 5}
""")  # fmt: skip


def test_the_first_entry_is_the_day_itself_then_each_change_on_its_day():
    assert steps(POINTS, {"born": "1996-12-24", "tested": "2025-06-06"}) == [
        ("2026-02-02", "open", 15),
        ("2026-12-24", "open", 12),
        ("2027-06-06", "open", 7),
        ("2028-12-24", "open", 0),
    ]


def test_a_leap_day_birthday_turns_on_1_march():
    assert steps(POINTS, {"born": "1996-02-29", "tested": "1990-01-01"}, until="2027-01-01") == [
        ("2026-02-02", "open", 10),
        ("2026-03-01", "open", 7),
    ]


def test_both_ends_are_included():
    facts = {"born": "1996-02-02", "tested": "1990-01-01"}
    assert steps(POINTS, facts, on="2026-02-01", until="2026-02-02") == [
        ("2026-02-01", "open", 10),
        ("2026-02-02", "open", 7),
    ]
    assert steps(POINTS, facts, on="2026-02-01", until="2026-02-01") == [("2026-02-01", "open", 10)]


def test_every_day_agrees_with_the_answer_on_that_day():
    facts = {"born": "1996-12-24", "tested": "2025-06-06"}
    found = steps(POINTS, facts)
    day = dt.date(2026, 2, 2)
    while day < dt.date(2029, 6, 1):
        expected = [total for start, _, total in found if start <= day.isoformat()][-1]
        assert ask(POINTS, facts, on=day)["points"]["total"] == expected
        day += dt.timedelta(3)


def test_law_that_is_already_enacted_counts():
    pack = pack_of(FACTS, "points: {sections: {A: {if: vip, points: {2020-01-01: 1, 2027-01-01: 2}}}}\n")
    assert steps(pack, {"vip": True}) == [("2026-02-02", "open", 1), ("2027-01-01", "open", 2)]


def test_the_law_stays_where_an_event_has_fixed_it():
    law = "anchor: sent_on\npoints: {sections: {A: {if: vip, points: {2020-01-01: 1, 2027-01-01: 2}}}}\n"
    assert steps(pack_of(FACTS, law), {"vip": True, "sent_on": "2025-01-01"}) == [("2026-02-02", "open", 1)]


def test_the_end_of_the_law_closes_the_route():
    pack = pack_of(FACTS, "in_force: {from: 2020-01-01, until: 2026-12-31}\nconditions: {c: vip}\n")
    assert steps(pack, {"vip": True}) == [("2026-02-02", "open", None), ("2027-01-01", "closed", None)]


def test_months_of_residence_are_found():
    pack = pack_of(FACTS, "conditions: {c: 'months_between(arrived, on) >= 18'}\n")
    assert steps(pack, {"arrived": "2025-01-31"}) == [("2026-02-02", "closed", None), ("2026-07-31", "open", None)]


def test_a_range_is_told_by_its_ends():
    (first, *_) = forecast(POINTS, "r", {"born": "1996-12-24"}, on=dt.date(2026, 2, 2), until=dt.date(2026, 3, 1))
    assert first == {"from": "2026-02-02", "outcome": "maybe", "total": None, "min": 10, "max": 15}


SWAPPED = pack_of(FACTS, """
points:
  sections:
    age:
      sum:
        young: {if: "age < 30", points: 10}
        older: {if: "age >= 30", points: 10}
    test: {if: "tested <= on and years_between(tested, on) < 2", points: 5}
""")  # fmt: skip


def test_what_one_item_loses_and_another_gains_is_told_with_the_parts():
    facts = {"born": "1996-12-24", "tested": "2025-06-06"}
    assert [day for day, _, _ in steps(SWAPPED, facts)] == ["2026-02-02", "2027-06-06"]
    found = forecast(SWAPPED, "r", facts, on=dt.date(2026, 2, 2), until=dt.date(2036, 1, 1), parts=True)
    told = [
        (one["from"], one["total"], {name: item["min"] for name, item in one["sections"]["age"]["items"].items()})
        for one in found
    ]
    assert told == [
        ("2026-02-02", 15, {"young": 10, "older": 0}),
        ("2026-12-24", 15, {"young": 0, "older": 10}),
        ("2027-06-06", 10, {"young": 0, "older": 10}),
    ]
    for one in found:
        said = ask(SWAPPED, facts, on=dt.date.fromisoformat(one["from"]))
        assert one["sections"] == said["points"]["sections"]
