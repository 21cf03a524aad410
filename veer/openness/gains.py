"""What would gain most: one change at a time, only to facts that the law says somebody may change."""

import json
from typing import Any

from veer.openness import queries, words

MOST = 6


def of(profile: Any) -> list[dict[str, Any]]:
    """The best changes, largest gain first; each with the facts it sets and how long it takes."""
    known = [*profile.said["counterfactuals"], *queries.gains(profile.pack, profile.route.id, profile.facts)]
    found = [
        _line(profile, one["set"], one["total"], one["takes"], one.get("was") or {})
        for one in known
        if one["total"] is not None and one["total"] > profile.low
    ]
    found.sort(key=lambda one: (-one["total"], one["effort"], one["title"]))
    best: dict[str, dict[str, Any]] = {}
    for one in found:
        best.setdefault(one["title"], one)
    return list(best.values())[:MOST]


def _line(profile: Any, changed: dict[str, Any], total: int, takes: str, was: dict[str, Any]) -> dict[str, Any]:
    pack = profile.pack
    title = ", ".join(
        f"{words.label(pack, fact)}: {words.change_words(pack, fact, value, was.get(fact))}"
        for fact, value in changed.items()
    )
    facts = [pack.facts[fact] for fact in changed if fact in pack.facts]
    return {
        "title": title,
        "set": changed,
        "packed": json.dumps(changed),
        "total": total,
        "takes": words.takes(takes),
        "was": ", ".join(words.value_words(pack, fact, value) for fact, value in was.items())
        if isinstance(was, dict)
        else "",
        "effort": max([one.change.effort for one in facts if one.change] or [0]),
    }
