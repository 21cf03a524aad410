"""What is asked next: only what can change the result, until nothing is left, with the verdict of all facts at once."""

import random

import pytest

from tests.rules.small import DAY, ask, pack_of
from veer.rules import Pack, program
from veer.rules.inputs import read_profile
from veer.rules.questions import answers, fact_slots, unknown_facts

FACTS = """
types:
  job: {fields: {months: {type: int, domain: [0, 600]}, home: {type: bool}}}
facts:
  age: {of: person, type: int, domain: [0, 99], ask: {cost: 1}}
  score: {of: person, type: int, derive: 2 * base}
  base: {of: person, type: int, domain: [0, 10]}
  degree: {of: person, type: level, levels: [none, bachelor, master]}
  ban: {of: person, type: bool, ask: {sensitive: true}}
  effort: {of: person, type: bool, ask: {cost: 5}}
  easy: {of: person, type: bool}
  opt: {of: person, type: int, domain: [0, 9], optional: true}
  canada: {of: person, type: bool, applies: degree != 'none'}
  threat: {of: person, type: judgement, decided_by: [official]}
  job: {of: case, type: record, optional: true}
  job.pay: {of: case, type: int, domain: [0, 100]}
  work: {of: person, type: list, item: job, max_items: 3}
  speaks: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [none, A1]}}
"""


def conditions(*texts: str) -> Pack:
    return pack_of(FACTS, "conditions:\n" + "".join(f'  c{i}: "{text}"\n' for i, text in enumerate(texts)))


def missing(pack: Pack, **facts: object) -> list[str]:
    return ask(pack, {name.replace("__", "."): value for name, value in facts.items()})["missing"]


def test_only_what_can_change_the_result_is_asked():
    pack = conditions("age >= 18 or degree >= 'bachelor'", "age < 65")
    assert missing(pack) == ["age", "degree"]
    assert missing(pack, age=30) == []
    assert missing(pack, age=10) == ["degree"]
    assert missing(pack, degree="master") == ["age"]


def test_a_fact_of_another_rule_is_not_asked():
    assert missing(conditions("age >= 18")) == ["age"]


def test_what_is_known_absent_or_does_not_apply_is_not_asked():
    assert missing(conditions("opt >= 1 or age >= 18"), opt=None) == ["age"]
    assert missing(conditions("job.pay >= 50 or age >= 18"), job=None) == ["age"]
    pack = conditions("canada or age >= 18")
    assert missing(pack, degree="none") == ["age"]
    assert set(missing(pack, degree="master")) == {"canada", "age"}


def test_a_record_is_asked_for_before_its_fields():
    pack = conditions("job.pay >= 50")
    assert missing(pack) == ["job"]
    assert missing(pack, job=True) == ["job.pay"]
    assert missing(pack, job=None) == []


def test_a_list_is_asked_for_once():
    pack = conditions("sum(work.months) >= 12")
    assert missing(pack) == ["work"]
    assert missing(pack, work=[{"home": True}]) == ["work"]
    assert missing(pack, work=[]) == []


def test_a_map_is_asked_for_once():
    pack = conditions("any(speaks.value >= 'A1')")
    assert missing(pack) == ["speaks"]
    assert missing(pack, speaks={}) == []


def test_the_inputs_of_a_derived_fact_are_asked_not_the_fact():
    pack = conditions("score >= 10")
    assert missing(pack) == ["base"]
    assert missing(pack, score=12) == []


def test_what_cannot_be_answered_is_never_asked_again():
    pack = conditions("age >= 18", "degree >= 'bachelor'")
    assert missing(pack, age={"unknown": "cannot"}) == ["degree", "age"]
    assert ask(pack, {"age": {"unknown": "cannot"}})["next_question"]["fact"] == "degree"
    assert ask(pack, {"age": {"unknown": "cannot"}, "degree": "master"})["outcome"] == "maybe"


def test_a_judgement_is_not_asked_of_the_person():
    pack = pack_of(FACTS, "conditions: {c: {judgement: threat}, d: age >= 18}\n")
    assert missing(pack) == ["age"]


def test_what_decides_more_comes_first_then_what_is_easy_and_sensitive_last():
    assert missing(conditions("not ban", "easy", "effort"))[-1] == "ban"
    pack = pack_of(FACTS, "points: {sections: {A: {if: effort, points: 5}, B: {if: easy, points: 5}}}\n")
    assert missing(pack) == ["easy", "effort"]


