"""Contract 2: facts in. Each sentence of it has a test that says it."""

import datetime as dt

import pytest

from tests.rules.small import DAY, ask, pack_of, result
from veer.rules import InputError, program
from veer.rules.inputs import Profile, read_profile

FACTS = """
types:
  test:
    fields:
      kind: {type: enum, values: [IELTS, TEF]}
      score: {type: decimal, step: 0.5, domain: [0, 9]}
      taken: {type: date, domain: [1900-01-01, on]}
    derive: {good: score >= 6}
    valid:
      on_scale: {if: "kind != 'IELTS' or score <= 8.5", field: score, text: {en: IELTS goes to 8.5}}
  skill: {fields: {level: {type: level, levels: [A1, B1, C1]}}}
facts:
  day: {of: case, type: date, role: on}
  birth_date: {of: person, type: date, domain: [1900-01-01, on], partial: true}
  age: {of: person, type: int, derive: "years_between(birth_date, on)"}
  wage: {of: case, type: money, unit: EUR/year, domain: [0, 1000000]}
  half: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
  degree: {of: person, type: level, levels: [none, bachelor, master]}
  abroad: {of: person, type: bool, optional: true}
  phone: {of: person, type: text, pattern: "[0-9]+", optional: true}
  country: {of: person, type: code, pattern: "[A-Z]{2}"}
  education.eca: {of: person, type: bool, applies: "country != 'CA'"}
  partner: {of: household, type: record, optional: true}
  partner.wage: {of: household, type: money, unit: EUR/year, domain: [0, 1000000]}
  partner.tests: {of: household, type: list, item: test, max_items: 2}
  tests: {of: person, type: list, item: test, max_items: 3}
  speaks: {of: person, type: map, keys: [nl, fr], item: skill}
  levels: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [A1, B1, C1]}}
valid:
  fits: {if: "not abroad or wage <= 90000", field: wage}
"""
LAW = """
conditions:
  adult: age >= 18
  paid: wage >= 40000
  schooled: degree >= 'bachelor'
  away: abroad
  tested: any(tests, where=tests.good)
  many: count(tests) >= 2
  home: country == 'CA' or education.eca
  couple: partner
  partner_paid: partner.wage >= 30000
  partner_tested: any(partner.tests, where=partner.tests.good)
  dutch: speaks.nl
  good_dutch: speaks.nl.level >= 'B1'
  french: levels.fr >= 'B1'
  halves: half >= 4.5
  rings: phone
"""
PACK = pack_of(FACTS, LAW)


def said(condition: str, **facts: object) -> str:
    return result(ask(PACK, {name.replace("__", "."): value for name, value in facts.items()}), condition)


def refused(facts: object) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as error:
        ask(PACK, facts)  # type: ignore[arg-type]
    return [(e["field"], e["code"]) for e in error.value.errors]


def profile(facts: dict[str, object]) -> Profile:
    return read_profile(program(PACK, "r"), facts, on=DAY, today=None)


# --- shape ---------------------------------------------------------------------------------------------------------


def test_facts_are_nested_or_dotted():
    assert (
        said("home", country="NL", education={"eca": True}) == said("home", country="NL", education__eca=True) == "yes"
    )


def test_a_fact_given_nested_and_dotted_must_be_the_same():
    assert refused({"education": {"eca": True}, "education.eca": False}) == [("education.eca", "conflict")]


def test_absent_is_unknown():
    assert said("paid") == "unknown"


def test_null_is_there_is_none_for_optional_facts():
    assert (said("away", abroad=None), said("rings", phone=None), said("couple", partner=None)) == ("no", "no", "no")


def test_null_is_an_error_elsewhere():
    assert refused({"wage": None}) == [("wage", "null")]
    assert refused({"day": None}) == [("day", "null")]
    assert refused({"education": None}) == [("education", "null")]
    assert refused({"tests": [{"score": None}]}) == [("tests.0.score", "null")]


@pytest.mark.parametrize("aloud", [{"unknown": True}, {"unknown": "cannot"}])
def test_unknown_can_be_said_aloud(aloud):
    assert said("paid", wage=aloud) == "unknown"
    assert said("tested", tests=[{"score": aloud}]) == "unknown"


def test_cannot_is_asked_and_cannot_be_answered():
    answer = ask(PACK, {"wage": {"unknown": "cannot"}})
    assert answer["missing"][-1] == "wage"
    assert answer["next_question"]["fact"] != "wage"
    assert "wage" in ask(PACK, {"wage": {"unknown": True}})["missing"]
    assert profile({"wage": {"unknown": "cannot"}}).cannot == {"wage"}


