"""One decision, explained: the answer of contract 7 for one person on one route, and for all routes of a pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from .breaking import breaking
from .counterfactuals import counterfactuals, improvements
from .evaluate import Result, broken_rules, evaluate
from .explain import (
    deadlines,
    needs_judgement,
    outcome_of,
    points_of,
    question_of,
    reasons_of,
    remedies,
    rights,
    trace_of,
    warnings_of,
)
from .inputs import Profile, read_profile
from .load import Pack
from .lower import Program, first_day, program
from .problems import InputError
from .questions import Question, in_vain, most_left, on_one_page, pages, relevant, settle_last

CONTRACT = 1
ENGINE = "1"

Facts = Mapping[str, Any]
Looked = tuple[dict[str, Any], list[Question], Profile]
"""A route of a survey: its short answer, what is worth asking, and the facts as they were read."""


def decide(
    pack: Pack,
    route: str,
    facts: Facts,
    *,
    on: dt.date | None = None,
    today: dt.date | None = None,
    lang: str = "en",
    trace: bool = False,
) -> dict[str, Any]:
    """The explained answer for one person.

    `facts`: nested or dotted object of fact ids (absent is unknown); `on`: the day asked about, else the fact with role
    `on`, else `today`. Raises InputError where facts cannot be taken, PackError where the pack has no meaning.
    """
    compiled = program(pack, route)
    profile, result = evaluated(compiled, facts, on, today)
    found, questions = judged(profile, result)
    answer = _answer(profile, result, found, questions, lang, items=True)
    answer["reasons"] = reasons_of(profile, result, lang)
    answer["counterfactuals"] = [] if found == "open" else counterfactuals(profile, result)
    answer |= {
        "deadlines": deadlines(profile, lang),
        "rights": rights(profile, lang),
        "remedies": remedies(profile, lang),
    }
    answer["warnings"] = warnings_of(profile, lang)
    if trace:
        answer |= trace_of(profile, result, lang)
    return answer


def survey(
    pack: Pack,
    facts: Facts,
    *,
    on: dt.date | None = None,
    today: dt.date | None = None,
    lang: str = "en",
    routes: Collection[str] | None = None,
    by: str | None = None,
    told: Collection[str] = (),
) -> dict[str, Any]:
    """Routes of a pack for one person, open first, and the one question that helps most over all of them.

    `routes`: those that were chosen, else every one; what a route that is asked alone wants to know is a question only
    where it was chosen. `by`: who is asked; what that role may not state is no question. `told`: facts answered as well
    as one can, such as the year of a day: not asked again.
    """
    found: list[Looked] = []
    for route in pack.routes if routes is None else (one for one in pack.routes if one in routes):
        profile, result = evaluated(program(pack, route), facts, on, today)
        verdict, every = judged(profile, result)
        questions = [q for q in every if by is None or by in pack.facts[q.fact].by]
        short = _short(profile, result, verdict, questions, lang)
        found.append((short, [q for q in questions if q.fact not in told], profile))
    found.sort(key=lambda f: (("open", "maybe", "closed").index(f[0]["outcome"]), f[0]["route"]))
    asking = [one for one in found if routes is not None or not pack.routes[one[0]["route"]].alone]
    return {
        "contract": CONTRACT,
        "pack": pack.id,
        "on": found[0][2].on.isoformat() if found else str(on or today),
        "pack_version": pack.version,
        "next_question": _next_of_all(pack, asking, lang),
        "routes": [short for short, _, _ in found],
    }


def _short(profile: Profile, result: Result, verdict: str, questions: list[Question], lang: str) -> dict[str, Any]:
    """The answer of one route among others."""
    return _answer(profile, result, verdict, questions, lang, items=False) | {
        "reasons": reasons_of(profile, result, lang),
        "deadlines": deadlines(profile, lang),
        "rights": rights(profile, lang),
        "remedies": remedies(profile, lang),
        "warnings": warnings_of(profile, lang),
    }


def _next_of_all(pack: Pack, looked: list[Looked], lang: str) -> dict[str, Any] | None:
    """The question that helps most over several routes, with those that stand on its page."""
    asked = [(questions[0], profile) for _, questions, profile in looked if questions]
    if not asked:
        return None
    best, profile = min(asked, key=lambda pair: -pair[0].decides)
    opened = {q.fact: q for _, questions, _ in looked for q in questions}
    every = [opened[fact] for fact in pack.facts if fact in opened]
    together = {"together": on_one_page(best, every, pack.facts), "at_most_pages": pages(every, pack.facts)}
    return question_of(profile, best.fact, len(every), lang) | together


def gains(
    pack: Pack, route: str, facts: Facts, *, on: dt.date | None = None, today: dt.date | None = None
) -> list[dict[str, Any]]:
    """Single changes that gain points, most first, as counterfactuals with `gain`; also when a route is open."""
    return improvements(*evaluated(program(pack, route), facts, on, today))


def breaks(
    pack: Pack, route: str, facts: Facts, *, on: dt.date | None = None, today: dt.date | None = None
) -> list[dict[str, Any]]:
    """The least changes that would have closed an open route: `{"set", "was", "outcome", "total", "because"}`, fewest
    facts first; none where it is not open."""
    profile, result = evaluated(program(pack, route), facts, on, today)
    return breaking(profile, result) if outcome(profile, result) == "open" else []


def evaluated(compiled: Program, facts: Facts, on: dt.date | None, today: dt.date | None) -> tuple[Profile, Result]:
    """Facts read, every output computed, the rules on facts themselves held."""
    profile = read_profile(compiled, facts, on=on, today=today)
    result = evaluate(profile)
    broken = broken_rules(profile, result)
    if broken:
        raise InputError(broken)
    return profile, result


def outcome(profile: Profile, result: Result) -> str:
    """open, maybe or closed; where one fact is left its answers are gone through one by one."""
    found = outcome_of(profile, result)
    if found == "maybe" and profile.program.conditions and (settled := settle_last(profile)) is not None:
        return "open" if settled else "closed"
    return found


def judged(profile: Profile, result: Result) -> tuple[str, list[Question]]:
    """The outcome, and what is worth asking where it is `maybe`."""
    found = outcome(profile, result)
    return found, relevant(profile, result.low, result.high) if found == "maybe" else []


def _next(profile: Profile, result: Result, questions: list[Question], lang: str) -> dict[str, Any] | None:
    if not questions:
        return None
    return question_of(profile, questions[0].fact, most_left(profile, result.low, result.high), lang)


def _answer(
    profile: Profile, result: Result, verdict: str, questions: list[Question], lang: str, *, items: bool
) -> dict[str, Any]:
    compiled, pack = profile.program, profile.program.pack
    since = first_day(compiled, profile.low[1])
    vain = in_vain(profile, result.low, result.high) if verdict == "maybe" else []
    judgement = needs_judgement(profile, result, lang) if verdict == "maybe" else []
    return {
        "contract": CONTRACT,
        "pack": pack.id,
        "route": compiled.route.id,
        "on": profile.on.isoformat(),
        "law_date": profile.law_date.isoformat(),
        "rules_from": since.isoformat() if since else None,
        "pack_version": pack.version,
        "law_hash": pack.law_hash,
        "engine": ENGINE,
        "outcome": verdict,
        "points": points_of(profile, result, items),
        "reasons": [],
        "missing": [*(q.fact for q in questions), *vain],
        "needs_judgement": judgement,
        "next_question": _next(profile, result, questions, lang),
    }
