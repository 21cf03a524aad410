"""Contracts 3, 4 and 7: the day, open maybe closed, and the form of one answer."""

import datetime as dt
import json

import pytest

from tests.rules.small import DAY, ask, pack_of, result
from veer.rules import InputError, Pack, decide, gains, survey

FACTS = """
types:
  test:
    fields:
      taken: {type: date}
      score: {type: int, domain: [0, 10]}
    derive:
      valid: taken <= on and years_between(taken, on) < 2
facts:
  day: {of: case, type: date, role: on}
  sent_on: {of: case, type: date}
  age: {of: person, type: int, domain: [0, 99]}
  degree: {of: person, type: level, levels: [none, bachelor], change: {by: person, direction: up, effort: 4}}
  job: {of: case, type: bool, change: {by: person, direction: up, effort: 2}}
  threat: {of: person, type: judgement, decided_by: [official]}
  tests: {of: person, type: list, item: test, max_items: 2}
  colour: {of: person, type: enum, values: [red, green, blue]}
"""
LAW = """
in_force: {from: 2015-01-01, until: 2029-12-31}
source: {act: art. 1}
conditions:
  adult: {if: age >= 18, source: {act: art. 2}}
  worth: {any: {degree: "degree >= 'bachelor'", job: job}, confidence: unverified}
points:
  pass: 10
  sections:
    A: {cap: 12, sum: {age: {of: age, bands: [{to: 17, points: 0}, {from: 18, points: 8}]}, job: {if: job, points: 6}}}
    B: {sum: {degree: {of: degree, map: {none: 0, bachelor: 5}}}}
clocks: {due: {starts: submit, length: {days: 90}, duty: official, source: {act: art. 4}}}
rights: {none: {source: {act: art. 9}}}
remedies: {appeal: {against: [refuse], body: council, within: {days: 30}, from: notified}}
"""
TEXTS = {
    "texts/r.en.yaml": "conditions.adult: You are 18 or older.\n",
    "texts/r.nl.yaml": "conditions.adult: U bent 18 of ouder.\nclocks.due: Wij beslissen binnen 90 dagen.\n",
    "texts/facts.nl.yaml": "age: {label: Leeftijd, question: Hoe oud bent u?, help: In jaren.}\n",
}
PACK = pack_of(FACTS, LAW, **TEXTS)
FULL = {"age": 30, "degree": "none", "job": True}


# --- the day (3) ---------------------------------------------------------------------------------------------------


def test_the_day_is_on_else_the_fact_with_that_role_else_today():
    facts = {**FULL, "day": "2026-05-05"}
    assert ask(PACK, facts, on=DAY)["on"] == "2026-02-02"
    assert ask(PACK, facts, on=None)["on"] == "2026-05-05"
    assert ask(PACK, FULL, on=None, today=dt.date(2026, 7, 7))["on"] == "2026-07-07"


def test_without_any_day_it_is_asked_for():
    with pytest.raises(InputError, match="no day to ask about"):
        ask(PACK, FULL, on=None)


def test_the_law_is_that_of_the_anchor_where_the_event_is_known():
    law = "anchor: sent_on\npoints: {sections: {A: {if: age >= 1, points: {2020-01-01: 1, 2026-01-01: 2}}}}\n"
    pack = pack_of(FACTS, law)
    sent = ask(pack, {"age": 30, "sent_on": "2025-12-31"})
    assert (sent["law_date"], sent["rules_from"], sent["points"]["total"]) == ("2025-12-31", "2020-01-01", 1)
    assert (sent["on"], sent["law_hash"]) == ("2026-02-02", pack.law_hash)
    for facts in ({"age": 30}, {"age": 30, "sent_on": {"unknown": True}}):
        assert (ask(pack, facts)["law_date"], ask(pack, facts)["points"]["total"]) == ("2026-02-02", 2)


def test_ages_are_counted_on_the_day_though_the_law_is_the_anchors():
    law = "anchor: sent_on\npoints: {sections: {A: {if: 'sent_on < on', points: 1}}}\n"
    assert ask(pack_of(FACTS, law), {"sent_on": "2025-12-31"})["points"]["total"] == 1


def test_evidence_dated_after_the_day_gives_nothing():
    pack = pack_of(FACTS, "points: {sections: {A: {of: 'sum(tests.score, where=tests.valid)', per: 1, points: 1}}}\n")
    scores = [{"taken": day, "score": 7} for day in ("2026-02-02", "2026-02-03")]
    assert [ask(pack, {"tests": [s]})["points"]["total"] for s in scores] == [7, 0]