@pytest.mark.parametrize("word", [False, "CANNOT", "maybe", None, 1, []])
def test_unknown_is_said_in_two_ways_only(word):
    assert refused({"wage": {"unknown": word}}) == [("wage", "unknown_value")]
    assert refused({"tests": [{"score": {"unknown": word}}]}) == [("tests.0.score", "unknown_value")]
    assert refused({"levels": {"nl": {"unknown": word}}}) == [("levels.nl", "unknown_value")]


def test_what_cannot_be_said_inside_a_list_is_not_asked_again():
    cannot = {"unknown": "cannot"}
    test = {"score": cannot, "kind": "TEF", "taken": "2025-01-01"}
    assert profile({"tests": [test]}).cannot == {"tests"}
    assert profile({"tests": [{"score": cannot}]}).cannot == set()
    assert profile({"tests": [test, {}]}).cannot == set()
    assert profile({"levels": {"fr": cannot}}).cannot == {"levels"}
    assert profile({"speaks": {"nl": {"level": cannot}}}).cannot == {"speaks"}
    pack = pack_of(FACTS, 'conditions: {tested: "any(tests, where=tests.score >= 6)"}\n')
    answer = ask(pack, {"tests": [test]})
    assert (answer["outcome"], answer["missing"], answer["next_question"]) == ("maybe", ["tests"], None)


def test_a_key_that_no_route_declares_gives_the_nearest_name():
    with pytest.raises(InputError) as error:
        ask(PACK, {"wgae": 1, "tests": [{"scroe": 5, "good": True}]})
    assert [(e["field"], e["code"], e["hint"]) for e in error.value.errors] == [
        ("wgae", "unknown_fact", 'did you mean "wage"?'),
        ("tests.0.scroe", "unknown_fact", 'did you mean "score"?'),
        ("tests.0.good", "unknown_fact", "leave it out, give kind, score, taken"),
    ]


@pytest.mark.parametrize("facts", [[], "facts", 7, None])
def test_facts_are_an_object(facts):
    assert ("", "type") in refused(facts)


# --- lists and maps ------------------------------------------------------------------------------------------------


def test_a_list_that_is_given_is_complete():
    assert (said("many", tests=[{}]), said("many", tests=[{}, {}])) == ("no", "yes")


def test_empty_lists_and_maps_are_known_empty():
    assert (said("tested", tests=[]), said("dutch", speaks={}), said("french", levels={})) == ("no", "no", "no")


def test_a_map_that_is_given_is_complete():
    assert said("dutch", speaks={"fr": {"level": "C1"}}) == "no"
    assert said("good_dutch", speaks={"nl": {}}) == "unknown"
    assert said("french", levels={"nl": "C1"}) == "no"


def test_an_unknown_field_of_an_item_is_unknown():
    assert said("tested", tests=[{"kind": "TEF"}]) == "unknown"
    assert said("tested", tests=[{"kind": "TEF"}, {"score": 7}]) == "yes"
    assert said("tested", tests=[{"kind": "TEF"}, {"score": 5}]) == "unknown"


def test_lists_and_maps_of_the_wrong_shape():
    assert refused({"tests": {}}) == [("tests", "type")]
    assert refused({"tests": [1]}) == [("tests.0", "type")]
    assert refused({"tests": [{}] * 4}) == [("tests", "domain")]
    assert refused({"speaks": []}) == [("speaks", "type")]
    assert refused({"speaks": {"de": {}}}) == [("speaks.de", "unknown_value")]
    assert refused({"speaks": {"nl": "B1"}}) == [("speaks.nl", "type")]
    assert refused({"levels": {"nl": "B9"}}) == [("levels.nl", "domain")]


# --- records -------------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_not_read():
    assert said("partner_paid", partner=False, partner__wage=50000) == "no"
    assert said("partner_tested", partner=None) == "no"


@pytest.mark.parametrize(("field", "value"), [("wage", 50000), ("wage", 0), ("tests", [{}])])
def test_a_field_of_what_there_is_none_of_is_a_conflict_naming_both(field, value):
    for facts in ({"partner": None, f"partner.{field}": value}, {f"partner.{field}": value, "partner": None}):
        with pytest.raises(InputError) as error:
            ask(PACK, facts)
        (problem,) = error.value.errors
        assert (problem["field"], problem["code"]) == (f"partner.{field}", "conflict")
        assert f"partner is null, there is none, and partner.{field} says" in problem["message"]


