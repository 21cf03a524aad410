"""What would gain most: one change at a time, only to facts that the law says somebody may change."""

import json
from collections.abc import Iterator
from typing import Any

from veer.openness import queries, relevance, words

MOST = 6


def of(profile: Any) -> list[dict[str, Any]]:
    """The best single changes, largest gain first; each with the facts it sets and how long it takes."""
    before = profile.low
    known = profile.said["counterfactuals"]
    found = [
        _line(profile, one["set"], one["total"], one["takes"], one.get("was") or {})
        for one in known
        if one["total"] is not None
    ]
    if not found:
        found = list(_tried(profile))
    found = [one for one in found if one["total"] > before]
    found.sort(key=lambda one: (-one["total"], one["effort"], one["title"]))
    best: dict[str, dict[str, Any]] = {}
    for one in found:
        best.setdefault(one["title"], one)
    return list(best.values())[:MOST]


def _tried(profile: Any) -> Iterator[dict[str, Any]]:
    """Where the engine proposes nothing (nothing to reach), try each better value of each changeable fact by itself."""
    flat = relevance.flattened(profile.pack, profile.facts)
    for fact in profile.pack.facts.values():
        if fact.change is None or fact.derive is not None:
            continue
        was = flat.get(fact.id)
        if was is None or words.is_unknown(was):
            continue
        best = None
        for value in _values(fact, was):
            try:
                said = queries.decide(
                    profile.pack, profile.route.id, {**profile.facts, fact.id: value}, lang=profile.lang
                )
            except Exception:  # noqa: S112 - a value that does not fit beside the others is no way to gain
                continue
            total = said["points"]["min"]
            if best is None or total > best[0]:
                best = (total, value)
        if best is not None:
            yield _line(profile, {fact.id: best[1]}, best[0], fact.change.takes, {fact.id: was})


def _values(fact: Any, was: Any) -> Iterator[Any]:
    kind = fact.type.kind
    if kind == "bool" and was is False:
        yield True
    elif kind == "enum":
        yield from (value for value in fact.type.symbols if value != was)
    elif kind == "level" and was in fact.type.symbols:
        yield from fact.type.symbols[fact.type.symbols.index(was) + 1 :]
    elif kind == "int" and isinstance(was, int):
        yield from (
            value for value in (was + 1, was + 12, was + 24) if fact.type.high is None or value <= fact.type.high
        )


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
