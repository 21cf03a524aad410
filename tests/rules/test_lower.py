"""Names, types and units: what has no meaning is refused where it stands; what has one knows its facts and its days."""

import datetime as dt

import pytest

from tests.rules.small import ask, pack_of, problems_of, result
from veer.rules import program
from veer.rules.lower import first_day
from veer.rules.time.days import to_day

FACTS = """
types:
  job:
    fields:
      country: {type: code, pattern: "[A-Z]{2}"}
      months: {type: int, unit: month, domain: [0, 600]}
      score: {type: decimal, step: 0.5, domain: [0, 9]}
    derive:
      long: months >= 12
  other: {fields: {months: {type: int, unit: month, domain: [0, 600]}}}
facts:
  age: {of: person, type: int, domain: [0, 99]}
  wage: {of: case, type: money, unit: EUR/year, domain: [0, 1000000]}
  rent: {of: case, type: money, unit: EUR/month, domain: [0, 10000]}
  marital: {of: person, type: enum, values: [single, married]}
  degree: {of: person, type: level, levels: [none, bachelor, master]}
  country: {of: person, type: code, pattern: "[A-Z]{2}"}
  half: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
  born: {of: person, type: date, domain: [1900-01-01, on]}
  phone: {of: person, type: text, optional: true}
  threat: {of: person, type: judgement, decided_by: [official]}
  work: {of: person, type: list, item: job, max_items: 3}
  more: {of: person, type: list, item: other, max_items: 3}
  speaks: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [none, A1, B1]}}
"""


def wrong(expression: str, more: str = "") -> str:
    """The one finding about a condition."""
    (found,) = problems_of(FACTS, f"{more}conditions:\n  c: {expression}\n")
    return found


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("agee > 1", 'E102 unknown name "agee" / did you mean "age"?'),
        ("age > 1 and maritl == 'single'", 'E102 unknown name "maritl" / did you mean "marital"?'),
        ("marital == 'singel'", """E303 'singel' is not among its values / did you mean "single"?"""),
        ("marital > 'single'", "E308 these values have no order / use == or in, or declare the fact as a level"),
        ("wage > rent", "E310 EUR/year beside EUR/month / convert one of them by a rule that says how"),
        ("wage + rent > 1", "E310 EUR/year beside EUR/month"),
        ("half >= 5.25", "E305 5.25 is not a multiple of 0.5"),
        ("age >= 1.5", "E305 1.5 is not a whole number"),
        ("half > age", "E311 numbers with different steps"),
        ("half * half > 1", "E311 two decimals are not multiplied"),
        ("age == born", "E306 a number beside a date"),
        ("born > 5", "E304 5 compared with a date"),
        ("age", "E302 true or false is needed, this is a number / compare it with something"),
        ("age // 0 > 1", "E307 the divisor must be a positive whole number"),
        ("age // age > 1", "E307"),
        ("age in marital", "E309 after `in` stands a set, such as {'a', 'b'}"),
        ("age > 1 or {1, 2}", "E103 a set stands only after `in`"),
        ("yaers_between(born, on) > 1", 'E312 unknown function "yaers_between" / did you mean "years_between"?'),
        ("years_between(born) > 1", "E313 years_between takes two values"),
        ("years_between(age, on) > 1", "E316 a date is needed, this is a number"),
        ("add_years(born, age) < on", "E317 add_years takes a fixed number"),
        ("born < date(2020, 13, 1)", "E314 a date is written date(2020, 1, 31)"),
        ("born < date('a', 2020, 1, 1)", "E314"),
        ("given(age)", "E315 given() takes one optional fact"),
        ("max(work.months) > 1", "E319 max over a list says what it gives when no item counts / add none=0"),
        ("max(work.months, none=age) > 1", "E319 none= is a fixed value"),
        ("sum(work) > 1", "E313 sum of what? write work.<field>"),
        ("sum(work.months, when=1) > 1", "E313 only where= and none= may be named"),
        (
            "sum(work.months + more.months) > 1",
            'E318 "more.months" is said of each item of a list / use one list in an expression',
        ),
        ("sum(work.motnhs) > 1", 'E102 unknown name "work.motnhs" / did you mean "work.months"?'),
        ("work.months > 1", 'E318 "work.months" is said of each item of a list / write any(...), sum(...)'),
        ("speaks.nl >= 'C9'", "E303 'C9' is not among its values"),
        ("speaks.de >= 'A1'", 'E102 unknown name "speaks.de"'),
        ("true > false", "E308 true and false have no order"),
        ("points.total > 1", "E331 the route has no points"),
    ],
)
def test_an_expression_without_meaning(expression, said):
    found = wrong(expression)
    assert found.startswith("routes/r.yaml:3:")
    assert said in found