def test_evidence_of_29_february_is_valid_to_the_last_of_february():
    pack = pack_of(FACTS, "points: {sections: {A: {of: 'sum(tests.score, where=tests.valid)', per: 1, points: 1}}}\n")
    facts = {"tests": [{"taken": "2024-02-29", "score": 7}]}
    totals = [ask(pack, facts, on=dt.date(2026, *d))["points"]["total"] for d in ((2, 28), (3, 1))]
    assert totals == [7, 0]


# --- open, maybe, closed (4) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"age": 30, "job": True}, "open"),
        ({"age": 30, "degree": "none", "job": False}, "closed"),
        ({"age": 17}, "closed"),
        ({"age": 30}, "maybe"),
        ({"age": 30, "degree": "none"}, "maybe"),
        ({"job": True}, "maybe"),
        ({}, "maybe"),
    ],
)
def test_open_holds_for_every_way_to_fill_in_closed_for_none(facts, outcome):
    answer = ask(PACK, facts)
    assert answer["outcome"] == outcome
    assert bool(answer["missing"]) == (outcome == "maybe")


@pytest.mark.parametrize("on", [dt.date(2014, 12, 31), dt.date(2030, 1, 1)])
def test_not_in_force_is_closed_with_that_reason_and_the_dates(on):
    answer = ask(PACK, FULL, on=on)
    assert answer["outcome"] == "closed"
    (reason,) = answer["reasons"]
    assert (reason["code"], reason["from"], reason["until"]) == ("not_in_force", "2015-01-01", "2029-12-31")
    assert answer["points"]["total"] is answer["points"]["min"] is None


def test_a_day_before_the_first_version_has_no_rules_from():
    assert ask(PACK, FULL, on=dt.date(2014, 12, 31))["rules_from"] is None
    assert ask(PACK, FULL, on=dt.date(2015, 1, 1))["rules_from"] == "2015-01-01"


def test_a_route_without_conditions_is_open_when_its_total_is_exact_and_never_closed():
    pack = pack_of(FACTS, "points: {sections: {A: {of: age, bands: [{to: 17, points: 0}, {from: 18, points: 8}]}}}\n")
    assert ask(pack, {"age": 3})["outcome"] == "open"
    answer = ask(pack, {})
    assert (answer["outcome"], answer["missing"], answer["points"]["total"]) == ("maybe", ["age"], None)
    assert (answer["points"]["min"], answer["points"]["max"]) == (0, 8)
    assert answer["counterfactuals"] == []


def test_a_judgement_that_is_left_keeps_it_maybe_and_is_not_asked_of_the_person():
    pack = pack_of(FACTS, "conditions: {adult: age >= 18, safe: {judgement: threat}}\n")
    answer = ask(pack, {"age": 30})
    assert (answer["outcome"], answer["missing"], result(answer, "safe")) == ("maybe", [], "needs_judgement")
    assert answer["needs_judgement"] == [
        {"id": "r/conditions.safe", "text": "conditions.safe", "decided_by": ["official"]}
    ]
    assert answer["next_question"] is None
    assert ask(pack, {"age": 30, "threat": True})["outcome"] == "open"
    assert ask(pack, {"age": 17})["needs_judgement"] == []


def test_where_one_question_is_left_its_answers_are_gone_through():
    law = "conditions: {c: \"colour == 'red' or colour != 'red'\", d: 'age < 50 or age > 40'}\n"
    pack = pack_of(FACTS, law)
    assert ask(pack, {"age": 45})["outcome"] == "open"
    assert ask(pack, {"colour": "red"})["outcome"] == "open"
    assert ask(pack_of(FACTS, "conditions: {c: 'age < 40 and age > 50'}\n"), {})["outcome"] == "closed"
    assert ask(pack_of(FACTS, "conditions: {c: 'age < 40 or age > 50'}\n"), {})["outcome"] == "maybe"


def test_unverified_law_never_turns_an_outcome_but_is_shown():
    answer = ask(PACK, FULL)
    assert answer["outcome"] == "open"
    assert [r["confidence"] for r in answer["reasons"]] == ["verified", "unverified", "unverified", "unverified"]


def test_points_are_computed_also_when_a_gate_closes_the_route():
    answer = ask(PACK, {"age": 17, "degree": "bachelor", "job": True})
    assert (answer["outcome"], answer["points"]["total"]) == ("closed", 11)


# --- form (7) ------------------------------------------------------------------------------------------------------

KEYS = [
    "contract", "pack", "route", "on", "law_date", "rules_from", "pack_version", "law_hash", "engine", "outcome",
    "points", "reasons", "missing", "needs_judgement", "next_question", "counterfactuals", "deadlines", "rights",
    "remedies", "warnings",
]  # fmt: skip


