"""What would have broken a yes: the smallest changes that close an open route, each tried by doing it."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.known import DAY as ASKED
from tests.rules.known import complete_examples, engine_pack, flatten, nest, reference, routes, text_of
from tests.rules.reference import decide as by_hand
from tests.rules.small import DAY, ask, pack_of
from tests.rules.strategies import lucky
from tests.rules.test_counterfactuals import FACTS, conditions
from tests.rules.test_properties_guidance import LONG, is_complete, people
from tests.rules.test_properties_guidance import ask as ask_known
from veer.rules import breaks

ROUTES = pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)


def changes(made, **facts):
    return [found["set"] for found in breaks(made, "r", facts, on=DAY)]


def test_none_where_it_is_not_open():
    assert changes(conditions("pay >= 40000"), pay=100) == []
    assert changes(conditions("pay >= 40000")) == []


def test_none_on_a_route_without_conditions():
    assert changes(pack_of(FACTS, "points: {sections: {A: {if: insured, points: 4}}}\n"), insured=True) == []


def test_the_smallest_step_that_breaks_it():
    assert changes(conditions("pay >= 40000"), pay=50000) == [{"pay": 39999}]
    assert changes(conditions("degree >= 'bachelor'"), degree="master") == [{"degree": "none"}]


def test_on_either_side_whatever_the_direction_of_a_gain():
    assert changes(conditions("40000 <= pay <= 60000"), pay=50000) == [{"pay": 60001}, {"pay": 39999}]
    assert changes(conditions("debt <= 100"), debt=50) == [{"debt": 101}]


def test_only_what_somebody_can_change():
    assert changes(conditions("age >= 18 and not banned"), age=18, banned=False) == []


def test_what_is_said_of_a_change():
    law = "conditions: {mark: points.total >= points.pass, grown: age >= 18}\n" \
          "points: {pass: 10, sections: {A: {if: insured, points: 10}}}\n"  # fmt: skip
    (found,) = breaks(pack_of(FACTS, law), "r", {"insured": True, "age": 20}, on=DAY)
    assert found == {
        "set": {"insured": False}, "was": {"insured": True}, "outcome": "closed", "total": 0,
        "because": ["r/conditions.mark"],
    }  # fmt: skip


def test_where_one_of_two_is_enough_both_have_to_go():
    made = conditions("pay >= 40000 or insured")
    assert changes(made, pay=50000, insured=True) == [{"insured": False, "pay": 39999}]


def test_a_record_and_an_entry_that_may_not_have_been_there():
    made = conditions("offer.months >= 12")
    assert changes(made, offer={"months": 20, "pay": 30}) == [{"offer": None}, {"offer": {"months": 11, "pay": 30}}]
    made = conditions("speaks.nl.level >= 'B1'")
    assert changes(made, speaks={"nl": {"level": "B2"}, "fr": {"level": "A1"}}) == [
        {"speaks": {"fr": {"level": "A1"}}},
        {"speaks": {"nl": {"level": "A2"}, "fr": {"level": "A1"}}},
    ]


def test_an_item_of_a_list_less_and_the_others_stay():
    facts = """
    types: {job: {fields: {months: {type: int, domain: [0, 60]}}}}
    facts: {jobs: {of: person, type: list, item: job, max_items: 3, change: {by: person, direction: up, effort: 2}}}
    """
    made = pack_of(facts, "conditions: {c: sum(jobs.months) >= 20}\n")
    found = changes(made, jobs=[{"months": 30}, {"months": 4}, {"months": 6}])
    assert found[0] == {"jobs": [{"months": 4}, {"months": 6}]}
    for one in found:
        assert ask(made, one)["outcome"] == "closed"


LAW = """
conditions:
  mark: points.total >= points.pass
  some: {any: {pay: pay >= 40, offer: offer.months >= 2}}
  clean: debt <= 1
points:
  pass: 6
  sections:
    A: {of: degree, map: {none: 0, bachelor: 4, master: 6}}
    B: {if: insured, points: 4}
