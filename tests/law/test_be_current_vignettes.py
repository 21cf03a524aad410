"""Invented people under the law as it stands: every date, right and remedy of theirs that asylum and return give.

Each story is a file of `stories/`: what happened, and what the law says on a day. Rows of these people that routes of
residence will answer stand in the examples of the pack under `awaits`, counted, so that none is forgotten.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.law.story import Story, as_day, read, said, tell
from tests.laws import law_in
from veer.rules import Pack

HERE = Path(__file__).parent
FILES = sorted((HERE / "stories").glob("*.yaml"))
KINDS = {"steps", "clocks", "no_clocks", "rights", "remedies", "holds"}


@cache
def pack() -> Pack:
    return law_in(HERE.parents[1] / "veer/law/be-current")


def chapters() -> list[Any]:
    return [
        pytest.param(story, chapter, id=f"{file.stem}/{chapter['title']}")
        for file in FILES
        for story in [read(file)]
        for chapter in story["chapters"]
    ]


def told(story: dict[str, Any], chapter: dict[str, Any]) -> Story:
    happened = [(dt.date.fromisoformat(day), act) for day, act in [*story["happened"], *chapter.get("also", [])]]
    facts = {**story["facts"], **chapter.get("facts", {})}
    return tell(pack(), story["route"], facts, happened, dt.date.fromisoformat(chapter["on"]))


@pytest.mark.parametrize(("story", "chapter"), chapters())
def test_what_the_law_says(story: dict[str, Any], chapter: dict[str, Any]) -> None:
    found, expect = told(story, chapter), chapter["expect"]
    assert set(expect) <= KINDS
    if "steps" in expect:
        assert found.steps == expect["steps"]
    for name, wanted in expect.get("clocks", {}).items():
        assert clock_of(found, name, wanted) == wanted, name
    for name in expect.get("no_clocks", []):
        assert found.due(name) is None, name
    if "rights" in expect:
        assert rights_of(found) == {key: expect["rights"].get(key, {}) for key in ("now", "later", "perhaps")}
    if "remedies" in expect:
        assert found.remedies() == expect["remedies"]
    assert {path: found.holds[path] for path in expect.get("holds", {})} == expect.get("holds", {})


def clock_of(found: Story, name: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What is said of a clock, as far as the story asks."""
    due = found.due(name)
    assert due is not None, f"{name} has not started"
    last = due.last_day
    whole = {
        "state": due.state,
        "last": str(last),
        "latest": str(due.latest),
        "weekday": last.strftime("%A") if last else "",
        "left": (last - found.today).days if last else None,
        "met_on": str(due.met_on),
        "late": (due.met_on - last).days if due.met_on and last else None,
        "why": [said(line) for line in due.why],
        "confidence": due.clock.marks.confidence,
        "nothing_follows": due.clock.nothing_follows,
        "expires": due.clock.expires,
    }
    return {key: whole[key] for key in wanted}


def rights_of(found: Story) -> dict[str, Any]:
    """Rights now with the day since which, those to come, and those that depend on what is unknown."""
    held: dict[str, dict[str, str]] = {"now": {}, "later": {}, "perhaps": {}}
    for name, right in found.rights().items():
        held[right.state][name] = str(right.since) if right.since else "always"
    return held


AWAITS = {"family": 4, "humanitarian": 2, "stateless": 1, "work": 1, "campaign": 2, "renewal": 0}


def test_rows_that_await_a_route_of_residence_are_counted() -> None:
    """When such a route is there, its rows become worked cases of it and go from this list."""
    examples = HERE.parents[1] / "veer/law/be-current/examples"
    rows = [row for file in sorted(examples.glob("*.yaml")) for row in read(file).get("awaits", [])]
    assert all(row["awaits"] == "residence" and as_day(row["on"]) and row["answer"] for row in rows)
    counted = {kind: sum(row["kind"] == kind for row in rows) for kind in AWAITS}
    assert counted == AWAITS
    assert sum(AWAITS.values()) == len(rows)
    assert len({row["id"] for row in rows}) == len(rows)
