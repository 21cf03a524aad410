"""What the law may still say once facts are verified that it counts only then: not yet verified is not false."""

from collections.abc import Mapping
from typing import Any

from veer.cases import facts
from veer.cases.standing import Standing
from veer.people.facts import EVIDENCED, STATED, VERIFIED


def read(standing: Standing, lang: str | None = None) -> dict[str, Any]:
    """The answer of the law with bounds: the least it says as the facts are verified now, the most once those are that
    it waits for. `lang`: of the reader, else the person's. What somebody disputed is not waited for."""
    least = standing.answer_in(lang) if lang else standing.answer
    values, states = standing.known
    waits = {one["fact"] for one in least["warnings"] if one["code"] == "not_verified"}
    waits = {fact for fact in waits if states.get(fact) in (STATED, EVIDENCED)}
    if not waits:
        return least
    later = {**states, **dict.fromkeys(waits, VERIFIED)}
    return between(least, facts.answer_of_law(standing.case, values, later, lang=lang, record=standing.record))


def between(least: Mapping[str, Any], most: Mapping[str, Any]) -> dict[str, Any]:
    """One answer of two: points from the lower to the higher bound, and unknown where they say different things."""
    later = {one["id"]: one for one in most["reasons"]}
    both = [(one, later.get(one["id"], one)) for one in least["reasons"]]
    reasons = [
        {
            **one,
            "result": one["result"] if other["result"] == one["result"] else "unknown",
            "needed": one["needed"] or other["needed"],
        }
        for one, other in both
    ]
    same = least["outcome"] == most["outcome"]
    return {
        **least,
        "outcome": least["outcome"] if same else "maybe",
        "points": _points(least["points"], most["points"]),
        "reasons": reasons,
    }


def _points(least: dict[str, Any] | None, most: dict[str, Any] | None) -> dict[str, Any] | None:
    if least is None or most is None:
        return least
    sections = {
        name: {**_bounds(part, most["sections"][name]), "items": _items(part, most["sections"][name])}
        for name, part in least["sections"].items()
    }
    return {**_bounds(least, most), "pass": least["pass"], "sections": sections}


def _items(least: dict[str, Any], most: dict[str, Any]) -> dict[str, Any]:
    return {name: _bounds(one, most["items"].get(name, one)) for name, one in least["items"].items()}


def _bounds(least: dict[str, Any], most: dict[str, Any]) -> dict[str, Any]:
    low, high = min(least["min"], most["min"]), max(least["max"], most["max"])
    return {"total": low if low == high else None, "min": low, "max": high}