def test_the_place_of_a_wrong_name_is_the_name():
    assert wrong("age > 1 and maritl == 'single'").startswith("routes/r.yaml:3:18 ")


@pytest.mark.parametrize(
    ("expression", "facts", "holds"),
    [
        ("wage >= 40000", {"wage": 40000}, "yes"),
        ("wage >= 12 * 3000", {"wage": 35999}, "no"),
        ("wage // 12 >= 3000", {"wage": 36000}, "yes"),
        ("half >= 4.5 and half // 1 == 4", {"half": 4.5}, "yes"),
        ("half % 1 == 0.5", {"half": 4.5}, "yes"),
        ("degree >= 'bachelor'", {"degree": "master"}, "yes"),
        ("'bachelor' <= degree", {"degree": "none"}, "no"),
        ("country == 'CA'", {"country": "CA"}, "yes"),
        ("country in {'CA', 'US'}", {"country": "NL"}, "no"),
        ("country not in {'CA', 'US'}", {"country": "NL"}, "yes"),
        ("18 <= age < 30", {"age": 30}, "no"),
        ("-age < -17", {"age": 18}, "yes"),
        ("years_between(born, on) >= 18", {"born": "2008-02-02"}, "yes"),
        ("months_between(born, on) == 1", {"born": "2025-12-15"}, "yes"),
        ("days_between(born, on) == 2", {"born": "2026-01-31"}, "yes"),
        ("on - born == 2", {"born": "2026-01-31"}, "yes"),
        ("add_months(born, 6) == on", {"born": "2025-08-02"}, "yes"),
        ("add_days(born, age) == on", {"born": "2026-01-31", "age": 2}, "yes"),
        ("max(age, 20) == 20 and min(age, 5) == 5", {"age": 12}, "yes"),
        ("(1 if age > 10 else 2) == 1", {"age": 11}, "yes"),
        ("count_true(age > 1, age > 2, age > 50) == 2", {"age": 12}, "yes"),
        ("given(phone)", {"phone": "1"}, "yes"),
        ("phone", {"phone": "1"}, "yes"),
        ("sum(work.months, where=work.country == 'CA') == 5", {"work": [{"country": "CA", "months": 5}]}, "yes"),
        ("sum(3 * work.months) == 15", {"work": [{"country": "CA", "months": 5}]}, "yes"),
        ("count(work, where=work.long) == 1", {"work": [{"months": 12}, {"months": 11}]}, "yes"),
        ("any(work.long) and not all(work.long)", {"work": [{"months": 12}, {"months": 11}]}, "yes"),
        ("all(work.long, where=work.months > 20)", {"work": [{"months": 12}]}, "yes"),
        ("max(work.months, none=0) == 12", {"work": [{"months": 12}, {"months": 11}]}, "yes"),
        ("min(work.months, where=work.months > 50, none=7) == 7", {"work": [{"months": 12}]}, "yes"),
        ("best(work.score, none=0) == 8.5", {"work": [{"score": 8.5}, {"score": 8}]}, "yes"),
        ("speaks.nl >= 'A1'", {"speaks": {"nl": "B1"}}, "yes"),
        ("count(speaks, where=speaks.value >= 'A1') == 1", {"speaks": {"nl": "B1"}}, "yes"),
        ("any(speaks, where=speaks.key == 'fr')", {"speaks": {"nl": "B1"}}, "no"),
    ],
)
def test_an_expression_means_what_it_says(expression, facts, holds):
    pack = pack_of(FACTS, f'conditions:\n  c: "{expression}"\n')
    assert result(ask(pack, facts), "c") == holds


# --- circles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "law"),
    [
        (FACTS, "let: {a: b + 1, b: a + 1}\nconditions: {c: a > 1}\n"),
        (FACTS, "points: {sections: {A: points.B + 1, B: points.A + 1}}\n"),
        (FACTS, "points: {sections: {A: {if: points.total > 3, points: 1}}}\n"),
        (FACTS.replace("long: months >= 12", "long: short\n      short: long"), "conditions: {c: any(work.long)}\n"),
        (
            FACTS + "  a: {type: int, derive: b + 1}\n  b: {type: int, derive: a + 1}\n",
            "conditions: {c: a > 1}\n",
        ),
    ],
)
def test_a_circle_is_an_error_not_a_crash(facts, law):
    assert any("E320" in line and "is computed from itself" in line for line in problems_of(facts, law))


