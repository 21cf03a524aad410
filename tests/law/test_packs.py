"""Every pack of law loads without error, and gives exactly what its worked cases say.

The small packs beside this file are typed from points systems that exist; docs/law-language-packs.md says which
construct each of them is there for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.laws import law_in
from tests.rules import reference
from tests.rules.reference.agree import same
from veer.rules import InputError, PackError, decide, load_pack, program
from veer.rules.answer import evaluated
from veer.rules.check import check_pack
from veer.rules.explain import every_condition, result_of
from veer.rules.load.facts import TYPE_KEYS
from veer.rules.load.reader import Reader
from veer.rules.load.values import MODIFIERS
from veer.rules.source import Mapping, Node, Scalar

HERE = Path(__file__).parent
LAW = HERE.parents[1] / "veer/law"
FOLDERS = sorted(head.parent for root in (LAW, HERE) for head in root.glob("*/pack.yaml"))


ANYWHERE = {*MODIFIERS, *TYPE_KEYS}
"""Keys that mean the same wherever they stand; a pack that uses one anywhere uses it."""


def plain(node: Node | None) -> Any:
    """A tree of YAML as an author reads it; dates as they are written."""
    if isinstance(node, Scalar):
        return node.text if isinstance(node.value, date) else node.value
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if node is not None else None


def cases(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Route and case, for every worked case of a pack."""
    try:
        pack = law_in(folder)
    except PackError:
        return []  # test_it_loads_and_the_check_finds_no_error says why
    return [(route, case) for route, tree in pack.examples.items() for case in plain(tree)["cases"]]


CASES = [
    pytest.param(folder, route, case, id=f"{folder.name}/{route}/{case['id']}")
    for folder in FOLDERS
    for route, case in cases(folder)
]
DONE = [pytest.param(folder, id=folder.name) for folder in FOLDERS]


@pytest.mark.parametrize("folder", DONE)
def test_it_loads_and_the_check_finds_no_error(folder: Path) -> None:
    assert [str(p) for p in check_pack(folder) if p.severity == "error"] == []
    pack = law_in(folder)
    assert pack.id == folder.name
    for route in pack.routes:
        program(pack, route)


@pytest.mark.parametrize("folder", DONE)
def test_every_route_has_cases_with_ids_of_their_own(folder: Path) -> None:
    pack = law_in(folder)
    assert set(pack.examples) == set(pack.routes)
    ids = [(route, case["id"]) for route, case in cases(folder)]
    assert len(ids) == len(set(ids))


