"""What would change the answer: only what somebody can change, the smallest sets, each tried by doing it."""

import pytest

from tests.rules.small import ask, pack_of
from veer.rules import Pack

FACTS = """
types:
  skill: {fields: {level: {type: level, levels: [A1, A2, B1, B2]}}}
facts:
  age: {of: person, type: int, domain: [0, 99]}
  degree: {of: person, type: level, levels: [none, bachelor, master], change: {by: person, direction: up, effort: 5, takes: 3 years}}
  pay: {of: case, type: money, unit: EUR/year, domain: [0, 100000], change: {by: employer, direction: up, effort: 4, takes: 1 month}}
  debt: {of: case, type: money, unit: EUR, domain: [0, 1000], change: {by: person, direction: down, effort: 2}}
  region: {of: case, type: enum, values: [north, south, west], change: {by: person, direction: any, effort: 3}}
  insured: {of: person, type: bool, change: {by: person, direction: up, effort: 1}}
  banned: {of: person, type: bool}
  offer: {of: case, type: record, optional: true, change: {by: employer, direction: up, effort: 4}}
  offer.months: {of: case, type: int, domain: [0, 60]}
  offer.pay: {of: case, type: int, domain: [0, 90]}
  speaks: {of: person, type: map, keys: [nl, fr], item: skill, change: {by: person, direction: up, effort: 3, takes: 6 months}}
"""  # noqa: E501 - a fact a line


def pack(law: str) -> Pack:
    return pack_of(FACTS, law)


def conditions(*texts: str) -> Pack:
    return pack("conditions:\n" + "".join(f'  c{i}: "{text}"\n' for i, text in enumerate(texts)))


def changes(made: Pack, **facts: object) -> list[dict[str, object]]:
    return [found["set"] for found in ask(made, facts)["counterfactuals"]]


def test_none_when_it_is_open():
    assert changes(conditions("pay >= 40000"), pay=50000) == []


def test_the_smallest_step_that_suffices():
    assert changes(conditions("pay >= 40000", "pay < 90000"), pay=100) == [{"pay": 40000}]
    assert changes(conditions("degree >= 'bachelor'"), degree="none") == [{"degree": "bachelor"}]


def test_only_in_the_allowed_direction():
    assert changes(conditions("pay < 40000"), pay=50000) == []
    assert changes(conditions("debt <= 100"), debt=500) == [{"debt": 100}]
    assert changes(conditions("debt >= 100"), debt=50) == []
    assert changes(conditions("not insured"), insured=True) == []
    assert changes(conditions("region == 'west'"), region="north") == [{"region": "west"}]


def test_only_what_somebody_can_change():
    assert changes(conditions("age >= 18 and not banned"), age=17, banned=True) == []


def test_singles_first_then_pairs_and_no_set_with_a_part_that_is_enough():
    made = conditions("pay >= 40000 or insured and debt <= 100")
    assert changes(made, pay=0, insured=False, debt=500) == [{"pay": 40000}, {"insured": True, "debt": 100}]


def test_three_changes_where_less_does_not_do():
    made = conditions("insured", "debt <= 100", "region == 'west'")
    assert changes(made, insured=False, debt=500, region="north") == [{"insured": True, "debt": 100, "region": "west"}]


def test_the_easiest_first():
    made = conditions("pay >= 40000 or degree >= 'bachelor' or insured")
    assert changes(made, pay=0, degree="none", insured=False) == [
        {"insured": True}, {"pay": 40000}, {"degree": "bachelor"},
    ]  # fmt: skip


def test_at_most_ten():
    facts = {f"x{i}": False for i in range(14)}
    declared = "".join(f"  {name}: {{of: case, type: bool, change: {{by: person}}}}\n" for name in facts)
    made = pack_of(FACTS + declared, f'conditions:\n  c: "{" or ".join(facts)}"\n')
    assert len(changes(made, **facts)) == 10


def test_a_record_that_is_not_there_yet_with_the_fields_that_serve():
    made = conditions("offer.months >= 12 and offer.pay >= 30")
    assert changes(made, offer=None) == [{"offer": {"months": 12, "pay": 30}}]
    assert changes(made, offer={"months": 1, "pay": 90}) == []


def test_an_entry_that_a_map_lacks_and_one_that_it_has():
    made = conditions("speaks.nl.level >= 'B1'")
    assert changes(made, speaks={"nl": {"level": "A1"}}) == [{"speaks": {"nl": {"level": "B1"}}}]
    assert changes(made, speaks={}) == [{"speaks": {"nl": {"level": "B1"}}}]


def test_what_is_said_of_a_change():
    law = "conditions: {mark: points.total >= points.pass, grown: age >= 18}\n" \
          "points: {pass: 10, sections: {A: {if: insured, points: 10}}}\n"  # fmt: skip
    (found,) = ask(pack(law), {"insured": False, "age": 20})["counterfactuals"]
    assert found == {
        "set": {"insured": True}, "was": {"insured": False}, "outcome": "open", "total": 10, "effort": 1, "takes": "",
        "because": ["r/conditions.mark"],
    }  # fmt: skip


def test_of_several_changes_effort_is_added_and_the_longest_time_counts():
    made = conditions("pay >= 40000 and degree >= 'bachelor'")
    (found,) = ask(made, {"pay": 0, "degree": "none"})["counterfactuals"]
    assert (found["effort"], found["takes"], found["total"]) == (9, "3 years", None)


def test_a_change_that_breaks_a_rule_on_facts_is_not_offered():
    rule = "valid:\n  fits: {if: 'pay < 40000 or degree >= \\'bachelor\\'', field: pay}\n".replace("\\'", "''")
    made = pack_of(FACTS + rule, "conditions: {c: pay >= 40000}\n")
    assert changes(made, pay=0, degree="none") == []
    assert changes(made, pay=0, degree="master") == [{"pay": 40000}]


@pytest.mark.parametrize(
    "facts",
    [
        {"pay": 0, "insured": False, "debt": 500, "degree": "none", "speaks": {}, "offer": None, "age": 30},
        {"pay": 39999, "insured": True, "debt": 101, "degree": "none", "speaks": {"nl": {"level": "A1"}}, "age": 30},
        {"pay": 0, "insured": False, "debt": 0, "degree": "master", "speaks": {"fr": {"level": "B2"}}, "age": 30},
    ],
)
def test_each_holds_when_it_is_done_and_no_smaller_set_does(facts):
    law = """
    conditions:
      mark: points.total >= points.pass
      some: {any: {pay: pay >= 40000, offer: offer.months >= 12, dutch: "speaks.nl.level >= 'B1'"}}
      clean: debt <= 100
    points:
      pass: 10
      sections:
        A: {of: degree, map: {none: 0, bachelor: 4, master: 6}}
        B: {if: insured, points: 4}
        C: {of: pay, bands: [{to: 29999, points: 0}, {from: 30000, to: 49999, points: 2}, {from: 50000, points: 6}]}
    """
    made = pack(law)
    found = ask(made, facts)["counterfactuals"]
    assert found
    for change in found:
        assert ask(made, {**facts, **change["set"]})["outcome"] == "open"
        for one in change["set"]:
            less = {name: value for name, value in change["set"].items() if name != one}
            assert ask(made, {**facts, **less})["outcome"] != "open"