# --- tables --------------------------------------------------------------------------------------------------------


def points(rule: str) -> str:
    (found,) = problems_of(FACTS, f"points:\n  sections:\n    A:\n      sum:\n        x: {rule}\n")
    return found


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{of: age, bands: [{to: 17, points: 0}, {from: 19, points: 1}]}", "E201 gap in x: no band for 18"),
        ("{of: age, bands: [{to: 17, points: 0}, {from: 30, points: 1}]}", "E201 gap in x: no band for 18 to 29"),
        ("{of: age, bands: [{to: 17, points: 0}, {from: 17, points: 1}]}", "E202 overlap in x: a band starts at 17"),
        ("{of: age, bands: [{to: 17, points: 0}]}", "E201 gap in x: no band from 18"),
        ("{of: age, bands: [{from: 1, points: 0}]}", "E201 gap in x: no band for 0"),
        ("{of: half, bands: [{to: 4.5, points: 0}, {from: 5.5, points: 1}]}", "E201 gap in x: no band for 5.0"),
        ("{of: degree, bands: [{to: none, points: 0}, {from: master, points: 1}]}", "no band for bachelor"),
        (
            "{of: age, bands: [{to: 17, points: 0}, {from: 18, to: 3, points: 1}, {from: 4, points: 1}]}",
            "E203 the band ends before it",
        ),
        ("{of: marital, map: {single: 1}}", "E204 x says nothing for married"),
        ("{of: marital, map: {singel: 1, single: 1, married: 0}}", """E303 "singel" is not among its values"""),
        ("{of: age, map: {1: 1}}", "E335 map runs over an enum, a level or true and false"),
        ("{of: age, by: marital, bands: [{points: {single: 1}}]}", "E333 a column lacks points: married"),
        ("{of: age, bands: [{points: {single: 1}}]}", "E334 points by column, but no `by`"),
        ("{of: age, by: age, bands: [{points: 1}]}", "E332 `by` is true or false, or an enum"),
        ("{of: [age], bands: [{from: x, points: 1}]}", "E306 x beside a number"),
        (
            "{rows: {of: age, steps: [0, 5]}, columns: {of: degree, steps: [none]}, grid: [[1]]}",
            "E336 the grid must have 2 rows of 1",
        ),
        ("{rows: {of: age, steps: [5, 0]}, columns: {of: degree, steps: [none]}, grid: [[1], [2]]}", "E337 steps must"),
        ("{rows: {of: age, steps: [5]}, columns: {of: degree, steps: [none]}, grid: [[1]]}", "E201 no step for values"),
        ("{sum: [nothing]}", 'E102 unknown part "nothing"'),
        ("{best: [A.x]}", "E320"),
        ("marital", "E301 a number is needed, this is one of single, married"),
    ],
)
def test_a_table_without_meaning(rule, said):
    assert said in points(rule)


# --- time ----------------------------------------------------------------------------------------------------------

DATED = """
in_force: {from: 2015-01-01, until: 2030-12-31}
points:
  sections:
    A: {if: age >= 18, points: {2015-01-01: 600, 2016-11-19: 50, 2025-03-25: 0}}
conditions:
  new: {if: age >= 40, in_force: {from: 2020-06-01, until: 2020-12-31}}
"""


def test_the_law_knows_the_days_on_which_it_changes():
    made = program(pack_of(FACTS, DATED), "r")
    days = ["2015-01-01", "2016-11-19", "2020-06-01", "2021-01-01", "2025-03-25", "2031-01-01"]
    assert made.breakpoints == tuple(to_day(dt.date.fromisoformat(d)) for d in days)
    assert first_day(made, to_day(dt.date(2016, 11, 18))) == dt.date(2015, 1, 1)
    assert first_day(made, to_day(dt.date(2016, 11, 19))) == dt.date(2016, 11, 19)
    assert first_day(made, to_day(dt.date(2014, 12, 31))) is None


@pytest.mark.parametrize(
    ("on", "total"),
    [("2015-01-01", 600), ("2016-11-18", 600), ("2016-11-19", 50), ("2025-03-24", 50), ("2025-03-25", 0)],
)
def test_a_dated_number_holds_from_its_day_until_the_next(on, total):
    answer = ask(pack_of(FACTS, DATED), {"age": 40}, on=dt.date.fromisoformat(on))
    assert answer["points"]["total"] == total


