"""Contract 5: what a flat table says, sentence by sentence; compiled, interpreted and one by one alike."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.rules.small import DAY, ask, pack_of
from veer.rules import InputError, program
from veer.rules.batch import Scorer
from veer.rules.batch.rows import facts_of_row
from veer.rules.inputs import read_profile

FACTS = """
types:
  job:
    fields:
      country: {type: code, pattern: "[A-Z]{2}"}
      months: {type: int, domain: [0, 600]}
      half: {type: decimal, step: 0.5, domain: [0, 9]}
      since: {type: date, domain: [1900-01-01, on]}
    valid: {fits: {if: "country != 'ZZ' or months < 5", field: months}}
facts:
  day: {of: case, type: date, role: on}
  age: {of: person, type: int, domain: [0, 120]}
  wage: {of: case, type: money, unit: EUR, domain: [0, 1000000]}
  score: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
  civil: {of: person, type: enum, values: [single, married_or_in_a_registered_partnership]}
  opt: {of: person, type: int, domain: [0, 9], optional: true}
  phone: {of: person, type: text, pattern: "[0-9]+", optional: true}
  nation: {of: person, type: code, pattern: "[A-Z]{2}"}
  eca: {of: person, type: date, applies: "nation != 'CA'"}
  born: {of: person, type: date, domain: [1900-01-01, on]}
  job: {of: case, type: record, optional: true}
  job.pay: {of: case, type: int, domain: [0, 100]}
  job.past: {of: case, type: list, item: job, max_items: 2}
  work: {of: person, type: list, item: job, max_items: 3}
  speaks: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [none, A1, B1]}}
  knows: {of: person, type: map, keys: [nl, fr], item: job}
"""
LAW = """
points:
  sections:
    A:
      cap: 40
      sum:
        age: {of: age, bands: [{to: 17, points: 0}, {from: 18, points: 8}]}
        score: {of: score, bands: [{to: 4.5, points: 0}, {from: 5, points: 2}]}
        civil: {of: civil, map: {single: 0, married_or_in_a_registered_partnership: 1}}
        nation: {if: "nation == 'CA'", points: 3}
        opt: {if: opt >= 5, points: 4}
        phone: {if: phone, points: 5}
        born: {if: "years_between(born, on) >= 18", points: 6}
        eca: {if: "eca <= on", points: 7}
    B:
      sum:
        job: {if: job, points: 1}
        pay: {if: job.pay >= 50, points: 2}
        past: "min(3, sum(job.past.months))"
        work: "min(100, sum(work.months, where=work.country == 'CA'))"
        halves: {of: "max(work.half, none=0)", bands: [{to: 4, points: 0}, {from: 4.5, points: 1}]}
        since: "count(work, where=work.since <= on)"
        nl: {if: "speaks.nl >= 'A1'", points: 1}
        fr: {if: knows.fr, points: 10}
        fr_half: {if: knows.fr.months >= 5, points: 20}