def test_nothing_and_unknown_agree_with_there_is_none():
    facts = {"partner": None, "partner.tests": [], "partner.wage": {"unknown": True}}
    assert result(ask(PACK, facts), "couple") == "no"


def test_a_record_is_there_when_it_is_an_object_or_true():
    assert said("couple", partner={}) == said("couple", partner=True) == "yes"
    assert said("couple", partner=False) == "no"
    assert said("partner_paid", partner={}) == "unknown"
    assert said("partner_paid", partner={"wage": 30000}) == "yes"
    assert refused({"partner": 3}) == [("partner", "type")]


def test_whoever_says_something_of_a_record_says_that_it_is_there():
    assert said("partner_paid", partner__wage=30000) == said("couple", partner__wage=30000) == "yes"
    assert said("couple", partner__tests=[{}]) == said("partner_tested", partner__tests=[{"score": 6}]) == "yes"
    assert said("couple", partner__tests=[]) == said("couple", partner__wage={"unknown": True}) == "unknown"
    assert said("couple", partner={"unknown": True}, partner__wage=30000) == "unknown"


# --- derived facts -------------------------------------------------------------------------------------------------


def test_a_derived_fact_may_be_given_directly_and_its_inputs_are_not_asked():
    answer = ask(PACK, {"age": 20})
    assert result(answer, "adult") == "yes"
    assert "birth_date" not in answer["missing"]
    assert "birth_date" in ask(PACK, {})["missing"]


def test_given_with_inputs_that_say_otherwise_is_an_error_naming_both():
    with pytest.raises(InputError) as error:
        ask(PACK, {"age": 20, "birth_date": "2000-01-01"})
    (problem,) = error.value.errors
    assert (problem["field"], problem["code"]) == ("age", "conflict")
    assert "age" in problem["message"]
    assert "birth_date" in problem["message"]


def test_given_with_inputs_that_agree_is_fine():
    assert said("adult", age=26, birth_date="2000-01-01") == "yes"
    assert said("adult", age=26, birth_date="1999") == "yes"


def test_the_conflict_is_found_on_a_route_that_does_not_read_the_fact():
    pack = pack_of(FACTS, "conditions: {paid: wage >= 40000}\n")
    with pytest.raises(InputError, match="age does not follow from birth_date"):
        ask(pack, {"age": 20, "birth_date": "2000-01-01"})
    answer = ask(pack, {"wage": {"unknown": "cannot"}})
    assert (answer["outcome"], answer["missing"], answer["next_question"]) == ("maybe", ["wage"], None)


# --- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "adult"),
    [
        ("2007", "yes"),
        (2007, "yes"),
        ("2008", "unknown"),
        ("2009", "no"),
        ("2008-01", "yes"),
        ("2008-02", "unknown"),
        ("2008-03", "no"),
    ],
)
def test_a_birth_date_may_be_a_year_or_a_month(given, adult):
    assert said("adult", birth_date=given) == adult


def test_only_a_fact_that_says_so_takes_a_part_of_a_date():
    assert refused({"tests": [{"taken": "2020-01"}]}) == [("tests.0.taken", "format")]


@pytest.mark.parametrize("given", [8, 8.0, "8.0", "8"])
def test_decimals_are_equal_however_they_are_written(given):
    assert profile({"half": given}).low == profile({"half": 8}).low
    assert said("halves", half=given) == "yes"


@pytest.mark.parametrize("given", [8.25, "8.25", "8.01"])
def test_off_the_step_is_rejected(given):
    assert refused({"half": given}) == [("half", "domain")]


def test_a_leap_day_birthday_turns_on_1_march():
    at = [result(ask(PACK, {"birth_date": "2004-02-29", "day": day}, on=None), "adult") for day in (
        "2022-02-28", "2022-03-01",
    )]  # fmt: skip
    assert at == ["no", "yes"]


