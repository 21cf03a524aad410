"""Rows of a table in which one question is left: its answers are gone through, as one by one."""

import polars as pl
import pytest

from tests.rules import test_batch
from tests.rules.small import pack_of
from tests.rules.test_batch import FACTS, rows

score = test_batch.score  # by either back end
SETTLED = pack_of(FACTS, "conditions: {c: \"civil == 'single' or civil != 'single'\", d: age < 50 or age > 40}\n")


def test_one_question_left_is_settled_as_one_by_one(score):
    frame = rows({}, {"civil": None}, {"age": None}, {"age": None, "civil": None})
    assert score(frame, SETTLED)[0]["outcome"].to_list() == ["open", "open", "open", "maybe"]


def test_what_follows_from_other_facts_is_no_question_left(score):
    grown = '  grown: {of: person, type: int, domain: [0, 200], derive: "years_between(born, on)"}\n'
    pack = pack_of(FACTS + grown, "conditions: {c: \"civil == 'single' or civil != 'single'\", d: grown >= 18}\n")
    assert score(rows({"civil": None}).cast({"civil": pl.String}), pack)[0]["outcome"].to_list() == ["open"]


@pytest.mark.parametrize(
    ("law", "facts", "outcome"),
    [
        ("opt >= age", {"opt": 5, "age": None}, "maybe"),  # one fact beside another
        ("opt >= age", {"opt": 0, "age": None}, "maybe"),
        ("opt + age >= 5", {"opt": 3, "age": None}, "maybe"),  # added to another
        ("opt + age >= 5", {"opt": 5, "age": None}, "open"),
        ("opt + age != 7", {"opt": 3, "age": None}, "maybe"),
        ("age * opt != 12", {"opt": 3, "age": None}, "maybe"),
        ("min(opt, age) >= 5", {"opt": 4, "age": None}, "closed"),
        ("min(opt, age) >= 5", {"opt": 6, "age": None}, "maybe"),
    ],
)
def test_one_question_left_whose_answers_turn_where_another_fact_says(score, law, facts, outcome):
    pack = pack_of(FACTS, f'conditions: {{c: "{law}"}}\n')
    frame = rows(facts).cast({"age": pl.Int64})
    assert score(frame, pack)[0]["outcome"].to_list() == [outcome]
