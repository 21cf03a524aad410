"""Questions end and lose nothing; a counterfactual does what it says, no part of it does; a forecast is true."""

import os
from datetime import date, timedelta
from itertools import combinations

import pytest

from tests.rules.known import (
    DAY,
    complete_examples,
    engine_pack,
    flatten,
    is_complete,
    nest,
    reference,
    routes,
    text_of,
)
from tests.rules.reference import decide as by_hand
from tests.rules.strategies import lucky
from veer.rules import decide, forecast

LONG = os.environ.get("VEER_LONG") == "1"
ROUTES = pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)
LESS = {"up": lambda was, now: now < was, "down": lambda was, now: now > was}


def people(pack, route, seed, count):
    """Complete facts, half of them near worked cases."""
    draws = lucky(pack, route, seed)
    bases = complete_examples(pack, route) or [None]
    for n in range(count):
        facts = draws.complete(bases[n % len(bases)] if n % 2 else None)
        if facts is not None:
            yield draws, facts


def ask(pack, route, facts, **options):
    return decide(engine_pack(pack), route, nest(reference(pack), facts), today=DAY, **options)


@ROUTES
def test_asking_ends_and_gives_the_verdict_of_all_facts_at_once(pack, route):
    for draws, facts in people(pack, route, 11, 100 if LONG else 12):
        whole = ask(pack, route, facts)
        known = draws.partial(draws.partial(facts, 2, rows=False), 2, rows=False)
        known |= {name: raw for name, raw in facts.items() if name in draws.judgements}
        asked = []
        while (question := ask(pack, route, known)["next_question"]) is not None:
            asked.append(question["fact"])
            assert len(set(asked)) == len(asked) <= len(facts), (asked, text_of(nest(draws.pack, facts)))
            assert question["at_most_left"] >= 1
            known[question["fact"]] = facts[question["fact"]]
            if "_states" in facts and question["fact"] in facts["_states"]:
                known["_states"] = known.get("_states", {}) | {question["fact"]: facts["_states"][question["fact"]]}
        assert ask(pack, route, known)["outcome"] == whole["outcome"], (asked, text_of(nest(draws.pack, facts)))


@ROUTES
def test_missing_facts_are_asked_in_order_and_only_those(pack, route):
    for draws, facts in people(pack, route, 12, 50 if LONG else 10):
        answer = ask(pack, route, partial := draws.partial(facts, 3, rows=False))
        if answer["outcome"] != "maybe":
            assert answer["next_question"] is None
            continue
        assert answer["missing"] or answer["needs_judgement"]
        assert not {name for name in answer["missing"] if len(str(partial.get(name, ""))) >= 10}
        if answer["next_question"]:
            assert answer["next_question"]["fact"] == answer["missing"][0]


@ROUTES
def test_a_counterfactual_holds_and_is_least(pack, route):
    seen = 0
    for draws, facts in people(pack, route, 13, 80 if LONG else 16):
        answer = ask(pack, route, facts)
        offers = answer["counterfactuals"]
        assert len(offers) <= 10
        assert [len(offer["set"]) for offer in offers] == sorted(len(offer["set"]) for offer in offers)
        if answer["outcome"] == "open":
            assert not offers or "conditions" not in draws.cuts.route
        for offer in offers:
            seen += 1
            told = (offer, text_of(nest(draws.pack, facts)))
            changed = flatten(draws.pack, offer["set"])
            within_reach(draws.pack, facts, changed)
            after = dict(facts.items()) | changed
            again = ask(pack, route, after)
            assert again["outcome"] == offer["outcome"], told
            assert again["points"] is None or again["points"]["total"] == offer["total"], told
            for size in range(1, len(offer["set"])):
                for part in combinations(offer["set"].items(), size):
                    outcome = ask(pack, route, facts | flatten(draws.pack, dict(part)))["outcome"]
                    assert outcome != offer["outcome"], (part, *told)
            if is_complete(pack, route, after):
                assert by_hand(reference(pack), route, after, today=DAY)["outcome"] == offer["outcome"]
    changeable = [name for name in lucky(pack, route, 0).cuts.facts if "change" in reference(pack).facts[name]]
    assert seen or not changeable or "conditions" not in reference(pack).routes[route]


def within_reach(pack, facts, changed):
    """Only what a person can change is changed, and only in the direction in which they can change it."""
    for name, value in changed.items():
        declared = pack.facts[name]
        told = (name, text_of(nest(pack, facts)))
        parts = [name, *pack.records_around(name)]
        assert any("change" in pack.facts[each] for each in parts if each in changed), told
        if declared["type"] in ("int", "decimal", "money", "level") and facts.get(name) is not None:
            was, now = (pack.convert(declared, each) for each in (facts[name], value))
            less = LESS.get(declared["change"].get("direction"), lambda was, now: False)
            assert not less(was, now), (value, *told)


@ROUTES
def test_a_forecast_is_the_answer_of_its_day(pack, route):
    for draws, facts in people(pack, route, 14, 30 if LONG else 5):
        start = date.fromisoformat(facts[draws.role]) if draws.role else date(2026, 2, 2)
        end = start + timedelta(days=900)
        without_day = {name: raw for name, raw in facts.items() if name != draws.role}
        spans = forecast(engine_pack(pack), route, nest(draws.pack, without_day), on=start, until=end)
        begins = [date.fromisoformat(str(span["from"])) for span in spans]
        assert begins[0] == start
        assert begins == sorted(set(begins))
        for begin, stop, span in zip(begins, [*begins[1:], end + timedelta(days=1)], spans, strict=True):
            for day in {begin, stop - timedelta(days=1), begin + (stop - begin) / 2}:
                answer = ask(pack, route, without_day, on=day)
                points = answer["points"] or {"total": None, "min": None, "max": None}
                told = (answer["outcome"], points["total"], points["min"], points["max"])
                assert told == tuple(span[key] for key in ("outcome", "total", "min", "max")), (
                    day,
                    text_of(nest(draws.pack, facts)),
                )
