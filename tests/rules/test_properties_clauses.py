"""Conditions of clauses: on all facts the slow interpreter says the same; on some, nothing it can say is ruled out."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.known import engine_pack, nest, reference, routes, text_of
from tests.rules.reference import Case
from tests.rules.reference.clauses import clauses_of
from tests.rules.strategies import Draws, partial_facts
from veer.rules import holds, waits_for

LONG = os.environ.get("VEER_LONG") == "1"
EASY = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
}
WITH_CLAUSES = [(pack, route) for pack, route in routes() if clauses_of(reference(pack).routes[route])]
ROUTES = pytest.mark.parametrize("pack,route", WITH_CLAUSES, ids=lambda each: each)
SAID = {"yes": True, "no": False, "unknown": None}
DAY = date(2026, 2, 2)


def asked(pack, route, facts):
    return holds(engine_pack(pack), route, nest(reference(pack), facts), today=DAY)


def by_hand(pack, route, facts):
    return {
        path: SAID[said]
        for path, said in Case(reference(pack), reference(pack).routes[route], facts, today=DAY).clauses().items()
    }


def test_packs_have_clauses_of_every_kind():
    found = {path.split(".")[0] for pack, route in WITH_CLAUSES for path in clauses_of(reference(pack).routes[route])}
    assert found == {"procedure", "clocks", "rights", "remedies"}


@ROUTES
def test_what_holds_of_some_facts_holds_however_the_rest_is_filled_in(pack, route):
    @settings(max_examples=300 if LONG else 25, **EASY)
    @given(partial_facts(pack, route), st.data())
    def sound(pair, data):
        facts, partial = pair
        draws = Draws(pack, route, lambda options: data.draw(st.sampled_from(options)))
        known = asked(pack, route, partial)
        for filled in (facts, *(draws.refill(partial) for _ in range(3))):
            concrete = by_hand(pack, route, filled) if filled is not None else {}
            wrong = {p: (known[p], said) for p, said in concrete.items() if known[p] is not None and said != known[p]}
            assert not wrong, (wrong, text_of(nest(reference(pack), partial)), text_of(nest(reference(pack), filled)))

    sound()


@ROUTES
def test_with_all_facts_nothing_is_open(pack, route):
    @settings(max_examples=300 if LONG else 25, **EASY)
    @given(partial_facts(pack, route))
    def exact(pair):
        facts, _ = pair
        whole = {name: raw for name, raw in facts.items() if name != "_states"}
        assert asked(pack, route, whole) == by_hand(pack, route, whole), text_of(nest(reference(pack), whole))

    exact()


@ROUTES
def test_what_is_open_waits_for_something_that_is_not_given(pack, route):
    @settings(max_examples=100 if LONG else 20, **EASY)
    @given(partial_facts(pack, route))
    def waiting(pair):
        facts = nest(reference(pack), pair[1])
        for path, held in asked(pack, route, pair[1]).items():
            missing = waits_for(engine_pack(pack), route, facts, path, today=DAY)
            assert bool(missing) == (held is None), (path, held, missing, text_of(facts))
            assert not {name for name in missing if len(str(pair[1].get(name, ""))) == len("2026-01-01")}

    waiting()
