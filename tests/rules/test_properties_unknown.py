"""While facts are missing: every way to fill them in lies inside the answer, and more facts never widen it."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.known import DAY, complete_examples, engine_pack, nest, reference, routes, text_of
from tests.rules.reference import Case
from tests.rules.reference import decide as by_hand
from tests.rules.reference.agree import bounds, differences, results
from tests.rules.reference.facts import word
from tests.rules.strategies import Draws, lucky, partial_facts
from veer.rules import decide

LONG = os.environ.get("VEER_LONG") == "1"
ROUTES = pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)
EASY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
}
SURE = {"yes", "no", "not_applicable"}


def ask(pack, route, facts):
    return decide(engine_pack(pack), route, nest(reference(pack), facts), today=DAY)


def outside(answer, concrete):
    """Where a concrete result of the reference is not among those that the engine holds possible."""
    found = []
    if answer["outcome"] != "maybe" and concrete["outcome"] != answer["outcome"]:
        found.append(f"outcome {answer['outcome']}, but it can be {concrete['outcome']}")
    for path, worth in concrete["points"].items():
        held = bounds(answer, path)
        if held is not None and held[1] is not None and not held[1] <= worth <= held[2]:
            found.append(f"points.{path} in {held[1]}..{held[2]}, but it can be {worth}")
    said = results(answer)
    for name, result in concrete["conditions"].items():
        if name in said and said[name] in SURE and result in SURE and said[name] != result:
            found.append(f"conditions.{name} {said[name]}, but it can be {result}")
    return found


def wider(before, after):
    """Where an answer on more facts says less than one on fewer, or something else."""
    found = []
    if before["outcome"] != "maybe" and after["outcome"] != before["outcome"]:
        found.append(f"outcome {before['outcome']} became {after['outcome']}")
    sections = (before["points"] or {}).get("sections", {})
    for path in ("total", *sections, *(f"{s}.{item}" for s in sections for item in sections[s]["items"])):
        less, more = bounds(before, path), bounds(after, path)
        if less and more and None not in (*less[1:], *more[1:]) and not less[1] <= more[1] <= more[2] <= less[2]:
            found.append(f"points.{path} {less[1:]} became {more[1:]}")
    for name, result in results(before).items():
        if name and result in SURE and results(after)[name] != result:
            found.append(f"conditions.{name} {result} became {results(after)[name]}")
    return found


@ROUTES
def test_every_way_to_fill_in_lies_inside(pack, route):
    @settings(max_examples=300 if LONG else 15, **EASY)
    @given(partial_facts(pack, route), st.data())
    def sound(pair, data):
        facts, partial = pair
        draws = Draws(pack, route, lambda options: data.draw(st.sampled_from(options)))
        answer = ask(pack, route, partial)
        for filled in (facts, *(draws.refill(partial) for _ in range(3))):
            if filled is not None:
                problems = outside(answer, by_hand(reference(pack), route, filled, today=DAY))
                assert not problems, (text_of(nest(reference(pack), partial)), text_of(nest(reference(pack), filled)))

    sound()


@ROUTES
def test_more_facts_never_widen_nor_flip(pack, route):
    @settings(max_examples=150 if LONG else 15, **EASY)
    @given(partial_facts(pack, route), st.data())
    def monotone(pair, data):
        facts, more = pair
        draws = Draws(pack, route, lambda options: data.draw(st.sampled_from(options)))
        less = draws.partial(more, 3)
        answers = [ask(pack, route, each) for each in (less, more, facts)]
        for before, after, given_facts in zip(answers[:-1], answers[1:], (less, more), strict=True):
            problems = wider(before, after)
            assert not problems, (text_of(nest(reference(pack), given_facts)), text_of(nest(reference(pack), facts)))

    monotone()


@ROUTES
def test_a_run_reaches_every_outcome_and_every_band(pack, route):
    """Seeded draws until all is reached, judged by the reference; the engine is asked wherever something new is."""
    draws, law = lucky(pack, route, 7), reference(pack).routes[route]
    places = places_of(draws.cuts)
    wanted = {"outcome open", "outcome maybe", *places.values()}
    wanted |= {"outcome closed"} if "conditions" in law else set()
    reached, bases = set(), list(complete_examples(pack, route))
    for n in range(20_000 if LONG else 4_000):
        facts = draws.complete(draws.choose(bases) if bases and n % 4 else None)
        if facts is None:
            continue
        case = Case(reference(pack), law, facts, today=DAY)
        concrete = case.decide()
        new = ({f"outcome {concrete['outcome']}"} | {places[hit] for hit in case.hits if hit in places}) - reached
        if new:
            reached |= new
            bases.append(facts)  # near what reached something new there is more
            assert not differences(concrete, ask(pack, route, facts)), text_of(nest(reference(pack), facts))
        if new or wanted - reached == {"outcome maybe"}:
            reached.add(f"outcome {ask(pack, route, draws.partial(facts, 2))['outcome']}")
        if wanted <= reached:
            break
    assert not wanted - reached


def places_of(cuts):
    """What can be looked up -> its name: every band, key and step of the tables of a route."""
    found = {}
    for path, node in cuts.tables.items():
        if isinstance(node, dict):
            found |= {("band", id(node), n): f"{path} band {n}" for n in range(len(node.get("bands", [])))}
            found |= {("key", id(node), word(key)): f"{path} key {word(key)}" for key in node.get("map", {})}
            for name in ("rows", "columns"):
                steps = node[name]["steps"] if name in node else []
                found |= {("step", id(node[name]), n): f"{path} {name} {n}" for n in range(len(steps))}
    return found