def test_evidence_dated_after_the_day_is_refused():
    assert refused({"tests": [{"taken": "2026-02-03"}]}) == [("tests.0.taken", "domain")]
    assert refused({"birth_date": "2026-02-03"}) == [("birth_date", "domain")]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"wage": "40000"}, ("wage", "type")),
        ({"wage": 1.5}, ("wage", "domain")),
        ({"wage": True}, ("wage", "type")),
        ({"wage": -1}, ("wage", "domain")),
        ({"wage": 1000001}, ("wage", "domain")),
        ({"wage": float("nan")}, ("wage", "domain")),
        ({"wage": float("inf")}, ("wage", "domain")),
        ({"half": "eight"}, ("half", "type")),
        ({"half": []}, ("half", "type")),
        ({"degree": "phd"}, ("degree", "domain")),
        ({"degree": 1}, ("degree", "type")),
        ({"abroad": "yes"}, ("abroad", "type")),
        ({"phone": "abc"}, ("phone", "format")),
        ({"country": "Canada"}, ("country", "format")),
        ({"birth_date": "02-02-2000"}, ("birth_date", "format")),
        ({"birth_date": "2000-02-30"}, ("birth_date", "format")),
        ({"birth_date": "2000-13"}, ("birth_date", "format")),
        ({"birth_date": "1899-12-31"}, ("birth_date", "domain")),
        ({"birth_date": 20000101}, ("birth_date", "format")),
    ],
)
def test_a_value_that_cannot_be_taken(facts, found):
    assert refused(facts) == [found]


@pytest.mark.parametrize("on,field", [(None, "day"), (dt.date(2300, 1, 1), "on")])
def test_a_day_beyond_all_calendars_is_refused_where_it_was_said(on, field):
    with pytest.raises(InputError) as error:
        read_profile(program(PACK, "r"), {"day": "2300-01-01"}, on=on, today=None)
    assert [(e["field"], e["code"]) for e in error.value.errors] == [(field, "domain")]


def test_a_code_that_no_rule_names_is_one_of_the_others():
    assert said("home", country="ZZ", education__eca=False) == "no"


def test_every_problem_is_reported():
    assert len(refused({"wage": -1, "half": 8.25, "nothing": 1})) == 3


# --- applies and rules on facts ------------------------------------------------------------------------------------


def test_a_fact_that_does_not_apply_is_never_asked_nor_missing():
    assert "education.eca" not in ask(PACK, {"country": "CA"})["missing"]
    assert "education.eca" in ask(PACK, {"country": "NL"})["missing"]


def test_a_rule_across_facts_that_is_broken_is_a_conflict_at_its_field():
    assert refused({"abroad": True, "wage": 95000}) == [("wage", "conflict")]
    assert said("paid", wage=95000) == "yes"


def test_a_rule_of_a_type_that_is_broken_is_a_conflict_at_the_item():
    with pytest.raises(InputError) as error:
        ask(PACK, {"tests": [{"kind": "TEF", "score": 9}, {"kind": "IELTS", "score": 9}]})
    assert [(e["field"], e["code"], e["message"]) for e in error.value.errors] == [
        ("tests.1.score", "conflict", "IELTS goes to 8.5")
    ]


def test_what_may_still_be_kept_is_not_a_conflict():
    assert said("tested", tests=[{"score": 9}]) == "yes"


# --- states --------------------------------------------------------------------------------------------------------

STATED = pack_of(
    FACTS,
    """
conditions: {schooled: {if: "degree >= 'bachelor'", needs: verified}}
points: {sections: {A: {of: degree, map: {none: 0, bachelor: 5, master: 7}, needs: verified}}}
""",
)


@pytest.mark.parametrize(
    ("state", "holds", "total"),
    [("verified", "yes", 7), ("stated", "unknown", 0), ("evidenced", "unknown", 0), ("disputed", "unknown", 0)],
)
def test_values_count_as_verified_unless_states_says_otherwise(state, holds, total):
    answer = ask(STATED, {"degree": "master", "_states": {"degree": state}})
    assert (result(answer, "schooled"), answer["points"]["total"]) == (holds, total)
    assert [w["fact"] for w in answer["warnings"]] == ([] if state == "verified" else ["degree"])
    judged = [(n["id"], n["decided_by"]) for n in answer["needs_judgement"]]
    assert judged == ([] if state == "verified" else [("r/conditions.schooled", ["official"])])
    assert answer["reasons"][0]["facts"] == [{"id": "degree", "value": "master", "state": state}]


def test_states_of_the_wrong_shape():
    assert refused({"_states": []}) == [("_states", "type")]
    assert refused({"_states": {"degre": "stated"}}) == [("_states.degre", "unknown_fact")]
    assert refused({"_states": {"degree": "seen"}}) == [("_states.degree", "unknown_value")]