def test_the_answer_has_the_keys_of_the_contract():
    answer = decide(PACK, "r", {"age": 30}, on=DAY)
    assert list(answer) == KEYS
    assert json.loads(json.dumps(answer)) == answer
    assert (answer["contract"], answer["pack"], answer["route"], answer["pack_version"]) == (1, "small", "r", "1")


def test_points_total_is_null_unless_min_is_max():
    points = ask(PACK, {"age": 30})["points"]
    assert (points["total"], points["min"], points["max"], points["pass"]) == (None, 8, 17, 10)
    assert points["sections"]["A"] == {
        "total": None, "min": 8, "max": 12,
        "items": {"age": {"total": 8, "min": 8, "max": 8}, "job": {"total": None, "min": 0, "max": 6}},
    }  # fmt: skip
    exact = ask(PACK, FULL)["points"]
    assert (exact["total"], exact["sections"]["A"]["total"]) == (12, 12)


def test_reasons_say_what_they_rest_on_and_the_source():
    reason = ask(PACK, FULL)["reasons"][0]
    assert reason == {
        "id": "r/conditions.adult",
        "text": "You are 18 or older.",
        "result": "yes",
        "needed": True,
        "facts": [{"id": "age", "value": 30, "state": "verified"}],
        "source": [{"title": "The Act", "article": "art. 2", "place": "art. 2", "url": "https://example.org/act"}],
        "confidence": "verified",
    }
    assert ask(PACK, {})["reasons"][0]["facts"] == [{"id": "age", "value": None, "state": "unknown"}]


def test_reasons_stand_in_the_order_of_the_law_a_group_before_its_parts():
    assert [r["id"].removeprefix("r/conditions.") for r in ask(PACK, {})["reasons"]] == [
        "adult", "worth", "worth.degree", "worth.job",
    ]  # fmt: skip


def test_ids_values_and_order_do_not_depend_on_the_language():
    def bare(value):
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("text", "help", "title")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    for facts in ({}, {"age": 30}, FULL, {"age": 17}):
        answers = [ask(PACK, facts, lang=lang) for lang in ("en", "nl", "ar")]
        assert bare(answers[0]) == bare(answers[1]) == bare(answers[2])
    assert ask(PACK, {}, lang="nl")["reasons"][0]["text"] == "U bent 18 of ouder."


def test_the_next_question_is_the_first_that_is_missing():
    answer = ask(PACK, {"degree": "none", "job": True}, lang="nl")
    assert answer["missing"] == ["age"]
    assert answer["next_question"] == {
        "fact": "age", "text": "Hoe oud bent u?", "help": "In jaren.", "type": "int", "choices": [], "at_most_left": 1,
    }  # fmt: skip
    assert ask(PACK, FULL)["next_question"] is None


def test_what_else_the_route_says():
    answer = ask(PACK, FULL, lang="nl")
    (due,) = answer["deadlines"]
    assert (due["id"], due["text"], due["length"]) == ("r/clocks.due", "Wij beslissen binnen 90 dagen.", {"days": 90})
    assert due["source"][0]["article"] == "art. 4"
    assert answer["rights"] == []
    assert [(r["id"], r["body"], r["length"]) for r in answer["remedies"]] == [
        ("r/remedies.appeal", "council", {"days": 30})
    ]


def test_only_what_is_law_on_the_day_is_told_with_every_length_that_a_term_may_have():
    law = """
    anchor: sent_on
    conditions: {adult: age >= 18}
    clocks:
      old: {starts: submit, length: {days: 90}, duty: official, in_force: {until: 2026-01-31}}
      new:
        starts: submit
        length: {days: 60}
        first: {quick: {if: job, length: {days: 15}}}
        duty: official
        in_force: {from: 2026-02-01}
    rights: {wait: {holder: applicant, from: submit, in_force: {until: 2026-01-31}}}
    remedies: {appeal: {against: [refuse], body: council, clock: new, in_force: {from: 2026-02-01}}}
    """
    pack = pack_of(FACTS, law, **{"texts/r.en.yaml": "clocks.new.quick: Where there is a job\n"})
    short = [{"id": "r/clocks.new.quick", "text": "Where there is a job", "length": {"days": 15}}]

    def told(**facts):
        answer = ask(pack, facts)
        kinds = ("deadlines", "rights", "remedies")
        return [[(one["id"], one["length"], one.get("instead")) for one in answer[kind]] for kind in kinds]

    assert told() == [[("r/clocks.new", {"days": 60}, short)], [], [("r/remedies.appeal", {"days": 60}, short)]]
    assert told(sent_on="2026-01-31") == [[("r/clocks.old", {"days": 90}, [])], [("r/rights.wait", None, None)], []]