"""
SMALL = """
facts:
  degree: {of: person, type: level, levels: [none, bachelor, master], change: {by: person, direction: up, effort: 5}}
  pay: {of: case, type: int, domain: [38, 41], change: {by: employer, direction: up, effort: 4}}
  debt: {of: case, type: int, domain: [0, 3], change: {by: person, direction: down, effort: 2}}
  insured: {of: person, type: bool, change: {by: person, direction: up, effort: 1}}
  offer: {of: case, type: record, optional: true, change: {by: employer, direction: up, effort: 4}}
  offer.months: {of: case, type: int, domain: [0, 3]}
"""
VALUES = {
    "degree": ["none", "bachelor", "master"],
    "pay": [38, 39, 40, 41],
    "debt": [0, 1, 2, 3],
    "insured": [False, True],
    "offer": [None, *({"months": n} for n in range(4))],
}
MADE = pack_of(SMALL, LAW)


def lawful(facts):
    """The same law by hand."""
    points = {"none": 0, "bachelor": 4, "master": 6}[facts["degree"]] + 4 * facts["insured"]
    offered = facts["offer"] is not None and facts["offer"]["months"] >= 2
    return points >= 6 and (facts["pay"] >= 40 or offered) and facts["debt"] <= 1


def least_ways(facts):
    """Every smallest set of facts of which other values close the route, by trying all values of all sets."""
    found = []
    for size in range(1, len(VALUES) + 1):
        for names in combinations(VALUES, size):
            if any(set(known) <= set(names) for known in found):
                continue
            if any(
                not lawful(facts | dict(zip(names, each, strict=True)))
                for each in product(*(VALUES[name] for name in names))
            ):
                found.append(names)
    return {frozenset(names) for names in found}


@settings(max_examples=200 if LONG else 60, deadline=None)
@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}))
def test_every_smallest_way_to_a_no_is_found_and_no_other(facts):
    found = breaks(MADE, "r", facts, on=DAY)
    assert {frozenset(one["set"]) for one in found} == (least_ways(facts) if lawful(facts) else set())
    for one in found:
        assert not lawful(facts | one["set"])
        assert one["was"] == {name: facts[name] for name in one["set"]}


def done(pack, facts, changed):
    """The facts after a change: of a record that is no longer there nothing is said."""
    gone = [f"{name}." for name, value in changed.items() if value is None]
    left = {name: value for name, value in facts.items() if not name.startswith(tuple(gone))}
    return left | flatten(pack, changed)


@ROUTES
def test_each_closes_it_when_it_is_done_and_no_part_of_it_does(pack, route):
    draws, seen, opened = lucky(pack, route, 17), 0, 0
    drawn = [facts for _, facts in people(pack, route, 17, 50 if LONG else 8)]
    for facts in [*complete_examples(pack, route)[:8], *drawn]:
        found = breaks(engine_pack(pack), route, nest(draws.pack, facts), today=ASKED)
        outcome = ask_known(pack, route, facts)["outcome"]
        assert len(found) <= (10 if outcome == "open" else 0)
        seen, opened = seen + len(found), opened + (outcome == "open")
        for one in found:
            told = (one, text_of(nest(draws.pack, facts)))
            after = done(draws.pack, facts, one["set"])
            assert ask_known(pack, route, after)["outcome"] == one["outcome"] != "open", told
            for size in range(1, len(one["set"])):
                for part in combinations(one["set"].items(), size):
                    less = ask_known(pack, route, done(draws.pack, facts, dict(part)))["outcome"]
                    assert less != one["outcome"], (part, *told)
            if is_complete(pack, route, after):
                assert by_hand(reference(pack), route, after, today=ASKED)["outcome"] == one["outcome"], told
    changeable = [name for name in draws.cuts.facts if "change" in reference(pack).facts[name]]
    assert seen or not opened or not changeable or "conditions" not in reference(pack).routes[route]
