"""Why: points, reasons, questions, rights and remedies in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from .evaluate import Result
from .inputs import Profile
from .ir import Slot
from .lower import ConditionView, PointsView, Program
from .model import Citation, Clock, Length, Remedy, Right, Route
from .runtime import UNKNOWN
from .time.days import to_date
from .versions import route_on


def outcome_of(profile: Profile, result: Result) -> str:
    """open, maybe or closed, as far as intervals tell (contract 4)."""
    if result.bounds("in_force")[1] == 0:
        return "closed"
    if not profile.program.conditions:
        low, high = result.bounds("total") if "total" in profile.program.names else (0, 0)
        return "open" if low == high else "maybe"
    low, high = result.bounds("conditions")
    return "open" if low else "maybe" if high else "closed"


# --- points --------------------------------------------------------------------------------------------------------


def points_of(profile: Profile, result: Result, items: bool) -> dict[str, Any] | None:
    """Total, sections and items; no number at all on a day on which the route is not in force."""
    compiled = profile.program
    if "total" not in compiled.names:
        return None
    in_force = result.bounds("in_force")[1] == 1

    def number(place: int) -> dict[str, Any]:
        return _number(*result.at(place)) if in_force else {"total": None, "min": None, "max": None}

    total = number(compiled.names["total"])
    mark = result.bounds("pass")[0] if "pass" in compiled.names else None
    sections = {}
    for view in (*compiled.sections, *compiled.subtotals):
        sections[view.name] = number(view.output)
        if items:
            sections[view.name]["items"] = {name: number(v.output) for name, v in inner_items(compiled, view)}
    return {**total, "pass": mark, "sections": sections}


def inner_items(compiled: Program, view: PointsView) -> Iterator[tuple[str, PointsView]]:
    """Items of a section by their own name, groups before what they hold; of a subtotal, the sections it sums."""
    for part in view.parts:
        yield part.name.rpartition(".")[2], part
        yield from inner_items(compiled, part)
    by_name = {v.name: v for v in compiled.sections}
    for name in view.value.names:
        if name in by_name and not view.parts:
            yield name, by_name[name]


def _number(low: int, high: int) -> dict[str, Any]:
    return {"total": low if low == high else None, "min": low, "max": high}


# --- reasons -------------------------------------------------------------------------------------------------------


def every_condition(views: Iterable[ConditionView]) -> Iterator[ConditionView]:
    for view in views:
        yield view
        yield from every_condition(view.children)


def result_of(view: ConditionView, result: Result) -> str:
    if view.applies is not None and result.at(view.applies)[1] == 0:
        return "not_applicable"
    low, high = result.at(view.result)
    if low == high:
        return "yes" if low else "no"
    return "needs_judgement" if view.judgement else "unknown"


def reasons_of(profile: Profile, result: Result, lang: str) -> list[dict[str, Any]]:
    """Every condition with its result, the facts it rests on and its source, in the order of the law.

    `needed`: false where nothing is lacking though this does not hold: another alternative does, or the rule itself.
    """
    compiled = profile.program
    if result.bounds("in_force")[1] == 0:
        return [_not_in_force(compiled, lang)]
    return [
        {
            "id": f"{compiled.route.id}/{view.path}",
            "text": compiled.pack.text(compiled.route.id, view.path, lang),
            "result": result_of(view, result),
            "needed": needed,
            "facts": [_fact(profile, fact) for fact in view.facts],
            "source": cited(compiled, view.condition.marks.source, lang),
            "confidence": view.condition.marks.confidence,
        }
        for view, needed in _needed(compiled.conditions, result)
    ]


def _needed(
    views: Iterable[ConditionView], result: Result, above: ConditionView | None = None, wanted: bool = True
) -> Iterator[tuple[ConditionView, bool]]:
    """Each condition and its parts, and whether it matters that it does not hold. `above`: what they are parts of."""
    met = above is not None and result_of(above, result) == "yes"
    for view in views:
        spare = above is not None and (
            above.condition.kind in ("any", "at_least") or view.condition in above.condition.unless
        )
        needed = wanted and not (met and spare and result_of(view, result) != "yes")
        yield view, needed
        yield from _needed(view.children, result, view, needed)


def _not_in_force(compiled: Program, lang: str) -> dict[str, Any]:
    marks = compiled.route.marks
    dates = f"{marks.since or '…'} – {marks.until or '…'}"
    return {
        "id": f"{compiled.route.id}/not_in_force",
        "text": compiled.pack.text_in(compiled.route.id, "not_in_force").get(
            lang, f"not in force on this day ({dates})"
        ),
        "result": "no",
        "needed": True,
        "facts": [],
        "source": cited(compiled, marks.source, lang),
        "confidence": marks.confidence,
        "code": "not_in_force",
        "from": marks.since.isoformat() if marks.since else None,
        "until": marks.until.isoformat() if marks.until else None,
    }


def cited(compiled: Program, citations: Iterable[Citation], lang: str) -> list[dict[str, str]]:
    pack = compiled.pack
    return [
        {
            "title": pack.source_title(one.source, lang),
            "article": one.article,
            "place": pack.article(one, lang),
            "url": pack.sources[one.source].url,
        }
        for one in citations
        if one.source in pack.sources
    ]


def _fact(profile: Profile, fact: str) -> dict[str, Any]:
    state = profile.states.get(fact, "verified") if fact in profile.given else "unknown"
    value = profile.given.get(fact)
    computed = profile.program.facts[fact].derive is not None and fact not in profile.given
    return {"id": fact, "value": value, "state": "computed" if computed else state}


def needs_judgement(profile: Profile, result: Result, lang: str) -> list[dict[str, Any]]:
    """Human findings that are still open and still matter; among them, whether what was only stated is so."""
    compiled = profile.program
    return [
        {
            "id": f"{compiled.route.id}/{view.path}",
            "text": compiled.pack.text(compiled.route.id, view.path, lang),
            "decided_by": list(compiled.facts[view.judgement].decided_by) if view.judgement else ["official"],
        }
        for view in every_condition(compiled.conditions)
        if result_of(view, result) == "needs_judgement" or _to_verify(profile, view, result)
    ]


def _to_verify(profile: Profile, view: ConditionView, result: Result) -> bool:
    """Does a condition that counts only what is verified wait for somebody to verify it?"""
    return (
        view.condition.marks.needs == "verified"
        and result_of(view, result) == "unknown"
        and any(profile.states.get(fact, "verified") != "verified" for fact in view.facts)
    )


def warnings_of(profile: Profile, lang: str) -> list[dict[str, str]]:
    """Facts that are given but not verified where the law counts only what is verified."""
    found = []
    for view in _all_points(profile.program):
        if view.value.marks.needs != "verified":
            continue
        for fact in view.facts:
            state = profile.states.get(fact)
            if fact in profile.given and state not in (None, "verified"):
                found.append(
                    {
                        "code": "not_verified",
                        "fact": fact,
                        "state": str(state),
                        "node": f"{profile.program.route.id}/points.{view.name}",
                    }
                )
    return found


def _all_points(compiled: Program) -> Iterator[PointsView]:
    todo = [*compiled.sections, *compiled.subtotals]
    while todo:
        view = todo.pop(0)
        yield view
        todo += view.parts


# --- questions -----------------------------------------------------------------------------------------------------


def question_of(profile: Profile, fact_id: str, left: int, lang: str) -> dict[str, Any]:
    compiled = profile.program
    fact = compiled.facts[fact_id]
    words = compiled.pack.fact_text(fact_id, lang)
    return {
        "fact": fact_id,
        "text": words.question,
        "help": words.help,
        "type": fact.type.kind,
        "choices": [{"value": s, "text": words.values.get(s, s)} for s in fact.type.symbols or fact.type.keys],
        "at_most_left": left,
    }


# --- what else the route says --------------------------------------------------------------------------------------


def _clause(compiled: Program, kind: str, clause: Clock | Right | Remedy, lang: str) -> dict[str, Any]:
    return {
        "id": f"{compiled.route.id}/{kind}.{clause.id}",
        "text": compiled.pack.text(compiled.route.id, f"{kind}.{clause.id}", lang),
    }


def _rests(compiled: Program, clause: Clock | Right | Remedy, lang: str) -> dict[str, Any]:
    return {"source": cited(compiled, clause.marks.source, lang), "confidence": clause.marks.confidence}


def length_of(length: Length | None) -> dict[str, int] | None:
    """A length by its units, without those that are 0."""
    return {unit: number for unit, number in asdict(length).items() if number} if length else None


def deadlines(profile: Profile, lang: str) -> list[dict[str, Any]]:
    """The terms that are law on the day whose law applies."""
    compiled = profile.program
    return [
        {
            **_clause(compiled, "clocks", clock, lang),
            "starts": " ".join(clock.starts) or clock.day_of,
            "duty": clock.duty,
            "length": length_of(clock.length),
            "instead": _instead(compiled, clock, lang),
            **_rests(compiled, clock, lang),
        }
        for clock in _law_of(profile).clocks.values()
    ]


def rights(profile: Profile, lang: str) -> list[dict[str, Any]]:
    compiled = profile.program
    return [
        {
            **_clause(compiled, "rights", right, lang),
            "holder": right.holder,
            "from": " ".join(right.from_),
            "length": length_of(right.after),
            **_rests(compiled, right, lang),
        }
        for right in _law_of(profile).rights.values()
    ]


def remedies(profile: Profile, lang: str) -> list[dict[str, Any]]:
    found, compiled, law = [], profile.program, _law_of(profile)
    for remedy in law.remedies.values():
        clock = law.clocks.get(remedy.clock or "")
        found.append(
            {
                **_clause(compiled, "remedies", remedy, lang),
                "against": list(remedy.against),
                "body": remedy.body,
                "from": remedy.from_ or (" ".join(clock.starts) if clock else None),
                "length": length_of(clock.length if clock else remedy.within),
                "instead": _instead(compiled, clock, lang) if clock else [],
                **_rests(compiled, remedy, lang),
            }
        )
    return found


def _law_of(profile: Profile) -> Route:
    return route_on(profile.program.route, profile.law_date)


def _instead(compiled: Program, clock: Clock, lang: str) -> list[dict[str, Any]]:
    """Other lengths of a term, each where what its words say holds, the first of them first."""
    route = compiled.route.id
    return [
        {
            "id": f"{route}/clocks.{clock.id}.{one.id}",
            "text": compiled.pack.text(route, f"clocks.{clock.id}.{one.id}", lang),
            "length": length_of(one.length),
        }
        for one in clock.variants
    ]


# --- trace ---------------------------------------------------------------------------------------------------------


def trace_of(profile: Profile, result: Result, lang: str) -> dict[str, Any]:
    """Every named value: `let` by name, and `trace` by node with its interval, source and place in the file."""
    compiled = profile.program
    lets = {name: _shown(compiled, place, result) for name, place in compiled.lets.items()}
    nodes = [
        {
            "id": f"{compiled.route.id}/let.{name}",
            "value": lets[name],
            "source": cited(compiled, compiled.route.let[name].marks.source, lang),
            "at": str(compiled.route.let[name].marks.place),
        }
        for name in compiled.lets
    ]
    nodes += [
        {
            "id": f"{compiled.route.id}/points.{v.name}",
            "value": _shown(compiled, v.output, result),
            "facts": list(v.facts),
            "source": cited(compiled, v.value.marks.source, lang),
            "at": str(v.value.marks.place),
        }
        for v in _all_points(compiled)
    ]
    nodes += [
        {
            "id": f"{compiled.route.id}/{v.path}",
            "value": result_of(v, result),
            "facts": list(v.facts),
            "source": cited(compiled, v.condition.marks.source, lang),
            "at": str(v.condition.marks.place),
        }
        for v in every_condition(compiled.conditions)
    ]
    return {"let": lets, "trace": nodes}


def _shown(compiled: Program, place: int, result: Result) -> Any:
    """A value as a reader writes it; an interval as {min, max}."""
    ty = compiled.outputs[place].ty
    low, high = result.at(place)

    def one(value: int) -> Any:
        if ty.kind == "bool":
            return bool(value)
        if ty.symbols is not None:
            return ty.symbols.words[value] if 0 <= value < len(ty.symbols.words) else None
        return to_date(value).isoformat() if ty.kind == "date" else str(value * ty.step) if ty.step else value

    if low == high:
        return one(low)
    return None if ty.kind in ("bool", "sym") else {"min": one(low), "max": one(high)}


def slot_value(slot: Slot, number: int) -> Any:
    """A number of a slot as a fact is given in JSON."""
    if number == UNKNOWN:
        return None
    if slot.ty.kind == "bool":
        return bool(number)
    if slot.ty.symbols is not None:
        return slot.ty.symbols.words[number]
    if slot.ty.kind == "date":
        return to_date(number).isoformat()
    if slot.ty.step is not None:
        exact = number * slot.ty.step
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    return number