def given(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says, under the names that worked cases use."""
    points = answer["points"] or {"total": None, "sections": {}}
    numbers = {}
    for section, one in points["sections"].items():
        numbers[section] = one["total"]
        numbers |= {f"{section}.{item}": inner["total"] for item, inner in one["items"].items()}
    route = answer["route"]
    conditions = {r["id"].removeprefix(f"{route}/conditions."): r["result"] for r in answer["reasons"]}
    return {
        "outcome": answer["outcome"],
        "total": points["total"],
        "min": points.get("min"),
        "max": points.get("max"),
        "rules_from": answer["rules_from"],
        "points": numbers,
        "conditions": conditions,
    }


@pytest.mark.parametrize("folder,route,case", CASES)
def test_worked_case(folder: Path, route: str, case: dict[str, Any]) -> None:
    assert set(case) <= {"id", "title", "facts", "on", "expect"}
    on = date.fromisoformat(case["on"]) if case.get("on") else None
    found = given(decide(law_in(folder), route, case["facts"], on=on))
    expect = {key: value for key, value in case["expect"].items() if key != "let"}
    assert set(expect) <= set(found)
    wanted = {
        key: {name: found[key].get(name) for name in value} if isinstance(value, dict) else found[key]
        for key, value in expect.items()
    }
    assert wanted == expect


@cache
def second(folder: Path) -> reference.Pack:
    return reference.Pack(folder)


# The second reading knows concrete facts only.
WHOLE = [p for p in CASES if p.values[0].parent == HERE and "unknown" not in p.id]


@pytest.mark.parametrize("folder,route,case", WHOLE)
def test_a_second_reading_says_the_same(folder: Path, route: str, case: dict[str, Any]) -> None:
    """The slow interpreter shares no code with the engine; it reads the small packs too, and the names under `let`."""
    on = date.fromisoformat(case["on"]) if case.get("on") else None
    answer = reference.decide(second(folder), route, case["facts"], on)
    expect = case["expect"]
    assert answer["outcome"] == expect["outcome"]
    for part in ("points", "conditions", "let"):
        wanted = expect.get(part) or {}
        assert {name: same(answer[part].get(name)) for name in wanted} == wanted


def facts_of(pack: str, case: str) -> tuple[Path, str, dict[str, Any]]:
    folder = next(f for f in FOLDERS if f.name == pack)
    return next((folder, route, one["facts"]) for route, one in cases(folder) if one["id"] == case)


REFUSED = [
    ("be-proposal", "talent-p1", {"experience": {"months": 24, "months_be_eu": 25}}, "experience.months_be_eu"),
    ("be-proposal", "talent-p1", {"experience": {"months": 12, "months_be_eu": 13}}, "experience.months_be_eu"),
    ("au-65", "au-65-ielts-8", {"english_tests": [{"test": "IELTS", "listening": 9.5}]}, "english_tests.0.listening"),
    pytest.param(
        "au-65",
        "au-65-ielts-8",
        {"english_tests": [{"test": "PTE", "listening": 60.5}]},
        "english_tests.0.listening",
    ),
    ("au-65", "au-65-mark-at", {"jobs": [{"months": 61}, {"months": 60}]}, "jobs"),
    ("de-waiver", "de-waiver-mark-at", {"work_5": 30, "work_7": 29}, "work_5"),
    ("de-waiver", "de-waiver-mark-at", {"stays": [{"entered": "2024-05-02", "left": "2024-05-01"}]}, "stays.0.left"),
    ("at-key-worker", "at-c-mark-at", {"work.total": 12, "work.austria": 13}, "work.austria"),
    ("constructs", "constructs-base", {"visits": [{"purpose": "family", "days": 366}]}, "visits.0.days"),
    ("constructs", "constructs-base", {"submitted_on": "2026-02-02", "heard_on": "2026-02-01"}, "heard_on"),
]


@pytest.mark.parametrize("pack,case,changed,field", REFUSED)
def test_facts_that_contradict_each_other_are_refused(
    pack: str, case: str, changed: dict[str, Any], field: str
) -> None:
    folder, route, facts = facts_of(pack, case)
    with pytest.raises(InputError) as refused:
        decide(law_in(folder), route, {**facts, **changed})
    assert [(e["field"], e["code"]) for e in refused.value.errors] == [(field, "conflict")]


def test_every_case_named_on_the_page_of_packs_exists() -> None:
    page = (HERE.parents[1] / "docs/law-language-packs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", page))
    known = {case["id"] for folder in FOLDERS for _, case in cases(folder)} | {f.name for f in FOLDERS}
    known |= {route for folder in FOLDERS for route in law_in(folder).routes}
    assert sorted(named - known) == []


def test_every_key_of_the_language_is_used_by_two_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the construct in which a key stands: what the reader asks for is what there is."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    read, only = "", Reader.only

    def noted(self: Reader, node: Mapping, allowed: Iterable[str], what: str) -> None:
        allowed = tuple(allowed)
        shared = ANYWHERE - {"type" if "is" in allowed else ""}  # what is computed seldom needs a type of its own
        own = " ".join(sorted(set(allowed) - shared))
        for key in allowed:
            users["" if key in shared else own, key] |= {read} if key in node.entries else set()
        only(self, node, allowed, what)

    monkeypatch.setattr(Reader, "only", noted)
    for folder in FOLDERS:
        read = folder.name
        load_pack(folder)
    assert len(users) > 150
    lonely = {f"{key} (of: {own})": sorted(packs) for (own, key), packs in users.items() if len(packs) < 2}
    assert lonely == {}


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder.parent == LAW], ids=lambda one: one.name)
def test_worked_cases_see_every_outcome_and_each_condition_hold_and_fail(folder: Path) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for route, case in cases(folder):
        on = date.fromisoformat(case["on"]) if case.get("on") else None
        answer = decide(law_in(folder), route, case["facts"], on=on)
        seen[route].add(answer["outcome"])
        for reason in answer["reasons"]:
            seen[reason["id"]].add(reason["result"])
    for node, results in seen.items():
        if not node.endswith("/not_in_force"):
            assert results >= ({"yes", "no"} if "/" in node else {"open", "maybe", "closed"}), node


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder.parent == LAW], ids=lambda one: one.name)
def test_each_condition_is_unknown_where_one_fact_of_a_worked_case_is_not(folder: Path) -> None:
    """A condition that no fact left out makes unknown would be one that asks nothing."""
    laws = {route: program(law_in(folder), route) for route in law_in(folder).routes}
    settled = {route: {view.path for view in every_condition(law.conditions)} for route, law in laws.items()}
    for route, case in cases(folder):
        on = date.fromisoformat(case["on"]) if case.get("on") else None
        for fact in case["facts"]:
            if fact == "assessment_date" or not settled[route]:
                continue  # without the day there is no answer at all
            facts = {name: value for name, value in case["facts"].items() if name != fact}
            _, result = evaluated(laws[route], facts, on, None)
            views = every_condition(laws[route].conditions)
            settled[route] -= {one.path for one in views if result_of(one, result) in ("unknown", "needs_judgement")}
    assert settled == {route: set() for route in laws}