def test_a_trace_shows_every_named_value_with_its_place():
    law = """
    let:
      old: age >= 65
      twice: 2 * age
      word: "'a' if job else 'b'"
      born: add_years(on, -20)
    conditions: {c: old or twice > 40}
    """
    pack = pack_of(FACTS, law)
    answer = ask(pack, {"age": 30, "job": True})
    assert answer["let"] == {"old": False, "twice": 60, "word": "a", "born": "2006-02-02"}
    assert [node["id"] for node in answer["trace"]] == [
        "r/let.old", "r/let.twice", "r/let.word", "r/let.born", "r/conditions.c",
    ]  # fmt: skip
    assert answer["trace"][0]["at"] == "routes/r.yaml:4:8"
    assert ask(pack, {})["let"]["twice"] == {"min": 0, "max": 198}
    assert "trace" not in decide(pack, "r", {"age": 30}, on=DAY)


# --- all routes of a pack ------------------------------------------------------------------------------------------


def several() -> Pack:
    return pack_of(FACTS, "conditions: {adult: age >= 18}\n", **{
        "routes/a.yaml": "route: a\nconditions: {job: job}\n",
        "routes/b.yaml": "route: b\nconditions: {both: age >= 18 and job}\npoints: {sections: {A: {sum: {x: age}}}}\n",
        "routes/c.yaml": "route: c\nconditions: {child: age < 18}\n",
    })  # fmt: skip


def test_routes_are_ordered_open_maybe_closed_then_by_id():
    answer = survey(several(), {"age": 30}, on=DAY)
    assert [(r["route"], r["outcome"]) for r in answer["routes"]] == [
        ("r", "open"), ("a", "maybe"), ("b", "maybe"), ("c", "closed"),
    ]  # fmt: skip
    assert (answer["contract"], answer["pack"], answer["on"], answer["pack_version"]) == (1, "small", "2026-02-02", "1")
    assert answer["next_question"]["fact"] == "job"
    assert "items" not in answer["routes"][2]["points"]["sections"]["A"]
    assert all("counterfactuals" not in r and "trace" not in r for r in answer["routes"])


def test_nothing_is_asked_when_every_route_is_settled():
    assert survey(several(), {"age": 30, "job": True}, on=DAY)["next_question"] is None


def test_gains_are_single_changes_most_points_first():
    found = gains(PACK, "r", {"age": 30, "degree": "none", "job": False}, on=DAY)
    assert [(g["set"], g["gain"]) for g in found] == [({"degree": "bachelor"}, 5), ({"job": True}, 4)]


def test_a_route_that_is_asked_alone_asks_nobody_among_all_routes() -> None:
    other = "route: s\nasked: alone\nsource: {act: art. 9}\nconditions: {job: job, colour: colour == 'red'}\n"
    pack = pack_of(FACTS, LAW, **{"routes/s.yaml": other})
    settled = {"age": 30, "degree": "bachelor", "job": {"unknown": True}}
    answer = survey(pack, settled, on=DAY)
    assert answer["next_question"] is None
    states = {one["route"]: (one["outcome"], one["missing"]) for one in answer["routes"]}
    assert states["s"] == ("maybe", ["colour", "job"])
    assert decide(pack, "s", {"job": True}, on=DAY)["next_question"]["fact"] == "colour"


NEEDED = """
conditions:
  way: {any: {first: b, second: {all: {rich: n > 5, later: "e == 'x'"}}}}
  two: {at_least: 2, of: {one: b, other: n > 5, third: "n >= 0"}}
  rule: {if: b, unless: {waived: "e == 'x'", shown: n == 3}}
  each: {all: {one: b, other: n > 5}}
"""
FREE = "facts:\n  b: {of: person, type: bool}\n  n: {of: person, type: int, domain: [0, 9]}\n" + (
    "  e: {of: person, type: enum, values: [x, y]}\n"
)


def test_an_alternative_that_does_not_hold_lacks_nothing_where_another_does() -> None:
    pack = pack_of(FREE, NEEDED)
    told = {
        one["id"].removeprefix("r/conditions."): (one["result"], one["needed"])
        for one in ask(pack, {"b": True, "n": 3, "e": "y"})["reasons"]
    }
    assert told["way.second"] == told["way.second.rich"] == told["way.second.later"] == ("no", False)
    assert told["way.first"] == ("yes", True)
    assert told["two.other"] == ("no", False)
    assert (told["rule.unless.waived"], told["rule.unless.shown"]) == (("no", False), ("yes", True))
    assert (told["each"], told["each.other"]) == (("no", True), ("no", True))
    without = {one["id"]: one["needed"] for one in ask(pack, {"b": False, "n": 1, "e": "y"})["reasons"]}
    assert without.pop("r/conditions.two.third")
    assert all(without.values())
