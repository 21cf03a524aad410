"""The second reading of the law gives what the worked cases say, before it is asked to judge the engine."""

from datetime import date

import pytest

from tests.rules.known import cuts, examples, is_complete, reference, routes
from tests.rules.reference import Case, Pack, dates, decide
from tests.rules.reference.agree import same
from tests.rules.reference.yamlcore import parse


@pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)
def test_each_worked_case(pack, route):
    complete = [(n, case) for n, case in enumerate(examples(pack, route)) if is_complete(pack, route, case[0])]
    assert {n: wrong for n, case in complete if (wrong := differs(pack, route, *case))} == {}


def differs(pack, route, facts, on, expect):
    """What the second reading gives otherwise than the worked case says."""
    answer = decide(reference(pack), route, facts, on)
    answer["rules_from"] = max((day for day in cuts(pack, route).breaks if day <= answer["law_date"]), default=None)
    found = {}
    for key in ("outcome", "rules_from"):
        found[key] = (same(answer[key]), expect.get(key, same(answer[key])))
    found["total"] = (answer["points"].get("total"), expect.get("total", answer["points"].get("total")))
    for part in ("points", "conditions", "let"):
        wanted = expect.get(part) or {}
        found[part] = ({name: same(answer[part].get(name)) for name in wanted}, wanted)
    found["conflicts"] = (bool(Case(reference(pack), reference(pack).routes[route], facts, on).conflicts()), False)
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def test_yaml_words_stay_words():
    assert parse("{a: NO, b: on, c: 012, d: 12, e: 0.5, f: 2015-01-01, g: 'true', true: null}") == {
        "a": "NO", "b": "on", "c": "012", "d": 12, "e": 0.5, "f": "2015-01-01", "g": "true", True: None,
    }  # fmt: skip


def test_leap_days_turn_on_the_first_of_march():
    born = date(2004, 2, 29)
    assert [dates.years_between(born, day) for day in (date(2022, 2, 28), date(2022, 3, 1), date(2024, 2, 29))] == [
        17,
        18,
        20,
    ]
    assert dates.add_years(born, 1) == date(2005, 3, 1)
    assert dates.add_months(date(2026, 1, 31), 1) == date(2026, 3, 1)
    assert dates.add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert dates.months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert dates.months_between(date(2026, 1, 31), date(2026, 3, 1)) == 1


ALL_KINDS = {
    "pack.yaml": "pack: all-kinds",
    "facts/f.yaml": """
facts:
  day: {type: date, role: on}
  n: {type: int, domain: [0, 40]}
  german: {type: level, levels: [none, A1, A2, B1, B2]}
  here: {type: bool}
""",
    "routes/r.yaml": """
let: {double: 2 * n}
points:
  pass: {2015-01-01: 5, 2020-01-01: 8}
  sections:
    A:
      cap: {if: here, then: 20, else: 10}
      sum:
        bands:
          of: n
          by: here
          bands: [{to: 2, points: 0}, {at: 3, points: {true: 9, false: 4}}, {from: 4, points: 5}]
        map: {of: german, map: {none: 0, A1: 1}, else: 2}
        rate: {per: 6, of: double, points: 3, cap: 6, floor: 1}
        first: {first: [{if: "german >= 'B2'", points: 3}, {if: "german >= 'B1'", points: 2}]}
    B: {best: {x: {if: here, points: 7}, y: "min(4, n)"}}
    C: {rows: {of: n, steps: [0, 3]}, columns: {of: german, steps: [none, B1]}, grid: [[0, 1], [2, 3]]}
    D: {in_force: {until: 2019-12-31}, points: 100}
  subtotals: {two: {sum: [B, A.rate]}}
conditions:
  mark: points.two >= points.pass
  either: {at_least: 1, of: {a: n == 3, b: {if: here, unless: {late: "on > date(2021, 1, 1)"}}}}
""",
}


def test_every_kind_of_points_as_the_page_says(tmp_path):
    for name, text in ALL_KINDS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    answer = decide(Pack(tmp_path), "r", {"n": 3, "german": "B1", "here": True}, "2019-12-31")
    assert answer["points"] == {
        "A": 16, "A.bands": 9, "A.map": 2, "A.rate": 3, "A.first": 2, "B": 7, "B.x": 7, "B.y": 3, "C": 3, "D": 100,
        "two": 10, "total": 126,
    }  # fmt: skip
    assert answer["conditions"] == {
        "mark": "yes", "either": "yes", "either.a": "yes", "either.b": "yes", "either.b.unless.late": "no",
    }  # fmt: skip
    answer = decide(Pack(tmp_path), "r", {"n": 3, "german": "B1", "here": False}, "2020-01-01")
    assert (answer["points"]["A"], answer["points"]["B"], answer["points"]["total"], answer["outcome"]) == (
        10,
        3,
        16,
        "closed",
    )