def test_a_fact_that_no_answer_alone_decides_is_asked_after_all_others():
    pack = conditions("(easy and not effort) or (effort and not easy)")
    assert sorted(missing(pack)) == ["easy", "effort"]
    assert missing(pack, easy=True) == ["effort"]


def test_at_most_left_bounds_the_questions_to_come():
    pack = conditions("age >= 18", "job.pay >= 50", "sum(work.months) >= 12")
    assert ask(pack, {})["next_question"]["at_most_left"] == 4
    assert ask(pack, {"job": None})["next_question"] is None
    assert ask(pack, {"job": True})["next_question"]["at_most_left"] == 3


def test_choices_are_those_of_the_fact():
    question = ask(conditions("degree >= 'bachelor'"), {})["next_question"]
    assert [c["value"] for c in question["choices"]] == ["none", "bachelor", "master"]
    question = ask(conditions("speaks.nl >= 'A1'"), {})["next_question"]
    assert [c["value"] for c in question["choices"]] == ["nl", "fr"]


# --- asking to the end ---------------------------------------------------------------------------------------------

LAW = """
let: {months: "sum(work.months, where=work.home)"}
conditions:
  grown: age >= 18
  able: {any: {degree: "degree >= 'bachelor'", worked: months >= 24, paid: job.pay >= 60}}
  talks: {at_least: 2, of: {nl: "speaks.nl >= 'A1'", fr: "speaks.fr >= 'A1'", easy: easy, opt: opt >= 5}}
  free: {if: not ban, unless: {effort: effort}}
  mark: points.total >= 10
points:
  sections:
    A:
      cap: 8
      sum:
        age: {of: age, bands: [{to: 17, points: 0}, {from: 18, to: 40, points: 6}, {from: 41, points: 2}]}
        base: score
    B: {of: degree, map: {none: 0, bachelor: 3, master: 6}}
    C: {if: canada, points: 4}
"""
BOOLS = ("ban", "effort", "easy", "canada")


def person(random_: random.Random) -> dict[str, object]:
    return {
        "age": random_.choice([10, 17, 18, 40, 41, 80]),
        "base": random_.randrange(11),
        "degree": random_.choice(["none", "bachelor", "master"]),
        "opt": random_.choice([None, 0, 4, 5, 9]),
        **{name: random_.random() < 0.6 for name in BOOLS},
        "job": random_.random() < 0.5,
        "job.pay": random_.choice([0, 59, 60, 100]),
        "work": [
            {"months": random_.choice([0, 11, 12, 24]), "home": random_.random() < 0.5}
            for _ in range(random_.randrange(4))
        ],
        "speaks": {key: random_.choice(["none", "A1"]) for key in ("nl", "fr") if random_.random() < 0.7},
    }


@pytest.mark.parametrize("seed", range(25))
def test_asking_until_it_is_decided_ends_with_the_verdict_of_all_facts_at_once(seed):
    pack = pack_of(FACTS, LAW)
    truth = person(random.Random(seed))
    known: dict[str, object] = {}
    left = None
    for _ in range(len(truth) + 1):
        answer = ask(pack, known)
        question = answer["next_question"]
        if question is None:
            break
        assert question["fact"] not in known
        assert question["at_most_left"] <= (left or 99)
        known[question["fact"]] = truth[question["fact"]]
    whole = ask(pack, truth)
    assert (answer["outcome"], whole["missing"]) == (whole["outcome"], [])
    assert answer["outcome"] in ("open", "closed")


@pytest.mark.parametrize("seed", range(10))
def test_no_class_of_answers_is_left_out(seed):
    """The classes of one fact's answers cover its span, their ends among them."""
    made = program(pack_of(FACTS, LAW), "r")
    facts = {k: v for k, v in person(random.Random(seed)).items() if random.Random(seed).random() < 0.5}
    profile = read_profile(made, facts, on=DAY, today=None)
    for fact in unknown_facts(profile):
        slots = fact_slots(made, fact)
        assigned = [change for answer in answers(profile, fact) for change in answer]
        assert assigned, fact.id
        if fact.id not in made.layout.lists and fact.type.kind != "record":
            value = slots[-1].index
            spans = [(low, high) for slot, low, high in assigned if slot == value]
            assert min(low for low, _ in spans) == profile.low[value]
            assert max(high for _, high in spans) == profile.high[value]