@pytest.mark.parametrize(
    ("on", "said"),
    [("2020-05-31", "not_applicable"), ("2020-06-01", "no"), ("2020-12-31", "no"), ("2021-01-01", "not_applicable")],
)
def test_a_condition_outside_its_days_does_not_apply_and_counts_as_held(on, said):
    answer = ask(pack_of(FACTS, DATED), {"age": 20}, on=dt.date.fromisoformat(on))
    assert result(answer, "new") == said
    assert answer["outcome"] == ("closed" if said == "no" else "open")


# --- scales --------------------------------------------------------------------------------------------------------

SCALE = """
scales:
  clb:
    levels: [4, 5, 6]
    below: 0
    of: [test, date, part]
    OLD: [{until: 2019-09-30, listening: [1, 2, 3]}, {from: 2019-10-01, listening: [3, 5, 7]}]
    NEW: {listening: [2.5, 4.5, 8.5]}
points: {sections: {A: "clb(test, taken, 'listening', half)"}}
"""
TESTS = FACTS + "  test: {of: person, type: enum, values: [OLD, NEW]}\n  taken: {of: person, type: date}\n"


@pytest.mark.parametrize(
    ("test", "taken", "half", "level"),
    [
        ("OLD", "2019-09-30", 0.5, 0),
        ("OLD", "2019-09-30", 1, 4),
        ("OLD", "2019-09-30", 3, 6),
        ("OLD", "2019-10-01", 3, 4),
        ("OLD", "2019-10-01", 9, 6),
        ("NEW", "2019-10-01", 2, 0),
        ("NEW", "2019-10-01", 4.5, 5),
        ("NEW", "2019-10-01", 8.5, 6),
    ],
)
def test_a_scale_gives_the_level_by_test_date_and_part(test, taken, half, level):
    answer = ask(pack_of(TESTS, SCALE), {"test": test, "taken": taken, "half": half})
    assert answer["points"]["total"] == level


def test_a_scale_by_date_alone_follows_the_date():
    law = (
        SCALE.replace("of: [test, date, part]", "of: [date, part]")
        .replace("clb(test, ", "clb(")
        .replace("    NEW: {listening: [2.5, 4.5, 8.5]}\n", "")
    )
    pack = pack_of(TESTS, law)
    totals = [ask(pack, {"taken": day, "half": 3})["points"]["total"] for day in ("2019-09-30", "2019-10-01")]
    assert totals == [6, 4]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("'listening', half", "'reading', half", 'E303 scale clb has no part "reading"'),
        ("'listening', half", "half", "E313 clb takes test, date, part, the raw score"),
        ("[3, 5, 7]", "[3, 7, 5]", "E338 the lowest scores must rise with the levels"),
        ("NEW:", "NWE:", 'E303 "NWE" is not among its values'),
    ],
)
def test_a_scale_without_meaning(right, wrong, said):
    assert any(said in line for line in problems_of(TESTS, SCALE.replace(right, wrong)))


# --- what is reported ----------------------------------------------------------------------------------------------


def test_a_condition_names_the_facts_behind_the_names_it_uses():
    law = "let: {adult: age >= 18, fit: adult and not threat}\nconditions: {c: fit, d: 'sum(work.months) > 1'}\n"
    (c, d) = program(pack_of(FACTS, law), "r").conditions
    assert (c.facts, d.facts) == (("age", "threat"), ("work",))


def test_a_judgement_is_a_fact_of_that_type():
    assert "E340" in problems_of(FACTS, "conditions: {c: {judgement: age}}\n")[0]


def test_a_part_of_points_has_one_name():
    law = "points: {sections: {A: {sum: {x: 1, y: {sum: {x: 2}}}}}}\n"
    assert 'E330 "A.x" stands twice in points' in problems_of(FACTS, law)[0]


def test_a_count_of_truths_stays_a_number_where_only_one_is_left() -> None:
    """`count_true(never, b)` is 0 or 1, and a table may run over it."""
    pack = pack_of(
        "facts: {b: {of: person, type: bool}}",
        """
        let: {never: 0 < 0}
        points:
          sections:
            P:
              rows: {of: "max(0, count_true(never, b))", steps: [0, 2]}
              columns: {of: 1 * b, steps: [0, 1]}
              grid: [[0, 1], [2, 3]]
        """,
    )
    assert [ask(pack, {"b": b})["points"]["total"] for b in (False, True)] == [0, 1]
