"""With nothing unknown the engine says what the second reading of the law says: every item, section, let, condition."""

import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.known import DAY, complete_examples, engine_pack, nest, reference, routes, text_of
from tests.rules.reference import Case
from tests.rules.reference import decide as by_hand
from tests.rules.reference.agree import differences
from tests.rules.strategies import Draws, complete_facts
from veer.rules import InputError, decide

LONG = os.environ.get("VEER_LONG") == "1"
ROUTES = pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)
EASY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
}


def both(pack, route, facts):
    """The reference's answer, having checked that the engine gives the same."""
    expected = by_hand(reference(pack), route, facts, today=DAY)
    answer = decide(engine_pack(pack), route, nest(reference(pack), facts), today=DAY, trace=True)
    assert not differences(expected, answer), text_of(nest(reference(pack), facts))
    return expected


@ROUTES
def test_complete_facts(pack, route):
    @settings(max_examples=500 if LONG else 25, **EASY)
    @given(complete_facts(pack, route))
    def agree(facts):
        both(pack, route, facts)

    agree()


@ROUTES
def test_each_limit_of_each_fact(pack, route):
    """Worked cases with one fact moved to each of its limits; counts what was reached on the way."""
    luck = random.Random(route)
    draws = Draws(pack, route, lambda options: luck.choice(list(options)))
    bases = complete_examples(pack, route) or [draws.complete() for _ in range(3)]
    moved = [
        (facts, name) for name in draws.cuts.facts for facts in luck.sample(bases, min(len(bases), 5 if LONG else 2))
    ]
    reached = Counter()
    for facts, name in moved:
        for value in luck.sample(options := draws.options(name, facts), min(len(options), 60 if LONG else 5)):
            changed = draws.refill(facts | {name: value})
            if changed is not None:
                reached[both(pack, route, changed)["outcome"]] += 1
    assert sum(reached.values()) > len(draws.cuts.facts)


@ROUTES
def test_conflicts_are_refused(pack, route):
    """Facts that break a `valid` rule are refused, at the field that the rule names."""
    luck = random.Random(route)
    draws = Draws(pack, route, lambda options: luck.choice(list(options)))
    draws.repaired = lambda facts: {
        k: v for k, v in facts.items() if all(facts.get(r) for r in draws.pack.records_around(k))
    }
    for _ in range(150 if LONG else 30):
        facts = draws.complete()
        conflicts = Case(reference(pack), reference(pack).routes[route], facts, today=DAY).conflicts()
        try:
            decide(engine_pack(pack), route, nest(reference(pack), facts), today=DAY)
        except InputError:
            assert conflicts, text_of(nest(reference(pack), facts))
        else:
            assert not conflicts, (conflicts, text_of(nest(reference(pack), facts)))


__all__ = ["st"]