"""
PACK = pack_of(FACTS, "in_force: {from: 2010-01-01}\nconditions: {old: age >= 10, paid: wage >= 100}\n" + LAW)
COMPLETE = {
    "age": 30, "wage": 500, "score": 5.0, "civil": "single", "nation": "US", "opt": 1, "phone": "1",
    "born": dt.date(2000, 1, 1), "eca": dt.date(2020, 1, 1), "job": False, "work.n": 0, "speaks.nl": "none",
    "speaks.fr": "none", "knows.nl": False, "knows.fr": False,
}  # fmt: skip


@pytest.fixture(params=["one by one", "compiled"])
def score(request: pytest.FixtureRequest, kernels: Path):
    """Answers and rejected rows of a table, by either back end."""

    def scored(frame: pl.DataFrame, pack=PACK, **more):
        scorer = Scorer(program(pack, "r"), today=DAY, cache=kernels, **more)
        if request.param == "compiled":
            scorer.warm()
        return scorer.score(frame)

    return scored


def rows(*given: dict[str, object], **dtypes: pl.DataType) -> pl.DataFrame:
    """One row a dict, over complete facts."""
    data = [{"id": f"p{i}", **COMPLETE, **one} for i, one in enumerate(given)]
    names = dict.fromkeys(name for one in data for name in one)
    return pl.DataFrame([{n: one.get(n) for n in names} for one in data], infer_schema_length=None).cast(dtypes)


def total(score, /, **facts: object) -> object:
    """The total of one person; (min, max) where it is a range."""
    table, rejected = score(rows(facts))
    assert not rejected, rejected
    (row,) = table.iter_rows(named=True)
    return row["total"] if row["total"] is not None else (row["total.min"], row["total.max"])


def problem(score, /, **facts: object) -> tuple[str, str]:
    table, (bad,) = score(rows(facts))
    assert (table.height, bad.row, bad.id, len(bad.errors)) == (0, 0, "p0", 1)
    return bad.errors[0].field, bad.errors[0].code


BASE = 8 + 2 + 5 + 6 + 7


# --- columns -------------------------------------------------------------------------------------------------------


def test_a_column_is_a_dotted_fact_id(score):
    assert total(score) == BASE
    assert total(score, age=17) == BASE - 8
    assert total(score, nation="CA") == BASE + 3 - 7


def test_null_is_unknown(score):
    assert total(score, age=None) == (BASE - 8, BASE)
    assert total(score, civil=None) == (BASE, BASE + 1)
    assert total(score, nation=None) == (BASE - 7, BASE + 3)
    assert total(score, **{"speaks.nl": None}) == (BASE, BASE + 1)


def test_a_declared_column_that_is_missing_is_unknown_in_every_row(score):
    table, rejected = score(rows({}, {}).drop("age"))
    assert not rejected
    assert table.select("total.min", "total.max").rows() == [(BASE - 8, BASE)] * 2


def test_a_fact_that_does_not_apply_is_not_read(score):
    assert total(score, nation="CA", eca=None) == total(score, nation="CA") == BASE + 3 - 7


@pytest.mark.parametrize("dtype", [getattr(pl, f"{u}Int{bits}") for u in ("", "U") for bits in (8, 16, 32, 64, 128)])
def test_counts_may_be_any_integer_type(score, dtype):
    frame = rows({"work.n": 1, "work.0.country": "CA", "work.0.months": 7, "work.0.half": 1.0})
    frame = frame.with_columns(pl.lit(dt.date(2020, 1, 1)).alias("work.0.since"))
    frame = frame.cast({"age": dtype, "work.n": dtype, "work.0.months": dtype})
    assert score(frame)[0]["total"].to_list() == [BASE + 7 + 1]
    assert problem(score, age=2**100) == ("age", "domain")


@pytest.mark.parametrize("dtype", [pl.Int32, pl.UInt8, pl.Float32, pl.Float64, pl.Decimal(6, 2)])
def test_scores_may_be_integer_float_or_decimal(score, dtype):
    assert score(rows({"score": 5.0}, {"score": 4.0}, score=dtype))[0]["total"].to_list() == [BASE, BASE - 2]


def test_off_the_step_is_rejected(score):
    assert problem(score, score=4.25) == ("score", "domain")
    assert problem(score, score=float("nan")) == ("score", "domain")
    assert problem(score, score=1e300) == ("score", "domain")


@pytest.mark.parametrize(
    "dtype", [pl.String, pl.Categorical, pl.Enum(["single", "married_or_in_a_registered_partnership"])]
)
def test_words_may_be_dictionary_encoded(score, dtype):
    frame = rows({}, {"civil": "married_or_in_a_registered_partnership"}, civil=dtype)
    assert score(frame)[0]["total"].to_list() == [BASE, BASE + 1]


def test_words_that_begin_alike_are_told_apart(score):
    assert problem(score, civil="married_or_in_a_registered_partnershiq") == ("civil", "domain")
    assert problem(score, civil="singles") == ("civil", "domain")
    assert problem(score, civil="") == ("civil", "domain")


def test_an_open_code_takes_any_word_of_its_form(score):
    table, rejected = score(rows(*({"nation": f"{a}{b}"} for a in "ABCD" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    assert not rejected
    assert table["total"].to_list().count(BASE + 3 - 7) == 1
    assert problem(score, nation="Canada") == ("nation", "format")


def test_a_text_is_there_or_unknown(score):
    assert total(score, phone=None) == (BASE - 5, BASE)
    assert problem(score, phone="abc") == ("phone", "format")


def test_a_value_off_its_domain_is_rejected(score):
    assert problem(score, age=121) == ("age", "domain")
    assert problem(score, age=-1) == ("age", "domain")
    assert problem(score, born=dt.date(2026, 2, 3)) == ("born", "domain")


# --- lists ---------------------------------------------------------------------------------------------------------

WORK = {"work.0.country": "CA", "work.0.months": 7, "work.0.half": 5.0, "work.0.since": dt.date(2020, 1, 1)}
MORE = {"work.1.country": "CA", "work.1.months": 5, "work.1.half": 1.0, "work.1.since": dt.date(2020, 1, 1)}


def test_items_at_and_beyond_n_are_ignored(score):
    assert total(score, **WORK, **MORE, **{"work.n": 1}) == BASE + 7 + 1 + 1
    assert total(score, **WORK, **MORE, **{"work.n": 0}) == BASE
    assert total(score, **WORK, **MORE, **{"work.n": 2}) == BASE + 12 + 1 + 2


def test_what_is_wrong_beyond_n_is_ignored_too(score):
    wrong = {"work.1.country": "Canada", "work.1.months": -5, "work.1.half": 0.3, "work.1.since": dt.date(2099, 1, 1)}
    assert total(score, **WORK, **wrong, **{"work.n": 1}) == BASE + 7 + 1 + 1
    assert total(score, **WORK, **{**wrong, "work.1.country": "ZZ", "work.1.months": 50}, **{"work.n": 1}) == BASE + 9


def test_n_0_says_none(score):
    assert total(score, **{"work.n": 0}) == BASE


def test_null_n_is_the_whole_list_unknown_and_its_items_are_not_read(score):
    everything = total(score, **{"work.n": None})
    assert everything == (BASE, BASE + 100 + 1 + 3)
    assert total(score, **WORK, **{"work.n": None}) == everything
    assert total(score, **{**WORK, "work.0.months": -5}, **{"work.n": None}) == everything


def test_an_unknown_field_of_an_item(score):
    assert total(score, **{**WORK, "work.0.months": None}, **{"work.n": 1}) == (BASE + 2, BASE + 102)
    assert total(score, **{**WORK, "work.0.country": None}, **{"work.n": 1}) == (BASE + 2, BASE + 9)


@pytest.mark.parametrize("count", [-1, 4, 10**12])
def test_n_outside_its_limits_is_rejected(score, count):
    assert problem(score, **{"work.n": count}) == ("work.n", "domain")


def test_an_item_that_breaks_a_rule_is_a_conflict(score):
    assert problem(score, **{**WORK, "work.0.country": "ZZ"}, **{"work.n": 1}) == ("work.0.months", "conflict")


# --- records -------------------------------------------------------------------------------------------------------

PAST = {"job.past.n": 1, "job.past.0.months": 3, "job.past.0.country": "CA"}


def test_a_record_is_a_boolean_column_and_its_fields(score):
    assert total(score, job=True, **{"job.pay": 60, "job.past.n": 0}) == BASE + 3
    assert total(score, job=True, **{"job.pay": 60, **PAST}) == BASE + 6


def test_of_a_record_that_is_false_nothing_is_read(score):
    assert total(score, job=False, **{"job.pay": 60, **PAST}) == BASE
    assert total(score, job=False, **{"job.pay": -60, "job.past.n": 99}) == BASE


def test_of_a_record_that_is_null_nothing_is_read(score):
    everything = total(score, job=None)
    assert everything == (BASE, BASE + 6)
    assert total(score, job=None, **{"job.pay": 0, "job.past.n": 0}) == everything
    assert total(score, job=None, **{"job.pay": 60, **PAST}) == everything
    assert total(score, job=None, **{"job.pay": -60, "job.past.n": 99}) == everything


# --- maps ----------------------------------------------------------------------------------------------------------


def test_a_map_of_records_has_a_boolean_a_key(score):
    assert total(score, **{"knows.fr": True, "knows.fr.months": 5}) == BASE + 30
    assert total(score, **{"knows.fr": True, "knows.fr.months": 4}) == BASE + 10
    assert total(score, **{"knows.fr": True}) == (BASE + 10, BASE + 30)


def test_a_map_of_plain_values_has_a_column_a_key(score):
    assert total(score, **{"speaks.nl": "B1"}) == BASE + 1
    assert total(score, **{"speaks.nl": None, "speaks.fr": None}) == (BASE, BASE + 1)
    assert problem(score, **{"speaks.nl": "C9"}) == ("speaks.nl", "domain")


def test_an_entry_that_is_false_or_null_is_not_read(score):
    assert total(score, **{"knows.fr": False, "knows.fr.months": 5}) == BASE
    everything = total(score, **{"knows.fr": None})
    assert everything == (BASE, BASE + 30)
    assert total(score, **{"knows.fr": None, "knows.fr.months": 5}) == everything
    assert total(score, **{"knows.fr": None, "knows.fr.months": 0}) == everything


# --- the whole table -----------------------------------------------------------------------------------------------


def refused(frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as error:
        Scorer(program(PACK, "r"), today=DAY).score(frame)
    return [(e["field"], e["code"], e["hint"]) for e in error.value.errors]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", "30"), ("age", 30.0), ("age", True), ("score", "5"), ("civil", 1), ("job", "true"), ("job", 1),
        ("born", "2000-01-01"), ("born", dt.datetime(2000, 1, 1)), ("nation", 5), ("work.n", 1.0), ("phone", 32),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_wrong_column_type_refuses_the_whole_table(name, value):
    assert refused(rows({name: value})) == [(name, "type", "")]


def test_an_undeclared_column_refuses_the_whole_table_with_the_nearest_name():
    assert refused(rows({"agee": 1})) == [("agee", "unknown_fact", 'did you mean "age"?')]
    assert refused(rows({"work.3.months": 1}))[0][:2] == ("work.3.months", "unknown_fact")
    assert refused(rows({"age!": True}))[0][:2] == ("age!", "unknown_fact")


def test_a_column_of_nothing_but_null_has_any_type(score):
    assert total(score, age=None, born=None, job=None)[0] == BASE - 8 - 6


def test_order_is_kept_and_rejected_rows_are_left_out(score):
    frame = rows(*({"age": 121 if i % 3 == 0 else i} for i in range(30)))
    table, rejected = score(frame)
    assert table["id"].to_list() == [f"p{i}" for i in range(30) if i % 3]
    assert [r.row for r in rejected] == list(range(0, 30, 3))


def test_rows_are_counted_on_over_several_tables(kernels):
    scorer = Scorer(program(PACK, "r"), today=DAY, cache=kernels)
    scorer.score(rows({}, {}))
    assert scorer.score(rows({}, {"age": 121}))[1][0].row == 3


@pytest.mark.parametrize("count", [0, 1])
def test_no_row_and_one_row(score, count):
    table, rejected = score(rows({})[:count])
    assert (table.height, rejected) == (count, [])
    assert table.columns[:3] == ["id", "outcome", "total"]


def test_each_row_has_its_own_day_and_on_overrides_all(score):
    frame = rows({"day": dt.date(2017, 1, 1), "born": dt.date(1999, 6, 6), "eca": dt.date(2016, 1, 1)}, {"day": None})
    assert score(frame)[0]["total"].to_list() == [BASE - 6, BASE]
    assert score(frame, on=dt.date(2026, 2, 2))[0]["total"].to_list() == [BASE, BASE]


def test_columns_out_and_their_types(score):
    table, _ = score(rows({}, {"opt": None}))
    assert table.columns == [
        "id", "outcome", "total", "total.min", "total.max", "A", "A.min", "A.max", "A.age", "A.score", "A.civil",
        "A.nation", "A.opt", "A.phone", "A.born", "A.eca", "B", "B.min", "B.max", "B.job", "B.pay", "B.past", "B.work",
        "B.halves", "B.since", "B.nl", "B.fr", "B.fr_half",
    ]  # fmt: skip
    assert all(dtype.is_integer() for name, dtype in table.schema.items() if name not in ("id", "outcome"))
    known, open_ = table.iter_rows(named=True)
    assert (known["outcome"], known["total"], known["total.min"], known["total.max"]) == ("open", BASE, BASE, BASE)
    assert (open_["outcome"], open_["total"], open_["A"], open_["A.opt"], open_["B"]) == ("open", None, None, None, 0)
    assert (open_["A.min"], open_["A.max"]) == (BASE, BASE + 4)


def test_only_some_columns():
    table, _ = Scorer(program(PACK, "r"), today=DAY, only=("total", "B")).score(rows({}))
    assert table.columns == ["id", "total", "B"]


def test_a_day_before_the_first_version_is_not_in_force(score):
    days = {"born": dt.date(1990, 1, 1), "eca": dt.date(2009, 1, 1)}
    frame = rows({"day": dt.date(2009, 12, 31), **days}, {"day": dt.date(2010, 1, 1), **days})
    early, later = score(frame)[0].iter_rows(named=True)
    assert (early["outcome"], early["total"], early["total.min"], early["A.age"]) == ("closed", None, None, None)
    assert (later["outcome"], later["total"]) == ("open", BASE)


def test_a_small_table_with_conditions_agrees_with_decide(score):
    given = [
        {"age": a, "wage": w, "score": s, "work.n": n}
        for a in (None, 17, 18) for w in (None, 99, 100) for s in (None, 5.0) for n in (None, 0)
    ]  # fmt: skip
    frame = rows(*given)
    table, rejected = score(frame)
    assert not rejected
    made = program(PACK, "r")
    for i, row in enumerate(table.iter_rows(named=True)):
        facts = facts_of_row(made, Scorer(made).columns, frame, i)
        answer = ask(PACK, facts)
        points = answer["points"]
        assert row["outcome"] == answer["outcome"]
        assert (row["total"], row["total.min"], row["total.max"]) == (points["total"], points["min"], points["max"])
        for name in ("A", "B"):
            section = points["sections"][name]
            assert (row[name], row[f"{name}.min"]) == (section["total"], section["min"])
            assert {k: row[f"{name}.{k}"] for k in section["items"]} == {
                k: v["total"] for k, v in section["items"].items()
            }


def test_a_row_says_what_a_person_would():
    made = program(PACK, "r")
    frame = rows({"work.n": 1, **WORK, "job": True, **PAST, "score": 5.0, "knows.fr": True})
    facts = facts_of_row(made, Scorer(made).columns, frame, 0)
    assert facts["work"] == [{"country": "CA", "months": 7, "half": 5.0, "since": dt.date(2020, 1, 1)}]
    assert facts["job.past"] == [{"months": 3, "country": "CA"}]
    assert facts["knows"] == {"fr": {}}
    assert read_profile(made, facts, on=DAY, today=None).given["speaks"] == {"nl": "none", "fr": "none"}
